"""The file that a download grows in, hidden beside its final name, and what the local disk says to it.

It survives an interruption, so that the next attempt goes on where this one stopped.
"""

import os
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from seawall.core.errors import StorageError
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.download import Validator
from seawall.runtime.files.atomic_write import fsync_directory
from seawall.runtime.files.file_lock import try_lock, unlock_and_close
from seawall.runtime.files.storage_errors import storage_errors

__all__ = ["PartFile", "file_checksum"]

_CHUNK = 1 << 20
# The names of our own files are known beforehand: nobody's link is followed there.
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def file_checksum(path: Path, algorithm: Algorithm) -> Checksum | None:
    """The checksum of a file, or None where there is none; raises StorageError where it is no plain file."""
    try:
        with _opened(path, os.O_RDONLY) as file:
            return _sums_of(file, (algorithm,)).checksum(algorithm)
    except FileNotFoundError:
        return None


class PartFile:
    """`.NAME.part` beside `target`: bytes are appended, counted and summed in `algorithms`.

    `size` is what is there, in bytes, and `validator` what it is a part of, where that is known; it is kept
    in `.NAME.part.validator`. `is_begun_anew` says that nothing of an earlier download is in it. `open` it
    first and `close` it in the end, which leaves it there.
    """

    def __init__(self, target: Path, algorithms: Iterable[Algorithm] = ()) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.part")
        self.validator: Validator | None = None
        self.is_begun_anew = False
        self._opened: BinaryIO | None = None
        self._validator_path = target.with_name(f".{target.name}.part.validator")
        self._sums = Hashers(algorithms)
        # Who is cancelled closes the file while a thread may still be opening it or writing to it.
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def size(self) -> int:
        """How many bytes are there."""
        return self._sums.size

    @property
    def _file(self) -> BinaryIO:
        if self._opened is None:
            raise StorageError(f"{self.path.name} is not open.")
        return self._opened

    def open(self) -> None:
        """Open what is there, or make it; the file on disk is read once for its checksums."""
        with self._held(), storage_errors(self.target):
            if self._is_closed:
                raise StorageError(f"{self.path.name} was closed before it was opened.")
            self.target.parent.mkdir(parents=True, exist_ok=True)
            if self.target.exists() and not self.target.is_file():
                raise _no_plain_file(self.target)
            file = _opened(self.path, os.O_RDWR | os.O_CREAT | _NOFOLLOW)
            try:
                _take(file, self.path)
                self._sums = _sums_of(file, self._sums.algorithms)
            except BaseException:
                file.close()
                raise
            self._opened = file
            self.validator = self._kept_origin() if self.size else None

    def close(self) -> None:
        """Close it and leave it there."""
        self._is_closed = True
        self._close_if_wanted()

    def append(self, chunk: bytes) -> None:
        """Write the next bytes."""
        with self._held(), storage_errors(self.target):
            rest = memoryview(chunk)
            while rest:
                rest = rest[self._file.write(rest) :]
            self._sums.update(chunk)

    def begin(self, validator: Validator | None) -> None:
        """Begin anew, with a part of `validator`."""
        with self._held(), storage_errors(self.target):
            self._file.seek(0)
            self._file.truncate()
            # The bytes go before what vouches for them, and come after it.
            self._validator_path.unlink(missing_ok=True)
            if validator is not None:
                with _opened(self._validator_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
                    file.write(validator.text.encode())
        self.validator, self.is_begun_anew = validator, True
        self._sums = Hashers(self._sums.algorithms)

    def sum_in(self, algorithms: Iterable[Algorithm]) -> None:
        """From now on sum in these too; what is there is read for it, if anything is."""
        wanted = self._sums.algorithms.union(algorithms)
        if wanted == self._sums.algorithms:
            return
        with self._held(), storage_errors(self.target):
            self._file.seek(0)
            self._sums = _sums_of(self._file, wanted)

    def checksum(self, algorithm: Algorithm) -> Checksum:
        """The checksum of what is there, in one of its algorithms."""
        return self._sums.checksum(algorithm)

    def first_wrong(self, announced: Iterable[Checksum]) -> Checksum | None:
        """The first of the announced checksums that what is there does not have."""
        return self._sums.first_wrong(announced)

    def finish(self) -> None:
        """Put the file under its final name, in one step, and see to it that it outlives a power cut."""
        with self._held(), storage_errors(self.target):
            os.fsync(self._file.fileno())
            if os.name == "nt":
                # Windows renames nothing that is open.
                self._file.close()
            self.path.replace(self.target)
            self._validator_path.unlink(missing_ok=True)
            fsync_directory(self.target.parent)
            # Nobody else may hold what has the final name now.
            unlock_and_close(self._file)

    def discard(self) -> None:
        """Delete what is there: it is no part of what was asked for."""
        if os.name == "nt":
            # Windows deletes nothing that is open.
            self.close()
        with storage_errors(self.target):
            self._validator_path.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
        self.close()

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        finally:
            self._close_if_wanted()

    def _close_if_wanted(self) -> None:
        # Who holds the file, maybe to read all of it, closes it in place of who does not wait for that.
        if self._is_closed and self._lock.acquire(blocking=False):
            try:
                if self._opened is not None:
                    unlock_and_close(self._opened)
            finally:
                self._lock.release()

    def _kept_origin(self) -> Validator | None:
        try:
            # More than this is none of ours.
            with _opened(self._validator_path, os.O_RDONLY | _NOFOLLOW) as file:
                return Validator.from_text(file.read(4096).decode("ascii"))
        except (OSError, StorageError, UnicodeDecodeError):
            return None


def _opened(path: Path, flags: int) -> BinaryIO:
    # A pipe would be waited for.
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _no_plain_file(path)
    mode: Literal["r+b", "wb", "rb"] = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"
    return os.fdopen(handle, mode, buffering=0)


def _no_plain_file(path: Path) -> StorageError:
    if path.is_dir():
        return StorageError(f"{path} can not be written: it is a folder. Name a file in it.")
    return StorageError(f"{path} can not be written: what stands in its place is no plain file. Delete it.")


def _take(file: BinaryIO, path: Path) -> None:
    """Keep the part for this download alone; the lock goes with the open file, even after a crash."""
    if os.fstat(file.fileno()).st_nlink > 1:
        raise StorageError(f"{path} can not be written: it is another file's name too. Delete it.")
    if not try_lock(file.fileno()):
        raise StorageError(f"{path.name}: another download of it is under way. Wait for its end.")
    if not path.exists() or not os.path.samestat(os.fstat(file.fileno()), path.lstat()):
        raise StorageError(f"{path.name}: another download of it has just ended. Run it again.")


def _sums_of(file: BinaryIO, algorithms: Iterable[Algorithm]) -> Hashers:
    sums = Hashers(algorithms)
    while chunk := file.read(_CHUNK):
        sums.update(chunk)
    return sums
