"""Waits until something has ended on the server, by looking, ever less often."""

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from attrs import frozen

from seawall.core.engine.result import Result
from seawall.core.errors import SeawallError, StatusError, WaitTimeoutError
from seawall.core.http.retry_after import retry_after_s
from seawall.core.redaction.redact import redact
from seawall.core.retry.retry import may_repeat
from seawall.core.validation.arguments import checked_callable, checked_seconds
from seawall.core.waiting.polling import PollInterval, PollResult, poll_delay_s
from seawall.core.waiting.states import StateMachine, StateTracker, UnexpectedState, state_text
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock

__all__ = ["AsyncPollable", "async_wait"]

W = TypeVar("W")
T = TypeVar("T")

_PATIENCE_S = 60.0
_SHORTEST_LOOK_S = 0.1
_USUAL_SCHEDULE = PollInterval()

_log = logging.getLogger("seawall")


@frozen(kw_only=True)
class AsyncPollable(Generic[W, T]):
    """What is waited for: a thing on the server that can be looked at by its id, from any process.

    `name` stands for it in messages, e.g. `run 7`. `read` looks: it is told how many seconds are left and
    answers with the thing as it came and the response that it came in. `from_wire` makes of it what the user
    gets, and `state` is where that is by `machine`.
    """

    name: str
    read: Callable[[float], Awaitable[Result[W]]]
    from_wire: Callable[[W], T]
    state: Callable[[T], str]
    machine: StateMachine


async def async_wait(
    target: AsyncPollable[W, T],
    *,
    deadline_s: float = 3600.0,
    poll_interval: PollInterval = _USUAL_SCHEDULE,
    clock: AsyncClock | None = None,
    watch: StateTracker | None = None,
    on_progress: Callable[[PollResult[T]], None] = lambda _: None,
) -> T:
    """What `target` is once its state is terminal.

    `on_progress` is told of each look. An unknown state is waited out, and an illegal transition too: the
    look says so, and a warning is logged, for an unknown state once. A `watch` that is handed in knows what
    earlier waits for the same thing saw.

    Once it has been answered, a server that restarts does not end the wait: what may be asked again is, until
    60 seconds have passed without an answer; then the error is raised. Raises WaitTimeoutError, with what was
    seen last, when `deadline_s` seconds have passed; no wait outlives them. Raises InputError for a deadline
    that is none.
    """
    deadline_s = checked_seconds(deadline_s, f"The time to wait for {target.name}")
    checked_callable(on_progress, "on_progress")
    clock = clock or AsyncSystemClock()
    looks = _Looks(target, watch or StateTracker(target.machine))
    end, patient_until = clock.monotonic() + deadline_s, -math.inf
    while True:
        trouble: SeawallError | None = None
        try:
            answer = await target.read(max(end - clock.monotonic(), _SHORTEST_LOOK_S))
        except SeawallError as error:
            if not may_repeat("GET", error) or clock.monotonic() >= patient_until:
                raise
            trouble, asked_s = error, error.retry_after_s if isinstance(error, StatusError) else None
        else:
            patient_until = clock.monotonic() + _PATIENCE_S
            look, asked_s = looks.at(target.from_wire(answer.value)), retry_after_s(answer.response.headers)
            on_progress(look)
            if target.machine.is_terminal(look.state):
                return look.value
        left = end - clock.monotonic()
        if left <= 0:
            raise WaitTimeoutError(
                f"{target.name} did not end within {deadline_s:g} s. It goes on; wait again.",
                last=looks.last,
            ) from trouble
        looks.count += 1
        await clock.sleep(min(left, poll_delay_s(looks.count, poll_interval, asked_s)))


class _Looks(Generic[W, T]):
    """What was seen of `target` so far in this wait; `count` looks have been, answered or not."""

    def __init__(self, target: AsyncPollable[W, T], watch: StateTracker) -> None:
        self.count = 0
        self.last: T | None = None
        self._target = target
        self._watch = watch

    def at(self, value: T) -> PollResult[T]:
        """One more, at `value`; what is odd about its state is logged."""
        before, state = self._watch.last, state_text(self._target.state(value))
        known = self._watch.last_known
        surprise, self.last = self._watch.saw(state), value
        if surprise is not None:
            self._tell(surprise, known, state)
        return PollResult(
            value=value,
            state=state,
            number=self.count + 1,
            changed=before != state,
            surprise=surprise,
        )

    def _tell(self, surprise: UnexpectedState, before: str | None, state: str) -> None:
        name, words = self._target.name, redact(state, most_characters=40)
        if surprise is UnexpectedState.UNKNOWN:
            _log.warning("%s is in state %s, which this version does not know; waiting goes on", name, words)
        else:
            _log.warning(
                "%s went from state %s to %s, which can not be; waiting goes on", name, before, words
            )
