"""The library httpx, with the types of httpx2: their classes have the same methods and arguments."""

from typing import cast

from seawall.core.extras import needs_extra
from seawall.transports.httpx2.library import HttpcoreModule, HttpxModule, Library

with needs_extra("httpx", "The transport httpx"):
    import httpcore
    import httpx

__all__ = ["HTTPX"]

HTTPX = Library(cast("HttpxModule", httpx), cast("HttpcoreModule", httpcore))
"""httpx and httpcore, which no longer change."""
