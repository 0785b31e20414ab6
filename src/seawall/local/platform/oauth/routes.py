"""OAuth endpoints: metadata, keys, device authorization, tokens, revocation, user information."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from seawall.core.auth.pkce import CHALLENGE_METHOD
from seawall.local.oauth.forms import Form, FormDep
from seawall.local.oauth.grants import DEVICE_GRANTS, start_device, tokens
from seawall.local.oauth.metadata import METADATA_PATHS, provider_metadata
from seawall.local.oauth.revocation import revoke
from seawall.local.oauth.user_info import user_info
from seawall.local.platform.instance.dependencies import PlatformDep, base_url
from seawall.local.platform.oauth.authorization import redeem_code
from seawall.local.platform.oauth.clients import (
    authenticated_client_id,
    authentication_methods,
    checked_audience,
)

__all__ = [
    "device_authorization",
    "get_user_info",
    "key_set",
    "metadata",
    "post_user_info",
    "revocation",
    "router",
    "token",
]

GRANTS = {"authorization_code": redeem_code, **DEVICE_GRANTS}

router = APIRouter(include_in_schema=False)


def metadata(http: Request, platform: PlatformDep) -> dict[str, object]:
    """Return the server's metadata (OpenID Connect Discovery 1.0, RFC 8414)."""
    base = base_url(http, platform)
    return {
        **provider_metadata(
            issuer=f"{base}/",
            endpoints={
                "authorization_endpoint": f"{base}/authorize",
                "device_authorization_endpoint": f"{base}/oauth/device/code",
                "token_endpoint": f"{base}/oauth/token",
                "revocation_endpoint": f"{base}/oauth/revoke",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/.well-known/jwks.json",
            },
            grant_types=GRANTS,
            response_types=["code"],
            authentication_methods=authentication_methods(platform.settings),
        ),
        "response_modes_supported": ["query"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "code_challenge_methods_supported": [CHALLENGE_METHOD],
        "authorization_response_iss_parameter_supported": platform.settings.sends_issuer,
    }


for _path in METADATA_PATHS:
    # Also where clients look that take `/oauth`, the path of the endpoints, for that of the issuer: before it
    # (OpenID Connect Discovery 1.0, section 4) and after it (RFC 8414 section 3).
    for _each in (_path, f"/oauth{_path}", f"{_path}/oauth"):
        router.get(_each)(metadata)


@router.get("/.well-known/jwks.json")
def key_set(platform: PlatformDep) -> dict[str, object]:
    """Return the public keys of access tokens and ID tokens."""
    return platform.oauth.access_tokens.key_set


@router.post("/oauth/device/code")
def device_authorization(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Start a device login (RFC 8628 section 3.1)."""
    settings = platform.settings
    return start_device(
        platform.oauth,
        client_id=authenticated_client_id(http, form, settings),
        audience=checked_audience(form, settings),
        scope=form.get("scope"),
        page=f"{base_url(http, platform)}/activate",
    )


@router.post("/oauth/token")
def token(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Issue tokens for a code, device code or refresh token (RFC 6749 section 5, RFC 8628 section 3.4)."""
    return tokens(
        platform.oauth,
        form,
        authenticated_client_id(http, form, platform.settings),
        issuer=f"{base_url(http, platform)}/",
        grants=GRANTS,
    )


@router.post("/oauth/revoke")
def revocation(http: Request, platform: PlatformDep, form: FormDep) -> Response:
    """Revoke a refresh token or an access token (RFC 7009)."""
    return revoke(platform.oauth, form, authenticated_client_id(http, form, platform.settings))


@router.get("/userinfo")
def get_user_info(http: Request, platform: PlatformDep) -> JSONResponse:
    """Return the user of an access token (OpenID Connect Core 1.0, section 5.3)."""
    return user_info(platform.oauth, http, Form(), issuer=f"{base_url(http, platform)}/")


@router.post("/userinfo")
def post_user_info(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Return the user of an access token, which may be in the form (RFC 6750 section 2.2)."""
    return user_info(platform.oauth, http, form, issuer=f"{base_url(http, platform)}/")
