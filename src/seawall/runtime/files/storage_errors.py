"""Turn OSErrors of the local disk into StorageErrors that say what to do."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.core.errors import StorageError

__all__ = ["keep_names", "storage_errors"]


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """OSErrors of the local disk as StorageError, with what to do; so is a name that no disk takes."""
    if "\0" in str(path):
        raise StorageError(
            f"{str(path)!a} can not be written: a name can not hold a NUL. Choose another one."
        )
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} can not be written: {_advice(error)}") from error
    except UnicodeEncodeError as error:
        raise StorageError(
            f"{str(path)!a} can not be written: this system's encoding lacks some of its letters. "
            "Set LC_ALL=C.UTF-8."
        ) from error


def keep_names(folder: Path) -> None:
    """Let the names of a folder's files outlive a power cut, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folders.
        return
    try:
        os.fsync(handle)
    except OSError:
        # Some network file systems have no such thing; the file itself is safe.
        return
    finally:
        os.close(handle)


def _advice(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full. Free some space and run it again: it goes on where it stopped."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "permission denied. Choose a folder that you may write to."
        case errno.ELOOP:
            return "a link stands in its place. Delete it or choose another folder."
        case _:
            return f"{error.strerror or type(error).__name__}."
