"""JSON that a user wrote, in a file or on the command line: taken strictly, refused with the place in it."""

from pathlib import Path
from typing import TypeVar

import msgspec

from seawall.core.errors import InputError

__all__ = ["json_in_file", "json_object"]

T = TypeVar("T")


def json_in_file(path: Path, kind: type[T]) -> T:
    """What the JSON file at `path` holds, as `kind`, a type that msgspec decodes.

    Raises InputError, which names the file and the place in it, where it holds anything else.
    """
    try:
        return msgspec.json.decode(_content(path), type=kind)
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: {error}. Nothing was sent.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no JSON: {error}. Nothing was sent.") from error


def json_object(text: str | None, *, option: str) -> dict[str, object] | None:
    """The JSON object that `option` gives, as text or as `@file`; raises InputError for anything else."""
    if text is None:
        return None
    body = _content(Path(text[1:])) if text.startswith("@") else text.encode("utf-8", "surrogateescape")
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{option} must be a JSON object or @ and the name of a file that holds one: {error}."
        ) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Check the name.") from error
