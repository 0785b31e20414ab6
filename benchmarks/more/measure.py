"""How a figure is taken: ours and the peer's in turn, the quickest of several rounds each."""

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
    """Seconds of CPU time of each in its quickest round; one round before does not count.

    What else the machine does can only add to a round.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for work, taken in zip((ours, peer), times, strict=True):
            start = time.process_time()
            work()
            if number:
                taken.append(time.process_time() - start)
    return min(times[0]), min(times[1])
