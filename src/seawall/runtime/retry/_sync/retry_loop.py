# DO NOT EDIT. Derived from ../_async/retry_loop.py by "python -m seawall.codegen.derive".
"""The retry loop: `seawall.core.retry.retry` decides, tenacity counts the attempts and waits between them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field

from seawall.core.engine.policy import Policy
from seawall.core.errors import NotSentError, SeawallError
from seawall.core.retry.retry import RepeatProtection, RetryDecision, retry_decision
from seawall.core.whole_import import import_whole
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.retry.shared_quota import SharedQuota

if TYPE_CHECKING:
    from tenacity import RetryCallState

__all__ = ["RetryLoop", "do_nothing"]

T = TypeVar("T")


def _ignore_retry(number: int, error: SeawallError, delay_s: float) -> None:
    """Default `on_retry`."""


def do_nothing(error: SeawallError) -> None:
    """Default `before_retry`."""


@define(eq=False, repr=False)
class RetryLoop:
    """Retries one call after its first attempt has failed.

    `deadline` is on the monotonic clock of `clock`; no wait ends after it. `on_retry` is called before each
    wait with the number of the failed attempt, its error and the seconds to wait, and `before_retry` after it
    with the error. A retry takes its cost from `quota`; the cost of the retry that succeeds is given back.
    """

    method: str
    policy: Policy
    deadline: float
    clock: Clock
    protection: RepeatProtection = RepeatProtection.NONE
    quota: SharedQuota = field(factory=SharedQuota)
    on_retry: Callable[[int, SeawallError, float], None] = _ignore_retry
    before_retry: Callable[[SeawallError], None] = do_nothing
    # The latest decision: tenacity reads its delay.
    _decision: RetryDecision = field(default=RetryDecision(delay_s=0.0, cost=0), init=False)

    def run(self, first_error: SeawallError, send: Callable[[], T]) -> T:
        """Call `send` until it succeeds and return its result; `first_error` is the error of attempt 1.

        If no further attempt is allowed, raises the error of the last attempt that was sent, or of the last
        attempt if none was.
        """
        # Imported here (9 ms): a call that succeeds at once does not need it.
        import_whole("tenacity")
        from tenacity import Retrying  # noqa: PLC0415

        error = first_error
        last_sent: SeawallError | None = None
        for attempt in Retrying(wait=self._delay_s, sleep=self.clock.sleep):
            number = attempt.retry_state.attempt_number
            # tenacity counts the attempt that has already failed as its first.
            if number > 1:
                try:
                    result = send()
                except SeawallError as failed:
                    error = failed
                else:
                    self.quota.give_back(self._decision.cost)
                    return result
            if not isinstance(error, NotSentError):
                last_sent = error
            decision = self._decide(number, error)
            # The quota comes last: only a retry that is about to happen takes tokens.
            if decision is None or not self.quota.take(decision.cost):
                if last_sent is None or last_sent is error:
                    raise error
                # "Not sent" is true of the last attempt but not of the call: the server may have acted on it.
                raise last_sent from error
            self._decision = decision
            self.on_retry(number, error, decision.delay_s)
            self.before_retry(error)
            # Makes tenacity wait and count.
            with attempt:
                raise error
        raise AssertionError("tenacity has stopped by itself")

    def _delay_s(self, _: "RetryCallState") -> float:
        return self._decision.delay_s

    def _decide(self, number: int, error: SeawallError) -> RetryDecision | None:
        remaining_s = self.deadline - self.clock.monotonic()
        return retry_decision(
            number,
            error,
            self.policy.retry,
            method=self.method,
            protection=self.protection,
            remaining_s=remaining_s,
            elapsed_s=self.policy.deadline_s - remaining_s,
            random=self.clock.random(),
        )
