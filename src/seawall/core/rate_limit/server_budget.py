"""What a client knows of the server's own limits between two answers, and when it may ask next. Pure.

Only the server counts everybody's requests, so it has the last word; in between, each request that is sent
is taken off what it last said was left. Servers round their seconds, so for a second after a reset one
request asks whether it has come, and the others wait for its answer. Times are monotonic seconds.
"""

import math
from collections.abc import Iterable

from attrs import define, evolve, field

from seawall.core.rate_limit.headers import ServerLimit

__all__ = ["ServerBudget"]

# Two answers of one window differ by what whole seconds and the way here make of the same moment.
_SAME_MOMENT_S = 1.5
# By how much a server may round the time of a reset down.
_ROUNDING_S = 1.0
# From here on the rest is spread over the time that is left.
_SMALL_SHARE = 0.1
_SMALL_NUMBER = 10
# A server names a few limits; one that names a new one with each answer gets no more memory than this.
_MOST_WINDOWS = 16


@define
class _Window:
    name: str
    left: int
    resets_s: float
    most: int | None
    span_s: float
    is_told: bool = True
    is_probed: bool = False

    def turn_s(self, now_s: float, place: int) -> float:
        if place < self.left:
            return now_s
        later = (place - self.left) // self.most if self.most else 0
        return self.resets_s + later * self.span_s

    def anew(self, now_s: float) -> "_Window | None":
        """What follows this window, which is over; None where that is not known, or over too."""
        began_s = self.resets_s - _ROUNDING_S if self.is_probed else self.resets_s
        if began_s + self.span_s <= now_s:
            return None
        if now_s < began_s + _ROUNDING_S < began_s + self.span_s:
            return evolve(self, left=1, resets_s=began_s + _ROUNDING_S, is_told=False, is_probed=True)
        if self.most is None:
            return None
        left = self.most - (1 - self.left if self.is_probed else 0)
        return evolve(self, left=left, resets_s=began_s + self.span_s, is_told=False, is_probed=False)

    def pace_s(self, last_s: float, now_s: float) -> float:
        """When the next one is due, if the rest is small and is to last until the reset."""
        most = self.most or _SMALL_NUMBER / _SMALL_SHARE
        is_small = self.left < most * _SMALL_SHARE and not self.is_probed
        if not (is_small and self.left * self.span_s < most * (self.resets_s - now_s)):
            return now_s
        return max(now_s, last_s + (self.resets_s - last_s) / (self.left + 1))


@define
class ServerBudget:
    """The server's limits on one key, as far as it has told."""

    closed_until_s: float = -math.inf
    _windows: dict[str, _Window] = field(factory=dict, init=False)
    _last_s: float = field(default=-math.inf, init=False)

    def learn(self, limits: Iterable[ServerLimit], closed_for_s: float | None, now_s: float) -> None:
        """What an answer says: its limits, and for how long nobody may ask at all."""
        self._roll(now_s)
        for limit in limits:
            if limit.name not in self._windows and len(self._windows) >= _MOST_WINDOWS:
                continue
            self._windows[limit.name] = _merged(self._windows.get(limit.name), limit, now_s)
        if closed_for_s is not None:
            self.closed_until_s = max(self.closed_until_s, now_s + closed_for_s)

    def is_open(self, now_s: float) -> bool:
        """Whether the server takes a request now, and nothing is to be spread."""
        if not self._windows:
            return self.closed_until_s <= now_s
        return self.turn_s(now_s) <= now_s and self.pace_s(now_s) <= now_s

    def turn_s(self, now_s: float, place: int = 0) -> float:
        """When the server will take a request from `place` in the line, from 0; not before `now_s`."""
        self._roll(now_s)
        turn_s = max(now_s, self.closed_until_s)
        for window in self._windows.values():
            turn_s = max(turn_s, window.turn_s(now_s, place))
        return turn_s

    def pace_s(self, now_s: float) -> float:
        """When the next request is best sent, so that what is left lasts until it resets."""
        if self._last_s == -math.inf:
            return now_s
        return max([window.pace_s(self._last_s, now_s) for window in self._windows.values()], default=now_s)

    def take(self, now_s: float) -> None:
        """One is sent."""
        self._last_s = now_s
        for window in self._windows.values():
            window.left = max(0, window.left - 1)

    def left(self, now_s: float) -> int | None:
        """What may be sent at once; None where the server has not said."""
        if self.closed_until_s > now_s:
            return 0
        self._roll(now_s)
        return min((window.left for window in self._windows.values()), default=None)

    def resets_in_s(self, now_s: float) -> float:
        """Seconds until the last of what it said is over."""
        ends = [self.closed_until_s, *(window.resets_s for window in self._windows.values())]
        return max(0.0, max(ends) - now_s)

    def _roll(self, now_s: float) -> None:
        """Windows that are over begin anew, or are forgotten where nobody knows what full is."""
        for name in [name for name, window in self._windows.items() if window.resets_s <= now_s]:
            window = self._windows.pop(name)
            anew = window.anew(now_s)
            if anew is not None:
                self._windows[name] = anew


def _merged(known: _Window | None, said: ServerLimit, now_s: float) -> _Window:
    resets_s = now_s + said.resets_in_s
    span_s = max(said.window_s or 0.0, said.resets_in_s, known.span_s if known else 0.0)
    left, most = said.left, said.most or (known.most if known else None)
    if known and not known.is_probed and resets_s <= known.resets_s + _SAME_MOMENT_S:
        # The same window: requests on their way are not in this answer yet, so the smaller number holds.
        left = min(left, known.left)
        # When a window ends that has only been guessed, the server knows better.
        resets_s = min(resets_s, known.resets_s) if known.is_told else resets_s
    return _Window(said.name, left, resets_s, most, span_s)
