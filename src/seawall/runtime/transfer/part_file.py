"""The partial file of a download, hidden beside its final name.

It survives an interruption, so that the next attempt or the next process can resume the download.
"""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from seawall.core.errors import StorageError
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.download import Validator
from seawall.runtime.files.atomic_write import fsync_directory
from seawall.runtime.files.file_lock import try_lock, unlock_and_close
from seawall.runtime.files.regular_file import check_regular_file, open_regular_file
from seawall.runtime.files.storage_errors import storage_errors

__all__ = ["PartFile", "file_checksum"]

_CHUNK_BYTES = 1 << 20
# A change of threads costs more than the disk work of a small chunk.
_HELD_BYTES = 256 << 10
_MAX_VALIDATOR_BYTES = 4096


def file_checksum(path: Path, algorithm: Algorithm) -> Checksum | None:
    """Return the checksum of a file, None if it does not exist; raises StorageError for other than a file."""
    with storage_errors(path):
        try:
            with os.fdopen(open_regular_file(path), "rb", buffering=0) as file:
                return _hash(file, (algorithm,)).checksum(algorithm)
        except FileNotFoundError:
            return None


def _delete_stray_part(target: Path) -> None:
    """Delete the partial file of `target`, which is complete: a killed process has left it.

    The part of a running download stays; errors are ignored.
    """
    part = PartFile(target)
    if not any(path.is_symlink() or path.exists() for path in part.paths):
        return
    with suppress(StorageError):
        try:
            part.open()
            part.discard()
        finally:
            part.close()


