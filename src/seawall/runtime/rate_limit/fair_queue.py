"""A fair queue: the callers that wait under one rate limit, first come, first served.

Only the head of the queue sleeps. When it leaves, it wakes the next caller. A caller learns its time when it
joins, so that it does not wait if it would miss its deadline.
"""

import math
from collections import deque
from collections.abc import Callable

from attrs import define, field

from seawall.core.engine.policy import RateLimit
from seawall.core.errors import DeadlineExceededError
from seawall.core.rate_limit.counters import Counter, Usage
from seawall.core.rate_limit.server_budget import ServerBudget

__all__ = ["FairQueue", "Waiter"]

# Clocks are not exact: a caller that wakes this much too early may send.
_TOLERANCE_S = 1e-6


@define(eq=False, repr=False)
class Waiter:
    """A caller in the queue: its deadline, and the function that wakes it."""

    deadline: float
    wake: Callable[[], None]
    is_rejected: bool = False


@define(eq=False, repr=False)
class FairQueue:
    """The queue for one key under one limit. It has no lock: its owner holds one around each method."""

    limit: RateLimit | None
    counter: Counter | None
    server: ServerBudget
    blocked_until_s: float = -math.inf
    waiting: deque[Waiter] = field(factory=deque, init=False)

    def try_acquire(self, now_s: float) -> bool:
        """Count a request and return True if it may be sent now and no caller waits."""
        if self.waiting or not self.server.allows(now_s):
            return False
        if self.counter is not None and not self.counter.try_record(now_s):
            return False
        self.server.record(now_s)
        return True

    def record(self, now_s: float) -> None:
        """Count a request that is sent."""
        if self.counter:
            self.counter.record(now_s)
        self.server.record(now_s)

    def join(self, waiter: Waiter, now_s: float) -> None:
        """Append a caller. Raises DeadlineExceededError if its time is after its deadline."""
        self._require_in_time(waiter, len(self.waiting), now_s)
        self.waiting.append(waiter)
        if len(self.waiting) == 1:
            waiter.wake()

    def leave(self, waiter: Waiter) -> None:
        """Remove a caller, whether it was served or not, and wake the head."""
        if self.waiting and self.waiting[0] is waiter:
            self.waiting.popleft()
            self.blocked_until_s = -math.inf
        elif waiter in self.waiting:
            self.waiting.remove(waiter)
        if self.waiting:
            self.waiting[0].wake()

    def abandon(self) -> None:
        """Remove all callers; requests that were sent still count."""
        self.waiting.clear()
        self.blocked_until_s = -math.inf

    def wait_s(self, head: Waiter, now_s: float) -> float:
        """Seconds that the head has to wait. Raises DeadlineExceededError if they end after its deadline."""
        self._require_in_time(head, 0, now_s)
        ready_s = max(self._ready_at_s(0, now_s), self._paced_at_s(now_s))
        self.blocked_until_s = ready_s
        return ready_s - now_s if ready_s > now_s + _TOLERANCE_S else 0.0

    def block_for(self, head: Waiter, now_s: float, wait_s: float) -> None:
        """Block the queue for `wait_s` seconds, which another counter asks for.

        Raises DeadlineExceededError if they end after the deadline of the head. Rejects the other callers
        that would miss theirs.
        """
        self.blocked_until_s = now_s + wait_s
        if self.blocked_until_s > head.deadline:
            raise self._too_late(wait_s)
        self.reject_expired(now_s)

    def last_ready_at_s(self, now_s: float) -> float:
        """The time of the last caller, or of the next one if the queue is empty."""
        return self._ready_at_s(max(0, len(self.waiting) - 1), now_s)

    def reject_expired(self, now_s: float) -> None:
        """Remove and wake the callers that would miss their deadline, so that each raises at once."""
        in_time: deque[Waiter] = deque()
        for waiter in self.waiting:
            waiter.is_rejected = self._ready_at_s(len(in_time), now_s) > waiter.deadline
            if waiter.is_rejected:
                waiter.wake()
            else:
                in_time.append(waiter)
        self.waiting = in_time

    def is_idle(self, now_s: float) -> bool:
        """Check that no caller waits and no request counts, so that the queue may be deleted."""
        usage = self.usage(now_s)
        return usage.waiting == 0 and usage.resets_in_s == 0

    def usage(self, now_s: float) -> Usage:
        """The usage by this process, and by all clients as far as the server states it."""
        counter, server = self.counter, self.server
        used = counter.used(now_s) if counter else 0
        numbers = [server.remaining(now_s), counter.most - used if counter else None]
        return Usage(
            used=used,
            remaining=min((number for number in numbers if number is not None), default=None),
            resets_in_s=max(server.resets_in_s(now_s), counter.resets_in_s(now_s) if counter else 0.0),
            waiting=len(self.waiting),
        )

    def _ready_at_s(self, position: int, now_s: float) -> float:
        ready_s = self.server.ready_at_s(now_s, position)
        if self.counter:
            ready_s = max(ready_s, self.counter.ready_at_s(now_s, position))
        # The head itself waits for `blocked_until_s`, so only the others come after it.
        return ready_s if position == 0 else max(ready_s, self.blocked_until_s)

    def _paced_at_s(self, now_s: float) -> float:
        """When the head should send so that a small rest lasts; now if a caller would miss its deadline."""
        paced_s = self.server.paced_at_s(now_s)
        step_s = paced_s - now_s
        if step_s <= 0:
            return now_s
        is_late = any(
            now_s + step_s * position > waiter.deadline
            for position, waiter in enumerate(self.waiting, start=1)
        )
        return now_s if is_late else paced_s

    def _require_in_time(self, waiter: Waiter, position: int, now_s: float) -> None:
        ready_s = self._ready_at_s(position, now_s)
        if waiter.is_rejected or ready_s > waiter.deadline:
            raise self._too_late(ready_s - now_s)

    def _too_late(self, wait_s: float) -> DeadlineExceededError:
        limit = f" of {self.limit.most} in {self.limit.per_s:g} s" if self.limit else ""
        return DeadlineExceededError(
            f"the rate limit{limit} allows it in {wait_s:.3g} s, which is after the deadline. "
            "Send fewer requests, or raise deadline_s."
        )
