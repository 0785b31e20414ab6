# DO NOT EDIT. Derived from ../_async/waiter.py by "make regenerate".
"""Waits until something has happened on the server, by asking, ever less often."""

from collections.abc import Callable
from typing import TypeVar

from seawall.core.errors import WaitTimeoutError
from seawall.core.polling import poll_delay_s
from seawall.runtime.timing import Timing

__all__ = ["wait_until"]

T = TypeVar("T")


def wait_until(
    poll: Callable[[], T],
    is_done: Callable[[T], bool],
    *,
    timeout_s: float,
    timing: Timing,
    what: str,
) -> T:
    """The first thing that `poll` returns and `is_done` accepts.

    Raises WaitTimeoutError, naming `what`, when `timeout_s` seconds have passed; no wait outlives them.
    """
    end, polls = timing.clock() + timeout_s, 0
    while True:
        seen = poll()
        if is_done(seen):
            return seen
        polls += 1
        left = end - timing.clock()
        if left <= 0:
            raise WaitTimeoutError(f"{what} did not end within {timeout_s:g} s. It goes on; wait again.")
        timing.sleep(min(left, poll_delay_s(polls)))
