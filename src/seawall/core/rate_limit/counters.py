"""How a rate limit counts: when is it whose turn, and how much of it is used. Pure: the time is handed in.

Times are monotonic seconds. A count keeps what was taken and nothing else: who waits, waits elsewhere, and
asks for the turn of its place in the line. The same questions are asked of both counts:

- `turn_s(now_s, place)`: when it is the turn of who stands at `place`, from 0; not before `now_s`
- `take(now_s)`: one is sent
- `used(now_s)` and `resets_in_s(now_s)`: how many count still, and for how long
"""

import math
from collections import deque
from typing import TypeAlias

from attrs import define, field, frozen

from seawall.core.engine.policy import LimitKind, RateLimit

__all__ = ["Count", "MovingWindow", "TokenBucket", "Usage", "count_for"]


@frozen(kw_only=True)
class Usage:
    """What is used of a limit, and what is `left` of it to send at once: None where nobody has said.

    Nothing is used any more in `resets_in_s` seconds. `waiting` callers stand in line.
    """

    used: int
    left: int | None
    resets_in_s: float
    waiting: int = 0


@define
class MovingWindow:
    """At most `most` in any span of `per_s` seconds. It keeps the times of the last `most`."""

    most: int
    per_s: float
    _taken_s: deque[float] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._taken_s = deque(maxlen=self.most)

    def turn_s(self, now_s: float, place: int = 0) -> float:
        """When it is the turn of `place`: a span after the one that many before it has been sent."""
        # All that were and will be sent are one sequence; each follows the one that is `most` before it.
        follows = len(self._taken_s) + place - self.most
        if follows < 0:
            return now_s
        rounds, index = divmod(follows, self.most)
        if index < len(self._taken_s):
            return max(now_s, self._taken_s[index] + self.per_s) + rounds * self.per_s
        return now_s + (rounds + 1) * self.per_s

    def take(self, now_s: float) -> None:
        """One is sent."""
        self._taken_s.append(now_s)

    def used(self, now_s: float) -> int:
        """How many were sent within the last span."""
        return sum(1 for taken_s in self._taken_s if taken_s + self.per_s > now_s)

    def resets_in_s(self, now_s: float) -> float:
        """Seconds until none counts any more."""
        return max(0.0, self._taken_s[-1] + self.per_s - now_s) if self._taken_s else 0.0


@define
class TokenBucket:
    """`most` at once, refilled at `most` in `per_s` seconds: what nobody uses is saved up, to `most`.

    It is the generic cell rate algorithm (ITU-T I.371, annex A), which keeps one time: `_full_s` is when the
    bucket is full again.
    """

    most: int
    per_s: float
    _full_s: float = field(default=-math.inf, init=False)

    def turn_s(self, now_s: float, place: int = 0) -> float:
        """When it is the turn of `place`: as soon as there is a token for it and for all before it."""
        each_s = self.per_s / self.most
        return max(now_s, max(now_s, self._full_s) + (place + 1) * each_s - self.per_s)

    def take(self, now_s: float) -> None:
        """One is sent."""
        self._full_s = max(now_s, self._full_s) + self.per_s / self.most

    def used(self, now_s: float) -> int:
        """How many tokens are missing; one that is coming is still missing."""
        # Hashers of fractions of a second end a little off: a thousandth of a token is none.
        return math.ceil(self.resets_in_s(now_s) * self.most / self.per_s - 0.001)

    def resets_in_s(self, now_s: float) -> float:
        """Seconds until it is full."""
        return max(0.0, self._full_s - now_s)


Count: TypeAlias = MovingWindow | TokenBucket
"""What counts one limit for one key."""


def count_for(limit: RateLimit) -> Count:
    """A count for `limit` of which nothing is used yet."""
    if limit.kind is LimitKind.TOKEN_BUCKET:
        return TokenBucket(limit.most, limit.per_s)
    return MovingWindow(limit.most, limit.per_s)
