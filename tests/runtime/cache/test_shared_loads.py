"""Concurrent callers share one load: tasks of the async cache, threads of the sync cache."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from seawall.core.cache.keys import CacheKey
from seawall.core.cache.lru import FillLease
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import NotSentError
from seawall.core.http.message import Response
from seawall.runtime.cache._async.memory_store import AsyncMemoryCacheStore
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.concurrency._sync.clock import SystemClock
from tests.orders_of_steps import orders_of_steps
from tests.runtime.cache.reads import SCOPE, TTL_S, cancel_run, get_record, get_run, result_of

CALLERS = 8


class Gate:
    """A load that waits until it is opened, and returns its number."""

    def __init__(self) -> None:
        self.count = 0
        self.opened = asyncio.Event()
        self.error: Exception | None = None

    async def load(self) -> Result[Any]:
        self.count += 1
        number = self.count
        await self.opened.wait()
        if self.error is not None:
            raise self.error
        return result_of(get_run(), {"number": number, "names": []})


async def run_tasks() -> None:
    """Let every task run until it waits."""
    for _ in range(6):
        await asyncio.sleep(0)


def start_read(
    cache: AsyncOperationCache, gate: Gate, *, fresh: bool = False
) -> "asyncio.Task[tuple[Result[Any], bool]]":
    return asyncio.create_task(cache.read(get_run(), TTL_S, gate.load, scope=SCOPE, fresh=fresh))


# --- Tasks -----------------------------------------------------------------------------------------------


async def test_tasks_share_one_load() -> None:
    cache, gate = AsyncOperationCache(), Gate()
    tasks = [start_read(cache, gate) for _ in range(CALLERS)]
    await run_tasks()
    gate.opened.set()
    results = await asyncio.gather(*tasks)
    assert gate.count == 1
    assert [was_cached for _, was_cached in results] == [False] + [True] * (CALLERS - 1)
    assert len({id(result) for result, _ in results}) == 1
    statistics = cache.statistics
    assert (statistics.hits, statistics.shared, statistics.misses) == (0, CALLERS - 1, 1)


async def test_tasks_share_a_failure_and_the_next_read_loads_again() -> None:
    cache, gate = AsyncOperationCache(), Gate()
    gate.error = NotSentError("no connection.")
    tasks = [start_read(cache, gate) for _ in range(CALLERS)]
    await run_tasks()
    gate.opened.set()
    assert await asyncio.gather(*tasks, return_exceptions=True) == [gate.error] * CALLERS
    assert gate.count == 1
    gate.error = None
    assert (await start_read(cache, gate))[0].value["number"] == 2


async def test_a_shared_failure_has_only_the_traceback_of_its_load() -> None:
    cache, gate = AsyncOperationCache(), Gate()
    gate.error = NotSentError("no connection.")
    tasks = [start_read(cache, gate) for _ in range(CALLERS)]
    await run_tasks()
    gate.opened.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    frames = 0
    traceback = gate.error.__traceback__
    while traceback is not None:
        frames, traceback = frames + 1, traceback.tb_next
    assert frames < CALLERS + 2


async def test_another_task_takes_over_from_a_cancelled_one() -> None:
    cache, gate = AsyncOperationCache(), Gate()
    tasks = [start_read(cache, gate) for _ in range(CALLERS)]
    await run_tasks()
    tasks[0].cancel()
    await run_tasks()
    gate.opened.set()
    first, *others = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    # One of the others has taken over for all of them.
    assert [other[0].value["number"] for other in others if isinstance(other, tuple)] == [2] * (CALLERS - 1)
    assert gate.count == 2


async def test_cancelling_a_waiting_task_affects_no_other() -> None:
    cache, gate = AsyncOperationCache(), Gate()
    tasks = [start_read(cache, gate) for _ in range(3)]
    await run_tasks()
    tasks[1].cancel()
    await run_tasks()
    gate.opened.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [False, True, False]
    assert gate.count == 1


async def test_no_load_and_no_task_is_left_after_all_were_cancelled() -> None:
    cache, gate, before = AsyncOperationCache(), Gate(), asyncio.all_tasks()
    tasks = [start_read(cache, gate) for _ in range(3)]
    await run_tasks()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert cache.loads_in_progress == 0
    assert asyncio.all_tasks() == before


async def test_a_fresh_read_joins_no_load_and_later_reads_join_it() -> None:
    cache, earlier, gate = AsyncOperationCache(), Gate(), Gate()
    first = start_read(cache, earlier)
    await run_tasks()
    tasks = [start_read(cache, gate, fresh=True), start_read(cache, gate)]
    await run_tasks()
    gate.opened.set()
    assert [was_cached for _, was_cached in await asyncio.gather(*tasks)] == [False, True]
    earlier.opened.set()
    assert not (await first)[1]
    assert (earlier.count, gate.count) == (1, 1)


async def test_the_end_of_an_earlier_load_leaves_a_fresh_one_joinable() -> None:
    cache, earlier, gate = AsyncOperationCache(), Gate(), Gate()
    first = start_read(cache, earlier)
    await run_tasks()
    second = start_read(cache, gate, fresh=True)
    await run_tasks()
    earlier.error = NotSentError("no connection.")
    earlier.opened.set()
    with pytest.raises(NotSentError):
        await first
    third = start_read(cache, gate)
    await run_tasks()
    gate.opened.set()
    assert [was_cached for _, was_cached in await asyncio.gather(second, third)] == [False, True]
    assert gate.count == 1


async def test_a_read_after_a_write_joins_no_load_from_before_it() -> None:
    cache, earlier, gate = AsyncOperationCache(), Gate(), Gate()
    first = start_read(cache, earlier)
    await run_tasks()
    async with cache.invalidating(cancel_run()):
        pass
    second = start_read(cache, gate)
    await run_tasks()
    assert (earlier.count, gate.count) == (1, 1)
    gate.opened.set()
    earlier.opened.set()
    assert [was_cached for _, was_cached in await asyncio.gather(first, second)] == [False, False]
    assert (await start_read(cache, earlier))[1]


async def test_tasks_do_not_share_a_mutable_value() -> None:
    cache, gate = AsyncOperationCache(), Gate()

    async def load() -> Result[Any]:
        await gate.opened.wait()
        return result_of(get_record(), {"names": ["a"]})

    tasks = [asyncio.create_task(cache.read(get_record(), TTL_S, load, scope=SCOPE)) for _ in range(CALLERS)]
    await run_tasks()
    gate.opened.set()
    records = [result.value for result, _ in await asyncio.gather(*tasks)]
    assert len({id(record.names) for record in records}) == CALLERS
    assert all(record == records[0] for record in records)


async def test_tasks_of_another_event_loop_load_on_their_own() -> None:
    cache, gate = AsyncOperationCache(), Gate()
    waiting = start_read(cache, gate)
    await run_tasks()

    async def elsewhere() -> tuple[Result[Any], bool]:
        other = Gate()
        other.opened.set()
        return await cache.read(get_run(), TTL_S, other.load, scope=SCOPE)

    assert not (await asyncio.to_thread(asyncio.run, elsewhere()))[1]
    gate.opened.set()
    await waiting
    # A result of one loop is a hit in the other.
    assert (await asyncio.to_thread(asyncio.run, elsewhere()))[1]


class SlowStore(AsyncMemoryCacheStore):
    """A store whose second lookup waits, as one on another machine may."""

    def __init__(self) -> None:
        super().__init__(max_entries=10)
        self.count = 0
        self.opened = asyncio.Event()

    async def find(
        self, call: Call[Any], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> Result[Any] | Response | FillLease | None:
        self.count += 1
        if self.count == 2:
            await self.opened.wait()
        return await super().find(call, key, ttl_s, fresh=fresh)


async def test_a_leader_looks_into_the_store_twice() -> None:
    store, gate = SlowStore(), Gate()
    store.opened.set()
    gate.opened.set()
    await start_read(AsyncOperationCache(store=store), gate)
    assert store.count == 2


async def test_another_task_takes_over_from_one_cancelled_before_it_loads() -> None:
    store, gate = SlowStore(), Gate()
    cache = AsyncOperationCache(store=store)
    tasks = [start_read(cache, gate) for _ in range(3)]
    await run_tasks()
    tasks[0].cancel()
    gate.opened.set()
    first, *others = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    assert [isinstance(other, tuple) for other in others] == [True, True]
    assert (gate.count, cache.loads_in_progress) == (1, 0)


async def test_the_second_lookup_of_a_leader_finds_a_new_result() -> None:
    store, gate, other = SlowStore(), Gate(), Gate()
    cache = AsyncOperationCache(store=store)
    first = start_read(cache, gate)
    await run_tasks()
    # Another cache with the same store is faster.
    other.opened.set()
    await start_read(AsyncOperationCache(store=store), other)
    store.opened.set()
    assert (await first)[1]
    assert (gate.count, other.count, cache.loads_in_progress) == (0, 1, 0)


# --- Every order of steps --------------------------------------------------------------------------------


class World:
    """A server with one number, a cache, and tasks that take one step at a time."""

    def __init__(self) -> None:
        self.cache = AsyncOperationCache()
        self.number = 0
        self.ended = 0

    async def load(self, step: Callable[[], Any]) -> Result[Any]:
        await step()
        number = self.number
        await step()
        return result_of(get_run(), {"number": number})

    async def read(self, step: Callable[[], Any]) -> None:
        """Three steps: it begins, the server reads its number, the response arrives."""
        await step()
        ended = self.ended
        result, _ = await self.cache.read(get_run(), TTL_S, lambda: self.load(step), scope=SCOPE)
        assert result.value["number"] >= ended, "older than a write that ended before the read began"

    async def write(self, step: Callable[[], Any]) -> None:
        """Three steps: it begins, the server changes its number, it ends."""
        await step()
        async with self.cache.invalidating(cancel_run()):
            await step()
            self.number += 1
            await step()
        self.ended += 1

    async def last(self) -> tuple[int, bool]:
        async def load() -> Result[Any]:
            return result_of(get_run(), {"number": self.number})

        result, was_cached = await self.cache.read(get_run(), TTL_S, load, scope=SCOPE)
        return result.value["number"], was_cached


async def play(world: World, order: tuple[int, ...], actors: list[Callable[..., Any]]) -> None:
    """Let the actors take their steps in `order`; number len(actors) cancels the first one."""
    turns = [asyncio.Semaphore(0) for _ in actors]
    tasks = [asyncio.create_task(act(turn.acquire)) for act, turn in zip(actors, turns, strict=True)]
    for number in order:
        if number == len(actors):
            tasks[0].cancel()
        else:
            turns[number].release()
        await run_tasks()
    for turn in turns:
        # A task that takes over from another takes more steps.
        turn.release()
        turn.release()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    assert world.cache.loads_in_progress == 0


@pytest.mark.parametrize(("readers", "writers", "orders"), [(1, 1, 20), (2, 1, 840), (1, 2, 840)])
async def test_no_order_of_steps_returns_a_result_older_than_a_finished_write(
    readers: int, writers: int, orders: int
) -> None:
    every = orders_of_steps([("read", 3)] * readers + [("write", 3)] * writers)
    assert len(every) == orders
    cached_in = 0
    for order in every:
        world = World()
        await play(world, order, [world.read] * readers + [world.write] * writers)
        number, was_cached = await world.last()
        assert number == writers
        cached_in += was_cached
    # The cache must store something in some orders.
    assert cached_in > 0


async def test_no_order_of_steps_lets_a_cancelled_task_fail_others() -> None:
    every = orders_of_steps([("read to cancel", 3), ("read", 3), ("cancel", 1)])
    assert len(every) == 140
    for order in every:
        world = World()
        await play(world, order, [world.read, world.read])
        assert await world.last() == (0, True)


# --- Threads ---------------------------------------------------------------------------------------------


def test_threads_share_one_load() -> None:
    cache, together, loads = OperationCache(), threading.Barrier(CALLERS), []

    def load() -> Result[Any]:
        loads.append(1)
        return result_of(get_run(), {"number": 1})

    def read(_: int) -> int:
        together.wait()
        number: int = cache.read(get_run(), TTL_S, load, scope=SCOPE)[0].value["number"]
        return number

    with ThreadPoolExecutor(CALLERS) as pool:
        for _ in range(50):
            assert list(pool.map(read, range(CALLERS))) == [1] * CALLERS
            cache.clear()
    assert len(loads) == 50
    statistics = cache.statistics
    assert statistics.misses == 50
    assert statistics.hits + statistics.shared == 50 * (CALLERS - 1)


def test_another_thread_takes_over_from_one_that_exits() -> None:
    looked = threading.Semaphore(0)

    def clock() -> float:
        looked.release()
        return 0.0

    cache, loads = OperationCache(clock=SystemClock(monotonic=clock)), []

    def load() -> Result[Any]:
        loads.append(1)
        if len(loads) == 1:
            # Waits for the first lookup of the other thread; this one has looked twice by now.
            for _ in range(3):
                assert looked.acquire(timeout=10)
            raise SystemExit
        return result_of(get_run(), {"number": 2})

    def read() -> tuple[Result[Any], bool]:
        return cache.read(get_run(), TTL_S, load, scope=SCOPE)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(read), pool.submit(read)
        results = sorted([str(first.exception()), str(second.exception())])
    assert results == ["", "None"]
    assert (len(loads), cache.loads_in_progress) == (2, 0)


def test_concurrent_threads_never_read_a_result_older_than_their_own_write() -> None:
    # No order is forced here: this tests the locks.
    cache, lock = OperationCache(max_entries=2), threading.Lock()
    numbers = dict.fromkeys(("1", "2", "3"), 0)

    def work(run_id: str) -> None:
        for _ in range(200):
            with cache.invalidating(cancel_run(run_id)), lock:
                numbers[run_id] += 1
                written = numbers[run_id]
            result, _ = cache.read(
                get_run(run_id),
                TTL_S,
                lambda: result_of(get_run(), {"number": numbers[run_id]}),
                scope=SCOPE,
            )
            assert result.value["number"] >= written

    with ThreadPoolExecutor(CALLERS) as pool:
        for done in [pool.submit(work, run_id) for run_id in list(numbers) * 3]:
            done.result()
    assert cache.statistics.size is not None
    assert cache.statistics.size <= 2
    assert cache.loads_in_progress == 0
