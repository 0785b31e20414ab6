"""At most so many at a time; nothing is left under way, whatever ends it. Both halves."""

import asyncio
import os
import threading
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

from seawall.runtime.concurrency.tasks import AsyncWorkers
from seawall.runtime.concurrency.threads import StoppedError, Workers, serialized


async def test_at_most_so_many_tasks_run_at_a_time() -> None:
    running, most, gate = 0, 0, asyncio.Event()

    async def work(item: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 3:
            gate.set()
        await gate.wait()
        running -= 1
        return item * 2

    results = [result async for result in AsyncWorkers(3).each(range(10), work)]
    assert (sorted(results), most) == ([item * 2 for item in range(10)], 3)


def test_at_most_so_many_threads_run_at_a_time() -> None:
    lock, all_there, most, running = threading.Lock(), threading.Barrier(3, timeout=30), 0, 0

    def work(item: int) -> int:
        nonlocal most, running
        with lock:
            running += 1
            most = max(most, running)
        all_there.wait()
        with lock:
            running -= 1
        return item * 2

    assert sorted(Workers(3).each(range(9), work)) == [item * 2 for item in range(9)]
    assert most == 3


@pytest.mark.parametrize("at_once", [1, 4])
async def test_an_item_is_taken_when_a_worker_is_free(at_once: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    async def work(item: int) -> int:
        return item

    results = AsyncWorkers(at_once).each(items(), work)
    assert await anext(results) == 0
    assert len(taken) == at_once
    await results.aclose()
    taken.clear()
    sync = Workers(at_once).each(items(), lambda item: item)
    next(sync)
    assert len(taken) == at_once
    sync.close()


async def test_an_error_cancels_the_other_tasks_and_is_raised() -> None:
    ended: list[int] = []

    async def work(item: int) -> None:
        if item == 2:
            raise ZeroDivisionError
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(item)

    before = asyncio.all_tasks()
    with pytest.raises(ZeroDivisionError):
        [_ async for _ in AsyncWorkers(3).each(range(10), work)]
    assert (sorted(ended), asyncio.all_tasks()) == ([0, 1], before)


async def test_a_cancelled_caller_leaves_no_task() -> None:
    begun, ended = asyncio.Event(), 0

    async def work(item: int) -> None:
        nonlocal ended
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended += 1

    async def ask() -> None:
        [_ async for _ in AsyncWorkers(3).each(range(10), work)]

    before = asyncio.all_tasks()
    task = asyncio.create_task(ask())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (ended, asyncio.all_tasks()) == (3, before)


async def test_work_that_cancels_itself_cancels_the_caller() -> None:
    async def work(item: int) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        [_ async for _ in AsyncWorkers(2).each(range(10), work)]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_stops_the_other_threads_and_is_raised(error: type[BaseException]) -> None:
    before, workers, failed = threading.active_count(), Workers(3), threading.Event()
    stopped: list[int] = []

    def work(item: int) -> None:
        if item == 2:
            failed.set()
            raise error
        failed.wait(30)
        while True:
            try:
                workers.check()
            except StoppedError:
                stopped.append(item)
                raise

    with pytest.raises(error):
        list(workers.each(range(10), work))
    assert (sorted(stopped), threading.active_count()) == ([0, 1], before)


def test_a_caller_that_stops_reading_leaves_no_thread() -> None:
    before = threading.active_count()
    for _ in Workers(4).each(range(100), str):
        break
    assert threading.active_count() == before


def test_an_error_of_the_items_is_raised_and_leaves_no_thread() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        list(Workers(4).each(items(), str))
    assert threading.active_count() == before


def test_threads_see_the_context_variables_of_the_caller() -> None:
    trace: ContextVar[str] = ContextVar("trace", default="none")
    token = trace.set("mine")
    assert set(Workers(2).each(range(4), lambda _: trace.get())) == {"mine"}
    trace.reset(token)


def test_serialized_callbacks_never_overlap() -> None:
    inside, met = threading.Lock(), []

    def callback(_: int) -> None:
        if not inside.acquire(blocking=False):
            met.append(1)
            return
        for _ in range(50):
            # A system call, so that other threads run.
            os.stat(os.curdir)  # noqa: PTH116
        inside.release()

    list(Workers(8).each(range(400), serialized(callback)))
    assert met == []
