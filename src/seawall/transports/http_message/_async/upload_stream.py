"""Stream a request body."""

from collections.abc import AsyncIterator

from seawall.core.http.message import Request
from seawall.transports.http_message.upload import LengthCheck, async_body_pieces

__all__ = ["AsyncUploadStream"]


class AsyncUploadStream:
    """The body of `request`, piece by piece; raises InputError if its length is not the announced one."""

    def __init__(self, request: Request) -> None:
        self._pieces = async_body_pieces(request)
        self._length = LengthCheck.of(request)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        piece = b""
        try:
            async for piece in self._pieces:
                yield self._length.add(piece)
            self._length.finish()
        finally:
            # Error reporters show local variables.
            piece = b""
