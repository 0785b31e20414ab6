"""Read the response to a transfer with a bounded part of its body."""

from seawall.core.http.message import Response
from seawall.core.http.times import dated
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.bounded_response import read_bounded
from seawall.runtime.http._async.protocols import AsyncStream

__all__ = ["read_response"]


async def read_response(stream: AsyncStream, clock: AsyncClock) -> Response:
    """Read a streamed response with the start of its body, 64 KiB, and the date of its arrival."""
    return dated(await read_bounded(stream), clock.wall())
