"""Simulations of many concurrent callers, which count the requests that a server has to reject."""

import asyncio
import heapq
import itertools
import math
from collections.abc import Coroutine

import pytest

from seawall.core.http.message import Headers
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.testing import AsyncFakeClock

FAR = 1e9
LATENCY_S = 0.05


class SimulatedTime:
    """A clock that jumps to the end of the next sleep when every task sleeps."""

    def __init__(self, *, wall_s: float) -> None:
        self.fake = AsyncFakeClock(wall_s=wall_s)
        self.clock = AsyncSystemClock(monotonic=self.fake.monotonic, wall=self.fake.wall, sleep=self._sleep)
        self._numbers = itertools.count()
        self._sleeping: list[tuple[float, int, asyncio.Event]] = []

    async def run(self, *work: Coroutine[None, None, None]) -> None:
        tasks = asyncio.gather(*work)
        while not tasks.done():
            # Enough steps for everything that follows from one wake-up.
            for _ in range(10):
                await asyncio.sleep(0)
            if self._sleeping:
                until_s, _, event = heapq.heappop(self._sleeping)
                self.fake.advance(max(0.0, until_s - self.fake.now_s))
                event.set()
        await tasks

    async def _sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        heapq.heappush(self._sleeping, (self.fake.now_s + seconds, next(self._numbers), event))
        await event.wait()


class FixedWindowServer:
    """Accepts `most` requests in each window, and states its limit in the header format `form`."""

    def __init__(self, clock: AsyncFakeClock, most: int, window_s: float, form: str) -> None:
        self._clock, self._most, self._window_s, self._form = clock, most, window_s, form
        self._window = -1
        self._left = 0
        self.rejected = 0
        self.served = 0

    def respond(self) -> tuple[int, Headers]:
        window, passed = divmod(self._clock.wall_s, self._window_s)
        if window != self._window:
            self._window, self._left = int(window), self._most
        status = 200 if self._left else 429
        self._left = max(0, self._left - 1)
        self.served += status == 200
        self.rejected += status == 429
        left_s = self._window_s - passed
        names = {
            "most": self._most,
            "left": self._left,
            "window": int(self._window_s),
            "up": math.ceil(left_s),
            "down": math.floor(left_s),
            "at": math.ceil(self._clock.wall_s + left_s),
        }
        fields = (line.split(": ", 1) for line in self._form.format(**names).splitlines())
        return status, Headers([(name, value) for name, value in fields])


FORMS = {
    "list, rounded up": 'RateLimit-Policy: "a";q={most};w={window}\nRateLimit: "a";r={left};t={up}',
    "list, rounded down": 'RateLimit-Policy: "a";q={most};w={window}\nRateLimit: "a";r={left};t={down}',
    "three fields": "RateLimit-Limit: {most}\nRateLimit-Remaining: {left}\nRateLimit-Reset: {up}",
    "a time": "X-RateLimit-Limit: {most}\nX-RateLimit-Remaining: {left}\nX-RateLimit-Reset: {at}",
    "no limit": "X-RateLimit-Remaining: {left}\nX-RateLimit-Reset: {at}",
}


# If the server rounds down, the probe after each reset comes too early.
REJECTED = dict.fromkeys(FORMS, 0) | {"list, rounded down": 5}
SERVERS = [
    (form, most, window_s)
    for form in FORMS
    for most, window_s in [(10, 60.0), (100, 30.0), (10, 1.0)]
    # Without limit and window, windows of one second can not be predicted.
    if (form, window_s) != ("no limit", 1.0)
]


@pytest.mark.parametrize(("form", "most", "window_s"), SERVERS)
async def test_a_server_that_states_its_limit_rejects_almost_nothing(
    form: str, most: int, window_s: float
) -> None:
    time = SimulatedTime(wall_s=1_700_000_000.3)
    server = FixedWindowServer(time.fake, most, window_s, FORMS[form])
    limiter = AsyncLimiter(clock=time.clock)
    start_s, total = time.fake.now_s, 5 * most

    async def call() -> None:
        await limiter.acquire("api", None, FAR)
        await time.clock.sleep(LATENCY_S)
        response = server.respond()
        await time.clock.sleep(LATENCY_S)
        limiter.observe("api", *response)

    await time.run(call())
    await time.run(*(call() for _ in range(total - 1)))
    assert server.rejected <= REJECTED[form]
    assert server.served == total - server.rejected
    # It is as fast as the server allows: 5 windows, of which the first one has started before.
    assert time.fake.now_s - start_s <= 5 * window_s
