"""Counters and latencies per operation, kept in memory."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from attrs import define, field, frozen

from seawall.core.observe.events import CallEnded, Event, RetryPlanned
from seawall.core.observe.histogram import BOUNDS_S, Histogram, bucket_of
from seawall.core.process_bound import ProcessBound
from seawall.core.wire.freeze import FrozenDict
from seawall.runtime.concurrency.forks import in_forked_children

__all__ = ["Metrics", "OperationMetrics"]


def _frozen(counts: Mapping[str, int]) -> Mapping[str, int]:
    return FrozenDict(counts)


def _frozen_statuses(counts: Mapping[int, int]) -> Mapping[int, int]:
    return FrozenDict(counts)


@frozen(kw_only=True)
class OperationMetrics:
    """The numbers of one operation, or of all together.

    `calls`, `errors` (by the name of the error class), `attempts`, `cache_hits` and `latency` are those of
    calls that have ended. `retries` also counts calls that are still running. `latency` holds the duration of
    each call from start to end, with waits and retries, and leaves out cache hits. So does `statuses`: the
    number of calls by the status of their last response, of those that received one.
    """

    calls: int = 0
    errors: Mapping[str, int] = field(factory=dict, converter=_frozen)
    attempts: int = 0
    retries: int = 0
    cache_hits: int = 0
    latency: Histogram = field(factory=Histogram)
    statuses: Mapping[int, int] = field(factory=dict, converter=_frozen_statuses)

    @property
    def failed(self) -> int:
        """The number of failed calls."""
        return sum(self.errors.values())


@define
class _Counters:
    calls: int = 0
    errors: Counter[str] = field(factory=Counter)
    attempts: int = 0
    retries: int = 0
    cache_hits: int = 0
    counts: list[int] = field(factory=lambda: [0] * (len(BOUNDS_S) + 1))
    sum_s: float = 0.0
    statuses: Counter[int] = field(factory=Counter)

    def count(self, event: CallEnded) -> None:
        self.calls += 1
        self.attempts += event.attempts
        if event.cached:
            # Not in the latency: hits take microseconds and would hide the times of real calls.
            self.cache_hits += 1
        else:
            self.counts[bucket_of(event.took_s)] += 1
            self.sum_s += event.took_s
            if status := event.status or getattr(event.error, "status", 0):
                self.statuses[status] += 1
        if event.error is not None:
            self.errors[type(event.error).__name__] += 1

    def add(self, other: "_Counters") -> None:
        self.calls += other.calls
        self.errors += other.errors
        self.attempts += other.attempts
        self.retries += other.retries
        self.cache_hits += other.cache_hits
        self.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)]
        self.sum_s += other.sum_s
        self.statuses += other.statuses

    def snapshot(self) -> OperationMetrics:
        return OperationMetrics(
            calls=self.calls,
            errors=self.errors,
            attempts=self.attempts,
            retries=self.retries,
            cache_hits=self.cache_hits,
            latency=Histogram(tuple(self.counts), self.sum_s),
            statuses=self.statuses,
        )


class Metrics(ProcessBound):
    """An observer that counts calls per operation. One instance may serve several engines. Thread-safe.

    Its memory depends on the number of operations only. `monotonic` is the clock of `counting_s`.
    """

    _in_other_process = "Send the dict of its `snapshot()`."

    events: tuple[type[Event], ...] = (CallEnded, RetryPlanned)

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._since_s = monotonic()
        self._counters: dict[str, _Counters] = {}
        # One lock for all operations: an event holds it for about a microsecond, and snapshots are
        # consistent.
        self._lock = threading.Lock()
        in_forked_children(self._start_anew)

    def __call__(self, event: Event) -> None:
        """Count `event`."""
        with self._lock:
            if isinstance(event, CallEnded):
                self._counters_of(event.operation.id).count(event)
            elif isinstance(event, RetryPlanned):
                self._counters_of(event.operation.id).retries += 1

    def snapshot(self) -> Mapping[str, OperationMetrics]:
        """Copy the current numbers, by operation id."""
        with self._lock:
            return MappingProxyType({name: counters.snapshot() for name, counters in self._counters.items()})

    def total(self) -> OperationMetrics:
        """The current numbers of all operations together."""
        total = _Counters()
        with self._lock:
            for counters in self._counters.values():
                total.add(counters)
        return total.snapshot()

    @property
    def counting_s(self) -> float:
        """Seconds for which these numbers were counted: since the start, or since the last reset."""
        return self._monotonic() - self._since_s

    def reset(self) -> None:
        """Set all numbers to 0. A running call is counted when it ends."""
        with self._lock:
            self._counters.clear()
            self._since_s = self._monotonic()

    def _counters_of(self, operation_id: str) -> _Counters:
        return self._counters.get(operation_id) or self._counters.setdefault(operation_id, _Counters())

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock.
        self._lock = threading.Lock()
