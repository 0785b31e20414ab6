"""The operation cache: read calls keep their decoded answer for a time.

Callers that ask for the same at the same time share one load, or its failure. What is shared can not be
changed. `seawall.core.cache.keys` decides what goes under which key and what a write touches; a store keeps
the answers, in this process (the default) or in Redis for several.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from threading import Lock
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from seawall.core.cache.keys import CacheKey, CacheStatistics, Invalidation, Tag, cache_key, tags_of_write
from seawall.core.cache.lru import CachedValue, FillToken
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import AttemptTimeoutError, DeadlineExceededError, SeawallError
from seawall.core.http.message import Response
from seawall.core.validation.arguments import require_type
from seawall.core.wire.freeze import freeze
from seawall.runtime.cache._async.memory_store import AsyncMemoryCacheStore
from seawall.runtime.cache.shared_load import AsyncFlight
from seawall.runtime.cache.statistics import CacheTally
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock

__all__ = ["AsyncCacheLookup", "AsyncCacheStore", "AsyncOperationCache"]

T = TypeVar("T")


class AsyncCacheStore(Protocol):
    """Where answers are kept. It fails no call: a store in trouble finds nothing and keeps nothing."""

    @property
    def size(self) -> int | None:
        """How many answers there are; None where that takes a question to a server."""

    async def find(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> CachedValue | FillToken | None:
        """What is kept and was asked for less than `ttl_s` seconds ago; never anything where `fresh`.

        Otherwise a ticket for what is read from now on, or None where that must not be kept.
        """

    async def keep(
        self, call: Call[object], key: CacheKey, ticket: FillToken, shared: CachedValue, ttl_s: float
    ) -> None:
        """Keep what was read, unless a write has touched it since the ticket, or a later read was faster."""

    def writing(self, tags: frozenset[Tag]) -> AbstractAsyncContextManager[None]:
        """A block in which nothing with one of `tags` is found or kept; what there was is gone."""

    async def clear(self, operation_id: str | None) -> int:
        """Drop all answers, or those of one operation; how many there were."""

    async def aclose(self) -> None:
        """Give up the connections."""


class AsyncOperationCache:
    """Keeps answers to reads. One may serve several engines; a write through any of them counts for all.

    Without a `store` it keeps at most `max_entries` answers in this process. `clock` is no other store's.
    """

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
        self.store = store or AsyncMemoryCacheStore(max_entries=max_entries, clock=clock)
        self._invalidation = invalidation
        self._flights: dict[CacheKey, AsyncFlight] = {}
        self.tally = CacheTally()
        self.clock = (clock or AsyncSystemClock()).monotonic
        # For threads, also those of several event loops; never held across an await.
        self._lock = Lock()

    @property
    def statistics(self) -> CacheStatistics:
        """What became of the reads of this process so far."""
        return self.tally.statistics(self.store.size)

    def lookup(
        self,
        call: Call[T],
        ttl_s: float,
        *,
        scope: str,
        fresh: bool = False,
        wait_s: float | None = None,
    ) -> "AsyncCacheLookup[T]":
        """The block in which a read is made: see `AsyncCacheLookup`.

        What is kept serves for `ttl_s` seconds from when it was asked for. `scope` names the API and the
        principal, without any token. Where `fresh`, nothing that is kept serves, and what comes is kept.
        Loads of other callers are waited for `wait_s` seconds in all; None waits for as long as it takes.
        """
        return AsyncCacheLookup(self, call, cache_key(call, scope), ttl_s, fresh=fresh, wait_s=wait_s)

    async def read(
        self,
        call: Call[T],
        ttl_s: float,
        load: Callable[[], Awaitable[Result[T]]],
        *,
        scope: str,
        fresh: bool = False,
    ) -> tuple[Result[T], bool]:
        """The answer to a read, and whether it came without a `load` of its own; see `lookup`.

        Raises what `load` raises, which is never kept.
        """
        key = cache_key(call, scope)
        found = await self.store.find(call, key, ttl_s, fresh=fresh)
        if isinstance(found, Result):
            self.tally.hit()
            return found, True
        async with AsyncCacheLookup(self, call, key, ttl_s, fresh=fresh, found=found) as reading:
            if reading.answer is None:
                reading.answer = await load()
        return reading.answer, reading.is_cached

    def writing(self, call: Call[object]) -> AbstractAsyncContextManager[None]:
        """The block in which a write is sent.

        Whatever happens in it: the answers that it may have touched are gone, and no read that began before
        its end is kept.
        """
        return self.store.writing(tags_of_write(call, self._invalidation))

    async def clear(self, operation: str | Operation[object] | None = None) -> int:
        """Forget all answers, or those of one operation (itself or its id); how many there were."""
        return await self.store.clear(operation.id if isinstance(operation, Operation) else operation)

    async def aclose(self) -> None:
        """Give up the connections of the store."""
        await self.store.aclose()

    def boarded(self, key: CacheKey, ticket: FillToken, *, fresh: bool) -> tuple[AsyncFlight, bool]:
        """The flight to wait for, or a new one that is the caller's to lead."""
        with self._lock:
            there = self._flights.get(key)
            if there is not None and not fresh and there.may_join(ticket):
                return there, False
            flight = self._flights[key] = AsyncFlight(ticket)
            return flight, True

    def landed(self, key: CacheKey, flight: AsyncFlight, outcome: CachedValue | Exception | None) -> None:
        """The load that `flight` stands for has ended; all who wait are told."""
        with self._lock:
            if self._flights.get(key) is flight:
                del self._flights[key]
        flight.land(outcome)


