"""Changes of a file that several programs read and write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.core.errors import ConfigError
from seawall.runtime.files.file_lock import lock_folder

__all__ = ["locked_change"]


@contextmanager
def locked_change(path: Path) -> Iterator[Path]:
    """Lock `path` against other processes, for a block that reads it and writes it.

    Yields the path to write, with `write_atomically`. A symbolic link, e.g. into a folder under version
    control, stays one. The folder is made if it is missing. Raises ConfigError if the file can not be
    written.
    """
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with lock_folder(target.parent):
            yield target
    except OSError as error:
        raise ConfigError(f"{path} can not be written: {error.strerror}.") from error
