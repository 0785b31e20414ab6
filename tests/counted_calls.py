"""Count the Python functions that a statement calls: a cost that no other process disturbs, unlike a time."""

import gc
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

__all__ = ["counted_calls"]

_WARM_UPS = 3


def counted_calls(statement: Callable[[], object]) -> Counter[str]:
    """Return how often one run of `statement` calls each Python function, by "module.function".

    `.total()` is what a test bounds, and `.most_common(20)` what it prints. `statement` itself is counted,
    and each resumption of a generator or coroutine; functions written in C and other threads are not. It
    runs a few times before it is counted, so that what a process does once is not. Python 3.12 and newer
    count less than 3.11: their comprehensions are no functions.
    """
    for _ in range(_WARM_UPS):
        statement()
    called: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called[f"{frame.f_globals.get('__name__')}.{frame.f_code.co_qualname}"] += 1

    before, collected = sys.getprofile(), gc.isenabled()
    # A collection would call finalizers of objects that others left.
    gc.disable()
    sys.setprofile(count)
    try:
        statement()
    finally:
        sys.setprofile(before)
        if collected:
            gc.enable()
    return called
