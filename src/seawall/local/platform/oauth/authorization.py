"""Authorization codes (RFC 6749 section 4.1): single use, valid for a minute, bound to a PKCE verifier.

A code that is sent twice may be stolen, so the second use revokes all tokens issued for it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest

from attrs import frozen
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from seawall.core.auth.pkce import CHALLENGE_METHOD, code_challenge, is_code_challenge, is_code_verifier
from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.oauth.opaque import hash_opaque, new_opaque
from seawall.local.oauth.scopes import checked_scope
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.tables import GrantState
from seawall.local.platform.instance.platform import LOCAL_ORGANIZATION_ID
from seawall.local.platform.oauth.clients import checked_audience
from seawall.local.platform.settings import PlatformSettings
from seawall.local.platform.store.tables import AuthorizationGrant

__all__ = [
    "AuthorizationRequest",
    "issue_code",
    "parse_authorization_request",
    "pending_authorization",
    "redeem_code",
    "start_authorization",
    "users_of",
]

CONSENT_LIFETIME_S = 600
CODE_LIFETIME_S = 60
MOST_NONCE_CHARACTERS = 1_000
_UNSUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}
"""Parameters whose values would be ignored, and the error for each (OpenID Connect Core 1.0, 3.1.2.6)."""
_NOT_REDEEMED = AuthorizationGrant.state != GrantState.REDEEMED


@frozen
class AuthorizationRequest:
    """Parameters of an authorization request, without client id and redirect URI."""

    audience: Sequence[str]
    scope: str
    code_challenge: str
    organization: str | None
    nonce: str | None
    hinted_user: str | None


def parse_authorization_request(query: Form, settings: PlatformSettings) -> AuthorizationRequest:
    """Parse the query. Raises OAuthError; the redirect reports it to the client (RFC 6749 4.1.2.1)."""
    for name, code in _UNSUPPORTED.items():
        if name in query:
            raise OAuthError(code, f"The parameter `{name}` is not supported. Leave it out.")
    if query.required("response_type") != "code":
        raise OAuthError("unsupported_response_type", "The response type is not supported. Use `code`.")
    if query.get("response_mode", "query") != "query":
        raise OAuthError("invalid_request", "The response mode is not supported. Use `query`.")
    if query.get("code_challenge_method") != CHALLENGE_METHOD:
        # RFC 7636 section 4.4.1
        raise OAuthError(
            "invalid_request", f"PKCE is required. Set `code_challenge_method` to {CHALLENGE_METHOD}."
        )
    if not is_code_challenge(query.required("code_challenge")):
        raise OAuthError(
            "invalid_request", "`code_challenge` is invalid. Send the SHA-256 of the verifier in base64url."
        )
    users, organization = users_of(query.get("organization"), settings), query.get("organization")
    if not users and not settings.auto_approve:
        raise OAuthError("invalid_request", f"The organization is unknown. Use `{LOCAL_ORGANIZATION_ID}`.")
    if len(query.get("nonce", "")) > MOST_NONCE_CHARACTERS:
        raise OAuthError("invalid_request", f"`nonce` is longer than {MOST_NONCE_CHARACTERS} characters.")
    _check_prompt(query.get("prompt", ""), settings)
    return AuthorizationRequest(
        checked_audience(query, settings),
        checked_scope(query.get("scope")),
        query["code_challenge"],
        organization if users else None,
        query.get("nonce"),
        _hinted_user(query.get("login_hint", ""), settings),
    )


def users_of(organization: str | None, settings: PlatformSettings) -> list[str]:
    """Return the ids of the users of an organization, of all users if it is None or empty."""
    return [user.user_id for user in settings.all_users if organization in {None, "", user.organization_id}]


def _hinted_user(hint: str, settings: PlatformSettings) -> str | None:
    """Return the user with this email address, name or id (`login_hint`), if any.

    Source: OpenID Connect Core 1.0, section 3.1.2.1.
    """
    found = (each.user_id for each in settings.all_users if hint in {each.email, each.name, each.user_id})
    return next(found, None)


def _check_prompt(prompt: str, settings: PlatformSettings) -> None:
    """Refuse `none` (OpenID Connect Core 1.0, 3.1.2.1) where a person decides; each other prompt is shown."""
    names = prompt.split()
    if "none" not in names:
        return
    if len(names) > 1:
        raise OAuthError("invalid_request", "`prompt` has `none` and another value. Send one of them.")
    if not settings.auto_approve:
        raise OAuthError("login_required", "The user has to approve each login. Leave out `prompt=none`.")


def start_authorization(
    session: Session,
    request: AuthorizationRequest,
    *,
    client_id: str,
    redirect_uri: str,
    client_state: str | None,
    most_open: int,
    now: datetime,
) -> tuple[AuthorizationGrant, str]:
    """Store the request. Returns it with its ticket, which authorizes the decision.

    Raises OAuthError `temporarily_unavailable` if `most_open` logins are open.
    """
    _delete_expired(session, now)
    if session.scalars(select(func.count()).where(_NOT_REDEEMED)).one() >= most_open:
        raise OAuthError("temporarily_unavailable", "Too many logins are open. Try again in 10 minutes.")
    ticket = new_opaque()
    grant = AuthorizationGrant(
        ticket_hash=hash_opaque(ticket),
        client_id=client_id,
        redirect_uri=redirect_uri,
        client_state=client_state,
        audience=list(request.audience),
        scope=request.scope,
        code_challenge=request.code_challenge,
        state=GrantState.PENDING,
        expires_at=now + timedelta(seconds=CONSENT_LIFETIME_S),
        nonce=request.nonce,
        organization_id=request.organization,
    )
    session.add(grant)
    return grant, ticket


def _delete_expired(session: Session, now: datetime) -> None:
    """Delete requests that have expired; those whose code was redeemed a day later, to detect its reuse."""
    expires_at = AuthorizationGrant.expires_at
    session.execute(delete(AuthorizationGrant).where(expires_at <= now, _NOT_REDEEMED))
    session.execute(delete(AuthorizationGrant).where(expires_at < now - timedelta(days=1)))


def pending_authorization(session: Session, ticket: str, now: datetime) -> AuthorizationGrant | None:
    """Load the request of this ticket if it is still undecided and has not expired."""
    grant = session.get(AuthorizationGrant, hash_opaque(ticket))
    is_pending = grant is not None and grant.state is GrantState.PENDING and grant.expires_at > now
    return grant if is_pending else None


def issue_code(grant: AuthorizationGrant, *, user_id: str, now: datetime) -> str:
    """Approve the request for `user_id` and return its code, which only the client may receive."""
    code = new_opaque()
    grant.state, grant.user_id, grant.code_hash = GrantState.APPROVED, user_id, hash_opaque(code)
    grant.expires_at = now + timedelta(seconds=CODE_LIFETIME_S)
    grant.authenticated_at = now
    return code


def redeem_code(
    server: OAuthServer, session: Session, form: Form, client_id: str
) -> AuthorizationGrant | OAuthError:
    """Redeem the code: returns the grant, or an `invalid_grant` error.

    The error is returned, not raised: raising would roll back the changes that a failed attempt makes.
    """
    invalid_grant = OAuthError(
        "invalid_grant",
        "The code is unknown, expired, already used or belongs to another request. Start the login again.",
    )
    grant = session.scalars(
        select(AuthorizationGrant).where(AuthorizationGrant.code_hash == hash_opaque(form.required("code")))
    ).one_or_none()
    if grant is None or grant.client_id != client_id:
        return invalid_grant
    if grant.state is not GrantState.APPROVED:
        # RFC 6749 section 4.1.2, RFC 9700 section 4.5
        server.revoke_login(session, grant.family)
        return invalid_grant
    # One attempt per code: a wrong verifier uses the code too, so it cannot be guessed.
    grant.state = GrantState.REDEEMED
    is_valid = (
        grant.expires_at > server.clock()
        and form.get("redirect_uri") == grant.redirect_uri
        and _matches_challenge(form.get("code_verifier", ""), grant.code_challenge)
    )
    return grant if is_valid else invalid_grant


def _matches_challenge(verifier: str, challenge: str) -> bool:
    """Compare the verifier with the challenge (RFC 7636 section 4.6)."""
    return is_code_verifier(verifier) and compare_digest(code_challenge(verifier), challenge)
