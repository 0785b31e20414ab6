"""Read the start of a streamed response, e.g. of an error."""

from seawall.core.http.message import Response
from seawall.runtime.http._async.protocols import AsyncStream

__all__ = ["read_bounded"]

_MAX_BODY_BYTES = 65536


async def read_bounded(stream: AsyncStream) -> Response:
    """Read a streamed response with the start of its body: 64 KiB, enough for an error message."""
    body = b""
    async for chunk in stream.chunks():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            break
    return Response(stream.status, stream.headers, body)
