"""The HTTP clients that a user may pass in: those of httpx2, httpx and pyreqwest, for both halves."""

from collections.abc import Callable
from typing import Protocol

__all__ = ["AsyncHttpClient", "HttpClient", "library_of"]

_LIBRARIES = frozenset({"httpx", "httpx2", "pyreqwest"})


class AsyncHttpClient(Protocol):
    """An HTTP client for an async client: httpx2.AsyncClient, httpx.AsyncClient or pyreqwest.client.Client.

    A protocol of the methods that they have in common, so that their types are no part of an SDK.
    """

    @property
    def get(self) -> Callable[..., object]:
        """The method that sends a GET request."""

    async def __aenter__(self) -> object: ...


class HttpClient(Protocol):
    """An HTTP client for a sync client: httpx2.Client, httpx.Client or pyreqwest.client.SyncClient."""

    @property
    def get(self) -> Callable[..., object]:
        """The method that sends a GET request."""

    def __enter__(self) -> object: ...


def library_of(client: object) -> str | None:
    """Return the library that the class of `client` is from, or is derived from; None for any other."""
    roots = [kind.__module__.partition(".")[0] for kind in type(client).__mro__]
    return next((root for root in roots if root in _LIBRARIES), None)
