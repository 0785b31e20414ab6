"""A latency histogram with fixed buckets. Pure."""

from attrs import frozen

from seawall.core.observe.buckets import BOUNDS_S

__all__ = ["Histogram"]


@frozen
class Histogram:
    """A distribution of durations: `counts` per bucket of `BOUNDS_S` and above, and their sum in seconds."""

    counts: tuple[int, ...] = (0,) * (len(BOUNDS_S) + 1)
    sum_s: float = 0.0

    @property
    def count(self) -> int:
        """The number of durations."""
        return sum(self.counts)

    @property
    def mean_s(self) -> float:
        """The average duration in seconds; 0 if there are no durations."""
        return self.sum_s / self.count if self.count else 0.0

    def quantile_s(self, share: float) -> float:
        """Estimate a quantile in seconds; `share` is from 0 to 1, e.g. 0.5 for the median.

        It is interpolated linearly within its bucket. Above the last bound it is that bound. It is 0 if there
        are no durations.
        """
        # The method of Prometheus' histogram_quantile: find the bucket of the rank, then interpolate in it.
        rank, seen = share * self.count, 0
        for index, count in enumerate(self.counts):
            if count and seen + count >= rank:
                return _within(index, (rank - seen) / count)
            seen += count
        return 0.0


def _within(index: int, share: float) -> float:
    if index >= len(BOUNDS_S):
        return BOUNDS_S[-1]
    start_s = BOUNDS_S[index - 1] if index else 0.0
    return start_s + share * (BOUNDS_S[index] - start_s)
