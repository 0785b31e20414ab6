"""Waits until something has happened on the server, by asking, ever less often."""

import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from seawall.core.errors import SeawallError, WaitTimeoutError
from seawall.core.polling import poll_delay_s
from seawall.core.retry import may_repeat
from seawall.runtime.timing import AsyncTiming

__all__ = ["wait_until"]

T = TypeVar("T")

_PATIENCE_S = 60.0
_SHORTEST_POLL_S = 0.1


async def wait_until(
    poll: Callable[[float], Awaitable[T]],
    is_done: Callable[[T], bool],
    *,
    timeout_s: float,
    timing: AsyncTiming,
    what: str,
    on_progress: Callable[[T], None] = lambda _: None,
) -> T:
    """The first thing that `poll` returns and `is_done` accepts; `on_progress` is told of each.

    `poll` is told how many seconds are left. Once it has answered, a server that restarts does not end the
    wait: what may be asked again is, until 60 seconds have passed without an answer; then the error is
    raised. Raises WaitTimeoutError, naming `what`, when `timeout_s` seconds have passed; no wait outlives
    them.
    """
    trouble: SeawallError | None = None
    end, patient_until, polls = timing.clock() + timeout_s, -math.inf, 0
    while True:
        left = end - timing.clock()
        try:
            seen = await poll(max(left, _SHORTEST_POLL_S))
        except SeawallError as error:
            if not may_repeat("GET", error) or timing.clock() >= patient_until:
                raise
            trouble = error
        else:
            patient_until, trouble = timing.clock() + _PATIENCE_S, None
            on_progress(seen)
            if is_done(seen):
                return seen
        polls += 1
        left = end - timing.clock()
        if left <= 0:
            raise WaitTimeoutError(
                f"{what} did not end within {timeout_s:g} s. It goes on; wait again."
            ) from trouble
        await timing.sleep(min(left, poll_delay_s(polls)))
