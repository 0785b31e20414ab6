"""One file that is made from the code: written whole or not at all, or only compared."""

from pathlib import Path

import typer

from seawall.core.errors import StorageError
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically

__all__ = ["check_or_write"]


def check_or_write(path: Path, content: bytes, *, check: bool, command: str) -> None:
    """Put `content` at `path`; with `check` compare only, and where it differs name `command` and exit 1.

    Raises StorageError where the disk does not take or give it.
    """
    try:
        there = path.read_bytes() if path.is_file() else None
        if check:
            _tell(path, there, content, command)
        elif there != content:
            _replace(path, content)
            typer.echo(f"Wrote {path}.", err=True)
        else:
            typer.echo(f"{path} is up to date.", err=True)
    except OSError as error:
        raise StorageError(f"{path} can not be read or written: {error.strerror}.") from error


def _tell(path: Path, there: bytes | None, content: bytes, command: str) -> None:
    if there == content:
        typer.echo(f"{path} is up to date.", err=True)
        return
    typer.echo(f"{path} {'is missing' if there is None else 'differs'}. Mend it with: {command}", err=True)
    raise typer.Exit(1)


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else WORLD_READABLE
    write_atomically(path, content, mode=mode)
