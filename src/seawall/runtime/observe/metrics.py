"""Metrics: what became of the calls, per operation, readable in this process at any time."""

import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from attrs import define, field, frozen

from seawall.core.observe.events import CallEnded, Event, RetryPlanned
from seawall.core.observe.histogram import BOUNDS_S, Histogram, bucket_of

__all__ = ["Metrics", "OperationMetrics"]


@frozen(kw_only=True)
class OperationMetrics:
    """One operation's calls that have ended, by now.

    `errors` counts those that failed, by the name of the error's class. `attempts` were sent; `retries` were
    planned, also for calls that still go on. `cache_hits` needed no attempt; their times are not in
    `latency`, which holds the others' seconds from the user's line to the answer or error, waits and retries
    included.
    """

    calls: int = 0
    errors: Mapping[str, int] = field(factory=lambda: MappingProxyType({}))
    attempts: int = 0
    retries: int = 0
    cache_hits: int = 0
    latency: Histogram = field(factory=Histogram)

    @property
    def failed(self) -> int:
        """How many of the calls failed."""
        return sum(self.errors.values())


@define
class _Tally:
    calls: int = 0
    errors: Counter[str] = field(factory=Counter)
    attempts: int = 0
    retries: int = 0
    cache_hits: int = 0
    counts: list[int] = field(factory=lambda: [0] * (len(BOUNDS_S) + 1))
    sum_s: float = 0.0

    def count(self, event: CallEnded) -> None:
        self.calls += 1
        self.attempts += event.attempts
        if event.cached:
            self.cache_hits += 1
        else:
            self.counts[bucket_of(event.took_s)] += 1
            self.sum_s += event.took_s
        if event.error is not None:
            self.errors[type(event.error).__name__] += 1

    def snapshot(self) -> OperationMetrics:
        return OperationMetrics(
            calls=self.calls,
            errors=MappingProxyType(dict(self.errors)),
            attempts=self.attempts,
            retries=self.retries,
            cache_hits=self.cache_hits,
            latency=Histogram(tuple(self.counts), self.sum_s),
        )


class Metrics:
    """An observer that counts. One may watch several engines, from any thread.

    It keeps one row of numbers per operation, however many calls there are.
    """

    events = (CallEnded, RetryPlanned)

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """Count `event`."""
        with self._lock:
            if isinstance(event, CallEnded):
                self._tally(event.operation.id).count(event)
            elif isinstance(event, RetryPlanned):
                self._tally(event.operation.id).retries += 1

    def snapshot(self) -> Mapping[str, OperationMetrics]:
        """The numbers of this moment, by operation id; later calls do not change them."""
        with self._lock:
            return MappingProxyType({name: tally.snapshot() for name, tally in self._tallies.items()})

    def reset(self) -> None:
        """Begin anew at 0; calls that are under way are counted when they end."""
        with self._lock:
            self._tallies.clear()

    def _tally(self, operation_id: str) -> _Tally:
        return self._tallies.get(operation_id) or self._tallies.setdefault(operation_id, _Tally())
