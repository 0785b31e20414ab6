"""The buckets of a latency histogram. Pure.

A module of their own: every client counts into them, and few make a histogram of the counts.
"""

from bisect import bisect_left
from collections.abc import Callable
from functools import partial

__all__ = ["BOUNDS_S", "bucket_of"]

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


# bisect_left, because the OpenTelemetry bounds are inclusive: 0.005 s is in the first bucket.
bucket_of: Callable[[float], int] = partial(bisect_left, BOUNDS_S)
"""Returns the index of the bucket for a number of seconds. A bound belongs to the bucket below it."""
