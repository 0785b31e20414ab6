import pytest

from seawall.core.observe.buckets import BOUNDS_S, bucket_of
from seawall.core.observe.histogram import Histogram


def histogram(*seconds: float) -> Histogram:
    counts = [0] * (len(BOUNDS_S) + 1)
    for each in seconds:
        counts[bucket_of(each)] += 1
    return Histogram(tuple(counts), sum(seconds))


def test_a_bound_belongs_to_the_bucket_below_it() -> None:
    seconds = (0.0, 0.005, 0.0051, 0.3, 10.0, 180.0, 181.0, 1e9)
    assert [bucket_of(each) for each in seconds] == [0, 0, 1, 7, 13, 16, 17, 17]


QUANTILES: list[tuple[tuple[float, ...], float, float]] = [
    ((), 0.5, 0.0),
    ((0.3,), 1.0, 0.5),
    ((0.3,), 0.5, 0.375),
    ((0.3, 0.3, 2.0, 2.0), 0.5, 0.5),
    ((0.3, 0.3, 2.0, 2.0), 0.75, 1.75),
    ((0.001,) * 99 + (50.0,), 0.99, 0.005),
    ((0.001,) * 99 + (50.0,), 1.0, 60.0),
    ((1e9,), 0.5, 180.0),
]


def test_a_quantile_lies_in_the_bucket_that_holds_it() -> None:
    for seconds, share, expected_s in QUANTILES:
        assert histogram(*seconds).quantile_s(share) == pytest.approx(expected_s)


def test_count_and_sum() -> None:
    three = histogram(1.0, 2.0, 6.0)
    assert (three.count, three.sum_s) == (3, 9.0)
    assert (Histogram().count, Histogram().sum_s) == (0, 0.0)


def test_the_mean_is_that_of_the_durations() -> None:
    assert histogram(0.1, 0.3).mean_s == pytest.approx(0.2)
    assert histogram().mean_s == 0.0
