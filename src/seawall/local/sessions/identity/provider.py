"""The OIDC provider: discovery, dynamic registration, device logins, tokens, user information."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request
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
from seawall.local.sessions.identity.callers import base_url
from seawall.local.sessions.identity.clients import SCOPES, authenticated_client, register_client
from seawall.local.sessions.identity.instance import AUDIENCE, Identity, IdentityDep

__all__ = ["device_authorization", "discovery", "key_set", "register", "router", "token", "user_information"]

router = APIRouter(include_in_schema=False)
router.include_router(activation_page(lambda request: request.state.identity.oauth))


@router.get("/.well-known/openid-configuration")
def discovery(request: Request) -> dict[str, object]:
    """Return the metadata of the provider (OpenID Connect Discovery 1.0, RFC 8414)."""
    base = base_url(request)
    return {
        "issuer": f"{base}/",
        "device_authorization_endpoint": f"{base}/devicecode",
        "registration_endpoint": f"{base}/register",
        "token_endpoint": f"{base}/token",
        "userinfo_endpoint": f"{base}/userinfo",
        "jwks_uri": f"{base}/jwk",
        "grant_types_supported": list(DEVICE_GRANTS),
        "response_types_supported": ["token"],
        "scopes_supported": list(SCOPES),
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }


@router.get("/jwk")
def key_set(identity: IdentityDep) -> dict[str, object]:
    """Return the public keys of access tokens."""
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
        claims_of=_claims_of,
    )


@router.get("/userinfo")
def user_information(request: Request, identity: IdentityDep) -> JSONResponse:
    """Return the user of an access token (OpenID Connect Core 1.0, section 5.3)."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    user = identity.callers.user_of_token(given.strip()) if scheme.lower() == "bearer" else None
    if user is None:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return JSONResponse({"error": "invalid_token"}, status_code=401, headers=challenge)
    information = {
        "sub": user,
        "preferred_username": user,
        "name": user.capitalize(),
        "email": f"{user}@example.com",
    }
    return JSONResponse(information, headers=NO_STORE)


def _client_id(identity: Identity, request: Request, form: Form) -> str:
    with identity.database.read() as session:
        client_id = authenticated_client(session, request).client_id
    if form.get("client_id", client_id) != client_id:
        raise OAuthError("invalid_request", "`client_id` is not that of the Authorization header.")
    return client_id


def _scripted(identity: Identity) -> Redeem:
    def redeem(session: Session, form: Form, client_id: str, now: datetime) -> Login | OAuthError:
        answer = identity.scripted_answer(form.required("device_code"))
        if answer is not None:
            return OAuthError(answer, "The settings of this server answer so.")
        return DEVICE_GRANTS[DEVICE_CODE_GRANT](session, form, client_id, now)

    return redeem


def _claims_of(_session: Session, user_id: str) -> Mapping[str, str]:
    return {"preferred_username": user_id}
