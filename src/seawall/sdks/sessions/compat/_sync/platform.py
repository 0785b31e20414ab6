# DO NOT EDIT. Derived from ../_async/platform.py by "python -m seawall.codegen.derive".
"""Images, resources and availability, as the older clients return them."""

from seawall.sdks.sessions.compat._sync.http_client import HTTPClient
from seawall.sdks.sessions.compat.error_classes import older_errors
from seawall.sdks.sessions.compat.shapes import Image, JsonDict

__all__ = ["Context", "Images", "Overview"]


class Images(HTTPClient):
    """The public images."""

    def fetch(self, kind: str | None = None) -> list[str]:
        """The ids of the images, or of those of a kind; raises BadRequestError for an unknown kind."""
        with older_errors():
            return [image.id for image in self._client.images.list(kind=kind, nocache=True)]

    def details(self) -> list[Image]:
        """The images, with their kinds and digests."""
        with older_errors():
            return [Image.of(image) for image in self._client.images.list(nocache=True)]


class Context(HTTPClient):
    """The amounts that sessions may have."""

    def resources(self) -> JsonDict:
        """The amounts of cores, memory and GPUs, with the keys of the server."""
        with older_errors():
            return self._client.answers.context()


class Overview(HTTPClient):
    """The state of the platform."""

    def availability(self) -> bool:
        """True if the server takes calls now."""
        with older_errors():
            return (self._client.overview.availability()).is_available
