"""Write a file in one step: after a crash it has its old content or its new content, never a part."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.runtime.files.folder_flush import fsync_directory
from seawall.runtime.files.temporary_file import delete_stray_files, temporary_file

__all__ = ["OWNER_ONLY", "WORLD_READABLE", "staged_write", "write_atomically"]

OWNER_ONLY = 0o600
"""The mode of a file that may hold a secret."""

WORLD_READABLE = 0o644
"""The mode of a file that everybody may read."""


def write_atomically(path: Path, content: bytes, *, mode: int = OWNER_ONLY) -> None:
    """Write `content` to `path` in one step; its folder must exist. Raises OSError.

    The file has the permission bits `mode`, whatever the umask. A symbolic link at `path` is replaced by the
    file; its target does not change.
    """
    with staged_write(path, content, mode=mode) as commit:
        commit()


@contextmanager
def staged_write(path: Path, content: bytes, *, mode: int = OWNER_ONLY) -> Iterator[Callable[[], None]]:
    """Write `content` to a temporary file beside `path`; the yielded function moves it to `path`.

    For several files that must change together: stage all of them, then commit each. A file that is not
    committed when the block ends is deleted; one that a killed process has left is deleted by the next write
    in the folder. See `write_atomically` for `mode` and links.
    """
    delete_stray_files(path.parent)
    with temporary_file(path) as (file, temporary):

        def commit() -> None:
            if os.name == "nt":
                # Windows renames no open files.
                file.close()
            temporary.replace(path)
            fsync_directory(path.parent)

        file.write(content)
        file.flush()
        if mode != OWNER_ONLY:
            temporary.chmod(mode)
        # Before the rename: some file systems write the new name to disk before the content.
        os.fsync(file.fileno())
        yield commit
