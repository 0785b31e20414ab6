# DO NOT EDIT. Derived from ../_async/shared_loads.py by "python -m seawall.codegen.derive".
"""The loads of one operation cache that are in progress, by cache key."""

from threading import Lock

from seawall.core.cache.keys import CacheKey
from seawall.core.cache.lru import CachedValue, FillLease
from seawall.runtime.cache.shared_load import Flight

__all__ = ["SharedLoads"]


class SharedLoads:
    """Single flight for cache fills: one caller loads, concurrent callers wait for its result.

    For any thread and any event loop.
    """

    def __init__(self) -> None:
        self._loads: dict[CacheKey, Flight] = {}
        # Held for a few steps in memory only.
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._loads)

    def join_or_start(self, key: CacheKey, lease: FillLease, *, fresh: bool) -> tuple[Flight, bool]:
        """Return a load to wait for, or a new one that the caller leads, and whether the caller leads it."""
        with self._lock:
            current = self._loads.get(key)
            if current is not None and not fresh and current.may_join(lease):
                return current, False
            load = self._loads[key] = Flight(lease)
            return load, True

    def finish(self, key: CacheKey, load: Flight, outcome: CachedValue | Exception | None) -> None:
        """End `load`: callers that wait for it receive `outcome`, or look again if it is None."""
        with self._lock:
            # A fresh read may have replaced it.
            if self._loads.get(key) is load:
                del self._loads[key]
        load.land(outcome)
