"""Parameters of requests: their checks, in the words of the live system."""

import base64
import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import Header

from seawall.local.sessions.instance.sessions_server import SessionsServer
from seawall.local.sessions.store.images import CORES, MEMORY_GB, public_images
from seawall.local.sessions.store.states import SessionKind
from seawall.local.sessions.wire.errors import ApiError

__all__ = [
    "RegistryAuth",
    "check_amounts",
    "check_image",
    "kind_of",
    "name_of",
]

RegistryAuth = Annotated[
    str | None,
    Header(
        alias="X-Skaha-Registry-Auth",
        description="`user:secret` of the image registry, in base64; for images that are not public.",
    ),
]
_NAME = re.compile(r"[A-Za-z0-9-]+")


def name_of(name: str) -> str:
    """The name of a session in lower case. Raises ApiError."""
    if not name:
        raise ApiError(400, "Missing parameter 'name'")
    if not _NAME.fullmatch(name):
        raise ApiError(400, "name can only contain alpha-numeric chars and '-'")
    return name.lower()


def kind_of(server: SessionsServer, text: str) -> SessionKind:
    """The kind of a session. Raises ApiError for one that users can not create."""
    for kind in server.settings.kinds:
        if kind == text:
            return kind
    raise ApiError(400, f"Invalid session type: {text}")


def check_amounts(server: SessionsServer, *, cores: int | None, ram: int | None, gpus: int | None) -> None:
    """Raise ApiError for an amount that is no option."""
    amounts: tuple[tuple[str, int | None, Sequence[int]], ...] = (
        ("cores", cores, CORES),
        ("ram", ram, MEMORY_GB),
        ("gpus", gpus, range(server.settings.gpus + 1)),
    )
    for name, value, options in amounts:
        if value is not None and value not in options:
            raise ApiError(400, f"Invalid value for '{name}': {value}")


def check_image(server: SessionsServer, image: str, registry_auth: str | None) -> None:
    """Raise ApiError for an image of another registry, and for a private one without login."""
    if not image:
        raise ApiError(400, "Missing parameter 'image'")
    registries = server.settings.registries
    if not image.startswith(tuple(f"{host}/" for host in registries)):
        hosts = ", ".join(registries)
        raise ApiError(400, f"session image '{image}' must come from one of [{hosts}]")
    if all(public.name != image for public in public_images(registries)):
        _check_login(registry_auth)


def _check_login(registry_auth: str | None) -> None:
    if registry_auth is None:
        raise ApiError(
            400,
            "No authentication provided for unknown or private image. Send the login of the registry in "
            "the header X-Skaha-Registry-Auth.",
        )
    try:
        user, _, secret = base64.b64decode(registry_auth, validate=True).decode().partition(":")
    except ValueError:  # no base64, or no UTF-8
        user = secret = ""
    if not user or not secret:
        raise ApiError(400, "The login of the registry is not valid. Must be in form of username:secret")
