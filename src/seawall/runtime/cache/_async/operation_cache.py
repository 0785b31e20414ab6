"""The operation cache: stores the decoded results of reads.

Concurrent callers of the same read share one load, or its failure. Shared results are immutable.
`seawall.core.cache.keys` computes the keys and the tags that a write invalidates; a store holds the results,
in this process (the default) or in Redis for several processes.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from seawall.core.cache.keys import CacheStatistics, Invalidation, cache_key, invalidated_tags
from seawall.core.cache.lru import CachedValue, FillLease
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import require_type
from seawall.runtime.cache._async.cache_fill import AsyncReadFill, AsyncWriteFill, result_for_caller
from seawall.runtime.cache._async.memory_store import AsyncMemoryCacheStore
from seawall.runtime.cache._async.protocols import AsyncCacheFill, AsyncCacheStore
from seawall.runtime.cache.statistics import CacheTally
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency._async.single_flight import AsyncSingleFlight

__all__ = ["AsyncOperationCache"]

T = TypeVar("T")


class AsyncOperationCache(ProcessBound):
    """Caches the results of reads. Several engines may share one; a write through any of them invalidates.

    Without a `store`, a memory store holds at most `max_entries` results. `clock` is not passed to a store.
    """

    _in_other_process = "Make a cache there; over AsyncRedisCacheStore, processes share results."

    def __init__(
        self,
        *,
        max_entries: int = 1024,
        invalidation: Invalidation = Invalidation.RESOURCE,
        store: AsyncCacheStore | None = None,
        clock: AsyncClock | None = None,
    ) -> None:
        fits = isinstance(invalidation, Invalidation)
        require_type(
            invalidation, "invalidation", ok=fits, expected="Invalidation.RESOURCE or Invalidation.ALL"
        )
        self.store: AsyncCacheStore = store or AsyncMemoryCacheStore(max_entries=max_entries, clock=clock)
        # Not that of a subclass, which may find something else.
        self._memory = self.store if type(self.store) is AsyncMemoryCacheStore else None
        self._invalidation = invalidation
        self._loads = AsyncSingleFlight[CachedValue]("cached result", background=False)
        self._tally = CacheTally()
        self._clock = (clock or AsyncSystemClock()).monotonic

    @property
    def statistics(self) -> CacheStatistics:
        """Hits, shared loads and misses of this process so far."""
        # A store of the user's need not state it.
        return self._tally.statistics(self.store.size, getattr(self.store, "max_entries", None))

    @property
    def loads_in_progress(self) -> int:
        """Number of loads that other callers may join."""
        return len(self._loads)

    def held(self, call: Call[T], ttl_s: float, *, scope: str) -> Result[T] | None:
        """Return the result that `find` would return, if it is in the memory of this process.

        None if there is none, and for a result that does not match the spec in every field.
        """
        if self._memory is None or call.is_page:
            return None
        found = self._memory.held(cache_key(call, scope), ttl_s)
        if not isinstance(found, Result) or found.drifts:
            return None
        self._tally.hit()
        return found

    async def find(
        self, call: Call[T], ttl_s: float, *, scope: str, fresh: bool = False, wait_s: float | None = None
    ) -> Result[T] | AsyncCacheFill[T]:
        """Look up a read: return its cached result, or a fill for the result that the caller now loads.

        A result is valid for `ttl_s` seconds from when its request was sent. `scope` names the API and the
        principal; never put a token into it. `fresh` ignores a cached result. If another caller is loading
        the same read, this one waits for its result, `wait_s` seconds at most in all; None waits without a
        limit. Raises the error of a load that it waited for.

        A page of a list is never found, shared or stored: pages of different times would make a list with
        gaps.
        """
        key = cache_key(call, scope)
        if call.is_page:
            self._tally.miss()
            return AsyncReadFill(self.store, call, key, ttl_s)
        if self._memory is not None:
            found = self._memory.found(call, key, ttl_s, fresh=fresh)
        else:
            found = await self.store.find(call, key, ttl_s, fresh=fresh)
        if isinstance(found, Result):
            self._tally.hit()
            return found
        fill = AsyncReadFill(self.store, call, key, ttl_s)
        try:
            lease = found if found is None or isinstance(found, FillLease) else await fill.decode(found)
            result = await self._join_or_lead(fill, lease, fresh=fresh, wait_s=wait_s)
        except BaseException:
            # Cancelled or interrupted after it became the leader: others wait for its load.
            await fill.abandon()
            raise
        return fill if result is None else result

    async def read(
        self,
        call: Call[T],
        ttl_s: float,
        load: Callable[[], Awaitable[Result[T]]],
        *,
        scope: str,
        fresh: bool = False,
    ) -> tuple[Result[T], bool]:
        """Return the result of a read, and whether it came without a `load` of its own; see `find`.

        Raises the error of `load`, which is never cached.
        """
        found = await self.find(call, ttl_s, scope=scope, fresh=fresh)
        if isinstance(found, Result):
            return found, True
        try:
            return await found.complete(await load()), False
        # BaseException: a cancelled caller must end its fill too, because others wait for it.
        except BaseException as error:
            await found.abandon(error)
            raise

    async def begin_write(self, call: Call[object]) -> AsyncWriteFill:
        """Drop the results that a write may change; none of them is stored until the fill has ended."""
        tags = invalidated_tags(call, self._invalidation)
        return AsyncWriteFill(self.store, tags, await self.store.begin_write(tags))

    @asynccontextmanager
    async def invalidating(self, call: Call[object]) -> AsyncIterator[None]:
        """A block in which a write is sent.

        It drops the results that the write may change, even if the block raises. No read that was sent before
        its end is stored.
        """
        write = await self.begin_write(call)
        try:
            yield
        finally:
            await write.end()

    async def clear(self, operation: str | Operation[object] | None = None) -> int:
        """Drop all results, or those of one operation (itself or its id); return how many there were."""
        return await self.store.clear(operation.id if isinstance(operation, Operation) else operation)

    async def aclose(self) -> None:
        """Close the connections of the store."""
        await self.store.aclose()

    async def _join_or_lead(
        self,
        fill: AsyncReadFill[T],
        found: Result[T] | FillLease | None,
        *,
        fresh: bool,
        wait_s: float | None,
    ) -> Result[T] | None:
        """Return the result of another caller's load; None if this caller has to load and end `fill`."""
        wait_until_s = None
        while isinstance(found, FillLease):
            # A load that was sent before a write has another generation, and is not joined.
            load, is_leader = self._loads.join_or_start((fill.key, found.generation), fresh=fresh)
            if is_leader:
                # No call in between: an interrupt would leave a load that its waiters never see end.
                fill.load, fill.lease = load, found
                found = None if fresh else await self._recheck_as_leader(fill)
                break
            if wait_until_s is None and wait_s is not None:
                wait_until_s = self._clock() + wait_s
            if not await load.wait(None if wait_until_s is None else wait_until_s - self._clock()):
                break
            if not load.is_abandoned:
                value = load.result()
                self._tally.share()
                return result_for_caller(fill.call, value)
            # The caller that loaded gave up. A result may be stored by now, or another load in progress.
            found = await fill.find()
        if found is None or not isinstance(found, Result):
            self._tally.miss()
            return None
        self._tally.hit()
        return found

    async def _recheck_as_leader(self, fill: AsyncReadFill[T]) -> Result[T] | None:
        """Return a result that was stored after this caller looked and before it became the leader."""
        if self._memory is not None and self._memory.held(fill.key, fill.ttl_s) is None:
            return None
        found = await fill.find()
        if not isinstance(found, Result):
            return None
        await fill.abandon()
        return found
