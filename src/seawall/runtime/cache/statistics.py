"""What became of the reads of a cache, counted by any thread."""

from threading import Lock

from seawall.core.cache.keys import CacheStatistics

__all__ = ["CacheTally"]


class CacheTally:
    """Counts reads by what became of them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hits = self._shared = self._misses = 0

    def hit(self) -> None:
        """One was answered with what was kept."""
        with self._lock:
            self._hits += 1

    def share(self) -> None:
        """One was answered with what another caller was loading."""
        with self._lock:
            self._shared += 1

    def miss(self) -> None:
        """One was sent."""
        with self._lock:
            self._misses += 1

    def statistics(self, size: int | None) -> CacheStatistics:
        """The counts so far, beside the `size` of the store."""
        with self._lock:
            return CacheStatistics(self._hits, self._shared, self._misses, size)
