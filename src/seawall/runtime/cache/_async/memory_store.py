"""Answers that this process keeps for itself."""

from threading import Lock
from types import TracebackType

from seawall.core.cache.keys import EVERYTHING, CacheKey, Tag, operation_tag, tags_of_read
from seawall.core.cache.lru import CachedValue, FillToken, LruCache
from seawall.core.engine.call import Call
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock

__all__ = ["AsyncMemoryCacheStore"]


class AsyncMemoryCacheStore:
    """At most `max_entries` answers, least recently used first out; for any thread and any event loop."""

    def __init__(self, *, max_entries: int, clock: AsyncClock | None = None) -> None:
        self._clock = (clock or AsyncSystemClock()).monotonic
        self._entries = LruCache(max_entries)
        # Never held across an await.
        self._lock = Lock()

    @property
    def size(self) -> int:
        """How many answers there are."""
        return len(self._entries)

    async def find(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> CachedValue | FillToken | None:
        """What is kept, or a ticket for what will be read; None while a write is under way."""
        now_s = self._clock()
        with self._lock:
            if not fresh:
                shared = self._entries.find(key, ttl_s, now_s)
                if shared is not None:
                    return shared
            return self._entries.ticket(tags_of_read(call), now_s)

    async def keep(
        self, call: Call[object], key: CacheKey, ticket: FillToken, shared: CachedValue, ttl_s: float
    ) -> None:
        """Keep what was read; the ticket knows of what, and `ttl_s` is the next reader's business."""
        del call, ttl_s
        with self._lock:
            self._entries.keep(key, ticket, shared)

    def writing(self, tags: frozenset[Tag]) -> "_Writing":
        """Nothing with one of `tags` is kept, from the beginning of the block to its end."""
        return _Writing(self._entries, tags, self._lock)

    async def clear(self, operation_id: str | None) -> int:
        """Drop all answers, or those of one operation; how many there were."""
        tag = EVERYTHING if operation_id is None else operation_tag(operation_id)
        with self._lock:
            return self._entries.forget({tag})

    async def aclose(self) -> None:
        """Nothing to close."""


class _Writing:
    """The block in which a write is sent; a class, because every write enters one."""

    __slots__ = ("_entries", "_lock", "_tags")

    def __init__(self, entries: LruCache, tags: frozenset[Tag], lock: Lock) -> None:
        self._entries, self._tags, self._lock = entries, tags, lock

    async def __aenter__(self) -> None:
        with self._lock:
            self._entries.write_began(self._tags)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._entries.write_ended(self._tags)
