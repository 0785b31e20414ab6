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
    known = _ADVICE.get(error.errno) if error.errno else None
    return known or f"{error.strerror or type(error).__name__}."


_FULL = "the disk is full. Free some space and run it again: it resumes where it stopped."
_DENIED = "permission denied. Choose a folder that you may write to."
_ADVICE = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.ELOOP: "it is a symbolic link. Delete it or choose another folder.",
    errno.EISDIR: "it is a folder. Name a file in it.",
    errno.ENOTDIR: "a folder in its path is a file. Choose another folder.",
}
