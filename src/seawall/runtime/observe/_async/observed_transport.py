"""A transport whose requests observers see: those of transfers and of logins, which no engine sends."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from attrs import define, field

from seawall.core.engine.call import Operation
from seawall.core.errors import StatusError
from seawall.core.http.message import Headers, Request, Response
from seawall.core.http.times import with_date
from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Observer,
    Subscribers,
    checked_observers,
    subscribers_by_event,
)
from seawall.core.process_bound import ProcessBound
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport
from seawall.runtime.observe.call_log import CallLog, is_verbose
from seawall.runtime.observe.emission import emit, next_call_id

__all__ = ["AsyncObservedTransport"]


class AsyncObservedTransport(ProcessBound):
    """Sends requests with `transport`; `observers` and the log receive an event for each.

    Each request is a call of its own: of the operation `name`, with one attempt. Events hold the host and the
    number of bytes, but neither path nor query, which may hold a signature. Headers that an observer adds
    are not sent, because these requests go to other servers. It does not close `transport`.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(
        self,
        transport: AsyncTransport,
        name: str,
        observers: Sequence[Observer],
        *,
        clock: AsyncClock | None = None,
    ) -> None:
        checked = checked_observers(observers)
        self._transport = transport
        self._name = name
        self._clock = clock or AsyncSystemClock()
        self._subscribers = subscribers_by_event(checked)
        self._verbose_subscribers = subscribers_by_event((CallLog(), *checked))

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request` with the transport."""
        exchange = self._start(request)
        try:
            response = await self._transport.send(request, timeout_s)
        except BaseException as error:
            exchange.end(error)
            raise
        exchange.status, exchange.headers = response.status, response.headers
        exchange.received = len(response.body)
        exchange.end()
        return response

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncStream]:
        """Stream the response to `request` with the transport."""
        exchange = self._start(request)
        try:
            async with self._transport.stream(request, timeout_s) as stream:
                exchange.status, exchange.headers = stream.status, stream.headers
                yield _ObservedStream(stream, exchange)
        except BaseException as error:
            exchange.end(error)
            raise
        exchange.end()

    async def aclose(self) -> None:
        """Do nothing: the transport belongs to another."""

    def _start(self, request: Request) -> "_Exchange":
        # A name in place of the path: the path of a storage may hold a secret.
        operation: Operation[Any] = Operation(
            id=self._name, method=request.method, path=self._name, result_types={}
        )
        subscribers = self._verbose_subscribers if is_verbose() else self._subscribers
        exchange = _Exchange(operation, subscribers, self._clock)
        exchange.start(request)
        return exchange


@define(eq=False, repr=False)
class _Exchange:
    """One request and its response, and their events."""

    operation: Operation[Any]
    subscribers: Subscribers
    clock: AsyncClock
    call_id: int = field(factory=next_call_id, init=False)
    began_s: float = field(init=False)
    status: int | None = field(default=None, init=False)
    headers: Headers = field(factory=Headers, init=False)
    # The number of bytes of the body that have been read.
    received: int = field(default=0, init=False)

    def start(self, request: Request) -> None:
        self.began_s = now_s = self.clock.monotonic()
        emit(self.subscribers, CallStarted(call_id=self.call_id, operation=self.operation, at_s=now_s))
        event = AttemptStarted(
            call_id=self.call_id,
            operation=self.operation,
            number=1,
            url=_origin(request.url),
            at_s=now_s,
            request_bytes=_size_of(request),
        )
        emit(self.subscribers, event)

    def end(self, error: BaseException | None = None) -> None:
        """Emit the end of the attempt and of the call. A StatusError is the end of the call only."""
        now_s = self.clock.monotonic()
        attempt = AttemptEnded(
            call_id=self.call_id,
            operation=self.operation,
            number=1,
            at_s=now_s,
            status=self.status,
            headers=self.headers if self.status is None else with_date(self.headers, self.clock.wall()),
            error=None if isinstance(error, StatusError) else error,
            response_bytes=self.received,
        )
        emit(self.subscribers, attempt)
        call = CallEnded(
            call_id=self.call_id,
            operation=self.operation,
            attempts=1,
            at_s=now_s,
            took_s=now_s - self.began_s,
            status=self.status,
            error=error,
        )
        emit(self.subscribers, call)


class _ObservedStream:
    """A streamed response that counts the bytes of its body."""

    def __init__(self, stream: AsyncStream, exchange: _Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    @property
    def status(self) -> int:
        return self._stream.status

    @property
    def headers(self) -> Headers:
        return self._stream.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream.chunks():
            self._exchange.received += len(chunk)
            yield chunk


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        # The transport refuses the URL.
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def _size_of(request: Request) -> int:
    """Return the size of the body of a request in bytes, as its Content-Length states it."""
    if isinstance(request.body, bytes):
        return len(request.body)
    length = next((value for name, value in request.headers.items() if name.lower() == "content-length"), "")
    return int(length) if length.isascii() and length.isdigit() else 0
