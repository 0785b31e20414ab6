"""Locks between processes.

They are the operating system's (flock), so they end with the process, even after a crash. On systems without
flock, such as Windows, every lock is granted at once.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias

__all__ = ["Release", "lock_folder", "try_lock", "try_lock_file", "try_lock_folder", "unlock_and_close"]

Release: TypeAlias = Callable[[], None]
"""A function that releases a lock."""

try:
    import fcntl
except ImportError:
    # Windows has no flock.
    _HAS_FLOCK = False
else:
    _HAS_FLOCK = True


def try_lock(handle: int) -> bool:
    """Lock an open file and return True, or return False if another process or handle has locked it.

    Raises OSError if the file system has no locks. Release the lock with `unlock_and_close`.
    """
    if not _HAS_FLOCK:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def try_lock_file(path: Path) -> Release | None:
    """Lock the file at `path` and return a function that releases it, or None if it is locked already.

    The file and its folder are created if they do not exist, and stay. If the file can not be opened or
    locked, e.g. on a read-only disk, nothing is locked and the call succeeds.
    """
    if not _HAS_FLOCK:
        return _release_nothing
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # O_NOFOLLOW: the name is predictable, so another user could have put a link there.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return _release_nothing
    try:
        if try_lock(handle):
            return partial(_unlock_and_close, handle)
    except OSError:
        os.close(handle)
        return _release_nothing
    os.close(handle)
    return None


def try_lock_folder(folder: Path) -> Release | None:
    """Lock `folder` and return a function that releases it, or None if it is locked or has no lock.

    On a system without flock, it has none. Raises OSError if the folder can not be opened.
    """
    if not _HAS_FLOCK:
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if try_lock(handle):
            return partial(_unlock_and_close, handle)
    except OSError:
        pass
    os.close(handle)
    return None


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder` for a block; wait for a process that holds it."""
    if not _HAS_FLOCK:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        _unlock_and_close(handle)


def unlock_and_close(file: IO[bytes]) -> None:
    """Release the lock of a file that `try_lock` has locked, and close the file."""
    try:
        if not file.closed:
            _unlock(file.fileno())
    finally:
        file.close()


def _unlock_and_close(handle: int) -> None:
    try:
        _unlock(handle)
    finally:
        os.close(handle)


def _unlock(handle: int) -> None:
    # A forked process has the same open file: closing it here alone would not release the lock.
    if _HAS_FLOCK:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _release_nothing() -> None:
    """Release a lock that was never taken."""
