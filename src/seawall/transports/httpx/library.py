"""The library httpx, with the types of httpx2: their classes have the same methods and arguments."""

from typing import cast

from seawall.core.extras import needs_extra
from seawall.transports.httpx2.library import Library

with needs_extra("httpx", "The transport httpx"):
    import httpx

__all__ = ["HTTPX"]

HTTPX = cast("Library", httpx)
"""httpx as a library of a transport."""
