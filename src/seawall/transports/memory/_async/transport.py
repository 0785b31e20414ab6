"""A transport without a network: a function returns the responses. For tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from attrs import frozen

from seawall.core.http.message import Headers, Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.transports.http_message.collected_body import CollectedBody
from seawall.transports.http_message.outgoing import checked_method, checked_url, outgoing_headers
from seawall.transports.memory.truncated_response import TruncatedResponse

__all__ = ["AsyncMemoryStream", "AsyncMemoryTransport"]

# Small enough that a test with a larger body reads several pieces, as it would from a network.
_PIECE_BYTES = 65_536


@frozen
class AsyncMemoryStream:
    """A response whose body is read piece by piece."""

    status: int
    headers: Headers
    response: Response

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body in pieces of at most 64 KiB; then raise the error of a `TruncatedResponse`."""
        for start in range(0, len(self.response.body), _PIECE_BYTES):
            yield self.response.body[start : start + _PIECE_BYTES]
        if isinstance(self.response, TruncatedResponse):
            raise self.response.error


class AsyncMemoryTransport(ProcessBound):
    """Calls `respond` with each request, and returns its response or raises its error.

    `requests` and `timeouts_s` hold the requests so far and their timeouts, in order.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, respond: Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        self.timeouts_s: list[float] = []
        self._respond = respond

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response."""
        async with self.stream(request, timeout_s) as stream:
            body = CollectedBody(request, stream.status)
            async for chunk in stream.chunks():
                body.add(chunk)
                # Of a token response, an error report would show it among the local variables.
                del chunk
            return Response(stream.status, stream.headers, body.joined())

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncMemoryStream]:
        """Return the response with its body unread; checks the request as a real transport does."""
        # The checks of the network transports, so that a test fails where a program would.
        checked_method(request), checked_url(request), outgoing_headers(request)
        self.requests.append(request)
        self.timeouts_s.append(timeout_s)
        response = self._respond(request)
        yield AsyncMemoryStream(response.status, response.headers, response)

    async def aclose(self) -> None:
        """Do nothing: there is no connection."""
