"""The fills of reads and writes: they end a call that had no cached result."""

from typing import Any, Generic, TypeVar

from seawall.core.cache.keys import CacheKey, Tag
from seawall.core.cache.lru import CachedValue, FillLease
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import AttemptTimeoutError, DeadlineExceededError, SeawallError
from seawall.core.process_bound import ProcessBound
from seawall.core.wire.freeze import freeze
from seawall.runtime.cache._async.protocols import AsyncCacheStore
from seawall.runtime.concurrency._async.single_flight import AsyncExecution

__all__ = ["AsyncReadFill", "AsyncWriteFill", "result_for_caller"]

T = TypeVar("T")


class AsyncReadFill(ProcessBound, Generic[T]):
    """Fill of a read: stores its result, and passes it to callers that wait for this load.

    `load` is what other callers wait for, and its result is stored under `lease`. Without them, the fill does
    nothing: no other caller may share the result, e.g. during a write.
    """

    __slots__ = ("_store", "call", "key", "lease", "load", "ttl_s")

    def __init__(self, store: AsyncCacheStore, call: Call[T], key: CacheKey, ttl_s: float) -> None:
        self._store = store
        self.ttl_s = ttl_s
        self.call = call
        self.key = key
        self.lease: FillLease | None = None
        self.load: AsyncExecution[CachedValue] | None = None

    async def find(self, *, fresh: bool = False) -> Result[T] | FillLease | None:
        """Return the stored result or a lease for a new one; None if a new one must not be stored."""
        return await self.decode(await self._store.find(self.call, self.key, self.ttl_s, fresh=fresh))

    async def decode(self, found: CachedValue | FillLease | None) -> Result[T] | FillLease | None:
        """Decode a stored response; return a lease instead if it does not decode."""
        if found is None or isinstance(found, FillLease):
            return found
        try:
            return result_for_caller(self.call, found)
        except SeawallError:
            # Another version of the SDK, which decodes into other types, has stored it.
            lease = await self._store.find(self.call, self.key, self.ttl_s, fresh=True)
            return lease if isinstance(lease, FillLease) else None

    async def complete(self, result: Result[T]) -> Result[T]:
        """Store `result` and return it frozen; a value that can not be frozen is returned as it is.

        A page of a list is returned as it is: no other caller receives it.
        """
        if self.call.is_page:
            return result
        load, value = self.load, None
        try:
            value = _freeze_or_response(result)
            if load is not None and self.lease is not None:
                await self._store.put(self.call, self.key, self.lease, value, self.ttl_s)
        finally:
            if load is not None:
                load.abandon() if value is None else load.set_result(value)
            # Only now: after an interrupt in the lines above, `abandon` still ends the load.
            self.load = None
        return value if isinstance(value, Result) else result

    async def abandon(self, error: BaseException | None = None) -> None:
        """Store nothing. Callers that wait receive `error`, unless it concerns this caller alone."""
        load = self.load
        if load is None:
            return
        # Another caller may have more time left, or is not cancelled: it loads instead.
        is_own = isinstance(error, AttemptTimeoutError | DeadlineExceededError)
        if isinstance(error, Exception) and not is_own:
            load.set_error(error)
        else:
            load.abandon()
        self.load = None


class AsyncWriteFill(ProcessBound):
    """Fill of a write: nothing that it may have changed is stored before it has ended."""

    __slots__ = ("_store", "_tags", "_write_id")

    def __init__(self, store: AsyncCacheStore, tags: frozenset[Tag], write_id: str) -> None:
        self._store = store
        self._tags = tags
        self._write_id: str | None = write_id

    async def complete(self, result: Result[T]) -> Result[T]:
        """End the write; its result is not stored."""
        await self.end()
        return result

    async def abandon(self, error: BaseException | None = None) -> None:
        """End the write; even a failed one may have changed the resource."""
        del error
        await self.end()

    async def end(self) -> None:
        """End the write, once."""
        write_id, self._write_id = self._write_id, None
        if write_id is not None:
            await self._store.end_write(self._tags, write_id)


def result_for_caller(call: Call[T], value: CachedValue) -> Result[T]:
    """Return a cached value as a result for one caller; raise SeawallError if it does not decode."""
    if isinstance(value, Result):
        return value
    # Frozen if possible, so that the caller gets the same type from the cache as from the server.
    result = result_for(call, value, tolerant=True)
    shared = _freeze_or_response(result)
    return shared if isinstance(shared, Result) else result


def _freeze_or_response(result: Result[Any]) -> CachedValue:
    """Return `result` frozen, so that callers can share it, or its response if it can not be frozen."""
    try:
        value = freeze(result.value)
    except (TypeError, RecursionError):
        return result.response
    return result if value is result.value else Result(value, result.response, result.drifts)
