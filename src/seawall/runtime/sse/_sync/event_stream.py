# DO NOT EDIT. Derived from ../_async/event_stream.py by "python -m seawall.codegen.derive".
"""A stream of server-sent events that goes on where its connection breaks off (WHATWG HTML, section 9.2)."""

from collections.abc import Generator, Iterator, Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from attrs import field, frozen

from seawall.core.auth.auth_scheme import AuthScheme, bearer
from seawall.core.engine.policy import RetryRule
from seawall.core.engine.result import status_error
from seawall.core.errors import DeadlineExceededError, DecodeError, InputError, NotSentError, SeawallError
from seawall.core.http.message import Request, Response
from seawall.core.retry.retry import may_repeat
from seawall.core.sse.parser import (
    EventParser,
    ServerSentEvent,
    is_event_stream,
    reconnection_delay_s,
)
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Stream, TokenProvider, Transport

__all__ = ["EventSource", "EventStream"]

_OK, _NO_CONTENT, _REFUSED = 200, 204, 401
_MOST_IN_AN_ERROR = 65536
_USUAL_RETRY_S = 3.0
_USUAL_RULE = RetryRule()


@frozen(kw_only=True)
class EventSource:
    """What connects to the stream at `url`, with a token that is asked for anew each time.

    A token that the server refuses (401) is renewed once. `timeout_s` bounds each step, so it must be longer
    than the server is ever silent; many send a comment every 15 seconds. `name` stands for it in messages.
    """

    transport: Transport
    url: str = field(repr=False)
    name: str = "event stream"
    tokens: TokenProvider | None = None
    auth_scheme: AuthScheme = bearer
    user_agent: str = "seawall"
    timeout_s: float = 60.0

    @contextmanager
    def connect(self, last_event_id: str) -> Iterator[Stream]:
        """The answer to a request for what comes after `last_event_id`, "" for what comes from now on.

        Raises AuthError or TransportError, StatusError for what is neither 200 nor 204, and DecodeError for
        an id that no header can carry.
        """
        request = self._request(last_event_id)
        token = self._token()
        with self._sent(request, token) as stream:
            renewed = token
            if token and stream.status == _REFUSED:
                renewed = self._token(rejected=token)
            if renewed == token:
                yield self._accepted(stream)
                return
        with self._sent(request, renewed) as stream:
            yield self._accepted(stream)

    def _token(self, *, rejected: str | None = None) -> str | None:
        if self.tokens is None:
            return None
        try:
            if rejected is None:
                return self.tokens.token(self.timeout_s)
            return self.tokens.renew(rejected, self.timeout_s)
        except DeadlineExceededError as error:
            # Too late for this connection; the next may have it.
            raise NotSentError(f"{self.name}: {error}") from error

    def _request(self, last_event_id: str) -> Request:
        headers = {
            "accept": "text/event-stream",
            "cache-control": "no-store",
            "user-agent": self.user_agent,
        }
        if last_event_id:
            if not (last_event_id.isascii() and last_event_id.isprintable()):
                raise DecodeError(
                    f"{self.name}: the server's last event has an id that no header can carry, so the stream "
                    "can not go on after it. Tell its operator."
                )
            headers["last-event-id"] = last_event_id
        return Request("GET", self.url, headers)

    def _sent(self, request: Request, token: str | None) -> AbstractContextManager[Stream]:
        placed = request if token is None else self.auth_scheme(request, token)
        return self.transport.stream(placed, self.timeout_s)

    def _accepted(self, stream: Stream) -> Stream:
        if stream.status in {_OK, _NO_CONTENT}:
            return stream
        body = b""
        for chunk in stream.chunks():
            body += chunk
            if len(body) > _MOST_IN_AN_ERROR:
                break
        raise status_error("GET", self.name, Response(stream.status, stream.headers, body))


class EventStream:
    """The events of a stream, in order, for ever: until the server says 204, or it is closed.

    `connect` makes a connection, e.g. an EventSource's. A connection that ends or breaks off is made
    anew after the event that came last, when the server's `retry` (3 seconds, unless it says so) and up to
    half as much have passed. What may not be tried again ends the stream with its error, and so does the last
    of `rule.attempts` failures in a row to connect. Connections in a row that bring no event come ever more
    slowly. Use it in a `with` block, or close it: both leave nothing. Only who reads it may close it.
    """

    def __init__(
        self,
        connect: Callable[[str], AbstractContextManager[Stream]],
        *,
        last_event_id: str = "",
        rule: RetryRule = _USUAL_RULE,
        clock: Clock | None = None,
        most_bytes: int = 1 << 20,
    ) -> None:
        self.last_event_id = last_event_id
        self._connect = connect
        self._rule = rule
        self._clock = clock or SystemClock()
        self._most_bytes = most_bytes
        self._retry_s = _USUAL_RETRY_S
        self._failures = 0
        self._fruitless = 0
        self._is_reading = False
        self._open: Generator[ServerSentEvent, None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Generator[ServerSentEvent, None]:
        self._failures = self._fruitless = 0
        self._open = self._events()
        return self._open

    def close(self) -> None:
        """Give up the connection. Iterating again goes on after the last event.

        Raises InputError while another reader waits for an event: it stays as it is.
        """
        if self._is_reading:
            raise InputError(
                "The stream is being read, so it was not closed. Close it where it is read: leave that "
                "loop."
            )
        if self._open is not None:
            self._open.close()

    def _events(self) -> Generator[ServerSentEvent, None]:
        events = self._from_connections()
        try:
            self._is_reading = True
            for event in events:
                self._is_reading = False
                yield event
                self._is_reading = True
        finally:
            events.close()
            self._is_reading = False

    def _from_connections(self) -> Generator[ServerSentEvent, None]:
        while True:
            error: SeawallError | None = None
            # Taken back once there is a connection, or an event.
            self._failures += 1
            self._fruitless += 1
            try:
                with self._connect(self.last_event_id) as stream:
                    if stream.status == _NO_CONTENT:
                        return
                    parser = self._parser_for(stream)
                    for chunk in stream.chunks():
                        for event in parser.feed(chunk):
                            self.last_event_id, self._fruitless = event.id, 0
                            yield event
                        self._note(parser)
            except SeawallError as broken:
                error = broken
                if not may_repeat("GET", error) or self._failures >= self._rule.attempts:
                    raise
            delay_s = reconnection_delay_s(
                self._fruitless, self._retry_s, error, self._rule, self._clock.random()
            )
            self._clock.sleep(delay_s)

    def _parser_for(self, stream: Stream) -> EventParser:
        if not is_event_stream(stream.headers):
            raise DecodeError(
                "The server answered with something else than a stream of events. Check the address."
            )
        self._failures = 0
        return EventParser(last_event_id=self.last_event_id, most_bytes=self._most_bytes)

    def _note(self, parser: EventParser) -> None:
        parser.check()
        self.last_event_id = parser.last_event_id
        if parser.retry_s is not None:
            self._retry_s = parser.retry_s
