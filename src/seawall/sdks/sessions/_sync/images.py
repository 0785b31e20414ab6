# DO NOT EDIT. Derived from ../_async/images.py by "python -m seawall.codegen.derive".
"""Images, and the amounts that sessions may have."""

from seawall.core.model.conversion import converted_items
from seawall.core.redaction.secret import Shown
from seawall.core.validation.arguments import checked_text
from seawall.runtime.client._sync.resource import Resource
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.models import Image, PlatformOptions

__all__ = ["Images", "PlatformContext"]


class Images(Resource[Context]):
    """`client.images`: the images that sessions can be created from."""

    def list(self, *, kind: str | None = None, nocache: bool = False) -> tuple[Image, ...]:
        """Read the public images, or those of a kind; raises BadRequestError for an unknown kind."""
        return self._context.read(
            calls.list_images(type=None if kind is None else Shown(checked_text(kind, "kind"))),
            self._context.policies.platform,
            lambda found: tuple(converted_items(Image.from_wire, found)),
            nocache=nocache,
        )

    def registries(self, *, nocache: bool = False) -> tuple[str, ...]:
        """Read the hosts of the registries that images may come from."""
        return self._context.read(
            calls.list_repositories(), self._context.policies.platform, tuple, nocache=nocache
        )


class PlatformContext(Resource[Context]):
    """`client.context`: the amounts of cores, memory and GPUs that sessions may have."""

    def resources(self, *, nocache: bool = False) -> PlatformOptions:
        """Read the amounts that sessions may have."""
        return self._context.read(
            calls.get_context(),
            self._context.policies.platform,
            PlatformOptions.from_wire,
            nocache=nocache,
        )
