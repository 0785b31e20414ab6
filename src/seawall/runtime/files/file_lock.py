"""Locks between processes: the operating system's, so they end with the process, even after a crash."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias

__all__ = ["Release", "close_unlocked", "is_locked_for_us", "only_one_in", "try_lock_file"]

Release: TypeAlias = Callable[[], None]
"""What gives a lock up again."""

try:
    import fcntl
except ImportError:
    # Windows has no such lock.
    _HAS_LOCKS = False
else:
    _HAS_LOCKS = True


def is_locked_for_us(handle: int, *, waits: bool = False) -> bool:
    """Lock an open file until `close_unlocked`; False where another has it. True where there is no such lock.

    Where `waits`, another's lock is waited for.
    """
    if not _HAS_LOCKS:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def try_lock_file(path: Path) -> Release | None:
    """Lock the file at `path`, which is made where there is none; None where another holds it.

    The file stays. Where there is no such lock (Windows, some network disks, a folder that takes no file)
    nothing is locked.
    """
    if not _HAS_LOCKS:
        return _nothing
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # No symlink is followed: the name is known beforehand.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return _nothing
    try:
        if is_locked_for_us(handle):
            return partial(_close_unlocked, handle)
    except OSError:
        os.close(handle)
        return _nothing
    os.close(handle)
    return None


@contextmanager
def only_one_in(folder: Path) -> Iterator[None]:
    """A block that one process at a time is in, among those that name `folder`; the others wait.

    Where there is no such lock (Windows), nobody waits.
    """
    if not _HAS_LOCKS:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        is_locked_for_us(handle, waits=True)
        yield
    finally:
        _close_unlocked(handle)


def close_unlocked(file: IO[bytes]) -> None:
    """Close a file that `is_locked_for_us`, and unlock it."""
    try:
        if not file.closed:
            _unlock(file.fileno())
    finally:
        file.close()


def _close_unlocked(handle: int) -> None:
    try:
        _unlock(handle)
    finally:
        os.close(handle)


def _unlock(handle: int) -> None:
    # A process that was forked meanwhile has the file open too: closing it here alone would unlock nothing.
    if _HAS_LOCKS:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _nothing() -> None:
    """Give up a lock that there was not."""
