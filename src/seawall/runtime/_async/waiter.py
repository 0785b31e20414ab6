"""Waits until something has happened on the server, by asking, ever less often."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from seawall.core.errors import SeawallError, WaitTimeoutError
from seawall.core.polling import poll_delay_s
from seawall.core.retry import may_repeat
from seawall.runtime.timing import AsyncTiming

__all__ = ["wait_until"]

T = TypeVar("T")

_PATIENCE_S = 60.0


async def wait_until(
    poll: Callable[[], Awaitable[T]],
    is_done: Callable[[T], bool],
    *,
    timeout_s: float,
    timing: AsyncTiming,
    what: str,
) -> T:
    """The first thing that `poll` returns and `is_done` accepts.

    Once it has answered, a server that restarts does not end the wait: what may be asked again is, until 60
    seconds have passed without an answer; then the error is raised. Raises WaitTimeoutError, naming `what`,
    when `timeout_s` seconds have passed; no wait outlives them.
    """
    end, patient_until, polls = timing.clock() + timeout_s, 0.0, 0
    while True:
        try:
            seen = await poll()
            if is_done(seen):
                return seen
            patient_until = min(end, timing.clock() + _PATIENCE_S)
        except SeawallError as error:
            if not may_repeat("GET", error) or timing.clock() >= patient_until:
                raise
        polls += 1
        left = end - timing.clock()
        if left <= 0:
            raise WaitTimeoutError(f"{what} did not end within {timeout_s:g} s. It goes on; wait again.")
        await timing.sleep(min(left, poll_delay_s(polls)))
