"""Turn OSErrors of the local disk into StorageErrors that say what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.core.errors import StorageError
from seawall.runtime.files.regular_file import NotRegularFileError

__all__ = ["storage_errors"]


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn an OSError of a block that writes `path`, or a name that no disk accepts, into a StorageError."""
    if "\0" in str(path):
        raise StorageError(f"{str(path)!a} can not be written: the name contains a NUL. Choose another name.")
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} can not be written: {_advice(error)}") from error
    except UnicodeEncodeError as error:
        raise StorageError(
            f"{str(path)!a} can not be written: the system's encoding lacks some of its characters. "
            "Set LC_ALL=C.UTF-8."
        ) from error


def _advice(error: OSError) -> str:
    if isinstance(error, NotRegularFileError):
        return "it is not a regular file. Delete it or choose another name."
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full. Free some space and run it again: it resumes where it stopped."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "permission denied. Choose a folder that you may write to."
        case errno.ELOOP:
            return "it is a symbolic link. Delete it or choose another folder."
        case errno.EISDIR:
            return "it is a folder. Name a file in it."
        case _:
            return f"{error.strerror or type(error).__name__}."
