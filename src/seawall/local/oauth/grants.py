"""Responses of the device authorization endpoint and of the token endpoint."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from seawall.local.oauth.device import redeem_device_code, start_device_login
from seawall.local.oauth.errors import NO_STORE, OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.oauth.refresh import issue_refresh_token, redeem_refresh_token
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.tables import DeviceGrant, RefreshToken

__all__ = ["DEVICE_CODE_GRANT", "DEVICE_GRANTS", "REFRESH_GRANT", "Login", "Redeem", "start_device", "tokens"]

DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_GRANT = "refresh_token"


class Login(Protocol):
    """An approved login, or the refresh token of one. `family` joins the refresh tokens of one login."""

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
        """The family of its refresh tokens; None starts a new one."""


Redeem = Callable[[Session, Form, str, datetime], Login | OAuthError]
"""Redeems what a form holds for the client of this id; see `redeem_device_code` for the returned error."""


def _redeem_device_code(
    session: Session, form: Form, client_id: str, now: datetime
) -> DeviceGrant | OAuthError:
    return redeem_device_code(session, form.required("device_code"), client_id, now)


def _redeem_refresh_token(
    session: Session, form: Form, client_id: str, now: datetime
) -> RefreshToken | OAuthError:
    return redeem_refresh_token(session, form.required("refresh_token"), client_id, now)


DEVICE_GRANTS: Mapping[str, Redeem] = {
    DEVICE_CODE_GRANT: _redeem_device_code,
    REFRESH_GRANT: _redeem_refresh_token,
}
"""The grant types of a server with device logins only."""


def start_device(
    server: OAuthServer, *, client_id: str, audience: Sequence[str], scope: str, page: str
) -> JSONResponse:
    """Start a device login, which the user approves at the URL `page` (RFC 8628 section 3.1)."""
    with server.database.write() as session:
        login = start_device_login(
            session,
            client_id=client_id,
            audience=audience,
            scope=scope,
            lifetime_s=server.device_lifetime_s,
            interval_s=server.device_interval_s,
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
    server: OAuthServer,
    form: Form,
    client_id: str,
    *,
    issuer: str,
    grants: Mapping[str, Redeem],
    claims_of: Callable[[Session, str], Mapping[str, str]],
) -> JSONResponse:
    """Issue tokens for a form of the token endpoint (RFC 6749 section 5).

    `claims_of` gives the API's own claims of a user. Raises OAuthError.
    """
    redeem = grants.get(form.required("grant_type"))
    if redeem is None:
        *others, last = grants
        raise OAuthError(
            "unsupported_grant_type",
            f"The grant type is not supported. Use {', '.join(others)} or {last}.",
        )
    with server.database.write() as session:
        login = redeem(session, form, client_id, server.clock())
        if not isinstance(login, OAuthError):
            assert login.user_id is not None
            body = _issue_tokens(server, session, login, issuer, claims_of(session, login.user_id))
    if isinstance(login, OAuthError):  # raised after the commit, which keeps revocations and poll times
        raise login
    return JSONResponse(body, headers=NO_STORE)


def _issue_tokens(
    server: OAuthServer,
    session: Session,
    login: Login,
    issuer: str,
    claims: Mapping[str, str],
) -> dict[str, object]:
    """Issue an access token and a refresh token (RFC 6749 section 5.1)."""
    assert login.user_id is not None  # approved
    now = server.clock()
    access_token = server.access_tokens.issue(
        issuer=issuer,
        audience=login.audience,
        user_id=login.user_id,
        client_id=login.client_id,
        scope=login.scope,
        now=now,
        claims=claims,
    )
    refresh_token = issue_refresh_token(
        session,
        client_id=login.client_id,
        user_id=login.user_id,
        audience=login.audience,
        scope=login.scope,
        expires_at=now + timedelta(seconds=server.refresh_lifetime_s),
        family=login.family,
    )
    return {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": server.access_tokens.lifetime_s,
        "refresh_token": refresh_token,
        "scope": login.scope,
    }
