"""Write a small new file in one step, without a temporary name."""

import os
from contextlib import suppress
from pathlib import Path

from seawall.runtime.files.folder_flush import fsync_folder

__all__ = ["write_new_file"]

# 0 on systems without files that have no name: all but Linux.
_NAMELESS = getattr(os, "O_TMPFILE", 0)


def write_new_file(path: Path, content: bytes) -> bool:
    """Write `content` to `path` if nothing is there; afterwards it survives a power cut.

    The file gets its name when all of it is on disk, so a crash leaves the whole file or nothing. Returns
    False, and writes nothing, if something is there, the folder is missing or the file system can not do
    this: another way to write the file then succeeds, or raises the error that says why not.
    """
    if not _NAMELESS:
        return False
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _write(folder, path.name, content)
            fsync_folder(folder)
            return True
        finally:
            os.close(folder)
    return False


def _write(folder: int, name: str, content: bytes) -> None:
    handle = os.open(".", os.O_WRONLY | _NAMELESS, 0o666, dir_fd=folder)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
        # With a folder, so that Python links the file that the link leads to, and not the link itself.
        os.link(f"/proc/self/fd/{handle}", name, dst_dir_fd=folder)
    finally:
        os.close(handle)
