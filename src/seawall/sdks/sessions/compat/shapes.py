"""The results of the older clients."""

from datetime import datetime
from typing import Any, TypeAlias

from attrs import frozen

from seawall.runtime.identity.saved_login import SavedLogin
from seawall.sdks.sessions import models

__all__ = ["Authentication", "Image", "JsonDict"]

JsonDict: TypeAlias = dict[str, Any]
"""A JSON object as the server sent it; programs read its values without a check of their types."""


@frozen
class Image:
    """An image, with the kinds of sessions that it can be started as. Not hashable: it holds a list."""

    id: str
    types: list[str]
    digest: str

    @classmethod
    def of(cls, image: models.Image) -> "Image":
        """Convert an image of this SDK."""
        return cls(id=image.id, types=list(image.kinds), digest=image.digest)


@frozen
class Authentication:
    """A saved login. `mode` is x509 or oidc; `expiry` is None if it is not known."""

    idp: str
    mode: str
    expiry: datetime | None
    active: bool
    server: str | None

    @classmethod
    def of(cls, login: SavedLogin) -> "Authentication":
        """Convert a saved login of this SDK."""
        return cls(
            idp=login.idp,
            mode=login.mode.value,
            expiry=login.expires_at,
            active=login.is_active,
            server=login.server,
        )
