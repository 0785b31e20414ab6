"""RetryLoop after the first: tenacity waits, `seawall.core.retry.retry` decides."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field

from seawall.core.engine.policy import Policy
from seawall.core.errors import NotSentError, SeawallError
from seawall.core.retry.quota import retry_cost
from seawall.core.retry.retry import RepeatProtection, may_repeat, retry_delay_s
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.retry.shared_quota import SharedQuota

if TYPE_CHECKING:
    from tenacity import RetryCallState

__all__ = ["AsyncRetryLoop"]

T = TypeVar("T")


def _tell_nobody(number: int, error: SeawallError, delay_s: float) -> None:
    """For those who need not know of retries."""


@define
class AsyncRetryLoop:
    """What is left of a call's policy once its first attempt has failed.

    `deadline` is on the monotonic clock of `clock`; no wait outlives it. `on_retry` is told the number of
    the attempt that failed, its error and the seconds until the next one. Each retry is paid for out of
    `quota`, and what the last one cost goes back once it has succeeded.
    """

    method: str
    policy: Policy
    deadline: float
    clock: AsyncClock
    protection: RepeatProtection = RepeatProtection.NONE
    quota: SharedQuota = field(factory=SharedQuota)
    on_retry: Callable[[int, SeawallError, float], None] = _tell_nobody
    _paid: int = field(default=0, init=False)
    # The latest failure of an attempt that has left.
    _left: SeawallError | None = field(default=None, init=False)

    async def run(self, first: SeawallError, attempt: Callable[[], Awaitable[T]]) -> T:
        """What a later `attempt` returns.

        When none is left that makes sense, raises the last error; where that one never left and an earlier
        one did, the earlier one.
        """
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
            sleep=self.clock.sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            answer: T = await retrying(again)
        except NotSentError as error:
            # Of the last attempt this is true; of the call it is not, where an earlier one has left.
            if self._left is None:
                raise
            raise self._left from error
        self.quota.give_back(self._paid)
        return answer

    def _may_repeat(self, state: "RetryCallState") -> bool:
        error, stated = _error_in(state), self.policy.retry.is_idempotent
        if error is not None and not isinstance(error, NotSentError):
            self._left = error
        return error is not None and may_repeat(self.method, error, protection=self.protection, stated=stated)

    def _delay_s(self, state: "RetryCallState") -> float:
        return retry_delay_s(state.attempt_number, _failure(state), self.policy.retry, self.clock.random())

    def _is_over(self, state: "RetryCallState") -> bool:
        error, rule = _failure(state), self.policy.retry
        asked_s = getattr(error, "retry_after_s", None) or 0.0
        if state.attempt_number >= rule.attempts or asked_s > rule.max_retry_after_s:
            return True
        if self.clock.monotonic() + state.upcoming_sleep >= self.deadline:
            return True
        # Asked last: only a retry that is about to be made is paid for.
        self._paid = retry_cost(error)
        return not self.quota.take(self._paid)

    def _tell(self, state: "RetryCallState") -> None:
        self.on_retry(state.attempt_number, _failure(state), state.upcoming_sleep)


def _error_in(state: "RetryCallState") -> SeawallError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, SeawallError) else None


def _failure(state: "RetryCallState") -> SeawallError:
    error = _error_in(state)
    # tenacity asks how to go on only after `_may_repeat` has seen an error.
    assert error is not None
    return error
