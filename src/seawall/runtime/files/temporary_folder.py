"""Temporary folders of Seawall. Those of a killed process are deleted when the next one is made.

Each is locked while it is in use (flock). On Windows, which has no such locks, they stay.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from seawall.runtime.files.file_lock import Release, try_lock_folder

__all__ = ["temporary_folder"]

_MAX_ATTEMPTS = 3


@contextmanager
def temporary_folder(
    prefix: str, *, while_deleting: Callable[[], AbstractContextManager[object]] = nullcontext
) -> Iterator[Path]:
    """Create a folder in the system's folder for temporary files, and delete it after the block.

    Folders with the same `prefix` that killed processes have left are deleted first. `while_deleting` makes a
    context for the deletion, e.g. one that ignores signals.
    """
    parent = Path(tempfile.gettempdir())
    stray = re.compile(re.escape(prefix) + "[a-z0-9_]{8}")
    for path in [path for path in parent.iterdir() if stray.fullmatch(path.name)]:
        _delete_folder_if_stray(path)
    folder, release = _create_folder(prefix)
    try:
        yield folder
    finally:
        with while_deleting():
            shutil.rmtree(folder, ignore_errors=True)
            if release:
                release()


def _create_folder(prefix: str) -> tuple[Path, Release | None]:
    for _ in range(_MAX_ATTEMPTS):
        folder, release = Path(tempfile.mkdtemp(prefix=prefix)), None
        # Before it is locked, another process may take it for a stray one and delete it.
        with suppress(FileNotFoundError):
            release = try_lock_folder(folder)
        if release and folder.exists():
            return folder, release
        if release:
            release()
        shutil.rmtree(folder, ignore_errors=True)
    # The system or the file system has no locks.
    return Path(tempfile.mkdtemp(prefix=prefix)), None


def _delete_folder_if_stray(path: Path) -> None:
    with suppress(OSError):
        # A link, or a folder of another user, is none of ours.
        is_own = os.name == "nt" or path.lstat().st_uid == os.getuid()
        if path.is_symlink() or not is_own:
            return
        release = try_lock_folder(path)
        if release:
            shutil.rmtree(path, ignore_errors=True)
            release()
