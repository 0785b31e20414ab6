"""Poll a resource on the server until it reaches a terminal state."""

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

# A server that restarts is usually back within a minute.
_MAX_OUTAGE_S = 60.0
# The last poll comes when the deadline has passed; it still gets this much time.
_MIN_POLL_S = 0.1
_DEFAULT_INTERVAL = PollInterval()

_log = logging.getLogger("seawall")


@frozen(kw_only=True)
class AsyncPollable(Generic[W, T]):
    """A resource to poll. It is made from an id, so any process can wait for it.

    `name` is its name in messages, e.g. `run 7`. `read` receives the remaining seconds, requests the resource
    and returns the result. `from_wire` converts it for the user, and `state` returns its state in `machine`.
    """

    name: str
    read: Callable[[float], Awaitable[Result[W]]]
    from_wire: Callable[[W], T]
    state: Callable[[T], str]
    machine: StateMachine


async def async_wait(
    pollable: AsyncPollable[W, T],
    *,
    deadline_s: float = 3600.0,
    poll_interval: PollInterval = _DEFAULT_INTERVAL,
    clock: AsyncClock | None = None,
    tracker: StateTracker | None = None,
    on_progress: Callable[[PollResult[T]], None] = lambda _: None,
) -> T:
    """Poll `pollable` until its state is terminal, and return it.

    `on_progress` receives each poll result. Unknown states and illegal transitions do not end the wait: the
    poll result contains them and a warning is logged, for an unknown state once. Pass the same `tracker` to
    several waits for one resource, and it remembers what earlier waits observed.

    After a first response, a server that restarts does not end the wait: errors that are safe to retry are
    retried until 60 seconds have passed without a response; then the error is raised. Raises
    WaitTimeoutError, with the last value, after `deadline_s` seconds, whatever the server asks for. Raises
    InputError for a deadline that is not a finite number above 0.
    """
    deadline_s = checked_seconds(deadline_s, f"The time to wait for {pollable.name}")
    checked_callable(on_progress, "on_progress")
    clock = clock or AsyncSystemClock()
    poller = _Poller(pollable, tracker or StateTracker(pollable.machine))
    end, outage_end = clock.monotonic() + deadline_s, -math.inf
    while True:
        failure: SeawallError | None = None
        try:
            result = await pollable.read(max(end - clock.monotonic(), _MIN_POLL_S))
        except SeawallError as error:
            if not may_repeat("GET", error) or clock.monotonic() >= outage_end:
                raise
            failure, asked_s = error, error.retry_after_s if isinstance(error, StatusError) else None
        else:
            outage_end = clock.monotonic() + _MAX_OUTAGE_S
            poll = poller.observe(pollable.from_wire(result.value))
            asked_s = retry_after_s(result.response.headers)
            on_progress(poll)
            if pollable.machine.is_terminal(poll.state):
                return poll.value
        left_s = end - clock.monotonic()
        if left_s <= 0:
            raise WaitTimeoutError(
                f"{pollable.name} did not end within {deadline_s:g} s. It is still running; wait again.",
                last=poller.last,
            ) from failure
        poller.count += 1
        await clock.sleep(min(left_s, poll_delay_s(poller.count, poll_interval, asked_s)))


class _Poller(Generic[W, T]):
    """The polls of one wait: `count` of them so far, with or without a response, and the `last` value."""

    def __init__(self, pollable: AsyncPollable[W, T], tracker: StateTracker) -> None:
        self.count = 0
        self.last: T | None = None
        self._pollable = pollable
        self._tracker = tracker

    def observe(self, value: T) -> PollResult[T]:
        """Record the value of a poll; log an unexpected state."""
        before, state = self._tracker.last, state_text(self._pollable.state(value))
        known = self._tracker.last_known
        unexpected, self.last = self._tracker.observe(state), value
        if unexpected is not None:
            self._warn(unexpected, known, state)
        return PollResult(
            value=value,
            state=state,
            number=self.count + 1,
            changed=before != state,
            unexpected=unexpected,
        )

    def _warn(self, unexpected: UnexpectedState, before: str | None, state: str) -> None:
        name, text = self._pollable.name, redact(state, max_characters=40)
        if unexpected is UnexpectedState.UNKNOWN:
            _log.warning("%s is in the unknown state %s; the wait continues", name, text)
        else:
            _log.warning(
                "%s went from state %s to %s, which is illegal; the wait continues", name, before, text
            )
