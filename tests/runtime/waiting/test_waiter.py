import logging
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any

import pytest
from attrs import evolve

from seawall.core.engine.result import Result
from seawall.core.errors import (
    DecodeError,
    InputError,
    NotFoundError,
    NotSentError,
    SeawallError,
    ServerStatusError,
    WaitTimeoutError,
)
from seawall.core.http.message import Headers, Response
from seawall.core.waiting.polling import Outage, PollInterval, PollResult
from seawall.core.waiting.states import StateMachine, StateTracker, UnexpectedState
from seawall.core.wire.unset import given
from seawall.runtime.waiting._async.waiter import AsyncPollable, async_wait
from seawall.testing import AsyncFakeClock

MACHINE = StateMachine(
    transitions={
        "PENDING": ("PROCESSING", "TERMINATED"),
        "PROCESSING": ("TERMINATED",),
        "TERMINATED": (),
    },
    terminal=("TERMINATED",),
)


def _identity(seen: str) -> str:
    return seen


def pollable(read: Callable[[float], Awaitable[Result[str]]]) -> AsyncPollable[str, str]:
    return AsyncPollable(
        name="run 7", read=read, from_wire=_identity, state=lambda seen: seen, machine=MACHINE
    )


class AsyncServer:
    """Returns one step after another, then the last one forever; each response takes `takes_s`."""

    def __init__(self, clock: AsyncFakeClock, *steps: str | SeawallError, takes_s: float = 0.0) -> None:
        self.polls = 0
        self.left_s: list[float] = []
        self.headers: dict[str, str] = {}
        self._clock = clock
        self._steps = steps
        self._takes_s = takes_s

    async def read(self, left_s: float) -> Result[str]:
        self._clock.advance(self._takes_s)
        self.left_s.append(left_s)
        step = self._steps[min(self.polls, len(self._steps) - 1)]
        self.polls += 1
        if isinstance(step, SeawallError):
            raise step
        return Result(step, Response(202, self.headers))

    async def wait(
        self, *, deadline_s: float = 1000.0, on_progress: Callable[[PollResult[str]], None] = lambda _: None
    ) -> str:
        return await async_wait(
            pollable(self.read), deadline_s=deadline_s, clock=self._clock, on_progress=on_progress
        )


async def test_a_terminal_state_ends_the_wait_at_once() -> None:
    clock = AsyncFakeClock()
    assert await AsyncServer(clock, "TERMINATED").wait() == "TERMINATED"
    assert clock.sleeps_s == []


async def test_the_delay_grows() -> None:
    clock = AsyncFakeClock()
    await AsyncServer(clock, "PENDING", "PENDING", "PROCESSING", "PROCESSING", "TERMINATED").wait()
    assert clock.sleeps_s == [0.25, 0.375, 0.5625, 0.84375]


async def test_the_delays_follow_the_poll_interval() -> None:
    clock = AsyncFakeClock()
    server = AsyncServer(clock, "PENDING", "PENDING", "PENDING", "TERMINATED")
    poll_interval = PollInterval(first_s=2.0, growth=2.0, max_s=6.0)
    await async_wait(pollable(server.read), poll_interval=poll_interval, clock=clock)
    assert clock.sleeps_s == [2.0, 4.0, 6.0]


async def test_retry_after_of_a_success_is_used() -> None:
    clock = AsyncFakeClock()
    server = AsyncServer(clock, "PENDING", "PENDING", "TERMINATED")
    server.headers = {"retry-after": "40"}
    await server.wait()
    assert clock.sleeps_s == [40.0, 40.0]


async def test_retry_after_of_a_failure_is_used() -> None:
    clock = AsyncFakeClock()
    busy = ServerStatusError("busy.", status=503, headers=Headers({"retry-after": "30"}))
    await AsyncServer(clock, "PENDING", busy, "TERMINATED").wait()
    assert clock.sleeps_s == [0.25, 30.0]


async def test_a_timeout_names_the_resource_and_has_its_last_value() -> None:
    clock = AsyncFakeClock()
    sentence = r"^run 7 did not end within 10 s\. It is still running; wait again\.$"
    with pytest.raises(WaitTimeoutError, match=sentence) as caught:
        await AsyncServer(clock, "PENDING", "PROCESSING").wait(deadline_s=10.0)
    assert caught.value.last == "PROCESSING"


@pytest.mark.parametrize("deadline_s", [0.1, 1.0, 10.0, 33.3])
@pytest.mark.parametrize("headers", [{}, {"retry-after": "3600"}])
async def test_no_wait_outlives_the_deadline(deadline_s: float, headers: dict[str, str]) -> None:
    clock = AsyncFakeClock()
    server = AsyncServer(clock, "PENDING")
    server.headers = headers
    with pytest.raises(WaitTimeoutError):
        await server.wait(deadline_s=deadline_s)
    assert sum(clock.sleeps_s) == pytest.approx(deadline_s)


