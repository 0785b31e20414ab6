# DO NOT EDIT. Derived from ../_async/waiter.py by "python -m seawall.codegen.derive".
"""Poll a resource on the server until it reaches a terminal state."""

import math
from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import field, frozen

from seawall.core.engine.conversion import converted
from seawall.core.engine.result import Result
from seawall.core.errors import DeadlineExceededError, SeawallError, StatusError, WaitTimeoutError
from seawall.core.http.retry_after import retry_after_s
from seawall.core.notebook.progress import ItemCounts
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.redact import redact
from seawall.core.retry.retry import may_repeat
from seawall.core.validation.arguments import checked_seconds
from seawall.core.waiting.polling import Outage, PollInterval, PollResult, poll_delay_s
from seawall.core.waiting.states import StateMachine, StateTracker, UnexpectedState, state_text
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.loggers import part_logger
from seawall.runtime.notebook.progress_display import ProgressDisplay

__all__ = ["Pollable", "Poller", "wait"]

W = TypeVar("W")
T = TypeVar("T")

# A server that restarts is usually back within a minute.
_MAX_OUTAGE_S = 60.0
# The last poll comes when the deadline has passed; it still gets this much time.
_MIN_POLL_S = 0.1
_DEFAULT_INTERVAL = PollInterval()

_log = part_logger("seawall.waiting")


@frozen(kw_only=True)
class Pollable(ProcessBound, Generic[W, T]):
    """A resource to poll. It is made from an id, so any process can wait for it.

    `name` is its name in messages, e.g. `run 7`. `read` receives the remaining seconds, requests the resource
    and returns the result. `from_wire` converts it for the user; an error in it is a DecodeError. `state`
    returns its state in `machine`. `counts` returns the number of its parts in each state, for a progress
    bar, or None if it has no parts. Not hashable, as a `StateMachine`.
    """

    _in_other_process = "Send the id that it polls."

    name: str
    read: Callable[[float], Result[W]] = field(repr=False)
    from_wire: Callable[[W], T] = field(repr=False)
    state: Callable[[T], str] = field(repr=False)
    machine: StateMachine
    counts: Callable[[T], ItemCounts | None] = field(default=lambda _: None, repr=False)


def wait(
    pollable: Pollable[W, T],
    *,
    deadline_s: float = 3600.0,
    poll_interval: PollInterval = _DEFAULT_INTERVAL,
    clock: Clock | None = None,
    tracker: StateTracker | None = None,
    on_progress: Callback[PollResult[T]] = lambda _: None,
    on_outage: Callback[Outage] = lambda _: None,
    show_progress: bool = True,
) -> T:
    """Poll `pollable` until its state is terminal, and return it.

    `on_progress` receives each poll result. Unknown states and illegal transitions do not end the wait: the
    poll result contains them and a warning is logged, for an unknown state once. Pass the same `tracker` to
    several waits for one resource, and it remembers what earlier waits observed.

    After a first response, a server that restarts does not end the wait: errors that are safe to retry are
    retried until 60 seconds have passed without a response; then the error is raised. `on_outage` receives
    each such failure; the next call of `on_progress` means that the server is back. Raises WaitTimeoutError,
    with the last value, after `deadline_s` seconds, whatever the server asks for. Raises InputError for a
    deadline that is not a finite number above 0.

    In a notebook the cell shows a progress bar, unless `show_progress` is false.
    """
    deadline_s = checked_seconds(deadline_s, f"The time to wait for {pollable.name}")
    checked_callback(on_progress, "on_progress")
    checked_callback(on_outage, "on_outage")
    clock = clock or SystemClock()
    poller = Poller(pollable, deadline_s=deadline_s, clock=clock, tracker=tracker)
    with ProgressDisplay(pollable.name, clock.monotonic, is_on=show_progress) as display:
        while True:
            result = poller.poll()
            if isinstance(result, Outage):
                display.warn(_outage_text(result))
                call("on_outage", on_outage, result)
            else:
                display.update(result.state, pollable.counts(result.value) if display.is_shown else None)
                call("on_progress", on_progress, result)
                if pollable.machine.is_terminal(result.state):
                    return result.value
            poller.pause(poll_interval)


