"""Routes of the registry, the storage service, the certificate service and the VOSI documents."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from seawall.local.oauth.forms import basic_credentials
from seawall.local.sessions.identity.callers import base_url
from seawall.local.sessions.identity.instance import IdentityDep
from seawall.local.sessions.identity.services import (
    PROXY_PATH,
    credential_capabilities,
    platform_capabilities,
    registry_text,
    storage_capabilities,
)
from seawall.local.sessions.identity.vosi import availability_document, capabilities_document

__all__ = [
    "get_availability",
    "get_capabilities",
    "get_credential_capabilities",
    "get_platform_capabilities",
    "get_registry",
    "get_storage_capabilities",
    "issue_proxy",
    "services",
    "vosi",
]

LONGEST_DAYS = 30
_UNAVAILABLE = 503
_DOWN = {"description": "The service is not available: only for `detail=min`"}
_XML = {"content": {"text/xml": {"schema": {"type": "string"}}}}

vosi = APIRouter(tags=["service"])
"""Routes below the base of the session API; they need no login."""

services = APIRouter(include_in_schema=False)
"""Routes of the other services."""


class _XmlResponse(Response):
    media_type = "text/xml"


@vosi.get("/availability", response_class=_XmlResponse, responses={200: _XML, 503: _DOWN})
def get_availability(
    request: Request,
    identity: IdentityDep,
    detail: Annotated[str | None, Query(description="`min`: no document, only a status: 200 or 503.")] = None,
) -> Response:
    """Read whether the service is available: a VOSI document."""
    state = identity.availability
    if detail == "min":
        return Response(status_code=200 if state.is_available else _UNAVAILABLE)
    return _XmlResponse(
        availability_document(
            is_available=state.is_available,
            note=state.note,
            since=identity.started_at,
            client=request.client.host if request.client else "unknown",
        )
    )


@vosi.head("/capabilities", include_in_schema=False)
@vosi.get("/capabilities", response_class=_XmlResponse, responses={200: _XML})
def get_capabilities(request: Request) -> Response:
    """Read the interfaces of the service and how a client logs in: a VOSI document."""
    return _XmlResponse(capabilities_document(platform_capabilities(base_url(request))))


@services.get("/reg/resource-caps")
def get_registry(request: Request) -> PlainTextResponse:
    """List the services: a URI and the URL of its capabilities a line."""
    return PlainTextResponse(registry_text(base_url(request)))


@services.get("/skaha")
@services.head("/skaha")
def get_platform_capabilities(request: Request) -> Response:
    """Read the capabilities of the session API at its base, where clients look if the server answers."""
    return get_capabilities(request)


@services.get("/cred/capabilities")
def get_credential_capabilities(request: Request) -> Response:
    """Read the capabilities of the certificate service."""
    return _XmlResponse(capabilities_document(credential_capabilities(base_url(request))))


@services.get("/{leaf}/capabilities")
def get_storage_capabilities(request: Request, leaf: Annotated[Literal["arc", "cavern"], Path()]) -> Response:
    """Read the capabilities of a storage service."""
    return _XmlResponse(capabilities_document(storage_capabilities(base_url(request), leaf)))


@services.get(PROXY_PATH)
def issue_proxy(
    request: Request,
    identity: IdentityDep,
    days: Annotated[int, Query(alias="daysValid", ge=1, le=LONGEST_DAYS)] = LONGEST_DAYS,
) -> Response:
    """Issue a proxy certificate to a user who logs in with HTTP Basic; the password is the user's token."""
    name, password = basic_credentials(request) or ("", "")
    user = identity.callers.user_of_password(name, password)
    if user is None:
        challenge = {"WWW-Authenticate": 'Basic realm="Certificates"'}
        return PlainTextResponse("The user or the password is wrong.\n", status_code=401, headers=challenge)
    pem = identity.authority.proxy(user, timedelta(days=days), identity.clock())
    return Response(pem, media_type="application/x-pem-file", headers={"Cache-Control": "no-store"})
