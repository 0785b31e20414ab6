"""Who waits for a turn under one rate limit: one line, first come first served.

Only the head of a line sleeps; when it goes, it wakes the next one, and nobody else. Who joins is told its
turn beforehand, so a wait that would be too long is never begun.
"""

import math
from collections import deque
from collections.abc import Callable

from attrs import define, field

from seawall.core.engine.policy import RateLimit
from seawall.core.errors import DeadlineExceededError
from seawall.core.rate_limit.counters import Count, Usage
from seawall.core.rate_limit.server_budget import ServerBudget

__all__ = ["FairQueue", "Waiter"]

# Less than a clock can tell: who is early by that much is not sent to sleep again.
_AT_ONCE_S = 1e-6


@define(eq=False)
class Waiter:
    """One caller in a line: until when it may wait, and what wakes it."""

    deadline: float
    wake: Callable[[], None]
    is_refused: bool = False


@define(eq=False)
class FairQueue:
    """The line for one key under one limit. Its owner sees to threads."""

    limit: RateLimit | None
    count: Count | None
    server: ServerBudget
    busy_until_s: float = -math.inf
    waiting: deque[Waiter] = field(factory=deque, init=False)

    def try_acquire(self, now_s: float) -> bool:
        """Take a turn if there is one now, nobody waits for it, and nothing is to be spread."""
        if self.waiting or (self.count and self.count.turn_s(now_s) > now_s):
            return False
        if not self.server.is_open(now_s):
            return False
        self.take(now_s)
        return True

    def take(self, now_s: float) -> None:
        """Count one as sent."""
        if self.count:
            self.count.take(now_s)
        self.server.take(now_s)

    def join(self, waiter: Waiter, now_s: float) -> None:
        """Stand at the end of the line; raises DeadlineExceededError where that turn comes too late."""
        self._require_in_time(waiter, len(self.waiting), now_s)
        self.waiting.append(waiter)
        if len(self.waiting) == 1:
            waiter.wake()

    def leave(self, waiter: Waiter) -> None:
        """Go, sent or not; whose turn it is now is woken."""
        if self.waiting and self.waiting[0] is waiter:
            self.waiting.popleft()
            self.busy_until_s = -math.inf
        elif waiter in self.waiting:
            self.waiting.remove(waiter)
        if self.waiting:
            self.waiting[0].wake()

    def wait_s(self, head: Waiter, now_s: float) -> float:
        """Seconds that the head of the line has to wait still; raises DeadlineExceededError if that is too
        long.
        """
        self._require_in_time(head, 0, now_s)
        turn_s = max(self._turn_s(0, now_s), self._paced_s(now_s))
        self.busy_until_s = turn_s
        return turn_s - now_s if turn_s > now_s + _AT_ONCE_S else 0.0

    def hold(self, head: Waiter, now_s: float, wait_s: float) -> None:
        """Block the queue for `wait_s` seconds; raises DeadlineExceededError if that is too long."""
        self.busy_until_s = now_s + wait_s
        if self.busy_until_s > head.deadline:
            raise self._too_late(wait_s)
        self.reject_expired(now_s)

    def last_turn_s(self, now_s: float) -> float:
        """When it is the turn of the last in the line, or of whoever comes."""
        return self._turn_s(max(0, len(self.waiting) - 1), now_s)

    def reject_expired(self, now_s: float) -> None:
        """Send those away whose turn has moved beyond their deadline: who waits longer waits in vain."""
        staying: deque[Waiter] = deque()
        for waiter in self.waiting:
            waiter.is_refused = self._turn_s(len(staying), now_s) > waiter.deadline
            if waiter.is_refused:
                waiter.wake()
            else:
                staying.append(waiter)
        self.waiting = staying

    def is_idle(self, now_s: float) -> bool:
        """Whether nobody waits and nothing counts any more, so that it may be forgotten."""
        usage = self.usage(now_s)
        return usage.waiting == 0 and usage.resets_in_s == 0

    def usage(self, now_s: float) -> Usage:
        """What is used, by ourselves and as far as the server has told by all."""
        count, server = self.count, self.server
        used = count.used(now_s) if count else 0
        lefts = [server.left(now_s), count.most - used if count else None]
        known = [left for left in lefts if left is not None]
        resets_in_s = max(server.resets_in_s(now_s), count.resets_in_s(now_s) if count else 0.0)
        return Usage(
            used=used, left=min(known, default=None), resets_in_s=resets_in_s, waiting=len(self.waiting)
        )

    def _turn_s(self, place: int, now_s: float) -> float:
        turn_s = self.server.turn_s(now_s, place)
        if self.count:
            turn_s = max(turn_s, self.count.turn_s(now_s, place))
        return turn_s if place == 0 else max(turn_s, self.busy_until_s)

    def _paced_s(self, now_s: float) -> float:
        """When the head should go so that what is left lasts; at once where that would make anybody late."""
        paced_s = self.server.pace_s(now_s)
        step_s = paced_s - now_s
        if step_s <= 0:
            return now_s
        late = any(
            now_s + step_s * place > waiter.deadline for place, waiter in enumerate(self.waiting, start=1)
        )
        return now_s if late else paced_s

    def _require_in_time(self, waiter: Waiter, place: int, now_s: float) -> None:
        turn_s = self._turn_s(place, now_s)
        if waiter.is_refused or turn_s > waiter.deadline:
            raise self._too_late(turn_s - now_s)

    def _too_late(self, wait_s: float) -> DeadlineExceededError:
        most = f" of {self.limit.most} in {self.limit.per_s:g} s" if self.limit else ""
        return DeadlineExceededError(
            f"its turn under the rate limit{most} comes in {wait_s:.3g} s, which is after the deadline. "
            "Ask less often, or raise deadline_s."
        )
