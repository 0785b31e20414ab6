"""OAuth endpoints: discovery, keys, device authorization, tokens."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from seawall.core.auth.pkce import CHALLENGE_METHOD
from seawall.local.oauth.forms import FormDep
from seawall.local.oauth.grants import DEVICE_CODE_GRANT, DEVICE_GRANTS, REFRESH_GRANT, start_device, tokens
from seawall.local.platform.instance.dependencies import PlatformDep, base_url
from seawall.local.platform.oauth.authorization import redeem_code
from seawall.local.platform.oauth.clients import DEFAULT_SCOPE, checked_audience, checked_client_id
from seawall.local.platform.store.tables import User

__all__ = ["device_authorization", "discovery", "key_set", "router", "token"]

CODE_GRANT = "authorization_code"

router = APIRouter(include_in_schema=False)


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
    return platform.oauth.access_tokens.key_set


@router.post("/oauth/device/code")
def device_authorization(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Start a device login (RFC 8628 section 3.1)."""
    settings = platform.settings
    return start_device(
        platform.oauth,
        client_id=checked_client_id(form, settings),
        audience=checked_audience(form, settings),
        scope=form.get("scope") or DEFAULT_SCOPE,
        page=f"{base_url(http, platform)}/activate",
    )


@router.post("/oauth/token")
def token(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Issue tokens for a code, device code or refresh token (RFC 6749 section 5, RFC 8628 section 3.4)."""
    return tokens(
        platform.oauth,
        form,
        checked_client_id(form, platform.settings),
        issuer=f"{base_url(http, platform)}/",
        grants={CODE_GRANT: redeem_code, **DEVICE_GRANTS},
        claims_of=_claims_of,
    )


def _claims_of(session: Session, user_id: str) -> Mapping[str, str]:
    return {"org_id": session.get_one(User, user_id).organization_id}
