"""A lock between processes: a file that one of them at a time has locked."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

__all__ = ["Release", "is_locked_for_us", "try_lock_file"]

Release: TypeAlias = Callable[[], None]
"""What gives a lock up again."""


def is_locked_for_us(handle: int) -> bool:
    """Lock an open file until it is closed; False where another has it. True where there is no such lock."""
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def try_lock_file(path: Path) -> Release | None:
    """Lock the file at `path`, which is made where there is none; None where another holds it.

    The lock is the operating system's, so it ends with the process, even after a crash; the file stays. Where
    there is no such lock (Windows, some network disks, a folder that takes no file) nothing is locked.
    """
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        return _nothing
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # No symlink is followed: the name is known beforehand.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return _nothing
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:
        os.close(handle)
        return _nothing
    return lambda: os.close(handle)


def _nothing() -> None:
    """Give up a lock that there was not."""
