"""The file that keeps the session of an upload for another process: mode 0600, written whole or not."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.core.errors import StorageError
from seawall.core.transfer.resumable_upload import UploadSession
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.file_lock import try_lock_file
from seawall.runtime.files.storage_errors import storage_errors
from seawall.runtime.transfer.arguments import checked_target

__all__ = ["UploadState", "kept_state"]

_LARGEST = 65536


class UploadState:
    """One session at `path`; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @property
    def is_kept(self) -> bool:
        """Whether another process can go on with it."""
        return self._path is not None

    def load(self) -> UploadSession | None:
        """What is kept, None where nothing is; raises StorageError for a file that is something else."""
        if self._path is None:
            return None
        with storage_errors(self._path):
            try:
                with open(self._path, "rb", opener=_without_waiting) as file:
                    is_plain = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
                    text = file.read(_LARGEST) if is_plain else b""
            except FileNotFoundError:
                return None
        session = UploadSession.from_json(text)
        if session is None:
            raise StorageError(
                f"{self._path} is no state of an upload; it was left as it is. Name another file."
            )
        return session

    def save(self, session: UploadSession) -> None:
        """Put `session` in place of what was there; raises StorageError."""
        if self._path is None:
            return
        with storage_errors(self._path):
            write_atomically(self._path, session.as_json)

    def delete(self) -> None:
        """Forget the session."""
        if self._path is not None:
            with storage_errors(self._path):
                self._path.unlink(missing_ok=True)


@contextmanager
def kept_state(path: object) -> Iterator[UploadState]:
    """The state at `path`, for this upload alone; its lock is the file `.NAME.lock` beside it, which stays.

    Raises InputError where `path` is neither a Path nor None, and StorageError where another upload has it.
    """
    if path is None:
        yield UploadState(None)
        return
    named = checked_target("state", path, "the Path of a file, or None")
    with storage_errors(named):
        named.parent.mkdir(parents=True, exist_ok=True)
        release = try_lock_file(named.with_name(f".{named.name}.lock"))
    if release is None:
        raise StorageError(
            f"{named}: another upload that keeps its state there is under way. Wait for its end."
        )
    try:
        yield UploadState(named)
    finally:
        release()


def _without_waiting(path: str, flags: int) -> int:
    # Nor is a link followed: the session would take the link's place.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
