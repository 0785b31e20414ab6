"""Reads what generation is made of."""

from pathlib import Path

from seawall.codegen.errors import SpecError

__all__ = ["read_bytes", "read_optional"]


def read_bytes(path: Path, what: str) -> bytes:
    """The file at `path`. Raises SpecError where it can not be read; `what` is for the message."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SpecError(f"The {what} {path} can not be read: {error.strerror}; see seawall.toml.") from error


def read_optional(path: Path) -> bytes | None:
    """The file at `path`, None where there is none."""
    return read_bytes(path, "names file") if path.exists() else None
