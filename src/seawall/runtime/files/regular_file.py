"""Open regular files only: a pipe in place of a file would block, and a folder can not be read."""

import errno
import os
import stat
from pathlib import Path

__all__ = ["NotRegularFileError", "check_regular_file", "open_regular_file"]

# All are 0 on systems without them.
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class NotRegularFileError(OSError):
    """The path is not a regular file, but a pipe, a socket or a device."""


def open_regular_file(path: Path, flags: int = os.O_RDONLY, *, follow_link: bool = True) -> int:
    """Open a regular file with the `flags` of `os.open` and return its handle.

    Raises IsADirectoryError, NotRegularFileError, or another OSError; ELOOP for a symbolic link if
    `follow_link` is False.
    """
    # Without O_NONBLOCK, opening a pipe waits until another process opens its other end.
    flags |= _NONBLOCK | _BINARY | (0 if follow_link else _NOFOLLOW)
    handle = os.open(path, flags, 0o666)
    try:
        _check_mode(os.fstat(handle).st_mode, path)
    except OSError:
        os.close(handle)
        raise
    return handle


def check_regular_file(path: Path) -> None:
    """Raise IsADirectoryError or NotRegularFileError if `path` exists and is not a regular file."""
    if path.exists():
        _check_mode(path.stat().st_mode, path)


def _check_mode(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise NotRegularFileError(errno.EINVAL, "Not a regular file", str(path))
