"""Temporary files of Seawall. Those of a killed process are deleted by the next one.

Each is locked while it is in use (flock), so a temporary file without a lock belongs to no process. The names
are unlike any other, so that no file of a user is deleted.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from seawall.runtime.files.file_lock import try_lock, unlock_and_close
from seawall.runtime.files.regular_file import open_regular_file

__all__ = ["delete_stray_files", "temporary_file"]

_SUFFIX = ".seawall-tmp"
# The random part of a name, as `tempfile` makes it.
_RANDOM = "[a-z0-9_]{8}"
_NAME = re.compile(rf"\..*\.{_RANDOM}{re.escape(_SUFFIX)}", re.DOTALL)
# Names have 255 bytes at most, and a character has 4 at most.
_MAX_CHARACTERS = 50
# Files without a lock in use: those of earlier versions, and all on a file system without locks.
_MIN_AGE_S = 60.0
_MIN_AGE_WITHOUT_LOCKS_S = 3600.0


@contextmanager
def temporary_file(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Create a file with mode 0600 beside `path`, locked, and delete it after the block. Raises OSError."""
    file, temporary = _create_file(path)
    try:
        yield file, temporary
    finally:
        # In this order, so that no other process takes it for a stray file; Windows deletes no open files.
        if os.name == "nt":
            file.close()
        temporary.unlink(missing_ok=True)
        unlock_and_close(file)


def delete_stray_files(folder: Path, name: str | None = None) -> None:
    """Delete the temporary files in `folder` that killed processes have left. Errors are ignored.

    With `name`, also those beside the file of this name that an earlier version of Seawall has left.
    """
    older = re.compile(rf"\.{re.escape(name)}\.{_RANDOM}") if name else None
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".")]
    except OSError:
        return
    for each in names:
        if _NAME.fullmatch(each):
            _delete_if_stray(folder / each, min_age_s=0.0)
        elif older and older.fullmatch(each):
            _delete_if_stray(folder / each, min_age_s=_MIN_AGE_S)


def _create_file(path: Path) -> tuple[BinaryIO, Path]:
    import tempfile  # noqa: PLC0415 - 6 ms, and a client that starts writes no file

    prefix = f".{path.name[:_MAX_CHARACTERS]}."
    while True:
        # mkstemp opens with O_EXCL and mode 0600: it follows no link, and no other user can read the file.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=_SUFFIX)
        file = os.fdopen(handle, "wb")
        # Between these two lines, another process may have taken it for a stray one.
        if _try_lock(handle) is not False and Path(name).exists():
            return file, Path(name)
        file.close()


def _delete_if_stray(path: Path, min_age_s: float) -> None:
    with suppress(OSError):
        handle = open_regular_file(path, follow_link=False)
        with os.fdopen(handle, "rb") as file:
            locked = _try_lock(handle)
            age_s = time.time() - os.fstat(handle).st_mtime
            least_s = _MIN_AGE_WITHOUT_LOCKS_S if locked is None else min_age_s
            is_stray = locked is not False and age_s >= least_s
            if os.name == "nt":
                # Windows deletes no open files, so a file in use is safe there.
                file.close()
            if is_stray:
                path.unlink()


def _try_lock(handle: int) -> bool | None:
    """Lock an open file; return False if it is locked already, None if the file system has no locks."""
    try:
        return try_lock(handle)
    except OSError:
        return None
