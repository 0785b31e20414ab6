"""Responses of the device authorization endpoint and of the token endpoint."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from seawall.local.oauth.device import redeem_device_code, start_device_login
from seawall.local.oauth.errors import NO_STORE, OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.oauth.id_tokens import issue_id_token
from seawall.local.oauth.refresh import issue_refresh_token, redeem_refresh_token
from seawall.local.oauth.scopes import (
    OFFLINE_ACCESS,
    OPENID,
    checked_scope,
    claims_in,
    has_scope,
    narrowed_scope,
)
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.tables import DeviceGrant, RefreshToken

__all__ = ["DEVICE_CODE_GRANT", "DEVICE_GRANTS", "REFRESH_GRANT", "Login", "Redeem", "start_device", "tokens"]

DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_GRANT = "refresh_token"


class Login(Protocol):
    """An approved login, or the refresh token of one. `family` joins the tokens of one login."""

    @property
    def client_id(self) -> str:
        """The client that the user approved."""

    @property
    def user_id(self) -> str | None:
        """The user who approved."""

    @property
    def audience(self) -> Sequence[str]:
        """The servers that take the access token."""

    @property
    def scope(self) -> str:
        """The access that the user approved."""

    @property
    def family(self) -> UUID | None:
        """The family of its tokens; None starts a new one."""

    @property
    def nonce(self) -> str | None:
        """The nonce for its ID token."""

    @property
    def authenticated_at(self) -> datetime | None:
        """Time of the user's approval."""


Redeem = Callable[[OAuthServer, Session, Form, str], Login | OAuthError]
"""Redeems what a form holds for the client of this id; see `redeem_device_code` for the returned error."""


def _redeem_device_code(
    server: OAuthServer, session: Session, form: Form, client_id: str
) -> DeviceGrant | OAuthError:
    return redeem_device_code(session, form.required("device_code"), client_id, server.clock())


def _redeem_refresh_token(
    server: OAuthServer, session: Session, form: Form, client_id: str
) -> RefreshToken | OAuthError:
    return redeem_refresh_token(server, session, form.required("refresh_token"), client_id)


DEVICE_GRANTS: Mapping[str, Redeem] = {
    DEVICE_CODE_GRANT: _redeem_device_code,
    REFRESH_GRANT: _redeem_refresh_token,
}
"""The grant types of a server with device logins only."""


def start_device(
    server: OAuthServer, *, client_id: str, audience: Sequence[str], scope: str | None, page: str
) -> JSONResponse:
    """Start a device login, which the user approves at the URL `page` (RFC 8628 section 3.1).

    `scope` is that of the request. Raises OAuthError.
    """
    scope = checked_scope(scope)
    with server.database.write() as session:
        login = start_device_login(
            session,
            client_id=client_id,
            audience=audience,
            scope=scope,
            lifetime_s=server.device_lifetime_s,
            interval_s=server.device_interval_s,
            most_open=server.most_open_logins,
            now=server.clock(),
            approved_by=server.approved_by,
        )
    body = {
        "device_code": login.device_code,
        "user_code": login.user_code,
        "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code={login.user_code}",
        "expires_in": server.device_lifetime_s,
        "interval": server.device_interval_s,
    }
    return JSONResponse(body, headers=NO_STORE)


def tokens(
    server: OAuthServer, form: Form, client_id: str, *, issuer: str, grants: Mapping[str, Redeem]
) -> JSONResponse:
    """Issue tokens for a form of the token endpoint (RFC 6749 section 5). Raises OAuthError."""
    redeem = grants.get(form.required("grant_type"))
    if redeem is None:
        *others, last = grants
        raise OAuthError(
            "unsupported_grant_type",
            f"The grant type is not supported. Use {', '.join(others)} or {last}.",
        )
    with server.database.write() as session:
        login = redeem(server, session, form, client_id)
        if not isinstance(login, OAuthError) and login.user_id not in server.users:
            login = OAuthError("invalid_grant", "The user is no longer known. Log in again.")
        if not isinstance(login, OAuthError):
            body = _issue_tokens(server, session, login, form, issuer)
    if isinstance(login, OAuthError):  # raised after the commit, which keeps revocations and poll times
        raise login
    return JSONResponse(body, headers=NO_STORE)


def _issue_tokens(
    server: OAuthServer, session: Session, login: Login, form: Form, issuer: str
) -> dict[str, object]:
    """Issue the tokens that the scope of the login allows (RFC 6749 section 5.1)."""
    assert login.user_id is not None  # approved
    now = server.clock()
    asked = form.get("scope") if isinstance(login, RefreshToken) else None
    scope = narrowed_scope(asked, login.scope)
    family = login.family or uuid4()
    access_token = server.access_tokens.issue(
        issuer=issuer,
        audience=login.audience,
        user_id=login.user_id,
        client_id=login.client_id,
        scope=scope,
        family=family,
        now=now,
        claims=server.claims_of(session, login.user_id),
    )
    body: dict[str, object] = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": server.access_tokens.lifetime_s,
        "scope": scope,
    }
    if has_scope(login.scope, OFFLINE_ACCESS):
        body["refresh_token"] = _refresh_token(server, session, login, form, family)
    if has_scope(scope, OPENID):
        body["id_token"] = issue_id_token(
            server.access_tokens.signing_key,
            issuer=issuer,
            user_id=login.user_id,
            client_id=login.client_id,
            nonce=login.nonce,
            authenticated_at=login.authenticated_at or now,
            access_token=access_token,
            claims=claims_in(scope, server.profile_of(session, login.user_id)),
            lifetime_s=server.access_tokens.lifetime_s,
            now=now,
        )
    return body


def _refresh_token(server: OAuthServer, session: Session, login: Login, form: Form, family: UUID) -> str:
    """A new refresh token; without rotation the one that was used, again."""
    if isinstance(login, RefreshToken) and not server.rotates_refresh_tokens:
        return form.required("refresh_token")
    assert login.user_id is not None  # approved
    return issue_refresh_token(
        server,
        session,
        client_id=login.client_id,
        user_id=login.user_id,
        audience=login.audience,
        scope=login.scope,
        family=family,
        authenticated_at=login.authenticated_at,
    )
