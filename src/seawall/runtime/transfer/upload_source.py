"""What is uploaded, opened for reading: a file, or bytes that are there already."""

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from seawall.core.errors import InputError, StorageError

__all__ = ["PIECE", "opened", "read_piece", "source_name"]

PIECE = 1 << 18
"""How many bytes are read and sent at a time: two or three of these are all that an upload holds."""


def source_name(source: object) -> str:
    """What an upload is called in messages."""
    return f"upload of {source.name}" if isinstance(source, Path) else "upload"


@contextmanager
def opened(source: object) -> Iterator[BinaryIO | None]:
    """The file behind a path, or bytes as a file; None for what makes its pieces itself.

    Raises InputError where there is no file that can be read, and for a source of another type.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        # Its lock lets `close` wait for a thread that is still reading for someone who was cancelled.
        with _opened(source) as file:
            yield file
    elif callable(source):
        yield None
    else:
        raise InputError(
            f"A {type(source).__name__} can not be uploaded. Give a Path, bytes, or what makes the pieces."
        )


def read_piece(file: BinaryIO) -> bytes:
    """The next bytes of an open file; raises StorageError where the disk does not give them."""
    try:
        return file.read(PIECE)
    except OSError as error:
        raise StorageError(f"The file can not be read to its end: {error.strerror}.") from error


def _opened(path: Path) -> BinaryIO:
    if "\0" in str(path):
        raise InputError(f"{str(path)!a} can not be read: a name can not hold a NUL.")
    try:
        # A pipe would be waited for, and could be read only once.
        file = os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY), "rb")
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}.") from error
    raise InputError(f"{path} is no plain file. Give one, bytes, or what makes the pieces.")


_BINARY = getattr(os, "O_BINARY", 0)
