# DO NOT EDIT. Derived from ../_async/limiter.py by "python -m seawall.codegen.derive".
"""The rate limiter: each attempt waits in a fair queue before it is sent.

The counters in memory are our own, in `seawall.core.rate_limit.counters`. The memory storage of the library
`limits` counts whole seconds of the wall clock only and has no token bucket, can not predict the time of a
queue position, expires entries in the background, and takes about 4 us for one hit, of the 6 us
that a whole `acquire` may take (benchmarks/more/limiter.py). Limits that processes share are counted through
`limits`, on Redis.
"""

from threading import Lock
from typing import TYPE_CHECKING

from attrs import define, field

from seawall.core.engine.policy import RateLimit
from seawall.core.http.message import Headers
from seawall.core.http.times import with_date
from seawall.core.process_bound import ProcessBound
from seawall.core.rate_limit.counters import Usage, counter_for
from seawall.core.rate_limit.headers import blocked_for_s, server_limits, states_no_limit
from seawall.core.rate_limit.server_budget import ServerBudget
from seawall.core.redaction.secret import hidden
from seawall.core.whole_import import import_whole
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.forks import in_forked_children
from seawall.runtime.concurrency.threads import Event
from seawall.runtime.rate_limit.fair_queue import FairQueue, Waiter

if TYPE_CHECKING:
    from seawall.runtime.rate_limit._sync.redis_rate_limit import RedisRateLimit

__all__ = ["Limiter"]

_TOO_MANY_REQUESTS = 429
# The pause after a 429 without Retry-After.
_DEFAULT_PAUSE_S = 1.0
# Above this number of keys, idle ones are deleted.
_MAX_KEYS = 1024


@define(eq=False, repr=False)
class _Key:
    """The state of one key: the limits of the server, and a queue for each limit of ours."""

    server: ServerBudget = field(factory=ServerBudget)
    queues: dict[RateLimit | None, FairQueue] = field(factory=dict)

    def is_idle(self, now_s: float) -> bool:
        return self.server.resets_in_s(now_s) == 0 and all(
            queue.is_idle(now_s) for queue in self.queues.values()
        )


