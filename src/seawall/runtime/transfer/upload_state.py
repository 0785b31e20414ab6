"""The state file of a resumable upload: it keeps the session for another process. Mode 0600, locked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.core.errors import StorageError
from seawall.core.redaction.secret import SecretBytes
from seawall.core.transfer.resumable_upload import UploadSession
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.file_lock import try_lock_file
from seawall.runtime.files.regular_file import open_regular_file
from seawall.runtime.files.storage_errors import storage_errors
from seawall.runtime.files.temporary_file import delete_stray_files
from seawall.runtime.transfer.arguments import checked_target

__all__ = ["UploadState", "open_state"]

# A state file is below 1 KiB; a wrong file, e.g. the source itself, may be huge.
_MAX_BYTES = 65536


class UploadState:
    """The session of an upload in the file at `path`; without a path, nothing is saved."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @property
    def is_saved(self) -> bool:
        """True if another process can resume the session."""
        return self._path is not None

    def load(self) -> UploadSession | None:
        """Read the session, None without a file; raises StorageError for a file that is something else."""
        if self._path is None:
            return None
        with storage_errors(self._path):
            try:
                # A link is not followed, because `save` would replace the link and not its target.
                with os.fdopen(open_regular_file(self._path, follow_link=False), "rb") as file:
                    text = SecretBytes(file.read(_MAX_BYTES))
            except FileNotFoundError:
                return None
        session = UploadSession.from_json(text)
        if session is None:
            raise StorageError(
                f"{self._path} is not the state of an upload; it was not changed. Name another file."
            )
        return session

    def save(self, session: UploadSession) -> None:
        """Replace the file with `session`; raises StorageError."""
        if self._path is None:
            return
        with storage_errors(self._path):
            write_atomically(self._path, session.as_json)

    def delete(self) -> None:
        """Delete the file."""
        if self._path is not None:
            with storage_errors(self._path):
                self._path.unlink(missing_ok=True)
                # They may hold the URL of a session.
                delete_stray_files(self._path.parent)


@contextmanager
def open_state(path: object) -> Iterator[UploadState]:
    """Lock the state at `path` for one upload. The lock is the file `.NAME.lock` beside it, which stays.

    Raises InputError if `path` is neither a Path nor None, and StorageError if another upload holds the lock.
    """
    if path is None:
        yield UploadState(None)
        return
    file = checked_target("state", path, "the Path of a file, or None")
    with storage_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        release = try_lock_file(file.with_name(f".{file.name}.lock"))
    if release is None:
        raise StorageError(f"{file} is in use by another upload. Wait until it ends, or name another file.")
    try:
        yield UploadState(file)
    finally:
        release()
