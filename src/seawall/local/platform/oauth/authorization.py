"""Authorization codes (RFC 6749 section 4.1), each good once, for a minute, with its PKCE verifier.

A code that comes a second time was stolen from somebody: the refresh tokens that it brought are revoked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest

from attrs import frozen
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from seawall.core.auth.pkce import CHALLENGE_METHOD, code_challenge, is_code_challenge, is_code_verifier
from seawall.local.platform.instance.platform import LOCAL_ORGANIZATION_ID
from seawall.local.platform.oauth.clients import DEFAULT_SCOPE, audience_in
from seawall.local.platform.oauth.errors import OAuthError
from seawall.local.platform.oauth.forms import Form
from seawall.local.platform.oauth.opaque import fingerprint, new_opaque
from seawall.local.platform.settings import PlatformSettings
from seawall.local.platform.store.tables import AuthorizationGrant, GrantState, RefreshToken

__all__ = [
    "AuthorizationRequest",
    "authorization_request",
    "begin_authorization",
    "issue_code",
    "pending_authorization",
    "redeem_code",
]

CONSENT_LIFETIME_S = 600
CODE_LIFETIME_S = 60


@frozen
class AuthorizationRequest:
    """What a client asks for, beside who it is and where the browser goes afterwards."""

    audience: Sequence[str]
    scope: str
    code_challenge: str
    organization: str


def authorization_request(query: Form, settings: PlatformSettings) -> AuthorizationRequest:
    """The request in a query; raises OAuthError, which the client is told (RFC 6749 section 4.1.2.1)."""
    if query.required("response_type") != "code":
        raise OAuthError("unsupported_response_type", "Ask for `code`.")
    if query.get("code_challenge_method") != CHALLENGE_METHOD:
        # RFC 7636 section 4.4.1
        raise OAuthError("invalid_request", f"PKCE with the method {CHALLENGE_METHOD} is required.")
    if not is_code_challenge(query.required("code_challenge")):
        raise OAuthError("invalid_request", "`code_challenge` is no SHA-256 in base64url.")
    organization = query.get("organization") or LOCAL_ORGANIZATION_ID
    if organization != LOCAL_ORGANIZATION_ID and not settings.auto_approve:
        raise OAuthError("invalid_request", f"The organization is unknown. Use `{LOCAL_ORGANIZATION_ID}`.")
    return AuthorizationRequest(
        audience_in(query, settings),
        query.get("scope") or DEFAULT_SCOPE,
        query["code_challenge"],
        organization,
    )


def begin_authorization(
    session: Session,
    request: AuthorizationRequest,
    *,
    client_id: str,
    redirect_uri: str,
    client_state: str | None,
    now: datetime,
) -> tuple[AuthorizationGrant, str]:
    """Store the request; with it comes the ticket, and who holds that may decide."""
    session.execute(delete(AuthorizationGrant).where(AuthorizationGrant.expires_at < now - timedelta(days=1)))
    ticket = new_opaque()
    grant = AuthorizationGrant(
        ticket_hash=fingerprint(ticket),
        client_id=client_id,
        redirect_uri=redirect_uri,
        client_state=client_state,
        audience=list(request.audience),
        scope=request.scope,
        code_challenge=request.code_challenge,
        state=GrantState.PENDING,
        expires_at=now + timedelta(seconds=CONSENT_LIFETIME_S),
    )
    session.add(grant)
    return grant, ticket


def pending_authorization(session: Session, ticket: str, now: datetime) -> AuthorizationGrant | None:
    """The request that waits for a decision under this ticket."""
    grant = session.get(AuthorizationGrant, fingerprint(ticket))
    is_pending = grant is not None and grant.state is GrantState.PENDING and grant.expires_at > now
    return grant if is_pending else None


def issue_code(grant: AuthorizationGrant, *, user_id: str, now: datetime) -> str:
    """Approve the request for `user_id`; the code is for the client alone."""
    code = new_opaque()
    grant.state, grant.user_id, grant.code_hash = GrantState.APPROVED, user_id, fingerprint(code)
    grant.expires_at = now + timedelta(seconds=CODE_LIFETIME_S)
    return code


def redeem_code(
    session: Session, form: Form, client_id: str, now: datetime
) -> AuthorizationGrant | OAuthError:
    """The login that the code stands for, which uses the code up, or why it is worth nothing.

    An error is returned, not raised: what a wrong attempt changed has to be stored.
    """
    refused = OAuthError(
        "invalid_grant", "The code is unknown, expired, used up or another request's. Begin a new login."
    )
    grant = session.scalars(
        select(AuthorizationGrant).where(AuthorizationGrant.code_hash == fingerprint(form.required("code")))
    ).one_or_none()
    if grant is None or grant.client_id != client_id:
        return refused
    if grant.state is not GrantState.APPROVED:
        # RFC 6749 section 4.1.2, RFC 9700 section 4.5
        session.execute(update(RefreshToken).where(RefreshToken.family == grant.family).values(revoked=True))
        return refused
    # Whoever tries has one try: a wrong verifier, too, uses the code up.
    grant.state = GrantState.REDEEMED
    is_its_own = (
        grant.expires_at > now
        and form.get("redirect_uri") == grant.redirect_uri
        and _is_verifier(form.get("code_verifier", ""), grant.code_challenge)
    )
    return grant if is_its_own else refused


def _is_verifier(verifier: str, challenge: str) -> bool:
    """RFC 7636 section 4.6."""
    return is_code_verifier(verifier) and compare_digest(code_challenge(verifier), challenge)
