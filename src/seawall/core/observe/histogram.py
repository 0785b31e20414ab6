"""A histogram of seconds with fixed buckets. Pure."""

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
"""The upper ends of the buckets, in seconds; the last bucket has none.

Up to 10 s they are those of OpenTelemetry's `http.client.request.duration`; a call with its retries may take
longer.
"""


@frozen
class Histogram:
    """How many took how long: `counts` per bucket of `BOUNDS_S` and one beyond, `sum_s` seconds in all."""

    counts: tuple[int, ...] = (0,) * (len(BOUNDS_S) + 1)
    sum_s: float = 0.0

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self.counts)

    def quantile_s(self, share: float) -> float:
        """Seconds within which `share` of them, in [0, 1], ended: 0.5 is the median, 0.95 all but one in 20.

        Within a bucket it is drawn evenly; beyond the last bound it is that bound. 0 where there were none.
        """
        rank, seen = share * self.count, 0
        for index, count in enumerate(self.counts):
            if count and seen + count >= rank:
                return _within(index, (rank - seen) / count)
            seen += count
        return 0.0


def bucket_of(seconds: float) -> int:
    """The number of the bucket that `seconds` fall into; a bound belongs to the bucket that it ends."""
    return bisect_left(BOUNDS_S, seconds)


def _within(index: int, share: float) -> float:
    if index >= len(BOUNDS_S):
        return BOUNDS_S[-1]
    start_s = BOUNDS_S[index - 1] if index else 0.0
    return start_s + share * (BOUNDS_S[index] - start_s)
