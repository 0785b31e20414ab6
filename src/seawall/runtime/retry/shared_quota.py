"""The retry quota of an engine, shared by its threads."""

import threading

from attrs import field, frozen

from seawall.core.retry.quota import FIRST_SUCCESS, RetryQuota

__all__ = ["SharedQuota"]


@frozen(eq=False, repr=False)
class SharedQuota:
    """A thread-safe `RetryQuota`. Its lock is held for one addition, so async code may use it too."""

    _quota: RetryQuota = field(factory=RetryQuota)
    _lock: threading.Lock = field(factory=threading.Lock, repr=False)

    @property
    def left(self) -> int:
        """Number of tokens that are left."""
        return self._quota.left

    def take(self, cost: int) -> bool:
        """Take `cost` tokens and return true; if fewer are left, take none and return false."""
        with self._lock:
            return self._quota.take(cost)

    def give_back(self, cost: int = FIRST_SUCCESS) -> None:
        """Put `cost` tokens back, up to the capacity."""
        # Read without the lock: a full quota, the usual case, needs none.
        if self._quota.left < self._quota.capacity:
            with self._lock:
                self._quota.give_back(cost)
