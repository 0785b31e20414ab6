"""The body of a request with files, read in another thread while it is sent."""

from collections.abc import AsyncIterable, AsyncIterator

from seawall.core.http.multipart import Piece
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.engine.file_body import FileBody

__all__ = ["AsyncFileStream", "open_files"]


class AsyncFileStream:
    """Iterates over the bytes of `body`, each time from its start."""

    def __init__(self, body: FileBody) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Iterate over the bytes."""
        pieces = iter(self._body)
        while (piece := await run_in_thread(next, pieces, None)) is not None:
            yield piece


def open_files(pieces: tuple[Piece, ...]) -> tuple[AsyncIterable[bytes], int]:
    """Return the body that `pieces` make, and its size. Raises InputError if a file can not be read."""
    body = FileBody(pieces)
    return AsyncFileStream(body), body.size
