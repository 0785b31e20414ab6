"""The numbers of one operation, as frozen data."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.core.observe.histogram import Histogram
from seawall.core.wire.freeze import FrozenDict

__all__ = ["OperationMetrics"]


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