class Limiter(ProcessBound):
    """Delays attempts so that they keep a rate limit, and the limits that the server states.

    A key names the requests that count together, e.g. those of an API or an operation. Each pair of key and
    limit has its own counter and its own queue; the limits of the server hold for all of a key. With
    `redis_url` all processes on that Redis count together. Each process counts its own requests as well, so
    if Redis fails, each process keeps the limit alone, one warning is logged (`seawall.rate_limit`), and no
    call fails. Raises ConfigError if `redis_url` is not valid.
    """

    _in_other_process = "Make a limiter there; over RedisRateLimit, processes share a limit."

    def __init__(self, *, redis_url: str | None = None, clock: Clock | None = None) -> None:
        # It may hold a password.
        redis_url = hidden(redis_url)
        self._clock = clock or SystemClock()
        self._shared = None if redis_url is None else _shared_limit(redis_url, self._clock)
        self._keys: dict[str, _Key] = {}
        self._max_keys = _MAX_KEYS
        # Held for short steps and never during a wait. It guards keys and queues, because threads may share a
        # limiter.
        self._lock = Lock()
        in_forked_children(self._start_anew)

    def acquire(self, key: str, limit: RateLimit | None, deadline: float) -> None:
        """Wait until a request may be sent. Without a `limit` only the limits of the server count.

        Raises DeadlineExceededError at once if that is after `deadline`, in monotonic seconds of the clock. A
        caller that is cancelled leaves the queue.
        """
        known = self._keys.get(key)
        if known is None and limit is None:
            return
        queue = (known.queues.get(limit) if known else None) or self._queue(key, limit)
        if self._shared is None or limit is None:
            with self._lock:
                if queue.try_acquire(self._clock.monotonic()):
                    return
        self._wait(queue, key, deadline)

    def observe(self, key: str, status: int, headers: Headers) -> None:
        """Apply the limits that a response states: see `seawall.core.rate_limit.headers`.

        A waiting caller that would now miss its deadline raises at once.
        """
        if states_no_limit(status, headers):
            return
        headers = with_date(headers, self._clock.wall())
        limits = server_limits(status, headers)
        blocked_s = blocked_for_s(status, headers)
        if not limits and blocked_s is None:
            if status != _TOO_MANY_REQUESTS:
                return
            blocked_s = _DEFAULT_PAUSE_S
        with self._lock:
            known, now_s = self._key(key), self._clock.monotonic()
            before_s = [queue.last_ready_at_s(now_s) for queue in known.queues.values()]
            known.server.update(limits, blocked_s, now_s)
            for queue, ready_s in zip(known.queues.values(), before_s, strict=True):
                # Going through the queue costs time, so only if its callers have to wait longer now.
                if queue.last_ready_at_s(now_s) > ready_s:
                    queue.reject_expired(now_s)

    def usage(self, key: str, limit: RateLimit | None) -> Usage:
        """The usage of `limit` for `key` by this process, and what the server states as remaining."""
        queue = self._queue(key, limit)
        with self._lock:
            return queue.usage(self._clock.monotonic())

    def close(self) -> None:
        """Close the connections to Redis, if there are any."""
        if self._shared is not None:
            self._shared.close()

    def _start_anew(self) -> None:
        # A caller of the parent may hold the lock, and those that wait there never leave the queues here.
        self._lock = Lock()
        for known in self._keys.values():
            for queue in known.queues.values():
                queue.abandon()

    def _queue(self, key: str, limit: RateLimit | None) -> FairQueue:
        with self._lock:
            known = self._key(key)
            queue = FairQueue(limit, counter_for(limit) if limit else None, known.server)
            return known.queues.setdefault(limit, queue)

    def _key(self, key: str) -> "_Key":
        if key not in self._keys and len(self._keys) >= self._max_keys:
            now_s = self._clock.monotonic()
            self._keys = {name: known for name, known in self._keys.items() if not known.is_idle(now_s)}
            # If most keys are in use, the next clean-up comes later: its cost stays constant per key.
            self._max_keys = max(_MAX_KEYS, 2 * len(self._keys))
        return self._keys.setdefault(key, _Key())

    def _wait(self, queue: FairQueue, key: str, deadline: float) -> None:
        at_head = Event()
        waiter = Waiter(deadline, at_head.set)
        try:
            with self._lock:
                queue.join(waiter, self._clock.monotonic())
            at_head.wait()
            while (wait_s := self._try_head(queue, waiter, key)) > 0:
                self._clock.sleep(wait_s)
        finally:
            with self._lock:
                queue.leave(waiter)

    def _try_head(self, queue: FairQueue, head: Waiter, key: str) -> float:
        """Count the request of the head and return 0, or return the seconds that it has to wait."""
        shared = None if queue.limit is None else self._shared
        with self._lock:
            wait_s = queue.wait_s(head, self._clock.monotonic())
            if wait_s == 0 and shared is None:
                queue.record(self._clock.monotonic())
        if wait_s > 0 or shared is None or queue.limit is None:
            return wait_s
        wait_s = shared.wait_s(key, queue.limit)
        with self._lock:
            if wait_s > 0:
                queue.block_for(head, self._clock.monotonic(), wait_s)
            else:
                queue.record(self._clock.monotonic())
        return wait_s


def _shared_limit(redis_url: str, clock: Clock) -> "RedisRateLimit":
    redis_url = hidden(redis_url)
    import_whole("seawall.runtime.rate_limit._sync.redis_rate_limit")
    from seawall.runtime.rate_limit._sync.redis_rate_limit import (  # noqa: PLC0415 - 2 ms, if it is set
        RedisRateLimit,
    )

    return RedisRateLimit(redis_url, clock)
