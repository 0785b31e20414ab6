"""Images, and the amounts that sessions may have."""

from seawall.core.model.conversion import converted_items
from seawall.core.redaction.secret import Shown
from seawall.core.validation.arguments import checked_text
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.models import Image, PlatformOptions

__all__ = ["AsyncImages", "AsyncPlatformContext"]


class AsyncImages(AsyncResource[AsyncContext]):
    """`client.images`: the images that sessions can be created from."""

    async def list(self, *, kind: str | None = None, nocache: bool = False) -> tuple[Image, ...]:
        """Read the public images, or those of a kind; raises BadRequestError for an unknown kind."""
        return await self._context.read(
            calls.list_images(type=None if kind is None else Shown(checked_text(kind, "kind"))),
            self._context.policies.platform,
            lambda found: tuple(converted_items(Image.from_wire, found)),
            nocache=nocache,
        )

    async def registries(self, *, nocache: bool = False) -> tuple[str, ...]:
        """Read the hosts of the registries that images may come from."""
        return await self._context.read(
            calls.list_repositories(), self._context.policies.platform, tuple, nocache=nocache
        )


class AsyncPlatformContext(AsyncResource[AsyncContext]):
    """`client.context`: the amounts of cores, memory and GPUs that sessions may have."""

    async def resources(self, *, nocache: bool = False) -> PlatformOptions:
        """Read the amounts that sessions may have."""
        return await self._context.read(
            calls.get_context(),
            self._context.policies.platform,
            PlatformOptions.from_wire,
            nocache=nocache,
        )
