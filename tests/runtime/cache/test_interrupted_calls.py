"""Ctrl-C in the middle of a call: no load stays behind that later callers would wait for in vain."""

import sys
from contextlib import suppress
from types import FrameType
from typing import Any

from seawall.core.engine.policy import Policy
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import MemoryTransport, json_response
from tests.runtime.cache.reads import get_run

READ = Policy(cache_ttl_s=60.0)


class InterruptAtCall:
    """Raises KeyboardInterrupt at step `number` of the code of Seawall.

    A step is the start of a function or the return from a function in C: there the interpreter handles
    signals.
    """

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event in {"call", "c_return"} and "/seawall/" in frame.f_code.co_filename:
            self._left -= 1
            if self._left == 0:
                raise KeyboardInterrupt

    @property
    def is_done(self) -> bool:
        return self._left <= 0


def test_an_interrupt_at_any_step_of_a_read_leaves_no_load_behind() -> None:
    number, interrupt, leaks = 0, InterruptAtCall(1), []
    before = sys.getprofile()
    while number == 0 or interrupt.is_done:
        number += 1
        cache = OperationCache()
        engine = Engine(
            MemoryTransport(lambda _: json_response(200, {})), base_url="https://a.test", cache=cache
        )
        interrupt = InterruptAtCall(number)
        sys.setprofile(interrupt)
        try:
            with suppress(KeyboardInterrupt):
                engine.send(get_run(), READ)
        finally:
            sys.setprofile(before)
        if cache.loads_in_progress:
            leaks.append(number)
    assert leaks == []
    assert number > 100
