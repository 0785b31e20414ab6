"""Read the response to a transfer with a bounded part of its body."""

from seawall.core.http.message import Response
from seawall.core.http.times import dated
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncStream

__all__ = ["read_response"]

_MAX_BODY_BYTES = 65536


async def read_response(stream: AsyncStream, clock: AsyncClock) -> Response:
    """Read a streamed response with the start of its body: 64 KiB, enough for an error message."""
    body = b""
    async for chunk in stream.chunks():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            break
    return dated(Response(stream.status, stream.headers, body), clock.wall())
