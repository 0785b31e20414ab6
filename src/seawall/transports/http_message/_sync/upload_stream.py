# DO NOT EDIT. Derived from ../_async/upload_stream.py by "python -m seawall.codegen.derive".
"""Stream a request body."""

from collections.abc import Iterator

from seawall.core.http.message import Request
from seawall.transports.http_message.upload import LengthCheck, body_pieces

__all__ = ["UploadStream"]


class UploadStream:
    """The body of `request`, piece by piece; raises InputError if its length is not the announced one."""

    def __init__(self, request: Request) -> None:
        self._pieces = body_pieces(request)
        self._length = LengthCheck.of(request)

    def __iter__(self) -> Iterator[bytes]:
        piece = b""
        try:
            for piece in self._pieces:
                yield self._length.add(piece)
            self._length.finish()
        finally:
            # Error reporters show local variables.
            piece = b""
