"""The limits of the calls of one event loop, on a loop and tasks that only note what is done to them."""

import asyncio
import gc
from collections.abc import Callable
from typing import Any, cast
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.transports.pyreqwest.call_limits import CallLimits, LimitedCall

SLACK_S = 0.05


class Loop:
    """A loop whose time is set by the test. Its timers run in order."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.timers: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = []
        self.started = 0
        self.is_interrupted = False

    def time(self) -> float:
        return self.now_s

    def call_at(self, due_s: float, function: Callable[..., None], *arguments: object) -> None:
        if self.is_interrupted:
            self.is_interrupted = False
            raise KeyboardInterrupt
        self.started += 1
        self.timers.append((due_s, function, arguments))

    def advance(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while due := [timer for timer in self.timers if timer[0] <= end_s]:
            timer = min(due, key=lambda one: one[0])
            self.timers.remove(timer)
            self.now_s = max(self.now_s, timer[0])
            timer[1](*timer[2])
        self.now_s = end_s


class Task:
    """A task that notes when it was cancelled."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        self.cancelled_at_s: list[float] = []

    def cancel(self) -> None:
        self.cancelled_at_s.append(self.loop.now_s)

    def cancelling(self) -> int:
        return len(self.cancelled_at_s)

    def uncancel(self) -> int:
        self.cancelled_at_s.pop()
        return len(self.cancelled_at_s)


def begun(limits: CallLimits, loop: Loop, limit_s: float) -> tuple[Task, LimitedCall]:
    task = Task(loop)
    return task, limits.begin(cast("Any", loop), cast("Any", task), limit_s)


SECONDS = st.integers(0, 40).map(lambda tenths: tenths / 10)


@given(st.lists(st.tuples(SECONDS, SECONDS, SECONDS), max_size=20))
def test_each_call_is_cancelled_at_its_limit_unless_it_has_ended(
    steps: list[tuple[float, float, float]],
) -> None:
    """A step begins a call with a limit, which ends after some seconds, and lets others pass."""
    loop, limits = Loop(), CallLimits()
    running: list[tuple[float, float, Task, LimitedCall]] = []

    def pass_time(seconds: float) -> None:
        end_s = loop.now_s + seconds
        for ends_s, until_s, task, call in sorted(running, key=lambda one: one[0]):
            if ends_s > end_s:
                break
            loop.advance(max(0.0, ends_s - loop.now_s))
            running.remove((ends_s, until_s, task, call))
            cancelled_at_s = [*task.cancelled_at_s]
            assert limits.end(call) is bool(cancelled_at_s)
            assert all(until_s <= at_s <= until_s + SLACK_S + 1e-9 for at_s in cancelled_at_s)
            assert cancelled_at_s or ends_s <= until_s + SLACK_S + 1e-9
        loop.advance(max(0.0, end_s - loop.now_s))

    for limit_s, lasts_s, pause_s in steps:
        task, call = begun(limits, loop, limit_s)
        running.append((loop.now_s + lasts_s, call.until_s, task, call))
        pass_time(pause_s)
    pass_time(100.0)
    assert loop.timers == []


def test_a_task_that_was_cancelled_for_another_reason_too_stays_cancelled() -> None:
    loop, limits = Loop(), CallLimits()
    task, call = begun(limits, loop, 1.0)
    loop.advance(2.0)
    task.cancel()
    assert not limits.end(call)
    assert task.cancelling() == 1


def test_calls_one_after_another_start_few_timers() -> None:
    loop, limits = Loop(), CallLimits()
    for _ in range(1000):
        _, call = begun(limits, loop, 30.0)
        loop.advance(0.01)
        limits.end(call)
    assert loop.started == 1


def test_a_loop_that_has_ended_is_not_kept() -> None:
    limits, loop = CallLimits(), asyncio.new_event_loop()

    async def call() -> None:
        task = asyncio.current_task()
        assert task is not None
        limits.end(limits.begin(asyncio.get_running_loop(), task, 30.0))

    loop.run_until_complete(call())
    loop.close()
    seen = ref(loop)
    del loop, call
    gc.collect()
    assert seen() is None


def test_a_loop_that_is_closed_during_a_call_is_not_kept() -> None:
    limits, loop = CallLimits(), asyncio.new_event_loop()
    # Python reports that the task is pending at its end, which is the point of this test.
    loop.set_exception_handler(lambda *_: None)

    async def call() -> None:
        task, running = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        begun = limits.begin(running, task, 30.0)
        try:
            await running.create_future()
        finally:
            limits.end(begun)

    async def begin_call() -> ref[object]:
        task = asyncio.ensure_future(call())
        await asyncio.sleep(0)
        return ref(task)

    task = loop.run_until_complete(begin_call())
    loop.close()
    seen = ref(loop)
    del loop
    gc.collect()
    assert (task(), seen()) == (None, None)


def test_an_interrupted_start_of_a_timer_leaves_no_later_call_without_a_limit() -> None:
    loop, limits = Loop(), CallLimits()
    loop.is_interrupted = True
    with pytest.raises(KeyboardInterrupt):
        begun(limits, loop, 1.0)
    task, call = begun(limits, loop, 2.0)
    loop.advance(3.0)
    assert limits.end(call)
    assert task.cancelled_at_s == []
    assert loop.timers == []


def test_an_interrupted_end_of_a_timer_leaves_no_later_call_without_a_limit() -> None:
    loop, limits = Loop(), CallLimits()
    tasks, calls = zip(*(begun(limits, loop, limit_s) for limit_s in (1.0, 2.0)), strict=True)
    loop.is_interrupted = True
    with pytest.raises(KeyboardInterrupt):
        loop.advance(1.5)
    assert limits.end(calls[0])
    loop.now_s = 1.5
    task, call = begun(limits, loop, 1.0)
    loop.advance(2.0)
    assert limits.end(calls[1])
    assert limits.end(call)
    assert [one.cancelling() for one in (*tasks, task)] == [0, 0, 0]
