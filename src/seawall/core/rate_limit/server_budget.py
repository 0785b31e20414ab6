"""The remaining budget of a server between two responses, and when the next request may be sent. Pure.

Only the server counts the requests of all clients, so its numbers win. Between two responses, each request
that is sent is subtracted from the number that the server stated last. Servers round their seconds, so in the
first second after a reset one request probes whether the reset has happened, and the others wait for its
response. Times are monotonic seconds.
"""

import math
from collections.abc import Iterable

from attrs import define, evolve, field

from seawall.core.rate_limit.headers import ServerLimit

__all__ = ["ServerBudget"]

# Two responses of one window differ by latency and by rounding in the time of its reset.
_SAME_RESET_S = 1.5
# A server may round the time of a reset down by this much.
_ROUNDING_S = 1.0
# Below this share, or this number if the limit is not known, the rest is spread over the remaining time.
_SMALL_SHARE = 0.1
_SMALL_NUMBER = 10
# Servers have a few limits. A server that names a new one in each response must not fill the memory.
_MAX_WINDOWS = 16


@define(eq=False, repr=False)
class _Window:
    """One limit of the server until its reset at `resets_s`.

    A window is reported by the server, or predicted after the reset of a reported one. A probe is a predicted
    window for the first second, with one request.
    """

    name: str
    remaining: int
    resets_s: float
    most: int | None
    span_s: float
    is_reported: bool = True
    is_probe: bool = False

    def ready_at_s(self, now_s: float, position: int) -> float:
        if position < self.remaining:
            return now_s
        later_windows = (position - self.remaining) // self.most if self.most else 0
        return self.resets_s + later_windows * self.span_s

    def successor(self, now_s: float) -> "_Window | None":
        """Predict the window after this one; None if it can not be known or has ended too."""
        start_s = self.resets_s - _ROUNDING_S if self.is_probe else self.resets_s
        if start_s + self.span_s <= now_s:
            return None
        if now_s < start_s + _ROUNDING_S < start_s + self.span_s:
            return evolve(self, remaining=1, resets_s=start_s + _ROUNDING_S, is_reported=False, is_probe=True)
        if self.most is None:
            return None
        # The request of the probe counts in the new window.
        remaining = self.most - (1 - self.remaining if self.is_probe else 0)
        return evolve(
            self, remaining=remaining, resets_s=start_s + self.span_s, is_reported=False, is_probe=False
        )

    def paced_at_s(self, last_s: float, now_s: float) -> float:
        """When to send the next request so that a small rest lasts until the reset."""
        most = self.most or _SMALL_NUMBER / _SMALL_SHARE
        is_small = self.remaining < most * _SMALL_SHARE and not self.is_probe
        if not (is_small and self.remaining * self.span_s < most * (self.resets_s - now_s)):
            return now_s
        return max(now_s, last_s + (self.resets_s - last_s) / (self.remaining + 1))


@define(eq=False, repr=False)
class ServerBudget:
    """The limits of the server for one key, as its responses state them."""

    blocked_until_s: float = -math.inf
    _windows: dict[str, _Window] = field(factory=dict, init=False)
    _last_s: float = field(default=-math.inf, init=False)

    def update(self, limits: Iterable[ServerLimit], blocked_for_s: float | None, now_s: float) -> None:
        """Apply a response: its limits, and for how many seconds it forbids any request."""
        self._expire_windows(now_s)
        for limit in limits:
            if limit.name not in self._windows and len(self._windows) >= _MAX_WINDOWS:
                continue
            self._windows[limit.name] = _merge(self._windows.get(limit.name), limit, now_s)
        if blocked_for_s is not None:
            self.blocked_until_s = max(self.blocked_until_s, now_s + blocked_for_s)

    def allows(self, now_s: float) -> bool:
        """Check that a request may be sent now, and that it need not be delayed to spread a small rest."""
        if not self._windows:
            return self.blocked_until_s <= now_s
        return self.ready_at_s(now_s) <= now_s and self.paced_at_s(now_s) <= now_s

    def ready_at_s(self, now_s: float, position: int = 0) -> float:
        """When the server allows the request at `position` in the queue, from 0; never before `now_s`."""
        self._expire_windows(now_s)
        ready_s = max(now_s, self.blocked_until_s)
        for window in self._windows.values():
            ready_s = max(ready_s, window.ready_at_s(now_s, position))
        return ready_s

    def paced_at_s(self, now_s: float) -> float:
        """When to send the next request so that a small rest lasts until its reset."""
        if self._last_s == -math.inf:
            return now_s
        paced = [window.paced_at_s(self._last_s, now_s) for window in self._windows.values()]
        return max(paced, default=now_s)

    def record(self, now_s: float) -> None:
        """Subtract a request that is sent."""
        self._last_s = now_s
        for window in self._windows.values():
            window.remaining = max(0, window.remaining - 1)

    def remaining(self, now_s: float) -> int | None:
        """The number of requests that may be sent at once; None if the server states no limit."""
        if self.blocked_until_s > now_s:
            return 0
        self._expire_windows(now_s)
        return min((window.remaining for window in self._windows.values()), default=None)

    def resets_in_s(self, now_s: float) -> float:
        """Seconds until the last of the stated limits ends."""
        ends = [self.blocked_until_s, *(window.resets_s for window in self._windows.values())]
        return max(0.0, max(ends) - now_s)

    def _expire_windows(self, now_s: float) -> None:
        """Replace each window that has ended by its successor, if there is one."""
        for name in [name for name, window in self._windows.items() if window.resets_s <= now_s]:
            successor = self._windows.pop(name).successor(now_s)
            if successor is not None:
                self._windows[name] = successor


def _merge(known: _Window | None, limit: ServerLimit, now_s: float) -> _Window:
    resets_s = now_s + limit.resets_in_s
    span_s = max(limit.window_s or 0.0, limit.resets_in_s, known.span_s if known else 0.0)
    remaining, most = limit.remaining, limit.most or (known.most if known else None)
    if known and not known.is_probe and resets_s <= known.resets_s + _SAME_RESET_S:
        # The same window: the response does not count requests that are on their way, so the smaller number.
        remaining = min(remaining, known.remaining)
        # A predicted reset is replaced by the server's.
        resets_s = min(resets_s, known.resets_s) if known.is_reported else resets_s
    return _Window(limit.name, remaining, resets_s, most, span_s)
