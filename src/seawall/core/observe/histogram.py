"""A latency histogram with fixed buckets. Pure."""

from bisect import bisect_left

from attrs import frozen

__all__ = ["BOUNDS_S", "Histogram", "bucket_of"]

BOUNDS_S = (
    0.005,
    0.01,
    0.025,
    0.05,
    0.075,
    0.1,
    0.25,
    0.5,
    0.75,
    1.0,
    2.5,
    5.0,
    7.5,
    10.0,
    30.0,
    60.0,
    180.0,
)
"""The upper bounds of the buckets, in seconds. One more bucket has no upper bound.

Up to 10 s they are the bounds of `http.client.request.duration` in the OpenTelemetry conventions. The others
are for calls with retries.
"""


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


def bucket_of(seconds: float) -> int:
    """The index of the bucket for `seconds`. A bound belongs to the bucket below it."""
    # bisect_left, because the OpenTelemetry bounds are inclusive: 0.005 s is in the first bucket.
    return bisect_left(BOUNDS_S, seconds)


def _within(index: int, share: float) -> float:
    if index >= len(BOUNDS_S):
        return BOUNDS_S[-1]
    start_s = BOUNDS_S[index - 1] if index else 0.0
    return start_s + share * (BOUNDS_S[index] - start_s)
