"""A cache store in the memory of this process."""

from threading import Lock

from seawall.core.cache.keys import ALL_READS, CacheKey, Tag, operation_tag, tags_of_read
from seawall.core.cache.lru import CachedValue, FillLease, LruCache
from seawall.core.engine.call import Call
from seawall.core.process_bound import ProcessBound
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.forks import in_forked_children

__all__ = ["AsyncMemoryCacheStore"]


class AsyncMemoryCacheStore(ProcessBound):
    """Holds at most `max_entries` results and evicts the least recently used.

    For any thread and any event loop.
    """

    _in_other_process = "Use AsyncRedisCacheStore, which processes share."

    def __init__(self, *, max_entries: int, clock: AsyncClock | None = None) -> None:
        self._clock = (clock or AsyncSystemClock()).monotonic
        self._entries = LruCache(max_entries)
        self.max_entries: int = max_entries
        # Held for a few steps in memory only.
        self._lock = Lock()
        in_forked_children(self._start_anew)

    @property
    def size(self) -> int:
        """Number of entries."""
        return len(self._entries)

    def held(self, key: CacheKey, ttl_s: float) -> CachedValue | None:
        """Return the entry as `find` does, and None without one."""
        now_s = self._clock()
        with self._lock:
            return self._entries.find(key, ttl_s, now_s)

    async def find(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> CachedValue | FillLease | None:
        """Return the entry, or a lease for a new one; None during a write that may change it."""
        return self.found(call, key, ttl_s, fresh=fresh)

    def found(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> CachedValue | FillLease | None:
        """Return what `find` returns."""
        now_s = self._clock()
        with self._lock:
            if not fresh:
                value = self._entries.find(key, ttl_s, now_s)
                if value is not None:
                    return value
            return self._entries.lease(tags_of_read(call), now_s)

    async def put(
        self, call: Call[object], key: CacheKey, lease: FillLease, value: CachedValue, ttl_s: float
    ) -> None:
        """Store `value`. The lease holds its tags, and each reader applies its own TTL."""
        del call, ttl_s
        with self._lock:
            self._entries.put(key, lease, value)

    async def begin_write(self, tags: frozenset[Tag]) -> str:
        """Drop the entries with one of `tags` and store none until `end_write`."""
        with self._lock:
            return self._entries.begin_write(tags)

    async def end_write(self, tags: frozenset[Tag], write_id: str) -> None:
        """End a write."""
        del tags
        with self._lock:
            self._entries.end_write(write_id)

    async def clear(self, operation_id: str | None) -> int:
        """Drop all entries, or those of one operation; return how many there were."""
        tag = ALL_READS if operation_id is None else operation_tag(operation_id)
        with self._lock:
            return self._entries.invalidate({tag})

    async def aclose(self) -> None:
        """Do nothing: there is no connection."""

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock, and no write of the parent ends here.
        self._lock = Lock()
        self._entries.end_all_writes()
