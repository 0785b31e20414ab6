"""Routes that tell an item from its metadata, although an external id may have slashes.

`…/items/a/custom-metadata` is the metadata of the item `a`. The item `a/custom-metadata` is at
`…/items/a%2Fcustom-metadata`: only the raw path of a request has the difference. The item
`custom-metadata` is at `…/items/custom-metadata`.
"""

import re

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

__all__ = ["ItemRoute", "MetadataRoute"]

_METADATA = re.compile(rb"/runs/[^/]+/(items/.+/)?custom-metadata\Z")


def _is_metadata(scope: Scope) -> bool:
    return _METADATA.search(scope.get("raw_path", b"")) is not None


class ItemRoute(APIRoute):
    """Route of an item, not of its metadata."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether the route serves the request."""
        return (Match.NONE, {}) if _is_metadata(scope) else super().matches(scope)


class MetadataRoute(APIRoute):
    """Route of metadata, not of an item."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether the route serves the request."""
        return super().matches(scope) if _is_metadata(scope) else (Match.NONE, {})
