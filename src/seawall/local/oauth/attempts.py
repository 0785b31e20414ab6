"""Limits failed attempts to enter a user code, so that codes can not be guessed (RFC 8628 section 5.1)."""

from collections import OrderedDict
from datetime import datetime
from math import ceil
from threading import Lock

from attrs import define, field

from seawall.core.rate_limit.counters import MovingWindow

__all__ = ["FailedAttempts"]

MOST_FAILURES = 10
WINDOW_S = 60.0
MOST_ADDRESSES = 10_000


@define
class FailedAttempts:
    """Failed attempts of each client address: at most MOST_FAILURES in WINDOW_S seconds.

    An address that has failed so often has to wait, also with a right code. With 20**8 codes, guessing all of
    them would take 4,800 years.
    """

    _windows: OrderedDict[str, MovingWindow] = field(factory=OrderedDict, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def wait_s(self, address: str, now: datetime) -> int:
        """Return the seconds that the address has to wait, 0 if it need not."""
        window = self._windows.get(address)
        now_s = now.timestamp()
        return 0 if window is None else ceil(window.ready_at_s(now_s) - now_s)

    def record(self, address: str, now: datetime) -> None:
        """Count a failed attempt."""
        with self._lock:
            window = self._windows.setdefault(address, MovingWindow(MOST_FAILURES, WINDOW_S))
            window.record(now.timestamp())
            self._windows.move_to_end(address)
            if len(self._windows) > MOST_ADDRESSES:
                self._windows.popitem(last=False)
