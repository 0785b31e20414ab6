"""Counters and latencies per operation, kept in memory."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from seawall.core.observe.buckets import BOUNDS_S, bucket_of
from seawall.core.observe.events import CallEnded, CallStarted, Event, RetryPlanned, Subscribers
from seawall.core.process_bound import ProcessBound
from seawall.runtime.concurrency.forks import in_forked_children

if TYPE_CHECKING:
    from seawall.runtime.observe.operation_metrics import OperationMetrics

__all__ = ["Metrics", "only_metrics"]


class _Counters:
    """The numbers of one operation that are counted. Plain: an attrs class would take 1 ms of every start."""

    def __init__(self) -> None:
        self.calls = self.attempts = self.retries = self.cache_hits = 0
        self.errors: Counter[str] = Counter()
        self.counts = [0] * (len(BOUNDS_S) + 1)
        self.sum_s = 0.0
        # A Counter takes three times as long.
        self.statuses: dict[int, int] = {}

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
                self.statuses[status] = self.statuses.get(status, 0) + 1
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
        for status, number in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + number

    def snapshot(self) -> "OperationMetrics":
        # Every client counts, and few show the numbers.
        from seawall.core.observe.histogram import Histogram  # noqa: PLC0415 - 3 ms
        from seawall.runtime.observe.operation_metrics import OperationMetrics  # noqa: PLC0415 - 3 ms

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
                (self._counters.get(event.operation.id) or self._counters_of(event.operation.id)).count(event)
            elif isinstance(event, RetryPlanned):
                self._counters_of(event.operation.id).retries += 1

    def count_hit(self, operation_id: str) -> None:
        """Count a call that ended with a cached result, as its event does."""
        with self._lock:
            counters = self._counters.get(operation_id) or self._counters_of(operation_id)
            counters.calls += 1
            counters.cache_hits += 1

    def count_response(self, operation_id: str, status: int, attempts: int, took_s: float) -> None:
        """Count a call that ended with a result of the server, as its event does."""
        with self._lock:
            counters = self._counters.get(operation_id) or self._counters_of(operation_id)
            counters.calls += 1
            counters.attempts += attempts
            counters.counts[bucket_of(took_s)] += 1
            counters.sum_s += took_s
            counters.statuses[status] = counters.statuses.get(status, 0) + 1

    def snapshot(self) -> Mapping[str, "OperationMetrics"]:
        """Copy the current numbers, by operation id."""
        with self._lock:
            return MappingProxyType({name: counters.snapshot() for name, counters in self._counters.items()})

    def total(self) -> "OperationMetrics":
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


def only_metrics(subscribers: Subscribers) -> tuple[Metrics, ...] | None:
    """Return the subscribers to the ends of calls if these only count them, and none to their starts.

    They can count a call in place of its events. None if another observer needs the events.
    """
    found = tuple(each for each in subscribers[CallEnded] if type(each) is Metrics)
    is_counted_only = not subscribers[CallStarted] and len(found) == len(subscribers[CallEnded])
    return found if is_counted_only else None
