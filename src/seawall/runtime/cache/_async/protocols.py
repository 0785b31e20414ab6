"""Protocols of the cache: the store of an operation cache, and the fill of one call."""

from typing import Protocol, TypeVar

from seawall.core.cache.keys import CacheKey, Tag
from seawall.core.cache.lru import CachedValue, FillLease
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result

__all__ = ["AsyncCacheFill", "AsyncCacheStore"]

T = TypeVar("T")


class AsyncCacheStore(Protocol):
    """Holds cached results.

    A store never fails a call: if its server fails, it finds nothing and stores nothing.
    """

    @property
    def size(self) -> int | None:
        """Number of entries; None if counting takes a request to a server."""

    async def find(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> CachedValue | FillLease | None:
        """Return the entry whose request was sent less than `ttl_s` seconds ago; with `fresh`, ignore it.

        Without an entry, return a lease for the result of a request that is sent from now on, or None if that
        result must not be stored.
        """

    async def put(
        self, call: Call[object], key: CacheKey, lease: FillLease, value: CachedValue, ttl_s: float
    ) -> None:
        """Store `value`, unless a write has ended its lease or a later request is already stored."""

    async def begin_write(self, tags: frozenset[Tag]) -> str:
        """Drop the entries with one of `tags` and store none until `end_write`; return the id of this write.

        If it raises, the write has not begun.
        """

    async def end_write(self, tags: frozenset[Tag], write_id: str) -> None:
        """End a write: results of requests that are sent from now on may be stored again."""

    async def clear(self, operation_id: str | None) -> int:
        """Drop all entries, or those of one operation; return how many there were."""

    async def aclose(self) -> None:
        """Close the connections."""


class AsyncCacheFill(Protocol[T]):
    """The cache's side of a call that is about to be sent: end it with one of the methods, once.

    A call of `abandon` after the end does nothing.
    """

    async def complete(self, result: Result[T]) -> Result[T]:
        """End the call with its `result`; return it as other callers will receive it from the cache."""

    async def abandon(self, error: BaseException | None = None) -> None:
        """End the call without a result; nothing is stored. `error` is the reason."""