def _outage_text(outage: Outage) -> str:
    return (
        f"No response for {outage.duration_s:.0f} s; the wait goes on for {outage.remaining_s:.0f} s more. "
        f"{outage.error}"
    )


class Poller(ProcessBound, Generic[W, T]):
    """The polls of one wait, up to its deadline. `wait` does it all; a stream of news polls by itself.

    `tracker` remembers the states that were observed. Raises InputError for a deadline that is not a finite
    number above 0.
    """

    _in_other_process = "Send the id that it polls."

    def __init__(
        self,
        pollable: Pollable[W, T],
        *,
        deadline_s: float = 3600.0,
        clock: Clock | None = None,
        tracker: StateTracker | None = None,
    ) -> None:
        self._pollable = pollable
        self._tracker = tracker or StateTracker(pollable.machine)
        self._clock = clock or SystemClock()
        self._deadline_s: float = checked_seconds(deadline_s, f"The time to wait for {pollable.name}")
        self._end: float = self._clock.monotonic() + self._deadline_s
        # Before the first response, an error is more likely a mistake than an outage: it is raised.
        self._outage_end: float = -math.inf
        self._failed_polls = 0
        self._count = 0
        self._last: T | None = None
        self._failure: SeawallError | None = None
        self._retry_after_s: float | None = None

    def poll(self) -> PollResult[T] | Outage:
        """Poll once; return an outage if the poll failed and may be repeated.

        Raises the error of the poll if it is the first one, or if there was no response for 60 seconds.
        """
        self._count += 1
        try:
            result = self._pollable.read(max(self._end - self._clock.monotonic(), _MIN_POLL_S))
        except SeawallError as error:
            remaining_s = self._outage_end - self._clock.monotonic()
            # A rate limit may allow the poll too late for its own deadline, which is not that of the wait.
            may_go_on = may_repeat("GET", error) or isinstance(error, DeadlineExceededError)
            if not may_go_on or remaining_s <= 0:
                raise
            self._failure, self._failed_polls = error, self._failed_polls + 1
            self._retry_after_s = error.retry_after_s if isinstance(error, StatusError) else None
            return Outage(
                error=error,
                failed_polls=self._failed_polls,
                duration_s=_MAX_OUTAGE_S - remaining_s,
                remaining_s=remaining_s,
            )
        self._outage_end = self._clock.monotonic() + _MAX_OUTAGE_S
        self._failure, self._failed_polls = None, 0
        self._retry_after_s = retry_after_s(result.response.headers)
        return self._observe(converted(self._pollable.name, result, self._pollable.from_wire))

    def pause(self, interval: PollInterval) -> None:
        """Sleep until the next poll; raise WaitTimeoutError, with the last value, after the deadline."""
        left_s = self._end - self._clock.monotonic()
        if left_s <= 0:
            raise WaitTimeoutError(
                f"{self._pollable.name} did not end within {self._deadline_s:g} s. It is still running; wait "
                "again.",
                last=self._last,
            ) from self._failure
        # Never longer than the time left, so that the last poll is at the deadline.
        self._clock.sleep(min(left_s, poll_delay_s(self._count, interval, self._retry_after_s)))

    def _observe(self, value: T) -> PollResult[T]:
        before, known = self._tracker.last, self._tracker.last_known
        state = state_text(self._pollable.state(value))
        unexpected, self._last = self._tracker.observe(state), value
        if unexpected is not None:
            self._warn(unexpected, known, state)
        return PollResult(
            value=value,
            state=state,
            number=self._count,
            changed=before != state,
            unexpected=unexpected,
        )

    def _warn(self, unexpected: UnexpectedState, before: str | None, state: str) -> None:
        # The state is text of the server: it may contain control characters, or be very long.
        name, text = self._pollable.name, redact(state, max_characters=40)
        if unexpected is UnexpectedState.UNKNOWN:
            _log.warning("%s is in the unknown state %s; the wait continues", name, text)
        else:
            _log.warning(
                "%s went from state %s to %s, which is illegal; the wait continues", name, before, text
            )
