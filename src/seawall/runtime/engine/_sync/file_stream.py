# DO NOT EDIT. Derived from ../_async/file_stream.py by "python -m seawall.codegen.derive".
"""The body of a request with files, read in another thread while it is sent."""

from collections.abc import Iterable, Iterator

from seawall.core.http.multipart import Piece
from seawall.runtime.engine.file_body import FileBody

__all__ = ["FileStream", "open_files"]


class FileStream:
    """Iterates over the bytes of `body`, each time from its start."""

    def __init__(self, body: FileBody) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the bytes."""
        pieces = iter(self._body)
        while (piece := next(pieces, None)) is not None:
            yield piece


def open_files(pieces: tuple[Piece, ...]) -> tuple[Iterable[bytes], int]:
    """Return the body that `pieces` make, and its size. Raises InputError if a file can not be read."""
    body = FileBody(pieces)
    return FileStream(body), body.size
