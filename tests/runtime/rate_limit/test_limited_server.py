"""What a server that says what is left has to refuse, in a simulation of many callers at the same time."""

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
    """Time that goes on to the next end of a sleep once every task sleeps."""

    def __init__(self, *, wall_s: float) -> None:
        self.fake = AsyncFakeClock(wall_s=wall_s)
        self.clock = AsyncSystemClock(monotonic=self.fake.monotonic, wall=self.fake.wall, sleep=self._sleep)
        self._numbers = itertools.count()
        self._sleeping: list[tuple[float, int, asyncio.Event]] = []

    async def run(self, *work: Coroutine[None, None, None]) -> None:
        tasks = asyncio.gather(*work)
        while not tasks.done():
            # Enough for whatever one wake-up sets off.
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
    """Takes `most` requests in each window, refuses the others, and says so in the way that it was given."""

    def __init__(self, clock: AsyncFakeClock, most: int, window_s: float, form: str) -> None:
        self._clock, self._most, self._window_s, self._form = clock, most, window_s, form
        self._window = -1
        self._left = 0
        self.refused = 0
        self.served = 0

    def answer(self) -> tuple[int, Headers]:
        window, passed = divmod(self._clock.wall_s, self._window_s)
        if window != self._window:
            self._window, self._left = int(window), self._most
        status = 200 if self._left else 429
        self._left = max(0, self._left - 1)
        self.served += status == 200
        self.refused += status == 429
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


# Of a server that rounds down, one at each reset, to find that it has not come yet.
REFUSED = dict.fromkeys(FORMS, 0) | {"list, rounded down": 5}
SERVERS = [
    (form, most, window_s)
    for form in FORMS
    for most, window_s in [(10, 60.0), (100, 30.0), (10, 1.0)]
    # Who says neither how many there are nor for how long, and that for a second, is not foretold.
    if (form, window_s) != ("no limit", 1.0)
]


@pytest.mark.parametrize(("form", "most", "window_s"), SERVERS)
async def test_a_server_that_says_what_is_left_hardly_has_to_refuse(
    form: str, most: int, window_s: float
) -> None:
    time = SimulatedTime(wall_s=1_700_000_000.3)
    server = FixedWindowServer(time.fake, most, window_s, FORMS[form])
    limiter = AsyncLimiter(clock=time.clock)
    start_s, total = time.fake.now_s, 5 * most

    async def call() -> None:
        await limiter.acquire("api", None, FAR)
        await time.clock.sleep(LATENCY_S)
        answer = server.answer()
        await time.clock.sleep(LATENCY_S)
        limiter.observe("api", *answer)

    await time.run(call())
    await time.run(*(call() for _ in range(total - 1)))
    assert server.refused <= REFUSED[form]
    assert server.served == total - server.refused
    # And yet as fast as it may: in 5 windows, of which the first had begun before.
    assert time.fake.now_s - start_s <= 5 * window_s
