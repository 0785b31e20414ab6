"""Many tasks, or many threads, wait for the same limit."""

import asyncio
import threading

import pytest

from seawall.core.engine.policy import RateLimit
from seawall.core.errors import NotSentError
from seawall.core.http.message import Headers
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.testing import AsyncFakeClock, FakeClock

LIMIT = RateLimit(most=2, per_s=10.0)
FAR = 1e9


class AsyncGate:
    """A sleep that ends when the test lets time pass."""

    def __init__(self) -> None:
        self.fake = AsyncFakeClock()
        self.sleeps_s: list[float] = []
        self._sleeping: list[tuple[float, asyncio.Event]] = []
        self.clock = AsyncSystemClock(monotonic=self.fake.monotonic, wall=self.fake.wall, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.sleeps_s.append(seconds)
        event = asyncio.Event()
        self._sleeping.append((self.fake.now_s + seconds, event))
        await event.wait()

    async def advance(self, seconds: float) -> None:
        self.fake.advance(seconds)
        for until_s, event in self._sleeping:
            if until_s <= self.fake.now_s:
                event.set()
        await settled()


async def settled() -> None:
    for _ in range(200):
        await asyncio.sleep(0)


async def queued(limiter: AsyncLimiter, count: int, served: list[int]) -> list["asyncio.Task[None]"]:
    """Start `count` tasks that wait in this order, after the limit is used up."""

    async def ask(number: int) -> None:
        await limiter.acquire("api", LIMIT, FAR)
        served.append(number)

    for _ in range(LIMIT.most):
        await limiter.acquire("api", LIMIT, FAR)
    tasks = [asyncio.create_task(ask(number)) for number in range(count)]
    await settled()
    assert limiter.usage("api", LIMIT).waiting == count
    return tasks


async def test_tasks_are_served_in_order() -> None:
    gate, served = AsyncGate(), list[int]()
    tasks = await queued(AsyncLimiter(clock=gate.clock), 6, served)
    for expected in ([0, 1], [0, 1, 2, 3], [0, 1, 2, 3, 4, 5]):
        await gate.advance(9.9)
        assert served == expected[:-2]
        await gate.advance(0.1)
        assert served == expected
    await asyncio.gather(*tasks)
    # Only the head of the queue sleeps, and two tasks are served per sleep.
    assert len(gate.sleeps_s) == 3


async def test_a_later_caller_does_not_overtake_waiting_ones() -> None:
    gate, served = AsyncGate(), list[int]()
    limiter = AsyncLimiter(clock=gate.clock)
    tasks = await queued(limiter, 2, served)
    gate.fake.advance(10.0)  # requests are allowed again, but no task has been woken yet

    async def late() -> None:
        await limiter.acquire("api", LIMIT, FAR)
        served.append(99)

    tasks.append(asyncio.create_task(late()))
    await settled()
    assert served == []
    await gate.advance(0.0)
    assert served == [0, 1]
    await gate.advance(10.0)
    assert served == [0, 1, 99]
    await asyncio.gather(*tasks)


@pytest.mark.parametrize("cancelled", [0, 1, 2])
async def test_a_cancelled_task_leaves_the_queue(cancelled: int) -> None:
    gate, served = AsyncGate(), list[int]()
    limiter = AsyncLimiter(clock=gate.clock)
    tasks = await queued(limiter, 4, served)
    tasks[cancelled].cancel()
    await settled()
    assert limiter.usage("api", LIMIT).waiting == 3
    await gate.advance(10.0)
    assert served == [number for number in range(4) if number != cancelled][:2]
    await gate.advance(10.0)
    assert served == [number for number in range(4) if number != cancelled]
    assert (await asyncio.gather(*tasks, return_exceptions=True)).count(None) == 3


async def test_a_position_after_the_deadline_raises_at_once() -> None:
    gate, served = AsyncGate(), list[int]()
    limiter = AsyncLimiter(clock=gate.clock)
    tasks = await queued(limiter, 2, served)
    deadline = gate.fake.now_s + 15.0
    with pytest.raises(NotSentError, match="allows it in 20 s"):
        await limiter.acquire("api", LIMIT, deadline)
    await gate.advance(10.0)
    await asyncio.gather(*tasks)


async def test_a_waiting_caller_raises_at_once_if_the_server_makes_it_too_late() -> None:
    gate = AsyncGate()
    limiter = AsyncLimiter(clock=gate.clock)
    await limiter.acquire("api", LIMIT, FAR)
    await limiter.acquire("api", LIMIT, FAR)
    soon = gate.fake.now_s + 30.0
    patient, hasty, other = (
        asyncio.create_task(limiter.acquire("api", LIMIT, until)) for until in (FAR, soon, FAR)
    )
    await settled()
    limiter.observe("api", 429, Headers({"retry-after": "60"}))
    await settled()
    assert [task.done() for task in (patient, hasty, other)] == [False, True, False]
    with pytest.raises(NotSentError, match="after the deadline"):
        await hasty
    await gate.advance(10.0)  # the head wakes and has to wait longer
    assert not patient.done()
    await gate.advance(50.0)
    await asyncio.gather(patient, other)


async def test_a_rejected_head_wakes_the_next_caller() -> None:
    gate = AsyncGate()
    limiter = AsyncLimiter(clock=gate.clock)
    await limiter.acquire("api", LIMIT, FAR)
    await limiter.acquire("api", LIMIT, FAR)
    hasty = asyncio.create_task(limiter.acquire("api", LIMIT, gate.fake.now_s + 30.0))
    patient = asyncio.create_task(limiter.acquire("api", LIMIT, FAR))
    await settled()
    limiter.observe("api", 429, Headers({"retry-after": "60"}))
    await gate.advance(10.0)
    with pytest.raises(NotSentError):
        await hasty
    assert not patient.done()
    await gate.advance(50.0)
    await patient


async def test_a_thousand_tasks_are_all_served() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    start_s = clock.now_s
    await asyncio.gather(*(limiter.acquire("api", LIMIT, FAR) for _ in range(1000)))
    assert clock.now_s - start_s == pytest.approx(4990.0)
    assert len(clock.sleeps_s) == 499
    assert limiter.usage("api", LIMIT).waiting == 0


def test_threads_are_served_in_order() -> None:
    clock, may_sleep, heads = FakeClock(), threading.Event(), list[str]()

    def sleep(seconds: float) -> None:
        heads.append(threading.current_thread().name)
        may_sleep.wait()
        clock.advance(seconds)

    limiter = Limiter(clock=SystemClock(monotonic=clock.monotonic, wall=clock.wall, sleep=sleep))
    one = RateLimit(most=1, per_s=10.0)
    limiter.acquire("api", one, FAR)
    threads = [
        threading.Thread(target=limiter.acquire, args=("api", one, FAR), name=f"{number}")
        for number in range(8)
    ]
    for count, thread in enumerate(threads, start=1):
        thread.start()
        while limiter.usage("api", one).waiting < count:
            pass
    may_sleep.set()
    for thread in threads:
        thread.join()
    # One request per span: each thread sleeps once, at the head of the queue.
    assert heads == [thread.name for thread in threads]
    assert clock.now_s == 1080.0


def test_threads_at_the_same_time_keep_the_limit() -> None:
    clock, times_s = FakeClock(), list[float]()
    limiter = Limiter(clock=clock)
    start = threading.Barrier(16)

    def ask() -> None:
        start.wait()
        for _ in range(25):
            limiter.acquire("api", LIMIT, FAR)
            times_s.append(clock.now_s)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times_s) == 400
    assert clock.now_s == pytest.approx(1000.0 + 199 * 10.0)
    assert limiter.usage("api", LIMIT).waiting == 0
