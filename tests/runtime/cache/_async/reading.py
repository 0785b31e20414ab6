"""A cache, a server behind it and a clock, for the tests of the operation cache."""

from typing import Any

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.testing import AsyncFakeClock
from tests.runtime.cache.reads import SCOPE, TTL_S, result_of


class AsyncServer:
    """Loads `state`, and counts the loads."""

    def __init__(self) -> None:
        self.state: Any = {"version": 1, "names": ["a"]}
        self.loads = 0
        self.error: Exception | None = None

    async def load(self, call: Call[Any]) -> Result[Any]:
        self.loads += 1
        if self.error is not None:
            raise self.error
        return result_of(call, self.state)


class AsyncReads:
    """A cache, a server behind it, and a clock."""

    def __init__(self, cache: AsyncOperationCache | None = None) -> None:
        self.clock = AsyncFakeClock()
        self.cache = cache or AsyncOperationCache(clock=self.clock)
        self.server = AsyncServer()

    async def read(
        self, call: Call[Any], *, ttl_s: float = TTL_S, scope: str = SCOPE, fresh: bool = False
    ) -> tuple[Any, bool]:
        result, was_cached = await self.cache.read(
            call, ttl_s, lambda: self.server.load(call), scope=scope, fresh=fresh
        )
        return result.value, was_cached
