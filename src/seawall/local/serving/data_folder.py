"""The data folder of a local server: one server at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.runtime.files.file_lock import try_lock_file

__all__ = ["DataFolderInUseError", "locked_data_folder"]


class DataFolderInUseError(Exception):
    """Another local server runs on the same data folder."""


@contextmanager
def locked_data_folder(folder: Path, server: str) -> Iterator[Path]:
    """Create `folder` with mode 0700 if it is missing, and lock it; yields the folder.

    `server` names the server in the error. Raises DataFolderInUseError if another server uses the folder.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The operating system releases the lock when the process ends, even after SIGKILL.
    release = try_lock_file(folder / "lock")
    if release is None:
        raise DataFolderInUseError(
            f"Another local {server} uses the data folder {folder}. Stop it or use another folder."
        )
    try:
        yield folder
    finally:
        release()
