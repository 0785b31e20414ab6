"""How a figure is taken: ours and the peer's in turn, the median of several rounds each."""

import statistics
import time
from collections.abc import Callable

from attrs import frozen


@frozen
class Figure:
    """One row of the table; less is better."""

    what: str
    ours: float
    peer: float
    unit: str
    peer_name: str


def paired(ours: Callable[[], object], peer: Callable[[], object], *, rounds: int = 9) -> tuple[float, float]:
    """Median seconds of CPU time of each, in turn, after one round that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for work, taken in zip((ours, peer), times, strict=True):
            start = time.process_time()
            work()
            if number:
                taken.append(time.process_time() - start)
    return statistics.median(times[0]), statistics.median(times[1])