class AsyncCacheLookup(Generic[T]):
    """A block in which one read is made.

    In it, `answer` is what was kept, or what another caller was loading already; where it is None, load it
    and set it: then it is kept, and others that wait for it get it too. Nothing in it can be changed, unless
    it is yours alone. Where `may_keep` is False by its end, it is yours alone too. An error that leaves the
    block reaches those that wait, unless it is that your own time was over, and is never kept. `found` is
    what the store has said already, if it was asked.
    """

    __slots__ = (
        "_cache",
        "_call",
        "_flight",
        "_found",
        "_fresh",
        "_key",
        "_ttl_s",
        "_wait_s",
        "answer",
        "is_cached",
        "may_keep",
        "scope",
    )

    def __init__(
        self,
        cache: AsyncOperationCache,
        call: Call[T],
        key: CacheKey,
        ttl_s: float,
        *,
        fresh: bool,
        found: Response | FillToken | None = None,
        wait_s: float | None = None,
    ) -> None:
        self.answer: Result[T] | None = None
        self.is_cached = False
        self.may_keep = True
        self.scope: str | None = str(key[0])
        self._wait_s = wait_s
        self._cache = cache
        self._call = call
        self._key = key
        self._ttl_s = ttl_s
        self._fresh = fresh
        self._found = found
        # While this is set, others wait for what we load.
        self._flight: AsyncFlight | None = None

    async def __aenter__(self) -> Self:
        found: Result[T] | Response | FillToken | None = self._found
        if found is None:
            found = await self._cache.store.find(self._call, self._key, self._ttl_s, fresh=self._fresh)
        if isinstance(found, Result):
            self._cache.tally.hit()
            self.answer, self.is_cached = found, True
            return self
        return await self._entered(await self._decoded(found))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.is_cached:
            return
        # Where this stays None, those who wait look for themselves.
        is_ours = isinstance(error, AttemptTimeoutError | DeadlineExceededError)
        outcome: CachedValue | Exception | None = (
            error if isinstance(error, Exception) and not is_ours else None
        )
        try:
            if error is None and self.answer is not None and self.may_keep:
                shared = outcome = _shareable(self.answer)
                if isinstance(shared, Result):
                    self.answer = shared
                if self._flight is not None:
                    ticket = self._flight.ticket
                    await self._cache.store.keep(self._call, self._key, ticket, shared, self._ttl_s)
        finally:
            if self._flight is not None:
                self._cache.landed(self._key, self._flight, outcome)

    async def _entered(self, found: Result[T] | FillToken | None) -> Self:
        end = None if self._wait_s is None else self._cache.clock() + self._wait_s
        while isinstance(found, FillToken):
            flight, is_ours = self._cache.boarded(self._key, found, fresh=self._fresh)
            if is_ours:
                found = await self._led(flight)
                break
            try:
                shared = await flight.outcome(None if end is None else max(0.0, end - self._cache.clock()))
            except TimeoutError:
                break
            if shared is not None:
                self._cache.tally.share()
                self.answer, self.is_cached = _own(self._call, shared), True
                return self
            found = await self._find()
        if not isinstance(found, Result):
            self._cache.tally.miss()
        else:
            self._cache.tally.hit()
            self.answer, self.is_cached = found, True
        return self

    async def _led(self, flight: AsyncFlight) -> Result[T] | None:
        """What has been kept since we looked, e.g. by another thread; None where it is ours to load."""
        found: Result[T] | FillToken | None = None
        try:
            found = None if self._fresh else await self._find()
        except BaseException:
            self._cache.landed(self._key, flight, None)
            raise
        if isinstance(found, Result):
            self._cache.landed(self._key, flight, None)
            return found
        self._flight = flight
        return None

    async def _find(self) -> Result[T] | FillToken | None:
        found = await self._cache.store.find(self._call, self._key, self._ttl_s, fresh=False)
        return found if isinstance(found, Result) else await self._decoded(found)

    async def _decoded(self, found: Response | FillToken | None) -> Result[T] | FillToken | None:
        if not isinstance(found, Response):
            return found
        try:
            return _own(self._call, found)
        except SeawallError:
            # Another version of the SDK has kept it.
            ticket = await self._cache.store.find(self._call, self._key, self._ttl_s, fresh=True)
            return ticket if isinstance(ticket, FillToken) else None


def _shareable(answer: Result[Any]) -> CachedValue:
    """`answer` as several may hold it: unchangeable, or as bytes where its value can not be made so."""
    try:
        value = freeze(answer.value)
        return answer if value is answer.value else Result(value, answer.response)
    except (TypeError, RecursionError):
        return answer.response


def _private(answer: Result[T]) -> Result[T]:
    """`answer` for one caller; unchangeable too, so that it is the same with and without luck."""
    shared = _shareable(answer)
    return shared if isinstance(shared, Result) else answer


def _own(call: Call[T], shared: CachedValue) -> Result[T]:
    return shared if isinstance(shared, Result) else _private(result_for(call, shared))
