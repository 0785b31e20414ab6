"""Open and read the source of an upload: a file, or bytes."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from seawall.core.errors import InputError, StorageError
from seawall.runtime.files.regular_file import open_regular_file

__all__ = ["PIECE_BYTES", "open_source", "read_piece", "source_name"]

PIECE_BYTES = 1 << 18
"""The number of bytes that are read and sent at a time. An upload holds two or three pieces in memory."""


def source_name(source: object) -> str:
    """Return the name of an upload for messages."""
    return f"upload of {source.name}" if isinstance(source, Path) else "upload"


@contextmanager
def open_source(source: object) -> Iterator[BinaryIO | None]:
    """Open the file at a path, or bytes as a file; yield None for a function that makes the pieces.

    Raises InputError if the file can not be read, or for a source of another type.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        # A buffered file has a lock: `close` waits for a thread that still reads for a cancelled caller.
        with _open(source) as file:
            yield file
    elif callable(source):
        yield None
    else:
        raise InputError(
            f"A {type(source).__name__} can not be uploaded. Give a Path, bytes, or a function that makes "
            "the pieces."
        )


def read_piece(file: BinaryIO) -> bytes:
    """Read the next piece; raises StorageError if the disk fails."""
    try:
        return file.read(PIECE_BYTES)
    except OSError as error:
        raise StorageError(f"The file can not be read to its end: {error.strerror}.") from error


def _open(path: Path) -> BinaryIO:
    if "\0" in str(path):
        raise InputError(f"{str(path)!a} can not be read: the name contains a NUL.")
    try:
        return os.fdopen(open_regular_file(path), "rb")
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}.") from error
