"""Ctrl-C in the middle of a call leaves no load and no write behind."""

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from seawall.core.engine.policy import Policy
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import MemoryTransport, json_response
from tests.runtime.cache.reads import cancel_run, get_run

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


def interrupted_at_each_step(
    send: Callable[[Engine], object], check: Callable[[Engine, OperationCache, MemoryTransport], bool]
) -> list[int]:
    """Interrupt `send` at each of its steps; return the steps after which `check` is not true."""
    number, interrupt, failed = 0, InterruptAtCall(1), []
    before = sys.getprofile()
    while number == 0 or interrupt.is_done:
        number += 1
        cache = OperationCache()
        transport = MemoryTransport(lambda sent: json_response(202 if sent.method == "POST" else 200, {}))
        engine = Engine(transport, base_url="https://a.test", cache=cache)
        interrupt = InterruptAtCall(number)
        sys.setprofile(interrupt)
        try:
            with suppress(KeyboardInterrupt):
                send(engine)
        finally:
            sys.setprofile(before)
        if not check(engine, cache, transport):
            failed.append(number)
    assert number > 100
    return failed


def test_an_interrupt_at_any_step_of_a_read_leaves_no_load_behind() -> None:
    assert (
        interrupted_at_each_step(
            lambda engine: engine.send(get_run(), READ), lambda _, cache, __: not cache.loads_in_progress
        )
        == []
    )


def test_after_an_interrupt_at_any_step_of_a_write_reads_are_cached() -> None:
    def is_cached(engine: Engine, _: OperationCache, transport: MemoryTransport) -> bool:
        engine.send(get_run(), READ)
        sent = len(transport.requests)
        engine.send(get_run(), READ)
        return len(transport.requests) == sent

    assert interrupted_at_each_step(lambda engine: engine.send(cancel_run(), READ), is_cached) == []
