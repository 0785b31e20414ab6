"""JSON input of the user, from a file, from stdin or an option, with strict types and precise errors."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from seawall.core.errors import InputError
from seawall.core.wire.byte_order_mark import foreign_encoding, without_mark
from seawall.core.wire.json_value import to_json_object
from seawall.terminal.problems import Problems

__all__ = ["STDIN", "parse_json_object", "read_bytes", "read_json_file", "read_json_list"]

T = TypeVar("T")

STDIN = Path("-")
"""The name of a file that means stdin; a file of this name is `./-`."""


def read_json_file(path: Path, kind: type[T]) -> T:
    """Decode the JSON file at `path`, or stdin, as `kind`, a type that msgspec decodes.

    A number with a fraction, in a value of any type, is a Decimal: a float might round it. Raises InputError
    with the file and the location of the first mismatch.
    """
    return _decode(read_bytes(path), kind, _name(path))


def read_json_list(path: Path, kind: type[T]) -> list[T]:
    """Decode the JSON file at `path`, or stdin, as a list of `kind`; other details as in `read_json_file`.

    The InputError has one of the `problems` for each entry that does not match.
    """
    entries = read_json_file(path, list[msgspec.Raw])
    decoded, problems = list[T](), Problems("Nothing was sent")
    for index, entry in enumerate(entries):
        with problems.collected():
            decoded.append(_decode(bytes(entry), kind, _name(path), place=f"[{index}]"))
    problems.raise_all()
    return decoded


def parse_json_object(text: str | None, *, option: str) -> dict[str, object] | None:
    """Decode the value of `option`: a JSON object, `@` and a file name, or `@-` for stdin. Raises InputError.

    A number that a float would round is an InputError too.
    """
    if text is None:
        return None
    # surrogateescape: arguments that are not UTF-8 fail as JSON below, not with a UnicodeEncodeError here.
    body = read_bytes(Path(text[1:])) if text.startswith("@") else text.encode("utf-8", "surrogateescape")
    try:
        given = msgspec.json.Decoder(dict[str, object], float_hook=Decimal).decode(without_mark(body))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{option} must be a JSON object, or @ and the name of a file with one: {error}."
        ) from error
    return to_json_object(given, option)


def read_bytes(path: Path) -> bytes:
    """Read the file at `path`, or stdin; without a byte order mark. Raises InputError."""
    name = _name(path)
    try:
        content = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} can not be read: {error.strerror}. Check the name.") from error
    if encoding := foreign_encoding(content):
        raise InputError(f"{name} is text in {encoding}, and JSON must be UTF-8. Save it as UTF-8.")
    return without_mark(content)


def _decode(content: bytes, kind: type[T], name: str, *, place: str = "") -> T:
    """Decode `content`; `place` is its place in the document, for errors."""
    try:
        return msgspec.json.Decoder(kind, float_hook=Decimal).decode(content)
    except msgspec.ValidationError as error:
        fault = str(error)
        if place:
            # msgspec names no place for the value itself, and one below it otherwise: "… - at `$.name`".
            fault = fault.replace(" - at `$", f" - at `${place}", 1)
            fault = fault if " - at `$" in fault else f"{fault} - at `${place}`"
        raise InputError(f"{name}: {fault}. Nothing was sent.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{name} is not valid JSON: {error}. Nothing was sent.") from error


def _name(path: Path) -> str:
    return "stdin" if path == STDIN else str(path)
