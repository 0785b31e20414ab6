"""Count requests against a rate limit: when may the next one be sent, and how much is used. Pure.

Times are monotonic seconds. A counter knows the requests that were sent, not the callers that wait: a caller
asks for the time of its position in the queue. Both counters have the same methods:

- `ready_at_s(now_s, position)`: when the caller at `position`, from 0, may send; never before `now_s`
- `record(now_s)`: a request is sent
- `try_record(now_s)`: the same, if the first caller may send now
- `used(now_s)` and `resets_in_s(now_s)`: how many requests count now, and for how long
"""

import math
from collections import deque
from typing import TypeAlias

from attrs import define, field, frozen

from seawall.core.engine.policy import LimitKind, RateLimit

__all__ = ["Counter", "MovingWindow", "TokenBucket", "Usage", "counter_for"]


@frozen(kw_only=True)
class Usage:
    """The usage of a limit: `used` and `remaining` requests, and the number of `waiting` callers.

    `remaining` may be sent at once; it is None if neither a limit nor the server gives a number. After
    `resets_in_s` seconds nothing is used.
    """

    used: int
    remaining: int | None
    resets_in_s: float
    waiting: int = 0


@define(eq=False, repr=False)
class MovingWindow:
    """Allows `most` requests in any span of `per_s` seconds. Stores the times of the last `most` requests."""

    most: int
    per_s: float
    _sent_s: deque[float] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._sent_s = deque(maxlen=self.most)

    def ready_at_s(self, now_s: float, position: int = 0) -> float:
        """The time of `position`: one span after the request that is `most` before it."""
        # Past requests and queue positions form one sequence, in which each follows the one `most` before it.
        previous = len(self._sent_s) + position - self.most
        if previous < 0:
            return now_s
        rounds, index = divmod(previous, self.most)
        if index < len(self._sent_s):
            return max(now_s, self._sent_s[index] + self.per_s) + rounds * self.per_s
        return now_s + (rounds + 1) * self.per_s

    def record(self, now_s: float) -> None:
        """Count a request."""
        self._sent_s.append(now_s)

    def try_record(self, now_s: float) -> bool:
        """Count a request and return true, if it may be sent now."""
        sent_s = self._sent_s
        if len(sent_s) == self.most and sent_s[0] + self.per_s > now_s:
            return False
        sent_s.append(now_s)
        return True

    def used(self, now_s: float) -> int:
        """The number of requests in the last span."""
        return sum(1 for sent_s in self._sent_s if sent_s + self.per_s > now_s)

    def resets_in_s(self, now_s: float) -> float:
        """Seconds until no request counts."""
        return max(0.0, self._sent_s[-1] + self.per_s - now_s) if self._sent_s else 0.0


@define(eq=False, repr=False)
class TokenBucket:
    """Allows bursts of `most` requests, and `most` in `per_s` seconds on average.

    It is the generic cell rate algorithm (ITU-T I.371, annex A), which stores one time: `_full_s`, when the
    bucket is full again.
    """

    most: int
    per_s: float
    _full_s: float = field(default=-math.inf, init=False)

    def ready_at_s(self, now_s: float, position: int = 0) -> float:
        """The time of `position`: when there are tokens for it and for every position before it."""
        each_s = self.per_s / self.most
        return max(now_s, max(now_s, self._full_s) + (position + 1) * each_s - self.per_s)

    def record(self, now_s: float) -> None:
        """Remove a token."""
        self._full_s = max(now_s, self._full_s) + self.per_s / self.most

    def try_record(self, now_s: float) -> bool:
        """Count a request and return true, if it may be sent now."""
        if self.ready_at_s(now_s) > now_s:
            return False
        self.record(now_s)
        return True

    def used(self, now_s: float) -> int:
        """The number of missing tokens. A token that is partly refilled is missing."""
        # Sums of fractions of a second are not exact, so a thousandth of a token counts as rounding.
        return math.ceil(self.resets_in_s(now_s) * self.most / self.per_s - 0.001)

    def resets_in_s(self, now_s: float) -> float:
        """Seconds until the bucket is full."""
        return max(0.0, self._full_s - now_s)


Counter: TypeAlias = MovingWindow | TokenBucket
"""The counter of one limit for one key."""


def counter_for(limit: RateLimit) -> Counter:
    """Create an unused counter for `limit`."""
    if limit.kind is LimitKind.TOKEN_BUCKET:
        return TokenBucket(limit.most, limit.per_s)
    return MovingWindow(limit.most, limit.per_s)
