"""Thread-safe counters of cache hits, shared loads and misses."""

from threading import Lock

from seawall.core.cache.keys import CacheStatistics
from seawall.runtime.concurrency.forks import in_forked_children

__all__ = ["CacheTally"]


class CacheTally:
    """Counts hits, shared loads and misses."""

    def __init__(self) -> None:
        # `+=` is not atomic, and threads share a cache.
        self._lock = Lock()
        in_forked_children(self._start_anew)
        self._hits = self._shared = self._misses = 0

    def hit(self) -> None:
        """Count a read that received a cached result."""
        with self._lock:
            self._hits += 1

    def share(self) -> None:
        """Count a read that received the result of another caller's load."""
        with self._lock:
            self._shared += 1

    def miss(self) -> None:
        """Count a read that was sent."""
        with self._lock:
            self._misses += 1

    def statistics(self, size: int | None, max_size: int | None = None) -> CacheStatistics:
        """Return the counts so far with the `size` of the store and its largest size."""
        with self._lock:
            return CacheStatistics(self._hits, self._shared, self._misses, size, max_size)

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock.
        self._lock = Lock()
