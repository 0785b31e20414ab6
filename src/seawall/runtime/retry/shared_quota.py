"""The retry quota of an engine, shared by its threads."""

import threading

from attrs import field, frozen

from seawall.core.retry.quota import RetryQuota

__all__ = ["SharedQuota"]


@frozen
class SharedQuota:
    """A `RetryQuota` that several threads may use at the same time; no method waits for longer than a sum."""

    quota: RetryQuota = field(factory=RetryQuota)
    _lock: threading.Lock = field(factory=threading.Lock, repr=False)

    def take(self, cost: int) -> bool:
        """Take `cost` tokens; False, and nothing is taken, where there are fewer."""
        with self._lock:
            return self.quota.take(cost)

    def give_back(self, cost: int) -> None:
        """Put `cost` tokens back, up to the capacity."""
        if self.quota.left < self.quota.capacity:
            with self._lock:
                self.quota.give_back(cost)
