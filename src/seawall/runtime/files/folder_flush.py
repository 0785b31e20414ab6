"""Write the names in a folder to disk; threads that do so at the same time share one fsync."""

import os
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

__all__ = ["fsync_directory", "fsync_folder"]

# The state of more folders is forgotten, which only costs an fsync.
_MAX_FOLDERS = 256


def fsync_directory(folder: Path) -> None:
    """Write the names in `folder` to disk, if the system can, so that a rename survives a power cut."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folders.
        return
    try:
        fsync_folder(handle)
    finally:
        os.close(handle)


def fsync_folder(handle: int) -> None:
    """Do as `fsync_directory` for an open folder.

    Returns after an fsync of the folder that began after this call; another thread may have made it.
    """
    status = os.fstat(handle)
    # By process: a lock that another thread of the parent holds is never released in a forked child.
    shared = _shared(os.getpid(), status.st_dev, status.st_ino)
    begun = shared.begun
    with shared.lock:
        if shared.ended <= begun:
            number = shared.begun = shared.begun + 1
            # Some network file systems can not do it; the content of the file is on disk all the same.
            with suppress(OSError):
                os.fsync(handle)
            # Not after an interrupt: the threads that wait then make another.
            shared.ended = number


class _Shared:
    """The number of fsyncs of a folder that have begun, and which of them was the last that ended.

    The thread that makes one holds the lock.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.begun: int = 0
        self.ended: int = 0


@lru_cache(maxsize=_MAX_FOLDERS)
def _shared(*_key: int) -> _Shared:
    return _Shared()
