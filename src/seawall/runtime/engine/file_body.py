"""A request body with files, which are opened and read while it is sent: large files are never in memory."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from seawall.core.errors import InputError, StorageError
from seawall.core.http.multipart import FilePart, Piece
from seawall.core.validation.arguments import wrong_type
from seawall.runtime.files.regular_file import open_regular_file

__all__ = ["FileBody"]

_CHUNK_BYTES = 1 << 18


class FileBody:
    """Iterates over the bytes of a body, each time from its start; an open file from where it was.

    `size` is the number of bytes. Reading raises StorageError if the disk fails, and InputError if a file is
    gone.
    """

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = pieces
        self._starts = {id(piece): _position(piece) for piece in pieces if _is_open_file(piece)}
        self.size: int = sum(map(self._size_of, pieces))

    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the bytes."""
        for piece in self._pieces:
            content = piece.content if isinstance(piece, FilePart) else piece
            if isinstance(content, bytes):
                yield content
            elif hasattr(content, "__fspath__"):
                with _opened(Path(content)) as file:
                    yield from _chunks(file)
            else:
                content.seek(self._starts[id(piece)])
                yield from _chunks(content)

    def _size_of(self, piece: Piece) -> int:
        content = piece.content if isinstance(piece, FilePart) else piece
        if isinstance(content, bytes):
            return len(content)
        if hasattr(content, "__fspath__"):
            with _opened(Path(content)) as file:
                return file.seek(0, os.SEEK_END)
        start = self._starts[id(piece)]
        size = content.seek(0, os.SEEK_END) - start
        content.seek(start)
        return size


def _is_open_file(piece: Piece) -> bool:
    return isinstance(piece, FilePart) and not (
        isinstance(piece.content, bytes) or hasattr(piece.content, "__fspath__")
    )


def _position(piece: Piece) -> int:
    content = piece.content if isinstance(piece, FilePart) else None
    try:
        # A retry sends the file again, from here.
        is_binary = isinstance(content.read(0), bytes)  # type: ignore[union-attr]
        position: int = content.tell()  # type: ignore[union-attr]
        content.seek(position)  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError) as error:
        raise wrong_type(
            content, "the content of a FilePart", "bytes, a path or an open binary file"
        ) from error
    if not is_binary:
        raise InputError(
            "the content of a FilePart is a file that is open as text. Open it with the mode `rb`."
        )
    return position


def _opened(path: Path) -> BinaryIO:
    try:
        return os.fdopen(open_regular_file(path), "rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name is not valid"
        raise InputError(f"{path} can not be read: {reason}. Check the name.") from error


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while True:
        try:
            chunk = file.read(_CHUNK_BYTES)
        except OSError as error:
            raise StorageError(f"A file of the body can not be read to its end: {error.strerror}.") from error
        if not chunk:
            return
        yield chunk
