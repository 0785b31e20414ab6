# DO NOT EDIT. Derived from ../_async/transport.py by "python -m seawall.codegen.derive".
"""A transport without a network: a function answers. For tests, yours and ours."""

from collections.abc import Iterator, Callable
from contextlib import contextmanager

from attrs import frozen

from seawall.core.http.message import Headers, Request, Response
from seawall.transports.memory.truncated_response import TruncatedResponse

__all__ = ["MemoryStream", "MemoryTransport"]


@frozen
class MemoryStream:
    """A response whose body is still to come."""

    status: int
    headers: Headers
    response: Response

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces of at most 64 KiB; a `TruncatedResponse` then raises its error."""
        for start in range(0, len(self.response.body), 65536):
            yield self.response.body[start : start + 65536]
        if isinstance(self.response, TruncatedResponse):
            raise self.response.error


class MemoryTransport:
    """Hands each request to `answer` and gives back what it returns, or lets through what it raises.

    `requests` and `timeouts_s` hold what was asked so far, in order.
    """

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        self.timeouts_s: list[float] = []
        self._answer = answer

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response."""
        with self.stream(request, timeout_s) as stream:
            body = b"".join([chunk for chunk in stream.chunks()])
            return Response(stream.status, stream.headers, body)

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[MemoryStream]:
        """The response with its body still to come."""
        self.requests.append(request)
        self.timeouts_s.append(timeout_s)
        response = self._answer(request)
        yield MemoryStream(response.status, response.headers, response)

    def close(self) -> None:
        """Nothing to close."""
