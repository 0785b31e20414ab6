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
from seawall.runtime.files.file_lock import try_lock, unlock_and_close
from seawall.runtime.files.folder_flush import fsync_directory
from seawall.runtime.files.new_file import write_new_file
from seawall.runtime.files.regular_file import check_regular_file, open_regular_file
from seawall.runtime.files.storage_errors import storage_errors

__all__ = ["PartFile", "absent_targets", "file_checksum"]

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


def absent_targets(targets: Iterable[Path]) -> frozenset[Path]:
    """Return the targets of which nothing is there: no file, and none that an earlier download has left."""
    return frozenset(target for target in targets if not _is_anything_there(target))


def _is_anything_there(target: Path) -> bool:
    part = PartFile(target)
    # A path that no disk accepts is not there; writing it raises the error that says so.
    return any(os.path.lexists(path) for path in (target, *part.paths, part.corrupt_path))


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
    Call `open` or `open_late` first and `close` at the end, which leaves the file on disk.

    `restart` and `hold` are done in memory, and on disk by the next `write`, `finish` or `close`: a small
    file is written in one step, which opens it too after `open_late`. What a kill loses is at most 256 KiB.
    """

    def __init__(self, target: Path, algorithms: Iterable[Algorithm] = ()) -> None:
        self.target = target
        self.path: Path = target.with_name(f".{target.name}.part")
        self.validator: Validator | None = None
        self.is_restarted: bool = False
        self._opened: BinaryIO | None = None
        self._opens_late = False
        self._hashers = Hashers(algorithms)
        # What needs no system call: a file without bytes is not emptied, a deleted validator stays deleted.
        self._is_empty = False
        self._may_have_validator = True
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
    def _validator_path(self) -> Path:
        # "origin", so that the parts of earlier versions can be resumed.
        return self.path.with_name(f"{self.path.name}.origin")

    @property
    def corrupt_path(self) -> Path:
        """The path of a file with wrong bytes that was set aside."""
        return self.target.with_name(f".{self.target.name}.corrupt")

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
            self._open()
            if not self._is_empty:
                self._hashers = _hash(self._file, self._hashers.algorithms)
                self.validator = self._read_validator()

    def open_late(self) -> None:
        """Let the first bytes that are written open the file; others that are in it by then are deleted."""
        self._opens_late = True
        self.restart(None)

    def _open(self) -> None:
        if self._is_closed:
            raise StorageError(f"{self.path.name} was closed before it was opened.")
        check_regular_file(self.target)
        # No link is followed: the name is predictable, so another user could have put one there.
        flags = os.O_RDWR | os.O_CREAT
        try:
            handle = open_regular_file(self.path, flags, follow_link=False)
        except FileNotFoundError:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            handle = open_regular_file(self.path, flags, follow_link=False)
        file = os.fdopen(handle, "r+b", buffering=0)
        try:
            self._is_empty = _lock_exclusively(file, self.path) == 0
        except BaseException:
            file.close()
            raise
        self._opened, self._opens_late = file, False

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
        if self._hashers.size:
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
        if self._opens_late:
            self._open()
        if self._is_restart_due:
            if not self._is_empty:
                self._file.seek(0)
                self._file.truncate()
            # In this order, so that after a crash no validator stands beside bytes of another version.
            self._delete_validator()
            if validator is not None:
                self._may_have_validator = True
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                with os.fdopen(open_regular_file(self._validator_path, flags), "wb") as file:
                    file.write(validator.text.encode())
            self._is_restart_due = False
        held, self._held, self._held_bytes = b"".join(self._held), [], 0
        rest = memoryview(held)
        self._is_empty = self._is_empty and not rest
        while rest:
            rest = rest[self._file.write(rest) :]
        self._hashers.update(held)

    def add_algorithms(self, algorithms: Iterable[Algorithm]) -> None:
        """Hash with these algorithms too; existing bytes are read again for that."""
        wanted = self._hashers.algorithms.union(algorithms)
        if wanted == self._hashers.algorithms:
            return
        if self._opens_late:
            # Nothing was written yet, and bytes are hashed when they are written.
            self._hashers = Hashers(wanted)
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
        expected = tuple(expected)
        with self._locked(), storage_errors(self.target):
            if self._opens_late and self._finish_at_once(expected):
                return None
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
            self._delete_validator()
            self.corrupt_path.unlink(missing_ok=True)
            fsync_directory(self.target.parent)
            # Only now: the lock keeps another download from opening the part while it is renamed.
            unlock_and_close(self._file)
        return None

    def _finish_at_once(self, expected: Iterable[Checksum]) -> bool:
        """Write a file of which nothing is on disk, without a partial file; return whether that succeeded."""
        content, hashers = b"".join(self._held), Hashers(self._hashers.algorithms)
        hashers.update(content)
        if self._is_closed or hashers.first_mismatch(expected) or not write_new_file(self.target, content):
            return False
        self._hashers, self._held, self._held_bytes = hashers, [], 0
        return True

    def set_aside(self) -> Path:
        """Rename the file to `.NAME.corrupt`, in place of an earlier one, and return the new path."""
        if os.name == "nt":
            # Windows does not rename open files.
            self.close()
        with storage_errors(self.target):
            self._delete_validator()
            self.path.replace(self.corrupt_path)
        self.close()
        return self.corrupt_path

    def discard(self) -> None:
        """Delete the file: its bytes are wrong."""
        self._held, self._held_bytes = [], 0
        if self._opens_late:
            # Nothing of this download is on disk: a file that is there is that of another one.
            self.close()
            return
        if os.name == "nt":
            # Windows does not delete open files.
            self.close()
        with storage_errors(self.target):
            self._delete_validator()
            self.path.unlink(missing_ok=True)
        self.close()

    def _delete_validator(self) -> None:
        if self._may_have_validator:
            self._validator_path.unlink(missing_ok=True)
            self._may_have_validator = False

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


def _lock_exclusively(file: BinaryIO, path: Path) -> int:
    """Lock the part for this download and return its size; the lock ends with the open file."""
    if not try_lock(file.fileno()):
        raise StorageError(f"{path.name}: another download of this file is running. Wait until it ends.")
    ours = os.fstat(file.fileno())
    if ours.st_nlink > 1:
        raise StorageError(f"{path} can not be written: it is a hard link to another file. Delete it.")
    # Between open and lock, the download that held the lock may have renamed or deleted the file.
    try:
        is_there = os.path.samestat(ours, path.lstat())
    except FileNotFoundError:
        is_there = False
    if not is_there:
        raise StorageError(f"{path.name}: another download of this file has just ended. Run it again.")
    return ours.st_size


def _hash(file: BinaryIO, algorithms: Iterable[Algorithm]) -> Hashers:
    hashers = Hashers(algorithms)
    while chunk := file.read(_CHUNK_BYTES):
        hashers.update(chunk)
    return hashers
