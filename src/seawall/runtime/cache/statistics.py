"""Thread-safe counters of cache hits, shared loads and misses."""

from collections.abc import Callable
from itertools import count
from threading import Lock

from seawall.core.cache.keys import CacheStatistics
from seawall.runtime.concurrency.forks import in_forked_children

__all__ = ["CacheTally"]


class CacheTally:
    """Counts hits, shared loads and misses.

    To call `hit` counts a read that received a cached result, `share` one that received the result of another
    caller's load, and `miss` one that was sent.
    """

    def __init__(self) -> None:
        # Threads share a cache. `+=` is not atomic, one C call is, and it takes less than a lock.
        self.hit: Callable[[], int] = count().__next__
        self.share: Callable[[], int] = count().__next__
        self.miss: Callable[[], int] = count().__next__
        self._lock = Lock()
        in_forked_children(self._start_anew)
        self._readings = 0

    def statistics(self, size: int | None, max_size: int | None = None) -> CacheStatistics:
        """Return the counts so far with the `size` of the store and its largest size."""
        with self._lock:
            # To read a count adds one to it.
            earlier, self._readings = self._readings, self._readings + 1
            hits, shared, misses = self.hit(), self.share(), self.miss()
        return CacheStatistics(hits - earlier, shared - earlier, misses - earlier, size, max_size)

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock.
        self._lock = Lock()