class PartFile:
    """The partial file `.NAME.part` beside `target`; its bytes are hashed with `algorithms`.

    `size` is the number of its bytes. `validator` is that of the version which they belong to, if known; it
    is stored in `.NAME.part.origin`. `is_restarted` says that no bytes of an earlier download are in it.
    Call `open` first and `close` at the end, which leaves the file on disk.

    `restart` and `hold` are done in memory, and on disk by the next `write`, `finish` or `close`: a small
    file is written in one step. What a kill loses is at most 256 KiB.
    """

    def __init__(self, target: Path, algorithms: Iterable[Algorithm] = ()) -> None:
        self.target = target
        self.path: Path = target.with_name(f".{target.name}.part")
        self.validator: Validator | None = None
        self.is_restarted: bool = False
        self._opened: BinaryIO | None = None
        # "origin", so that the parts of earlier versions can be resumed.
        self._validator_path = target.with_name(f".{target.name}.part.origin")
        self._corrupt_path = target.with_name(f".{target.name}.corrupt")
        self._hashers = Hashers(algorithms)
        # What is not on disk yet: that the file is emptied, and then these bytes.
        self._is_restart_due = False
        self._held: list[bytes] = []
        self._held_bytes = 0
        # A cancelled caller closes the file while a thread may still open it or write to it.
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def paths(self) -> tuple[Path, Path]:
        """The paths of the partial file and of its validator."""
        return self.path, self._validator_path

    @property
    def size(self) -> int:
        """The number of bytes in it."""
        return self._hashers.size + self._held_bytes

    @property
    def _file(self) -> BinaryIO:
        if self._opened is None:
            raise StorageError(f"{self.path.name} is not open.")
        return self._opened

    def open_unless_there(self, checksum: Checksum | None) -> bool:
        """Return False if the target has `checksum` already; otherwise open the file and return True."""
        if checksum and file_checksum(self.target, checksum.algorithm) == checksum:
            _delete_stray_part(self.target)
            return False
        self.open()
        return True

    def open(self) -> None:
        """Open or create the file and lock it; existing bytes are read once for their checksums."""
        with self._locked(), storage_errors(self.target):
            if self._is_closed:
                raise StorageError(f"{self.path.name} was closed before it was opened.")
            self.target.parent.mkdir(parents=True, exist_ok=True)
            check_regular_file(self.target)
            # No link is followed: the name is predictable, so another user could have put one there.
            handle = open_regular_file(self.path, os.O_RDWR | os.O_CREAT, follow_link=False)
            file = os.fdopen(handle, "r+b", buffering=0)
            try:
                _lock_exclusively(file, self.path)
                self._hashers = _hash(file, self._hashers.algorithms)
            except BaseException:
                file.close()
                raise
            self._opened = file
            self.validator = self._read_validator() if self.size else None

    def close(self) -> None:
        """Write what is held, close the file and leave it on disk. Does not wait for another thread."""
        with suppress(StorageError):
            # A resumed download needs these bytes less than the caller needs the error that it already has.
            if self._held and not self._lock.locked():
                self.write()
        self._is_closed = True
        self._close_if_unused()

    def restart(self, validator: Validator | None) -> None:
        """Empty the file; the next bytes belong to the version of `validator`."""
        self.validator, self.is_restarted = validator, True
        self._is_restart_due, self._held, self._held_bytes = True, [], 0
        self._hashers = Hashers(self._hashers.algorithms)

    def hold(self, chunk: bytes) -> bool:
        """Add the next bytes; return whether so many are held that a `write` is due."""
        self._held.append(chunk)
        self._held_bytes += len(chunk)
        return self._held_bytes >= _HELD_BYTES

    def write(self) -> None:
        """Write all bytes to the disk."""
        with self._locked(), storage_errors(self.target):
            self._write(self.validator)

    def _write(self, validator: Validator | None) -> None:
        if self._is_restart_due:
            self._file.seek(0)
            self._file.truncate()
            # In this order, so that after a crash no validator stands beside bytes of another version.
            self._validator_path.unlink(missing_ok=True)
            if validator is not None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                with os.fdopen(open_regular_file(self._validator_path, flags), "wb") as file:
                    file.write(validator.text.encode())
            self._is_restart_due = False
        held, self._held, self._held_bytes = b"".join(self._held), [], 0
        rest = memoryview(held)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._hashers.update(held)

    def add_algorithms(self, algorithms: Iterable[Algorithm]) -> None:
        """Hash with these algorithms too; existing bytes are read again for that."""
        wanted = self._hashers.algorithms.union(algorithms)
        if wanted == self._hashers.algorithms:
            return
        with self._locked(), storage_errors(self.target):
            self._write(self.validator)
            self._file.seek(0)
            self._hashers = _hash(self._file, wanted)

    def checksum(self, algorithm: Algorithm) -> Checksum:
        """Return the checksum of the bytes that were written, for one of its algorithms."""
        return self._hashers.checksum(algorithm)

    def first_mismatch(self, expected: Iterable[Checksum]) -> Checksum | None:
        """Return the first of the expected checksums that the written bytes do not have, or None."""
        return self._hashers.first_mismatch(expected)

    def finish(self, expected: Iterable[Checksum] = ()) -> Checksum | None:
        """Rename the file to its final name in one step; afterwards it survives a power cut.

        If its bytes do not have one of the `expected` checksums, return the first such, and rename nothing.
        """
        with self._locked(), storage_errors(self.target):
            # The validator would be deleted again at once.
            self._write(None)
            wrong = self.first_mismatch(expected)
            if wrong is not None:
                return wrong
            os.fsync(self._file.fileno())
            if os.name == "nt":
                # Windows does not rename open files.
                self._file.close()
            self.path.replace(self.target)
            self._validator_path.unlink(missing_ok=True)
            self._corrupt_path.unlink(missing_ok=True)
            fsync_directory(self.target.parent)
            # Only now: the lock keeps another download from opening the part while it is renamed.
            unlock_and_close(self._file)
        return None

    def set_aside(self) -> Path:
        """Rename the file to `.NAME.corrupt`, in place of an earlier one, and return the new path."""
        if os.name == "nt":
            # Windows does not rename open files.
            self.close()
        with storage_errors(self.target):
            self._validator_path.unlink(missing_ok=True)
            self.path.replace(self._corrupt_path)
        self.close()
        return self._corrupt_path

    def discard(self) -> None:
        """Delete the file: its bytes are wrong."""
        self._held, self._held_bytes = [], 0
        if os.name == "nt":
            # Windows does not delete open files.
            self.close()
        with storage_errors(self.target):
            self._validator_path.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
        self.close()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        finally:
            self._close_if_unused()

    def _close_if_unused(self) -> None:
        # If a thread uses the file, perhaps to read all of it, that thread closes it at its end.
        if self._is_closed and self._lock.acquire(blocking=False):
            try:
                if self._opened is not None:
                    unlock_and_close(self._opened)
            finally:
                self._lock.release()

    def _read_validator(self) -> Validator | None:
        try:
            with os.fdopen(open_regular_file(self._validator_path, follow_link=False), "rb") as file:
                return Validator.from_text(file.read(_MAX_VALIDATOR_BYTES).decode("ascii"))
        except (OSError, UnicodeDecodeError):
            return None


def _lock_exclusively(file: BinaryIO, path: Path) -> None:
    """Lock the part for this download; the lock ends with the open file, even after a crash."""
    if os.fstat(file.fileno()).st_nlink > 1:
        raise StorageError(f"{path} can not be written: it is a hard link to another file. Delete it.")
    if not try_lock(file.fileno()):
        raise StorageError(f"{path.name}: another download of this file is running. Wait until it ends.")
    # Between open and lock, the download that held the lock may have renamed or deleted the file.
    if not path.exists() or not os.path.samestat(os.fstat(file.fileno()), path.lstat()):
        raise StorageError(f"{path.name}: another download of this file has just ended. Run it again.")


def _hash(file: BinaryIO, algorithms: Iterable[Algorithm]) -> Hashers:
    hashers = Hashers(algorithms)
    while chunk := file.read(_CHUNK_BYTES):
        hashers.update(chunk)
    return hashers
