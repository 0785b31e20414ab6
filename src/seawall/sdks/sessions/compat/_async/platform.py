"""Images, resources and availability, as the older clients return them."""

from seawall.sdks.sessions.compat._async.http_client import AsyncHTTPClient
from seawall.sdks.sessions.compat.error_classes import older_errors
from seawall.sdks.sessions.compat.shapes import Image, JsonDict

__all__ = ["AsyncContext", "AsyncImages", "AsyncOverview"]


class AsyncImages(AsyncHTTPClient):
    """The public images."""

    async def fetch(self, kind: str | None = None) -> list[str]:
        """The ids of the images, or of those of a kind; raises BadRequestError for an unknown kind."""
        with older_errors():
            return [image.id for image in await self._client.images.list(kind=kind, nocache=True)]

    async def details(self) -> list[Image]:
        """The images, with their kinds and digests."""
        with older_errors():
            return [Image.of(image) for image in await self._client.images.list(nocache=True)]


class AsyncContext(AsyncHTTPClient):
    """The amounts that sessions may have."""

    async def resources(self) -> JsonDict:
        """The amounts of cores, memory and GPUs, with the keys of the server."""
        with older_errors():
            return await self._client.answers.context()


class AsyncOverview(AsyncHTTPClient):
    """The state of the platform."""

    async def availability(self) -> bool:
        """True if the server takes calls now."""
        with older_errors():
            return (await self._client.overview.availability()).is_available