async def test_the_last_poll_is_at_the_deadline() -> None:
    clock = AsyncFakeClock()
    assert await AsyncServer(clock, "PENDING", "TERMINATED").wait(deadline_s=0.1) == "TERMINATED"


async def test_the_time_of_polls_counts() -> None:
    clock = AsyncFakeClock()
    server = AsyncServer(clock, "PENDING", takes_s=4.0)
    with pytest.raises(WaitTimeoutError):
        await server.wait(deadline_s=10.0)
    assert server.polls == 3


async def test_read_receives_the_remaining_seconds() -> None:
    clock = AsyncFakeClock()
    server = AsyncServer(clock, "PENDING")
    with pytest.raises(WaitTimeoutError):
        await server.wait(deadline_s=0.5)
    assert server.left_s == [0.5, 0.25, 0.1]


async def test_invalid_arguments_are_refused_before_the_first_poll() -> None:
    server = AsyncServer(AsyncFakeClock(), "TERMINATED")
    with pytest.raises(InputError, match=r"^The time to wait for run 7 is inf\."):
        await server.wait(deadline_s=float("inf"))
    wrong: Any = "print"
    with pytest.raises(InputError, match=r"^on_progress is of type str"):
        await server.wait(on_progress=wrong)
    assert server.polls == 0


async def test_values_are_converted_from_wire() -> None:
    polls: list[PollResult[tuple[str]]] = []
    clock = AsyncFakeClock()
    server = AsyncServer(clock, "PENDING")
    made = AsyncPollable(
        name="run 7",
        read=server.read,
        from_wire=lambda seen: (seen,),
        state=lambda seen: seen[0],
        machine=MACHINE,
    )
    with pytest.raises(WaitTimeoutError) as caught:
        await async_wait(made, deadline_s=0.1, clock=clock, on_progress=polls.append)
    assert {poll.value for poll in polls} == {caught.value.last} == {("PENDING",)}


async def test_on_progress_receives_each_poll() -> None:
    polls: list[PollResult[str]] = []
    server = AsyncServer(AsyncFakeClock(), "PENDING", "PENDING", "PROCESSING", "TERMINATED")
    await server.wait(on_progress=polls.append)
    assert [(poll.number, poll.state, poll.changed) for poll in polls] == [
        (1, "PENDING", True),
        (2, "PENDING", False),
        (3, "PROCESSING", True),
        (4, "TERMINATED", True),
    ]
    assert [poll.value for poll in polls] == ["PENDING", "PENDING", "PROCESSING", "TERMINATED"]


async def test_an_unknown_state_is_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    polls: list[PollResult[str]] = []
    server = AsyncServer(AsyncFakeClock(), "PENDING", "NEW\x1b[2J", "NEW\x1b[2J", "TERMINATED")
    with caplog.at_level(logging.WARNING, logger="seawall"):
        assert await server.wait(on_progress=polls.append) == "TERMINATED"
    assert [poll.unexpected for poll in polls] == [None, UnexpectedState.UNKNOWN, None, None]
    assert caplog.messages == ["run 7 is in the unknown state NEW [2J; the wait continues"]


async def test_an_illegal_transition_is_reported_and_continues_the_wait(
    caplog: pytest.LogCaptureFixture,
) -> None:
    polls: list[PollResult[str]] = []
    server = AsyncServer(AsyncFakeClock(), "PROCESSING", "PENDING", "TERMINATED")
    with caplog.at_level(logging.WARNING, logger="seawall"):
        assert await server.wait(on_progress=polls.append) == "TERMINATED"
    assert [poll.unexpected for poll in polls] == [None, UnexpectedState.ILLEGAL, None]
    assert caplog.messages == [
        "run 7 went from state PROCESSING to PENDING, which is illegal; the wait continues"
    ]


