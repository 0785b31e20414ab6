"""OAuth endpoints: discovery, keys, device authorization, tokens."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from seawall.core.auth.pkce import CHALLENGE_METHOD
from seawall.local.platform.instance.dependencies import PlatformDep, base_url
from seawall.local.platform.instance.platform import LOCAL_USER_ID, Platform
from seawall.local.platform.oauth.authorization import redeem_code
from seawall.local.platform.oauth.clients import DEFAULT_SCOPE, checked_audience, checked_client_id
from seawall.local.platform.oauth.device import redeem_device_code, start_device_login
from seawall.local.platform.oauth.errors import OAuthError
from seawall.local.platform.oauth.forms import Form, FormDep
from seawall.local.platform.oauth.refresh import issue_refresh_token, redeem_refresh_token
from seawall.local.platform.store.tables import AuthorizationGrant, DeviceGrant, RefreshToken, User

__all__ = [
    "add_oauth_error_handler",
    "device_authorization",
    "discovery",
    "key_set",
    "router",
    "token",
]

CODE_GRANT = "authorization_code"
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_GRANT = "refresh_token"
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

router = APIRouter(include_in_schema=False)


def add_oauth_error_handler(app: FastAPI) -> None:
    """Send an OAuthError in the format of RFC 6749 section 5.2."""
    app.add_exception_handler(OAuthError, _error_response)


async def _error_response(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, OAuthError)
    return JSONResponse(
        {"error": error.code, "error_description": error.description},
        status_code=401 if error.code == "invalid_client" else 400,
        headers=NO_STORE,
    )


@router.get("/.well-known/openid-configuration")
def discovery(http: Request, platform: PlatformDep) -> dict[str, object]:
    """Return the server's metadata (RFC 8414)."""
    base = base_url(http, platform)
    return {
        "issuer": f"{base}/",
        "authorization_endpoint": f"{base}/authorize",
        "device_authorization_endpoint": f"{base}/oauth/device/code",
        "token_endpoint": f"{base}/oauth/token",
        "jwks_uri": f"{base}/.well-known/jwks.json",
        "grant_types_supported": [CODE_GRANT, DEVICE_CODE_GRANT, REFRESH_GRANT],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": [CHALLENGE_METHOD],
        "authorization_response_iss_parameter_supported": True,
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "token_endpoint_auth_methods_supported": ["none"],
    }


@router.get("/.well-known/jwks.json")
def key_set(platform: PlatformDep) -> dict[str, object]:
    """Return the public keys of access tokens."""
    return platform.access_tokens.key_set


@router.post("/oauth/device/code")
def device_authorization(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Start a device login (RFC 8628 section 3.1)."""
    settings = platform.settings
    with platform.database.write() as session:
        login = start_device_login(
            session,
            client_id=checked_client_id(form, settings),
            audience=checked_audience(form, settings),
            scope=form.get("scope") or DEFAULT_SCOPE,
            lifetime_s=settings.device_lifetime_s,
            interval_s=settings.device_interval_s,
            now=platform.clock(),
            approved_by=LOCAL_USER_ID if settings.auto_approve else None,
        )
    page = f"{base_url(http, platform)}/activate"
    body = {
        "device_code": login.device_code,
        "user_code": login.user_code,
        "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code={login.user_code}",
        "expires_in": settings.device_lifetime_s,
        "interval": settings.device_interval_s,
    }
    return JSONResponse(body, headers=NO_STORE)


@router.post("/oauth/token")
def token(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Issue tokens for a code, device code or refresh token (RFC 6749 section 5, RFC 8628 section 3.4)."""
    client_id = checked_client_id(form, platform.settings)
    grant_type = form.required("grant_type")
    redeem = {
        CODE_GRANT: _redeem_code,
        DEVICE_CODE_GRANT: _redeem_device_code,
        REFRESH_GRANT: _redeem_refresh_token,
    }.get(grant_type)
    if redeem is None:
        raise OAuthError(
            "unsupported_grant_type",
            f"The grant type is not supported. Use {CODE_GRANT}, {DEVICE_CODE_GRANT} or {REFRESH_GRANT}.",
        )
    with platform.database.write() as session:
        login = redeem(session, form, client_id, platform)
        body = login if isinstance(login, OAuthError) else _issue_tokens(session, login, http, platform)
    if isinstance(body, OAuthError):  # raised after the commit, which keeps revocations and poll times
        raise body
    return JSONResponse(body, headers=NO_STORE)


def _redeem_code(
    session: Session, form: Form, client_id: str, platform: Platform
) -> AuthorizationGrant | OAuthError:
    return redeem_code(session, form, client_id, platform.clock())


def _redeem_device_code(
    session: Session, form: Form, client_id: str, platform: Platform
) -> DeviceGrant | OAuthError:
    return redeem_device_code(session, form.required("device_code"), client_id, platform.clock())


def _redeem_refresh_token(
    session: Session, form: Form, client_id: str, platform: Platform
) -> RefreshToken | OAuthError:
    return redeem_refresh_token(session, form.required("refresh_token"), client_id, platform.clock())


def _issue_tokens(
    session: Session,
    login: AuthorizationGrant | DeviceGrant | RefreshToken,
    http: Request,
    platform: Platform,
) -> dict[str, object]:
    """Issue an access token and a refresh token (RFC 6749 section 5.1)."""
    now, settings = platform.clock(), platform.settings
    user = session.get_one(User, login.user_id)
    # A code and its refresh tokens share a family, so that reuse of either revokes them together.
    family: UUID | None = None if isinstance(login, DeviceGrant) else login.family
    access_token = platform.access_tokens.issue(
        issuer=f"{base_url(http, platform)}/",
        audience=login.audience,
        user_id=user.user_id,
        organization_id=user.organization_id,
        client_id=login.client_id,
        scope=login.scope,
        now=now,
    )
    refresh_token = issue_refresh_token(
        session,
        client_id=login.client_id,
        user_id=user.user_id,
        audience=login.audience,
        scope=login.scope,
        expires_at=now + timedelta(seconds=settings.refresh_lifetime_s),
        family=family,
    )
    return {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": settings.token_lifetime_s,
        "refresh_token": refresh_token,
        "scope": login.scope,
    }
