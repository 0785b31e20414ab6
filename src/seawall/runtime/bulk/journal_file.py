"""The journal of a bulk job on disk: locked, appended to, read again after whatever ended the last run."""

import os
import threading
from collections.abc import Callable
from io import BufferedReader, FileIO
from pathlib import Path

from seawall.core.bulk.journal import Done, Failed, Head, is_torn_head, line_of, record_in
from seawall.core.errors import JournalError
from seawall.runtime.files.atomic_write import fsync_directory
from seawall.runtime.files.file_lock import try_lock, unlock_and_close
from seawall.runtime.files.storage_errors import storage_errors

__all__ = ["JournalFile"]

# A line lost to a power cut is an item that is sent again with the same key: not each is waited for.
_LINES_A_SYNC = 100
_LONGEST_HEAD = 4096


class JournalFile:
    """One journal, mode 0600. `open` it first and `close` it in the end.

    In memory it keeps the key of each item that is done and where its line begins; values stay on disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: FileIO | None = None
        self._is_closed = False
        self._done: dict[str, int] = {}
        self._size = 0
        self._unsynced = 0
        # Who is cancelled closes the file while a thread may still be at work on it.
        self._lock = threading.Lock()

    def open(self, job: str, make_seed: Callable[[], str]) -> str:
        """The seed of the journal of `job`, which is made where there is none.

        Raises JournalError where the file is in use, another job's or something else, and StorageError.
        """
        with self._lock, storage_errors(self.path):
            if self._is_closed:
                raise JournalError(f"{self.path} was closed before it was opened.")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _opened(self.path)
            _lock(self._file, self.path)
            if os.fstat(self._file.fileno()).st_size == 0:
                return self._begun(Head(job, make_seed()))
            return self._read(job, make_seed)

    def has(self, key: str) -> bool:
        """Whether the item is done."""
        return key in self._done

    def value_of(self, key: str) -> object:
        """What came of an item that is done; raises JournalError where its line is not there any more."""
        with self._lock, storage_errors(self.path):
            if self._file is not None:
                self._file.seek(self._done[key])
                with BufferedReader(FileIO(self._file.fileno(), closefd=False)) as reader:
                    record = record_in(reader.readline())
                if isinstance(record, Done) and record.key == key:
                    return record.value
        raise JournalError(f"{self.path} was changed by another program while it was in use.")

    def append(self, record: Done | Failed) -> None:
        """Note what came of an item; raises StorageError, and InputError for a value that is no JSON.

        After `close` it does nothing: the item will be sent again, with the same idempotency key.
        """
        line = line_of(record)
        with self._lock, storage_errors(self.path):
            if self._file is None:
                return
            self._write(self._file, line)
            if isinstance(record, Done):
                self._done[record.key] = self._size
            self._size += len(line)
            self._unsynced += 1

    @property
    def is_sync_due(self) -> bool:
        """Whether enough was noted for the disk to be waited for."""
        return self._unsynced >= _LINES_A_SYNC

    def sync(self) -> None:
        """Wait until all that was noted outlives a power cut; others may append meanwhile."""
        with self._lock:
            if self._file is None:
                return
            handle, self._unsynced = os.dup(self._file.fileno()), 0
        try:
            with storage_errors(self.path):
                os.fsync(handle)
        finally:
            os.close(handle)

    def close(self) -> None:
        """Let go of it."""
        try:
            self.sync()
        finally:
            with self._lock:
                self._is_closed = True
                if self._file is not None:
                    unlock_and_close(self._file)
                    self._file = None

    def _begun(self, head: Head) -> str:
        assert self._file is not None
        line = line_of(head)
        self._write(self._file, line)
        os.fsync(self._file.fileno())
        fsync_directory(self.path.parent)
        self._size = len(line)
        return head.seed

    def _read(self, job: str, make_seed: Callable[[], str]) -> str:
        assert self._file is not None
        with BufferedReader(FileIO(self._file.fileno(), closefd=False)) as reader:
            line = reader.readline(_LONGEST_HEAD)
            head = record_in(line)
            if not isinstance(head, Head):
                anew = Head(job, make_seed())
                if is_torn_head(line, anew):
                    # It never was on disk whole, so nothing was sent.
                    self._file.truncate(0)
                    return self._begun(anew)
                raise JournalError(
                    f"{self.path} is no journal of a bulk job; it was left as it is. Name another file."
                )
            if head.job != job:
                raise JournalError(
                    f"{self.path} is the journal of another job: of another name, or of other items. "
                    "Give it the items in the order that it was begun with, or name another file."
                )
            self._size = len(line)
            for line in reader:
                self._take(line)
        # What a kill has torn is cut off, so that the next line begins where a line begins.
        self._file.truncate(self._size)
        return head.seed

    def _take(self, line: bytes) -> None:
        record = record_in(line)
        if isinstance(record, Done):
            self._done[record.key] = self._size
        if line.endswith(b"\n"):
            self._size += len(line)

    def _write(self, file: FileIO, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            # Half a line would spoil the next one.
            file.truncate(self._size)
            raise


def _opened(path: Path) -> FileIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return FileIO(os.open(path, flags, 0o600), "r+b")


def _lock(file: FileIO, path: Path) -> None:
    """Keep the journal for this process; the lock goes with the open file, even after a crash."""
    if not try_lock(file.fileno()):
        raise JournalError(f"{path} is in use by another run of the job. Wait for its end.")
