"""A transport without a network: a function answers. For tests, yours and ours."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from attrs import frozen

from seawall.core.http.message import Headers, Request, Response
from seawall.transports.memory.truncated_response import TruncatedResponse

__all__ = ["AsyncMemoryStream", "AsyncMemoryTransport"]


@frozen
class AsyncMemoryStream:
    """A response whose body is still to come."""

    status: int
    headers: Headers
    response: Response

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body in pieces of at most 64 KiB; a `TruncatedResponse` then raises its error."""
        for start in range(0, len(self.response.body), 65536):
            yield self.response.body[start : start + 65536]
        if isinstance(self.response, TruncatedResponse):
            raise self.response.error


class AsyncMemoryTransport:
    """Hands each request to `answer` and gives back what it returns, or lets through what it raises.

    `requests` and `timeouts_s` hold what was asked so far, in order.
    """

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        self.timeouts_s: list[float] = []
        self._answer = answer

    async def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response."""
        async with self.stream(request, timeout_s) as stream:
            body = b"".join([chunk async for chunk in stream.chunks()])
            return Response(stream.status, stream.headers, body)

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncMemoryStream]:
        """The response with its body still to come."""
        self.requests.append(request)
        self.timeouts_s.append(timeout_s)
        response = self._answer(request)
        yield AsyncMemoryStream(response.status, response.headers, response)

    async def aclose(self) -> None:
        """Nothing to close."""
