"""Rate limits: each attempt waits for its turn before it is sent.

Counting in memory is ours, in `seawall.core.rate_limit.counters`. The memory storage of the library `limits`
knows whole seconds of the wall clock only and no token bucket, answers yes or no where a line has to know
when, starts a thread or a task to forget what is over, and costs about 4 us a hit alone, of the 6 us that
there are for all of this; benchmarks/limiter.py measures both. What processes share is counted through
`limits`, on Redis.
"""

from threading import Lock

from attrs import define, field

from seawall.core.engine.policy import RateLimit
from seawall.core.http.message import Headers
from seawall.core.rate_limit.counters import Usage, count_for
from seawall.core.rate_limit.headers import closed_for_s, server_limits
from seawall.core.rate_limit.server_budget import ServerBudget
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.tasks import AsyncEvent
from seawall.runtime.rate_limit._async.redis_rate_limit import AsyncRedisRateLimit
from seawall.runtime.rate_limit.fair_queue import FairQueue, Waiter

__all__ = ["AsyncLimiter"]

_TOO_MANY = 429
# How long nobody asks after a 429 that does not say.
_UNSAID_S = 1.0
# With more keys than this, those that nobody uses are forgotten.
_MANY = 1024


@define(eq=False)
class _Key:
    """What is known of one key: what the server said, and a line for each limit."""

    server: ServerBudget = field(factory=ServerBudget)
    lines: dict[RateLimit | None, FairQueue] = field(factory=dict)

    def is_idle(self, now_s: float) -> bool:
        return self.server.resets_in_s(now_s) == 0 and all(
            line.is_idle(now_s) for line in self.lines.values()
        )


class AsyncLimiter:
    """Lets attempts through in turn: per key first come first served, under a limit and what the server says.

    A key names what a limit counts together, e.g. an API or an operation. Each pair of key and limit counts
    for itself; what the server says of a key holds for all of that key's. With `redis_url` all processes on
    that Redis count together; each of them counts alone too, and alone only while Redis is away, which is
    told as a warning of the logger `seawall` and fails no call. Raises ConfigError where `redis_url` is none.
    """

    def __init__(self, *, redis_url: str | None = None, clock: AsyncClock | None = None) -> None:
        self._clock = clock or AsyncSystemClock()
        self._shared = None if redis_url is None else AsyncRedisRateLimit(redis_url, self._clock)
        self._keys: dict[str, _Key] = {}
        self._many = _MANY
        self._lock = Lock()

    async def acquire(self, key: str, limit: RateLimit | None, deadline: float) -> None:
        """Wait for a turn; None as `limit` leaves only what the server said of `key`.

        Raises DeadlineExceededError at once where the turn comes after `deadline`, on the clock of the clock.
        Who is cancelled while waiting gives its place to the next.
        """
        known = self._keys.get(key)
        if known is None and limit is None:
            return
        line = (known.lines.get(limit) if known else None) or self._line(key, limit)
        if self._shared is None or limit is None:
            with self._lock:
                if line.try_acquire(self._clock.monotonic()):
                    return
        await self._wait(line, key, deadline)

    def observe(self, key: str, status: int, headers: Headers) -> None:
        """Take in what an answer says of the server's limits: see `seawall.core.rate_limit.headers`.

        Who waits and would now be too late is told at once.
        """
        limits = server_limits(status, headers, self._clock.wall())
        closed_s = closed_for_s(status, headers)
        if not limits and closed_s is None:
            if status != _TOO_MANY:
                return
            closed_s = _UNSAID_S
        with self._lock:
            known, now_s = self._known(key), self._clock.monotonic()
            turns_s = [line.last_turn_s(now_s) for line in known.lines.values()]
            known.server.learn(limits, closed_s, now_s)
            for line, turn_s in zip(known.lines.values(), turns_s, strict=True):
                if line.last_turn_s(now_s) > turn_s:
                    line.reject_expired(now_s)

    def usage(self, key: str, limit: RateLimit | None) -> Usage:
        """What is used of `limit` for `key` in this process, and what the server said is left."""
        line = self._line(key, limit)
        with self._lock:
            return line.usage(self._clock.monotonic())

    async def aclose(self) -> None:
        """Give up the connections to Redis, if there are any."""
        if self._shared is not None:
            await self._shared.aclose()

    def _line(self, key: str, limit: RateLimit | None) -> FairQueue:
        with self._lock:
            known = self._known(key)
            line = FairQueue(limit, count_for(limit) if limit else None, known.server)
            return known.lines.setdefault(limit, line)

    def _known(self, key: str) -> "_Key":
        if key not in self._keys and len(self._keys) >= self._many:
            now_s = self._clock.monotonic()
            self._keys = {name: known for name, known in self._keys.items() if not known.is_idle(now_s)}
            self._many = max(_MANY, 2 * len(self._keys))
        return self._keys.setdefault(key, _Key())

    async def _wait(self, line: FairQueue, key: str, deadline: float) -> None:
        signal = AsyncEvent()
        waiter = Waiter(deadline, signal.set)
        try:
            with self._lock:
                line.join(waiter, self._clock.monotonic())
            await signal.wait()
            while (wait_s := await self._step(line, waiter, key)) > 0:
                await self._clock.sleep(wait_s)
        finally:
            with self._lock:
                line.leave(waiter)

    async def _step(self, line: FairQueue, head: Waiter, key: str) -> float:
        """Take the turn of the head of the line: 0, or how many seconds it has to wait still."""
        shared = None if line.limit is None else self._shared
        with self._lock:
            wait_s = line.wait_s(head, self._clock.monotonic())
            if wait_s == 0 and shared is None:
                line.take(self._clock.monotonic())
        if wait_s > 0 or shared is None or line.limit is None:
            return wait_s
        wait_s = await shared.wait_s(key, line.limit)
        with self._lock:
            if wait_s > 0:
                line.hold(head, self._clock.monotonic(), wait_s)
            else:
                line.take(self._clock.monotonic())
        return wait_s
