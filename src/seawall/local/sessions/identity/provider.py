"""The OIDC provider: discovery, dynamic registration, device logins, tokens, user information."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from seawall.local.oauth.activation import activation_page
from seawall.local.oauth.errors import NO_STORE, OAuthError
from seawall.local.oauth.forms import BodyDep, Form, FormDep
from seawall.local.oauth.grants import (
    DEVICE_CODE_GRANT,
    DEVICE_GRANTS,
    REFRESH_GRANT,
    Login,
    Redeem,
    start_device,
    tokens,
)
from seawall.local.oauth.metadata import METADATA_PATHS, provider_metadata
from seawall.local.oauth.revocation import revoke
from seawall.local.oauth.scopes import SCOPES
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.user_info import user_info
from seawall.local.sessions.identity.callers import base_url
from seawall.local.sessions.identity.clients import (
    AUTHENTICATION_METHOD,
    authenticated_client,
    register_client,
)
from seawall.local.sessions.identity.instance import AUDIENCE, Identity, IdentityDep

__all__ = [
    "device_authorization",
    "key_set",
    "metadata",
    "register",
    "revocation",
    "router",
    "token",
    "user_information",
]

router = APIRouter(include_in_schema=False)
router.include_router(activation_page(lambda request: request.state.identity.oauth))


def metadata(request: Request) -> dict[str, object]:
    """Return the metadata of the provider (OpenID Connect Discovery 1.0, RFC 8414)."""
    base = base_url(request)
    endpoints = {
        "device_authorization_endpoint": f"{base}/devicecode",
        "registration_endpoint": f"{base}/register",
        "token_endpoint": f"{base}/token",
        "revocation_endpoint": f"{base}/revoke",
        "userinfo_endpoint": f"{base}/userinfo",
        "jwks_uri": f"{base}/jwk",
    }
    return provider_metadata(
        issuer=f"{base}/",
        endpoints=endpoints,
        grant_types=DEVICE_GRANTS,
        response_types=["token"],
        authentication_methods=[AUTHENTICATION_METHOD],
    )


for _path in METADATA_PATHS:
    router.get(_path)(metadata)


@router.get("/jwk")
def key_set(identity: IdentityDep) -> dict[str, object]:
    """Return the public keys of access tokens and ID tokens."""
    return identity.oauth.access_tokens.key_set


@router.post("/register")
def register(identity: IdentityDep, body: BodyDep) -> JSONResponse:
    """Register a client (RFC 7591)."""
    with identity.database.write() as session:
        registered = register_client(session, body, identity.clock())
    return JSONResponse(registered, status_code=201, headers=NO_STORE)


@router.post("/devicecode")
def device_authorization(request: Request, identity: IdentityDep, form: FormDep) -> JSONResponse:
    """Start a device login (RFC 8628 section 3.1)."""
    return start_device(
        identity.oauth,
        client_id=_client_id(identity, request, form),
        audience=[AUDIENCE],
        scope=form.get("scope") or " ".join(SCOPES),
        page=f"{base_url(request)}/activate",
    )


@router.post("/token")
def token(request: Request, identity: IdentityDep, form: FormDep) -> JSONResponse:
    """Issue tokens for a device code or a refresh token (RFC 8628 section 3.4, RFC 6749 section 6)."""
    return tokens(
        identity.oauth,
        form,
        _client_id(identity, request, form),
        issuer=f"{base_url(request)}/",
        grants={DEVICE_CODE_GRANT: _scripted(identity), REFRESH_GRANT: DEVICE_GRANTS[REFRESH_GRANT]},
    )


@router.post("/revoke")
def revocation(request: Request, identity: IdentityDep, form: FormDep) -> Response:
    """Revoke a refresh token or an access token (RFC 7009)."""
    return revoke(identity.oauth, form, _client_id(identity, request, form))


@router.get("/userinfo")
def user_information(request: Request, identity: IdentityDep) -> JSONResponse:
    """Return the user of an access token (OpenID Connect Core 1.0, section 5.3)."""
    return user_info(identity.oauth, request, Form())


def _client_id(identity: Identity, request: Request, form: Form) -> str:
    with identity.database.read() as session:
        client_id = authenticated_client(session, request).client_id
    if form.get("client_id", client_id) != client_id:
        raise OAuthError("invalid_request", "`client_id` is not that of the Authorization header.")
    return client_id


def _scripted(identity: Identity) -> Redeem:
    def redeem(server: OAuthServer, session: Session, form: Form, client_id: str) -> Login | OAuthError:
        answer = identity.scripted_answer(form.required("device_code"))
        if answer is not None:
            return OAuthError(answer, "The settings of this server answer so.")
        return DEVICE_GRANTS[DEVICE_CODE_GRANT](server, session, form, client_id)

    return redeem
