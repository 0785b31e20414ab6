# DO NOT EDIT. Derived from ../_async/reading.py by "python -m seawall.codegen.derive".
"""A cache, a server behind it and a clock, for the tests of the operation cache."""

from typing import Any

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.testing import FakeClock
from tests.runtime.cache.reads import SCOPE, TTL_S, result_of


class Server:
    """Loads `state`, and counts the loads."""

    def __init__(self) -> None:
        self.state: Any = {"version": 1, "names": ["a"]}
        self.loads = 0
        self.error: Exception | None = None

    def load(self, call: Call[Any]) -> Result[Any]:
        self.loads += 1
        if self.error is not None:
            raise self.error
        return result_of(call, self.state)


class Reads:
    """A cache, a server behind it, and a clock."""

    def __init__(self, cache: OperationCache | None = None) -> None:
        self.clock = FakeClock()
        self.cache = cache or OperationCache(clock=self.clock)
        self.server = Server()

    def read(
        self, call: Call[Any], *, ttl_s: float = TTL_S, scope: str = SCOPE, fresh: bool = False
    ) -> tuple[Any, bool]:
        result, was_cached = self.cache.read(
            call, ttl_s, lambda: self.server.load(call), scope=scope, fresh=fresh
        )
        return result.value, was_cached
