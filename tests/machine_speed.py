"""Bounds in seconds of computing that mean the same on a slower machine."""

import time

__all__ = ["allowed_s"]

# The time of `_work` on the machine whose seconds the bounds are; measured with 2 cores and no other load.
_REFERENCE_S = 0.010


def allowed_s(bound_s: float) -> float:
    """Return the bound for this machine now: `bound_s`, or as many times more as it is slower.

    Compare it with time.process_time(), which other processes disturb least.
    """
    return bound_s * max(1.0, min(_work_s() for _ in range(5)) / _REFERENCE_S)


def _work_s() -> float:
    began_s = time.process_time()
    sum(number * number for number in range(200_000))
    return time.process_time() - began_s
