"""A stream of server-sent events that reconnects after the last event (WHATWG HTML, section 9.2)."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Self

from attrs import field, frozen

from seawall.core.auth.auth_scheme import AuthScheme, authorized, bearer
from seawall.core.engine.policy import RetryRule
from seawall.core.engine.result import status_error
from seawall.core.errors import (
    DeadlineExceededError,
    DecodeError,
    InputError,
    NotSentError,
    SeawallError,
    StatusError,
)
from seawall.core.http.message import Request
from seawall.core.http.times import with_date
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.retry.retry import may_repeat
from seawall.core.sse.parser import (
    EventParser,
    ServerSentEvent,
    is_event_stream,
    reconnection_delay_s,
)
from seawall.core.transfer.urls import query_values
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.bounded_response import read_bounded
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTokenProvider, AsyncTransport

__all__ = ["AsyncEventSource", "AsyncEventStream"]

_OK, _NO_CONTENT, _UNAUTHORIZED = 200, 204, 401
# Browsers wait about as long if the server sends no `retry`.
_DEFAULT_RETRY_S = 3.0
_DEFAULT_RULE = RetryRule()


@frozen(kw_only=True)
class AsyncEventSource(ProcessBound):
    """Opens connections to the event stream at `url`, each with a current token.

    If the server responds with 401, the token is renewed once. `timeout_s` limits the time between two
    chunks, so it must be longer than the pauses of the server; many servers send a comment every 15 seconds.
    Messages show `name` instead of the URL.
    """

    transport: AsyncTransport
    url: str = field(repr=False, converter=Secret)
    name: str = "event stream"
    tokens: AsyncTokenProvider | None = field(default=None, repr=False)
    auth_scheme: AuthScheme = field(default=bearer, repr=False)
    user_agent: str = "seawall"
    timeout_s: float = 60.0

    @asynccontextmanager
    async def connect(self, last_event_id: str) -> AsyncIterator[AsyncStream]:
        """Request the events after `last_event_id`, or from now on if it is "".

        Raises AuthError, TransportError, StatusError for a status other than 200 and 204, and DecodeError if
        the id can not be sent in a header.
        """
        request = self._request(last_event_id)
        token = await self._token()
        async with self._send(request, token) as stream:
            # A provider that returns the same token has no better one: raise the 401 instead of a second
            # request.
            renewed = token
            if token and stream.status == _UNAUTHORIZED:
                renewed = await self._token(rejected=token)
            if renewed == token:
                yield await self._checked(stream, token)
                return
        async with self._send(request, renewed) as stream:
            yield await self._checked(stream, token, renewed)

    async def _token(self, *, rejected: str | None = None) -> str | None:
        if self.tokens is None:
            return None
        try:
            if rejected is None:
                return hidden(await self.tokens.token(self.timeout_s))
            return hidden(await self.tokens.renew(rejected, self.timeout_s))
        except DeadlineExceededError as error:
            # A NotSentError, so that the stream tries again: the next connection may get the token in time.
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
                    f"{self.name}: the id of the last event can not be sent in a header, so the stream "
                    "can not resume. Report it to the operator of the server."
                )
            headers["last-event-id"] = last_event_id
        return Request("GET", self.url, headers)

    def _send(self, request: Request, token: str | None) -> AbstractAsyncContextManager[AsyncStream]:
        authenticated = authorized(request, token, self.auth_scheme)
        return self.transport.stream(authenticated, self.timeout_s)

    async def _checked(self, stream: AsyncStream, *tokens: str | None) -> AsyncStream:
        if stream.status in {_OK, _NO_CONTENT}:
            return stream
        response = await read_bounded(stream)
        # The server may repeat the token, or a ticket in the query of the URL.
        secrets = [*(token for token in tokens if token), *query_values(self.url)]
        raise status_error("GET", self.name, response, hidden=secrets)


class AsyncEventStream(ProcessBound):
    """The events of a stream, in order, until the server responds with 204 or the stream is closed.

    `connect` opens a connection, e.g. the method of an AsyncEventSource. When a connection ends or breaks,
    the stream reconnects after the last event. Before that it waits for the server's `retry` (default 3 s)
    plus up to half of it. It raises errors that must not be retried, and the last of `rule.attempts` failures
    in a row to connect. The wait grows while connections bring no event. Use it in a `with` block or close
    it. Only its reader may close it.
    """

    _in_other_process = "Open a stream in the other process."

    def __init__(
        self,
        connect: Callable[[str], AbstractAsyncContextManager[AsyncStream]],
        *,
        last_event_id: str = "",
        rule: RetryRule = _DEFAULT_RULE,
        clock: AsyncClock | None = None,
        max_bytes: int = 1 << 20,
    ) -> None:
        self.last_event_id: str = last_event_id
        self._connect = connect
        self._rule = rule
        self._clock = clock or AsyncSystemClock()
        self._max_bytes = max_bytes
        self._retry_s = _DEFAULT_RETRY_S
        self._failures = 0
        self._eventless = 0
        self._is_reading = False
        self._open: AsyncGenerator[ServerSentEvent, None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __aiter__(self) -> AsyncGenerator[ServerSentEvent, None]:
        self._failures = self._eventless = 0
        self._open = self._events()
        return self._open

    async def aclose(self) -> None:
        """Close the connection. Iterating again resumes after the last event.

        Raises InputError if another reader is waiting for an event; the stream then stays open.
        """
        if self._is_reading:
            raise InputError(
                "The stream is being read, so it was not closed. Close it where it is read: leave that "
                "loop, or cancel its task."
            )
        if self._open is not None:
            await self._open.aclose()

    async def _events(self) -> AsyncGenerator[ServerSentEvent, None]:
        events = self._from_connections()
        try:
            # True only while the stream waits for the network. At a `yield` its reader runs, and may close
            # it.
            self._is_reading = True
            async for event in events:
                self._is_reading = False
                yield event
                self._is_reading = True
        finally:
            # Closes the connection now and not when the generator is collected.
            await events.aclose()
            self._is_reading = False

    async def _from_connections(self) -> AsyncGenerator[ServerSentEvent, None]:
        while True:
            error: SeawallError | None = None
            # Reset to 0 by a connection and by an event, respectively.
            self._failures += 1
            self._eventless += 1
            try:
                async with self._connect(self.last_event_id) as stream:
                    if stream.status == _NO_CONTENT:
                        return
                    parser = self._parser_for(stream)
                    async for chunk in stream.chunks():
                        for event in parser.feed(chunk):
                            self.last_event_id, self._eventless = event.id, 0
                            yield event
                        self._update(parser)
            except SeawallError as failure:
                error = failure
                if isinstance(error, StatusError):
                    error.headers = with_date(error.headers, self._clock.wall())
                if not may_repeat("GET", error) or self._failures >= self._rule.attempts:
                    raise
            delay_s = reconnection_delay_s(
                self._eventless, self._retry_s, error, self._rule, self._clock.random()
            )
            await self._clock.sleep(delay_s)

    def _parser_for(self, stream: AsyncStream) -> EventParser:
        if not is_event_stream(stream.headers):
            raise DecodeError("The response is not an event stream. Check the URL.")
        self._failures = 0
        return EventParser(last_event_id=self.last_event_id, max_bytes=self._max_bytes)

    def _update(self, parser: EventParser) -> None:
        parser.check()
        # An id without data counts too, so the id is not that of the last event.
        self.last_event_id = parser.last_event_id
        if parser.retry_s is not None:
            self._retry_s = parser.retry_s
