# DO NOT EDIT. Derived from ../_async/reading.py by "python -m seawall.codegen.derive".
"""A cache, a server behind it and a clock, for the tests of the operation cache."""

from typing import Any

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.testing import FakeClock
from tests.runtime.cache.reads import SCOPE, TTL_S, answer_to


class Server:
    """Answers with what `state` is, and counts how often it was asked."""

    def __init__(self) -> None:
        self.state: Any = {"version": 1, "names": ["a"]}
        self.asked = 0
        self.error: Exception | None = None

    def answer(self, call: Call[Any]) -> Result[Any]:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return answer_to(call, self.state)


class Reads:
    """A cache, a server behind it, and a clock."""

    def __init__(self, cache: OperationCache | None = None) -> None:
        self.clock = FakeClock()
        self.cache = cache or OperationCache(clock=self.clock)
        self.server = Server()

    def read(
        self, call: Call[Any], *, ttl_s: float = TTL_S, scope: str = SCOPE, fresh: bool = False
    ) -> tuple[Any, bool]:
        answer, was_cached = self.cache.read(
            call, ttl_s, lambda: self.server.answer(call), scope=scope, fresh=fresh
        )
        return answer.value, was_cached
