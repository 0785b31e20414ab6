"""The events that observers receive, and their order."""

import logging

import pytest

from seawall.core.errors import ConfigError, NotFoundError, NotSentError, ServerStatusError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Event,
    RetryPlanned,
)
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, CANCELLED, POLICY, SECRET, thing

OK = json_response(200, {"id": 1})


async def events(*steps: Response | BaseException) -> list[Event]:
    events: list[Event] = []
    engine = AsyncEngine(
        AsyncMemoryTransport(Script(*steps)),
        base_url=BASE_URL,
        clock=AsyncFakeClock(),
        observers=[events.append],
    )
    raised: BaseException | None = None
    try:
        await engine.send(thing(), POLICY)
    except BaseException as error:  # noqa: BLE001
        raised = error
    assert isinstance(events[-1], CallEnded)
    assert events[-1].error is raised
    return events


async def test_the_order_of_events() -> None:
    for steps, names in [
        ((OK,), [CallStarted, AttemptStarted, AttemptEnded, CallEnded]),
        ((Response(404),), [CallStarted, AttemptStarted, AttemptEnded, CallEnded]),
        (
            (NotSentError("x."), OK),
            [
                CallStarted,
                *[AttemptStarted, AttemptEnded, RetryPlanned],
                AttemptStarted,
                AttemptEnded,
                CallEnded,
            ],
        ),
        ((CANCELLED,), [CallStarted, AttemptStarted, AttemptEnded, CallEnded]),
        ((ZeroDivisionError(),), [CallStarted, AttemptStarted, AttemptEnded, CallEnded]),
    ]:
        assert [type(event) for event in await events(*steps)] == names, (steps, names)


async def test_the_contents_of_the_events_of_a_retried_call() -> None:
    seen = await events(Response(503, {"retry-after": "7"}), OK)
    assert len({event.call_id for event in seen}) == 1
    assert {event.operation.id for event in seen} == {"thing"}
    _, first, failed, planned, second, succeeded, ended = seen
    assert isinstance(first, AttemptStarted)
    assert isinstance(second, AttemptStarted)
    assert (first.number, second.number) == (1, 2)
    assert first.url == f"{BASE_URL}/v1/things/{SECRET}"
    assert isinstance(failed, AttemptEnded)
    assert isinstance(succeeded, AttemptEnded)
    assert (failed.status, succeeded.status) == (503, 200)
    assert failed.headers["retry-after"] == "7"
    assert isinstance(planned, RetryPlanned)
    assert (planned.number, planned.delay_s, type(planned.error)) == (1, 7.0, ServerStatusError)
    assert isinstance(ended, CallEnded)
    assert (ended.attempts, ended.status, ended.cached, ended.error) == (2, 200, False, None)
    assert ended.at_s - seen[0].at_s == 7.0


async def test_the_duration_of_a_call() -> None:
    ended = (await events(Response(503, {"retry-after": "7"}), OK))[-1]
    assert isinstance(ended, CallEnded)
    assert ended.took_s == 7.0


async def test_an_observer_receives_only_the_events_it_chose() -> None:
    class Chosen:
        events = (AttemptEnded, CallEnded)

        def __init__(self) -> None:
            self.seen: list[type[Event]] = []

        def __call__(self, event: Event) -> None:
            self.seen.append(type(event))

    chosen = Chosen()
    engine = AsyncEngine(AsyncMemoryTransport(Script(OK)), base_url=BASE_URL, observers=[chosen])
    await engine.send(thing(), POLICY)
    assert chosen.seen == [AttemptEnded, CallEnded]


async def test_an_invalid_choice_of_events_is_a_config_error() -> None:
    choices: list[object] = [None, CallEnded, ("CallEnded",), "CallEnded", (int,), [[]]]
    for choice in choices:

        class Wrong:
            def __call__(self, event: Event) -> None:
                raise AssertionError

        wrong = Wrong()
        wrong.events = choice  # type: ignore[attr-defined]
        with pytest.raises(ConfigError, match="events of the observer Wrong is not a tuple of event classes"):
            AsyncEngine(AsyncMemoryTransport(Script(OK)), base_url=BASE_URL, observers=[wrong])


async def test_a_failed_call_ends_with_its_error() -> None:
    ended = (await events(Response(404)))[-1]
    assert isinstance(ended, CallEnded)
    assert isinstance(ended.error, NotFoundError)


async def test_no_repr_of_an_event_shows_an_argument() -> None:
    for event in await events(Response(503), OK):
        assert SECRET not in repr(event)


async def test_the_url_of_an_event_has_no_query() -> None:
    events: list[Event] = []
    engine = AsyncEngine(
        AsyncMemoryTransport(Script(OK)), base_url="https://api.test/x", observers=[events.append]
    )
    await engine.send(thing(), POLICY)
    started = events[1]
    assert isinstance(started, AttemptStarted)
    assert started.url == f"https://api.test/x/v1/things/{SECRET}"


async def test_headers_of_an_observer_are_sent_and_override_nothing() -> None:
    def trace(event: Event) -> None:
        if isinstance(event, AttemptStarted):
            event.headers.update({"Traceparent": f"00-{event.number}", "accept": "nothing", "Accept": "all"})

    transport = AsyncMemoryTransport(Script(Response(503), OK))
    engine = AsyncEngine(transport, base_url=BASE_URL, clock=AsyncFakeClock(), observers=[trace])
    await engine.send(thing(), POLICY)
    assert [request.headers["traceparent"] for request in transport.requests] == ["00-1", "00-2"]
    for request in transport.requests:
        accepted = [value for name, value in request.headers.items() if name.lower() == "accept"]
        assert accepted == ["application/json"]


async def test_an_observer_that_raises_does_not_fail_the_call(caplog: pytest.LogCaptureFixture) -> None:
    def broken(event: Event) -> None:
        raise ZeroDivisionError

    seen: list[Event] = []
    engine = AsyncEngine(AsyncMemoryTransport(Script(OK)), base_url=BASE_URL, observers=[broken, seen.append])
    with caplog.at_level(logging.ERROR, "seawall"):
        assert (await engine.send(thing(), POLICY)).value == {"id": 1}
    assert len(seen) == 4
    assert "An observer failed on CallStarted." in caplog.text


async def test_a_renewed_token_is_a_second_request_of_the_same_attempt_count() -> None:
    class Tokens:
        async def token(self, timeout_s: float) -> str:
            return "old"

        async def renew(self, rejected: str, timeout_s: float) -> str:
            return f"not-{rejected}"

    events: list[Event] = []

    def answer(request: Request) -> Response:
        return OK if request.headers["authorization"] == "Bearer not-old" else Response(401)

    engine = AsyncEngine(
        AsyncMemoryTransport(answer), base_url=BASE_URL, tokens=Tokens(), observers=[events.append]
    )
    await engine.send(thing(), POLICY)
    assert [event.status for event in events if isinstance(event, AttemptEnded)] == [401, 200]
    assert isinstance(events[-1], CallEnded)
    assert events[-1].attempts == 2
