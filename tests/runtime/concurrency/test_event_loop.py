"""Blocking work leaves the event loop free, and shielded work survives cancellation."""

import asyncio
import threading

import pytest

from seawall.runtime.concurrency.event_loop import run_in_thread, shielded
from seawall.runtime.concurrency.tasks import AsyncEvent


async def test_run_in_thread_returns_the_result_of_another_thread() -> None:
    def work(first: int, *, second: int) -> tuple[int, threading.Thread]:
        return first + second, threading.current_thread()

    total, thread = await run_in_thread(work, 1, second=2)
    assert total == 3
    assert thread is not threading.current_thread()


async def test_other_tasks_run_meanwhile() -> None:
    released = threading.Event()
    work = asyncio.create_task(run_in_thread(released.wait, 30.0))
    await asyncio.sleep(0)
    released.set()
    assert await work


async def test_an_error_of_the_thread_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        await run_in_thread(lambda: 1 // 0)


async def test_stop_iteration_becomes_a_runtime_error() -> None:
    with pytest.raises(RuntimeError, match="raised StopIteration") as caught:
        await run_in_thread(next, iter(()))
    assert isinstance(caught.value.__cause__, StopIteration)


async def test_shielded_work_ends_although_its_caller_is_cancelled() -> None:
    started, released, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        await released.wait()
        ended.set()

    caller = asyncio.create_task(shielded(work))
    await started.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    released.set()
    await asyncio.wait_for(ended.wait(), 30.0)


async def test_shielded_returns_the_result() -> None:
    async def work(number: int) -> int:
        return number + 1

    assert await shielded(work, 1) == 2


async def test_an_event_is_set_by_another_thread() -> None:
    event = AsyncEvent()
    threading.Thread(target=event.set).start()
    await asyncio.wait_for(event.wait(), 30.0)


def test_an_event_of_a_closed_event_loop_can_be_set() -> None:
    async def make() -> AsyncEvent:
        return AsyncEvent()

    asyncio.run(make()).set()