async def test_an_illegal_transition_is_reported_from_the_last_known_state(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = AsyncServer(AsyncFakeClock(), "PROCESSING", "NEW", "PENDING", "TERMINATED")
    with caplog.at_level(logging.WARNING, logger="seawall"):
        assert await server.wait() == "TERMINATED"
    assert "went from state PROCESSING to PENDING" in caplog.messages[1]


async def test_a_state_may_be_an_enum() -> None:
    class State(str, Enum):  # noqa: UP042 - `str` of one is "State.TERMINATED"
        TERMINATED = "TERMINATED"

    polls: list[PollResult[str]] = []
    server = AsyncServer(AsyncFakeClock(), State.TERMINATED)
    assert await server.wait(on_progress=polls.append) is State.TERMINATED
    assert [(poll.state, poll.unexpected) for poll in polls] == [("TERMINATED", None)]


async def test_a_tracker_remembers_an_earlier_wait() -> None:
    clock, tracker = AsyncFakeClock(), StateTracker(MACHINE)
    for server in (AsyncServer(clock, "TERMINATED"), AsyncServer(clock, "PROCESSING", "TERMINATED")):
        await async_wait(pollable(server.read), clock=clock, tracker=tracker)
    assert tracker.illegal == 1


async def test_an_error_of_the_first_poll_ends_the_wait() -> None:
    with pytest.raises(NotFoundError):
        await AsyncServer(AsyncFakeClock(), NotFoundError("it is gone.")).wait()


class AsyncOutage:
    """Responds once, fails for `lasts_s`, then responds with a terminal state."""

    def __init__(self, clock: AsyncFakeClock, lasts_s: float, error: SeawallError) -> None:
        self._clock = clock
        self._error = error
        self._back_at = clock.now_s + lasts_s
        self._answered = False

    async def read(self, _: float) -> Result[str]:
        if self._answered and self._clock.now_s < self._back_at:
            raise self._error
        state = "TERMINATED" if self._answered else "PENDING"
        self._answered = True
        return Result(state, Response(200))

    async def wait(self, deadline_s: float = 1000.0) -> str:
        return await async_wait(pollable(self.read), deadline_s=deadline_s, clock=self._clock)


async def test_a_server_that_restarts_does_not_end_the_wait() -> None:
    assert await AsyncOutage(AsyncFakeClock(), 50.0, NotSentError("gone.")).wait() == "TERMINATED"


async def test_an_outage_of_60_seconds_ends_the_wait_with_its_error() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(NotSentError):
        await AsyncOutage(clock, 900.0, NotSentError("gone.")).wait()
    assert 60.0 <= sum(clock.sleeps_s) < 66.0


async def test_each_failed_poll_is_told_and_the_next_result_says_that_the_server_is_back() -> None:
    clock, seen = AsyncFakeClock(), list[PollResult[str] | Outage]()
    gone = NotSentError("gone.")
    server = AsyncServer(clock, "PENDING", gone, gone, "PENDING", gone, "TERMINATED")

    async def on_outage(outage: Outage) -> None:
        seen.append(outage)

    await async_wait(pollable(server.read), clock=clock, on_progress=seen.append, on_outage=on_outage)
    told = [each if isinstance(each, Outage) else each.state for each in seen]
    # The delays are 0.25, 0.375, 0.5625, 0.84375 s; an outage begins with the last response.
    first = Outage(error=gone, failed_polls=1, duration_s=0.25, remaining_s=59.75)
    second = Outage(error=gone, failed_polls=2, duration_s=0.625, remaining_s=59.375)
    third = Outage(error=gone, failed_polls=1, duration_s=0.84375, remaining_s=59.15625)
    assert told == ["PENDING", first, second, "PENDING", third, "TERMINATED"]
    assert "gone" not in repr(first)


async def test_on_outage_is_checked_before_a_request_is_sent() -> None:
    server = AsyncServer(AsyncFakeClock(), "TERMINATED")
    with pytest.raises(InputError, match="on_outage"):
        await async_wait(pollable(server.read), on_outage=7)  # type: ignore[arg-type]
    assert server.polls == 0


async def test_an_outage_ends_at_the_deadline() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(WaitTimeoutError) as caught:
        await AsyncOutage(clock, 900.0, NotSentError("gone.")).wait(deadline_s=10.0)
    assert isinstance(caught.value.__cause__, NotSentError)
    assert caught.value.last == "PENDING"
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


async def test_an_error_that_is_not_retryable_ends_the_wait() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(NotFoundError):
        await AsyncOutage(clock, 50.0, NotFoundError("no run.", status=404)).wait()
    assert clock.sleeps_s == [0.25]


async def test_an_outage_before_the_first_response_ends_the_wait() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(NotSentError):
        await AsyncServer(clock, NotSentError("never there.")).wait()
    assert clock.sleeps_s == []


async def test_an_error_of_on_progress_ends_the_wait() -> None:
    def on_progress(_: object) -> None:
        raise NotSentError("mine.")

    clock = AsyncFakeClock()
    with pytest.raises(NotSentError, match="mine"):
        await AsyncServer(clock, "PENDING").wait(on_progress=on_progress)
    assert clock.sleeps_s == []


async def test_an_error_of_from_wire_names_the_resource_and_the_request() -> None:
    async def read(_: float) -> Result[str]:
        return Result("DONE", Response(200, Headers({"x-request-id": "req-7"}), b"{}"))

    def convert(_: str) -> str:
        return given(None, "state")

    def fail(_: str) -> str:
        raise ValueError("s3cret")

    rows: list[tuple[Callable[[str], str], str]] = [
        (convert, "run 7 answered 200 (request req-7) with null for `state`, which the API always sends."),
        (fail, "run 7: `from_wire` failed: ValueError."),
    ]
    for from_wire, text in rows:
        with pytest.raises(DecodeError) as caught:
            await async_wait(evolve(pollable(read), from_wire=from_wire), clock=AsyncFakeClock())
        assert str(caught.value).startswith(text)
        assert "s3cret" not in str(caught.value)
