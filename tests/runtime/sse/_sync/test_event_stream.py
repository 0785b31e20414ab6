# DO NOT EDIT. Derived from ../_async/test_event_stream.py by "python -m seawall.codegen.derive".
"""A stream of events that reconnects and resumes (WHATWG HTML, section 9.2.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from attrs import evolve

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import (
    DecodeError,
    InputError,
    LoginRequiredError,
    MaybeProcessedError,
    NotFoundError,
    NotSentError,
    SeawallError,
    ServerStatusError,
    UnauthorizedError,
)
from seawall.core.http.message import Request, Response
from seawall.core.sse.parser import ServerSentEvent
from seawall.runtime.http._sync.protocols import Stream
from seawall.runtime.sse._sync.event_stream import EventSource, EventStream
from seawall.testing import FakeClock, MemoryTransport, Script, TruncatedResponse
from seawall.transports import Httpx2Transport
from tests.runtime.answering_server import answering

KIND = {"content-type": "text/event-stream"}
URL = "https://api.test/v1/events?sig=hunter2"
END = Response(204)


def sent(*lines: str) -> Response:
    return Response(200, KIND, "\n".join(lines).encode() + b"\n\n")


class Tokens:
    """Returns `t1`, then `t2` and so on after each renewal, up to `last`."""

    def __init__(self, last: int = 9) -> None:
        self.number = 1
        self.asked = 0
        self._last = last

    def token(self, timeout_s: float) -> str:
        self.asked += 1
        return f"t{self.number}"

    def renew(self, rejected: str, timeout_s: float) -> str:
        self.number = min(self.number + 1, self._last)
        return f"t{self.number}"


class Scene:
    """A source over a script, with a fake clock."""

    def __init__(self, *steps: Response | BaseException, tokens: Tokens | None = None) -> None:
        self.script = Script(*steps)
        self.transport = MemoryTransport(self.script)
        self.clock = FakeClock(random=0.0)
        self.source = EventSource(
            transport=self.transport, url=URL, name="GET /v1/events", tokens=tokens, user_agent="ua/1"
        )

    def stream(
        self, *, last_event_id: str = "", attempts: int = 4, max_bytes: int = 1 << 20
    ) -> EventStream:
        return EventStream(
            self.source.connect,
            last_event_id=last_event_id,
            rule=RetryRule(attempts=attempts),
            clock=self.clock,
            max_bytes=max_bytes,
        )

    def events(self) -> list[str]:
        """The data of all events."""
        return [event.data for event in self.stream()]

    @property
    def ids(self) -> list[str | None]:
        """The Last-Event-ID of each request."""
        return [request.headers.get("last-event-id") for request in self.transport.requests]


def test_a_stream_reconnects_after_its_last_event_until_204() -> None:
    scene = Scene(sent("id: 1", "data: a", "", "id: 2", "data: b"), sent("data: c"), END)
    assert scene.events() == ["a", "b", "c"]
    assert scene.ids == [None, "2", "2"]
    assert scene.clock.sleeps_s == [3.0, 3.0]
    scene.script.assert_used_up()


def test_the_request() -> None:
    scene = Scene(END)
    assert scene.events() == []
    (request,) = scene.transport.requests
    assert (request.method, request.url) == ("GET", URL)
    assert request.headers == {
        "accept": "text/event-stream",
        "cache-control": "no-store",
        "user-agent": "ua/1",
    }
    assert scene.transport.timeouts_s == [60.0]


def test_a_stream_can_resume_after_an_event_of_another_process() -> None:
    scene = Scene(sent("id: 8", "data: a"), END)
    stream = scene.stream(last_event_id="7")
    assert [event for event in stream] == [ServerSentEvent(data="a", id="8")]
    assert scene.ids == ["7", "8"]
    assert stream.last_event_id == "8"


def test_the_server_sets_the_reconnection_time() -> None:
    scene = Scene(sent("retry: 500", "data: a"), sent("data: b"), sent("retry: 10", "data: c"), END)
    scene.events()
    assert scene.clock.sleeps_s == [0.5, 0.5, 0.01]


def test_an_incomplete_event_is_dropped_and_its_id_too() -> None:
    cut = TruncatedResponse(
        200, KIND, b"id: 1\ndata: a\n\nid: 2\ndata: b\n", error=MaybeProcessedError("cut.")
    )
    scene = Scene(cut, sent("id: 2", "data: b"), END)
    assert scene.events() == ["a", "b"]
    assert scene.ids == [None, "1", "2"]


def test_a_server_that_restarts_does_not_end_the_stream() -> None:
    busy = Response(503, {"retry-after": "30"})
    scene = Scene(sent("id: 1", "data: a"), NotSentError("gone."), busy, sent("data: b"), END)
    scene.clock.random_value = 1.0
    assert scene.events() == ["a", "b"]
    assert scene.ids == [None, "1", "1", "1", "1"]
    assert scene.clock.sleeps_s == pytest.approx([5.5, 6.5, 30.0, 5.5])


def test_a_retry_after_date_counts_from_the_receipt_if_the_response_has_no_date() -> None:
    # The fake clock says Tue, 14 Nov 2023 22:13:20 GMT.
    busy = Response(503, {"retry-after": "Tuesday, 14-Nov-23 22:13:50 GMT"})
    scene = Scene(busy, sent("data: a"), END)
    assert scene.events() == ["a"]
    assert scene.clock.sleeps_s == [30.0, 3.0]


def test_the_last_of_many_failures_is_raised() -> None:
    scene = Scene(sent("data: a"), *[NotSentError("gone.")] * 4)
    with pytest.raises(NotSentError, match="gone"):
        scene.events()
    scene.script.assert_used_up()


def test_only_failures_in_a_row_count() -> None:
    steps: list[Response | BaseException] = []
    for number in range(5):
        steps += [*[NotSentError("gone.")] * 2, sent(f"data: {number}")]
    assert Scene(*steps, END).events() == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("odd", "error", "words"),
    [
        (Response(404, {}, b'{"detail": "no such stream"}'), NotFoundError, "no such stream"),
        (Response(302, {"location": "https://evil.test/"}), SeawallError, "302"),
        (Response(200, {"content-type": "text/html"}, b"data: a\n\n"), DecodeError, "not an event stream"),
        (Response(200, {}, b"data: a\n\n"), DecodeError, "not an event stream"),
        (LoginRequiredError("log in."), LoginRequiredError, "log in"),
        (sent("data: " + "x" * 2000), DecodeError, "more than 1000 bytes"),
    ],
)
def test_errors_that_must_not_be_retried_are_raised_at_once(
    odd: Response | BaseException, error: type[Exception], words: str
) -> None:
    scene = Scene(odd)
    with pytest.raises(error, match=words) as caught:
        for _ in scene.stream(max_bytes=1000):
            pass
    assert "hunter2" not in str(caught.value)
    assert scene.clock.sleeps_s == []


def test_the_body_of_an_error_is_read_up_to_a_limit() -> None:
    scene = Scene(Response(404, {}, b"x" * 1_000_000))
    with pytest.raises(NotFoundError) as caught:
        scene.events()
    assert len(caught.value.body) < 200_000


def test_each_connection_gets_a_token_which_a_401_renews_once() -> None:
    tokens = Tokens()
    scene = Scene(sent("data: a"), Response(401), sent("data: b"), END, tokens=tokens)
    assert scene.events() == ["a", "b"]
    sent_ = [request.headers["authorization"] for request in scene.transport.requests]
    assert sent_ == ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]
    assert tokens.asked == 3


@pytest.mark.parametrize(("last", "requests"), [(1, 1), (9, 2)])
def test_a_second_401_is_raised(last: int, requests: int) -> None:
    scene = Scene(*[Response(401)] * requests, tokens=Tokens(last))
    with pytest.raises(UnauthorizedError):
        scene.events()
    scene.script.assert_used_up()


def test_the_auth_scheme_places_the_token() -> None:
    def in_header(request: Request, secret: str) -> Request:
        return evolve(request, headers={**request.headers, "x-api-key": secret})

    scene = Scene(END, tokens=Tokens())
    for _ in EventStream(evolve(scene.source, auth_scheme=in_header).connect):
        pass
    assert scene.transport.requests[0].headers["x-api-key"] == "t1"


@pytest.mark.parametrize("id_", ["zü", "a\x07b", "💡"])
def test_an_id_that_can_not_be_sent_in_a_header_raises(id_: str) -> None:
    scene = Scene(sent(f"id: {id_}", "data: a"))
    stream = scene.stream()
    with pytest.raises(DecodeError, match="can not be sent in a header"):
        for _ in stream:
            pass
    assert stream.last_event_id == id_
    assert scene.ids == [None]


def test_a_closed_stream_resumes_after_the_last_returned_event() -> None:
    scene = Scene(sent("id: 1", "data: a", "", "id: 2", "data: b"), sent("id: 2", "data: b"), END)
    stream = scene.stream()
    with stream:
        for event in stream:
            assert event.data == "a"
            break
    assert [event.data for event in stream] == ["b"]
    assert scene.ids == [None, "1", "2"]


def test_an_id_without_data_counts_as_the_last_id() -> None:
    scene = Scene(sent("id: 1", "data: a", "", "id: 5"), END)
    assert scene.events() == ["a"]
    assert scene.ids == [None, "5"]


def test_closing_the_stream_closes_the_connection() -> None:
    scene = Scene(sent("data: a", "", "data: b"))
    closed: list[str] = []

    @contextmanager
    def connect(last_event_id: str) -> Iterator[Stream]:
        with scene.source.connect(last_event_id) as connection:
            try:
                yield connection
            finally:
                closed.append(last_event_id)

    with EventStream(connect) as stream:
        for _ in stream:
            break
    assert closed == [""]


def test_another_reader_can_not_close_the_stream() -> None:
    scene = Scene(sent("data: a"), END)
    rejected: list[str] = []

    @contextmanager
    def connect(last_event_id: str) -> Iterator[Stream]:
        # Another reader closes the stream while the first waits for its connection.
        with pytest.raises(InputError, match="leave that loop"):
            stream.close()
        rejected.append(last_event_id)
        with scene.source.connect(last_event_id) as connection:
            yield connection

    stream = EventStream(connect, clock=scene.clock)
    for event in stream:
        assert event.data == "a"
        stream.close()
    assert rejected == [""]
    assert [event.data for event in stream] == []
    stream.close()


def test_the_wait_grows_while_connections_bring_no_event() -> None:
    nothing = Response(200, KIND, b"retry: 0\n\n")
    scene = Scene(*[nothing] * 5, sent("data: a"), nothing, END)
    scene.clock = FakeClock(random=0.5)
    assert scene.events() == ["a"]
    growing, after_an_event = scene.clock.sleeps_s[:5], scene.clock.sleeps_s[5:]
    assert [later / earlier for earlier, later in pairwise(growing)] == [2.0] * 4
    assert after_an_event == [growing[0] / 2, growing[0]]


def test_complete_events_come_before_the_error_of_a_large_one() -> None:
    scene = Scene(Response(200, KIND, b"id: 1\ndata: a\n\ndata: " + b"x" * 100))
    stream, given = scene.stream(max_bytes=50), list[str]()
    with pytest.raises(DecodeError, match="more than 50 bytes"):  # noqa: PT012
        for event in stream:
            given.append(event.data)
    assert (given, stream.last_event_id) == (["a"], "1")


def test_closing_an_unopened_stream_does_nothing() -> None:
    Scene().stream().close()


def test_an_error_names_the_stream() -> None:
    scene = Scene(*[Response(500)] * 2)
    with pytest.raises(ServerStatusError, match=r"GET /v1/events"):
        for _ in scene.stream(attempts=2):
            pass


def test_over_a_real_connection() -> None:
    bodies = {None: b"retry: 0\nid: 1\ndata: a\n\n", "1": b"id: 2\r\ndata: \xc3\xa4\r\n\r\nid: 3\r\n"}

    def answer(request: Request) -> Response:
        after = {name.lower(): value for name, value in request.headers.items()}.get("last-event-id")
        return Response(200, KIND, bodies[after]) if after in bodies else END

    with Httpx2Transport() as transport:
        with answering(answer) as url:
            source = EventSource(transport=transport, url=f"{url}/events")
            stream = EventStream(source.connect, clock=FakeClock())
            assert [event.data for event in stream] == ["a", "ä"]
