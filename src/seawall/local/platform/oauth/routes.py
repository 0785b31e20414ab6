"""OAuth endpoints: metadata, keys, device authorization, tokens, revocation, user information."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from seawall.core.auth.pkce import CHALLENGE_METHOD
from seawall.local.oauth.forms import Form, FormDep
from seawall.local.oauth.grants import DEVICE_GRANTS, start_device, tokens
from seawall.local.oauth.metadata import METADATA_PATHS, provider_metadata
from seawall.local.oauth.revocation import revoke
from seawall.local.oauth.user_info import user_info
from seawall.local.platform.instance.dependencies import SECOND_ISSUER_PATH, PlatformDep, base_url, issuers
from seawall.local.platform.oauth.authorization import redeem_code
from seawall.local.platform.oauth.clients import (
    authenticated_client_id,
    authentication_methods,
    checked_audience,
)
from seawall.local.platform.oauth.consent import router as consent_page
from seawall.local.platform.oauth.issuer import issuer_of, use_second_issuer

__all__ = [
    "device_authorization",
    "get_user_info",
    "key_set",
    "metadata",
    "post_user_info",
    "revocation",
    "router",
    "second_issuer_routes",
    "token",
]

GRANTS = {"authorization_code": redeem_code, **DEVICE_GRANTS}

router = APIRouter(include_in_schema=False)


def metadata(http: Request, platform: PlatformDep) -> dict[str, object]:
    """Return the server's metadata (OpenID Connect Discovery 1.0, RFC 8414)."""
    issuer = issuer_of(http, platform)
    root = issuer.rstrip("/")
    return {
        **provider_metadata(
            issuer=issuer,
            endpoints={
                "authorization_endpoint": f"{root}/authorize",
                "device_authorization_endpoint": f"{root}/oauth/device/code",
                "token_endpoint": f"{root}/oauth/token",
                "revocation_endpoint": f"{root}/oauth/revoke",
                "userinfo_endpoint": f"{root}/userinfo",
                "jwks_uri": f"{root}/.well-known/jwks.json",
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
    router.get(_path)(metadata)


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
        issuer=issuer_of(http, platform),
        grants=GRANTS,
    )


@router.post("/oauth/revoke")
def revocation(http: Request, platform: PlatformDep, form: FormDep) -> Response:
    """Revoke a refresh token or an access token (RFC 7009)."""
    return revoke(platform.oauth, form, authenticated_client_id(http, form, platform.settings))


@router.get("/userinfo")
def get_user_info(http: Request, platform: PlatformDep) -> JSONResponse:
    """Return the user of an access token (OpenID Connect Core 1.0, section 5.3)."""
    return user_info(platform.oauth, http, Form(), issuers=issuers(http, platform))


@router.post("/userinfo")
def post_user_info(http: Request, platform: PlatformDep, form: FormDep) -> JSONResponse:
    """Return the user of an access token, which may be in the form (RFC 6750 section 2.2)."""
    return user_info(platform.oauth, http, form, issuers=issuers(http, platform))


def second_issuer_routes() -> APIRouter:
    """Create the routes of the second issuer; its metadata are at the path of RFC 8414 section 3 too."""
    second = APIRouter(include_in_schema=False, dependencies=[Depends(use_second_issuer)])
    for each in (router, consent_page):
        second.include_router(each, prefix=SECOND_ISSUER_PATH)
    for path in METADATA_PATHS:
        second.get(f"{path}{SECOND_ISSUER_PATH}")(metadata)
    return second
