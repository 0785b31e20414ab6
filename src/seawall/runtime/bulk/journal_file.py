"""The journal file of a bulk job: locked, append-only, and readable after any crash."""

import os
import threading
from collections.abc import Callable, Sequence
from io import BufferedReader, FileIO
from pathlib import Path

from seawall.core.bulk.journal import (
    Done,
    Failed,
    Header,
    Record,
    Sent,
    decode_line,
    encode_line,
    is_torn_header,
)
from seawall.core.errors import JournalError
from seawall.core.wire.byte_order_mark import without_mark
from seawall.runtime.files.file_lock import try_lock, unlock_and_close
from seawall.runtime.files.folder_flush import fsync_directory
from seawall.runtime.files.storage_errors import storage_errors

__all__ = ["JournalFile"]

# An fsync for each line would be slow. A line lost to a power cut only costs sending its item again.
_LINES_PER_SYNC = 100
_MAX_HEADER_BYTES = 4096
_READ_BYTES = 65_536
# Values that wait for the caller are in memory.
_MAX_VALUES_BYTES = 1_048_576


class JournalFile:
    """A journal file, mode 0600. Call `open` first and `close` at the end.

    In memory it keeps the key of each finished item and the offset of its line; values stay on disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: FileIO | None = None
        self._is_closed = False
        self._offsets: dict[str, int] = {}
        self._sent: dict[str, float | None] = {}
        self._size = 0
        self._unsynced = 0
        # A cancelled caller may close the file while a thread still uses it.
        self._lock = threading.Lock()

    def open(self, job: str, make_seed: Callable[[], str]) -> str:
        """Open the journal of `job`, or create it with a seed from `make_seed`; return its seed.

        Raises JournalError if the file is in use, belongs to another job or is not a journal; StorageError.
        """
        with self._lock, storage_errors(self.path):
            if self._is_closed:
                raise JournalError(f"{self.path} was closed before it was opened.")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _open(self.path)
            _lock(self._file, self.path)
            if os.fstat(self._file.fileno()).st_size == 0:
                return self._write_header(Header(job, make_seed()))
            return self._read(job, make_seed)

    def has(self, key: str) -> bool:
        """Return whether the item is done."""
        return key in self._offsets

    def is_unknown(self, key: str) -> bool:
        """Return whether the item was sent, and the journal has no result of it."""
        return key in self._sent

    def sent_at_s(self, key: str) -> float | None:
        """Return the time when such an item was sent, in seconds since 1970 UTC; None if not known."""
        return self._sent.get(key)

    def values_of(self, keys: Sequence[str]) -> list[object]:
        """Read the results of these finished items, in their order: the first, and more up to 1 MiB of lines.

        Raises JournalError if a line is no longer there.
        """
        values: list[object] = []
        read_bytes = 0
        with self._lock, storage_errors(self.path):
            if self._file is None:
                raise self._changed_error()
            with BufferedReader(FileIO(self._file.fileno(), closefd=False), _READ_BYTES) as reader:
                for key in keys:
                    reader.seek(self._offsets[key])
                    line = reader.readline()
                    record = decode_line(line)
                    if not isinstance(record, Done) or record.key != key:
                        raise self._changed_error()
                    values.append(record.value)
                    read_bytes += len(line)
                    if read_bytes >= _MAX_VALUES_BYTES:
                        break
        return values

    def _changed_error(self) -> JournalError:
        return JournalError(f"{self.path} was changed by another program while it was in use.")

    def append(self, record: Done | Failed | Sent) -> None:
        """Append a line about an item; raise StorageError, or InputError for a value that is not JSON.

        After `close` it does nothing: the item will be sent again, with the same idempotency key.
        """
        line = encode_line(record)
        with self._lock, storage_errors(self.path):
            if self._file is None:
                return
            self._write(self._file, line)
            self._note(record)
            self._size += len(line)
            self._unsynced += 1

    def is_sync_due(self) -> bool:
        """Return True once after 100 lines without a `sync`, to the caller that then calls it."""
        with self._lock:
            is_due = self._unsynced >= _LINES_PER_SYNC
            if is_due:
                self._unsynced = 0
            return is_due

    def sync(self) -> None:
        """Flush all lines to disk, so that they survive a power cut. Other threads may append meanwhile."""
        with self._lock:
            if self._file is None:
                return
            # A duplicate, because `close` may come during the fsync, which runs without the lock.
            handle, self._unsynced = os.dup(self._file.fileno()), 0
        try:
            with storage_errors(self.path):
                os.fsync(handle)
        finally:
            os.close(handle)

    def close(self) -> None:
        """Flush, unlock and close the file."""
        try:
            self.sync()
        finally:
            with self._lock:
                self._is_closed = True
                if self._file is not None:
                    unlock_and_close(self._file)
                    self._file = None

    def _write_header(self, header: Header) -> str:
        assert self._file is not None
        line = encode_line(header)
        self._write(self._file, line)
        # The idempotency keys depend on the seed: it must be on disk before anything is sent.
        os.fsync(self._file.fileno())
        fsync_directory(self.path.parent)
        self._size = len(line)
        return header.seed

    def _read(self, job: str, make_seed: Callable[[], str]) -> str:
        assert self._file is not None
        with BufferedReader(FileIO(self._file.fileno(), closefd=False)) as reader:
            line = reader.readline(_MAX_HEADER_BYTES)
            header = decode_line(line)
            if not isinstance(header, Header):
                new = Header(job, make_seed())
                if is_torn_header(line, new):
                    # The header never was on disk as a whole, so nothing was sent.
                    self._file.truncate(0)
                    return self._write_header(new)
                if without_mark(line) != line:
                    raise JournalError(
                        f"{self.path} begins with a byte order mark: another program has saved it. "
                        "Restore it, or name another file."
                    )
                raise JournalError(
                    f"{self.path} is not the journal of a bulk job; it was not changed. Name another file."
                )
            if header.job != job:
                raise JournalError(
                    f"{self.path} is the journal of another job: it has another name or other items. Pass "
                    "the items of the first run in the same order, or name another file."
                )
            self._size = len(line)
            for line in reader:
                self._replay(line)
        # A crash may have torn the last line; the next line must start at a line start.
        self._file.truncate(self._size)
        return header.seed

    def _replay(self, line: bytes) -> None:
        self._note(decode_line(line, has_value=False))
        if line.endswith(b"\n"):
            self._size += len(line)

    def _note(self, record: Record | None) -> None:
        """Remember the record at the end of the file."""
        match record:
            case Done():
                self._offsets[record.key] = self._size
                self._sent.pop(record.key, None)
            case Failed():
                self._sent.pop(record.key, None)
            case Sent():
                self._sent[record.key] = record.at_s

    def _write(self, file: FileIO, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            # A partial line would spoil the next one.
            file.truncate(self._size)
            raise


def _open(path: Path) -> FileIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return FileIO(os.open(path, flags, 0o600), "r+b")


def _lock(file: FileIO, path: Path) -> None:
    if not try_lock(file.fileno()):
        raise JournalError(f"{path} is in use by another run of the job. Wait until it ends.")
