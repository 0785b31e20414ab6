"""Files that commands generate from the code: written atomically, or compared in check mode."""

from pathlib import Path

import typer

from seawall.core.errors import StorageError
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically

__all__ = ["check_or_write"]


def check_or_write(path: Path, content: bytes, *, check: bool, command: str) -> None:
    """Write `content` to `path`; with `check` only compare, and exit with 1 if it differs.

    `command` is the command that updates the file. Raises StorageError if the file can not be read or
    written.
    """
    try:
        current = path.read_bytes() if path.is_file() else None
        if current == content:
            typer.echo(f"{path} is up to date.", err=True)
        elif check:
            state = "is missing" if current is None else "differs"
            typer.echo(f"{path} {state}. To update: {command}", err=True)
            raise typer.Exit(1)
        else:
            _replace(path, content)
            typer.echo(f"Wrote {path}.", err=True)
    except OSError as error:
        raise StorageError(f"{path} can not be read or written: {error.strerror}.") from error


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else WORLD_READABLE
    write_atomically(path, content, mode=mode)
