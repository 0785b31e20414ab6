"""Attempts after the first: tenacity waits, `seawall.core.retry` decides."""

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from seawall.core.errors import SeawallError
from seawall.core.policy import Policy
from seawall.core.retry import may_repeat, retry_delay_s
from seawall.runtime.timing import AsyncTiming

if TYPE_CHECKING:
    from tenacity import RetryCallState

__all__ = ["AsyncAttempts"]

T = TypeVar("T")

_log = logging.getLogger("seawall")


@frozen
class AsyncAttempts:
    """What is left of a call's policy once its first attempt has failed.

    `deadline` is on the monotonic clock of `timing`; no wait outlives it.
    """

    name: str
    method: str
    policy: Policy
    deadline: float
    timing: AsyncTiming

    async def after(self, first: SeawallError, attempt: Callable[[], Awaitable[T]]) -> T:
        """What a later `attempt` returns; raises the last error when none is left that makes sense."""
        # Imported here: a call that succeeds at once does not pay for it.
        from tenacity import AsyncRetrying  # noqa: PLC0415

        # tenacity counts the attempt that has already failed as its first.
        failed: list[SeawallError] = [first]

        async def again() -> T:
            if failed:
                raise failed.pop()
            return await attempt()

        retrying = AsyncRetrying(
            retry=self._may_repeat,
            wait=self._delay_s,
            stop=self._is_over,
            sleep=self.timing.sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        return await retrying(again)

    def _may_repeat(self, state: "RetryCallState") -> bool:
        error = _error_in(state)
        return error is not None and may_repeat(self.method, error)

    def _delay_s(self, state: "RetryCallState") -> float:
        error = _error_in(state)
        assert error is not None
        return retry_delay_s(state.attempt_number, error, self.policy.retry, self.timing.random())

    def _is_over(self, state: "RetryCallState") -> bool:
        out_of_attempts = state.attempt_number >= self.policy.retry.attempts
        return out_of_attempts or self.timing.clock() + state.upcoming_sleep >= self.deadline

    def _tell(self, state: "RetryCallState") -> None:
        _log.warning(
            "%s: attempt %d of %d failed (%s); the next one in %.2f s",
            self.name,
            state.attempt_number,
            self.policy.retry.attempts,
            type(_error_in(state)).__name__,
            state.upcoming_sleep,
        )


def _error_in(state: "RetryCallState") -> SeawallError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, SeawallError) else None
