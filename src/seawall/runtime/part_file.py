"""The file that a download grows in, hidden beside its final name, and what the local disk says to it.

It survives an interruption, so that the next attempt goes on where this one stopped.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from seawall.core.checksum import Crc32c
from seawall.core.errors import StorageError

__all__ = ["PartFile", "file_checksum", "storage_errors"]

_CHUNK = 1 << 20


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """OSErrors of the local disk as StorageError, with what to do."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} can not be written: {_advice(error)}") from error
    except UnicodeEncodeError as error:
        raise StorageError(
            f"{str(path)!a} can not be written: this system's encoding lacks some of its letters. "
            "Set LC_ALL=C.UTF-8."
        ) from error


def file_checksum(path: Path) -> str | None:
    """The CRC-32C of a file, or None where there is no such file."""
    try:
        with path.open("rb") as file:
            return _checksum_of(file).base64()
    except FileNotFoundError:
        return None


class PartFile:
    """`.NAME.part` beside `target`: bytes are appended, counted and summed.

    `size` is what is there, in bytes. `open` it first and `close` it in the end, which leaves it there.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.part")
        self._checksum = Crc32c()
        self.size = 0

    def open(self) -> None:
        """Open what is there, or make it; the file on disk is read once for its checksum."""
        with storage_errors(self.target):
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._file = _opened(self.path)
            try:
                _take(self._file, self.path)
                self._checksum = _checksum_of(self._file)
            except BaseException:
                self._file.close()
                raise
            self.size = self._file.tell()

    def close(self) -> None:
        """Close it and leave it there."""
        self._file.close()

    def append(self, chunk: bytes) -> None:
        """Write the next bytes."""
        with storage_errors(self.target):
            rest = memoryview(chunk)
            while rest:
                rest = rest[self._file.write(rest) :]
        self._checksum.update(chunk)
        self.size += len(chunk)

    def clear(self) -> None:
        """Begin anew."""
        with storage_errors(self.target):
            self._file.seek(0)
            self._file.truncate()
        self._checksum = Crc32c()
        self.size = 0

    def checksum(self) -> str:
        """The CRC-32C of what is there, in its wire form."""
        return self._checksum.base64()

    def finish(self) -> None:
        """Put the file under its final name, in one step."""
        with storage_errors(self.target):
            os.fsync(self._file.fileno())
            self._file.close()
            self.path.replace(self.target)

    def discard(self) -> None:
        """Delete what is there: it is no part of what was asked for."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _opened(path: Path) -> BinaryIO:
    # No symlink is followed: the name is known beforehand.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)


def _take(file: BinaryIO, path: Path) -> None:
    """Keep the part for this download alone; the lock goes with the open file, even after a crash."""
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        # Windows itself refuses to rename or delete a file that somebody has open.
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StorageError(f"{path.name}: another download of it is under way. Wait for its end.") from error
    if not path.exists() or not os.path.samestat(os.fstat(file.fileno()), path.stat()):
        raise StorageError(f"{path.name}: another download of it has just ended. Run it again.")


def _checksum_of(file: BinaryIO) -> Crc32c:
    checksum = Crc32c()
    while chunk := file.read(_CHUNK):
        checksum.update(chunk)
    return checksum


def _advice(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full. Free some space and run it again: it goes on where it stopped."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "permission denied. Choose a folder that you may write to."
        case errno.ELOOP:
            return "a link stands in its place. Delete it or choose another folder."
        case _:
            return f"{error.strerror or type(error).__name__}."
