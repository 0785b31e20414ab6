"""JSON input of the user, from a file, from stdin or an option, with strict types and precise errors."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from seawall.core.errors import InputError
from seawall.core.wire.byte_order_mark import foreign_encoding, without_mark
from seawall.core.wire.json_value import to_json_object
from seawall.terminal.problems import NOTHING_WAS_SENT, Problems

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
    file = Path(text[1:]) if text.startswith("@") else None
    body = without_mark(text.encode("utf-8", "surrogateescape") if file is None else read_bytes(file))
    try:
        given = msgspec.json.Decoder(dict[str, object], float_hook=Decimal).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = "" if file is None else f"{_name(file)}: "
        raise InputError(
            f"{option} must be a JSON object, or @ and the name of a file with one: "
            f"{place}{_fault(body, error)}."
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
        raise InputError(f"{name} is text in {encoding}, and must be UTF-8. Save it as UTF-8.")
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
        raise InputError(f"{name}: {fault}. {NOTHING_WAS_SENT}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fault = _fault(content, error)
        raise InputError(f"{name} is not valid JSON: {fault}. {NOTHING_WAS_SENT}") from error


def _fault(content: bytes, error: Exception) -> str:
    """Describe why `content` was not decoded.

    msgspec calls text such as `foo` truncated, and counts bytes; the standard library counts lines.
    """
    if not content.strip():
        return "it is empty"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    try:
        json.loads(content)
    except json.JSONDecodeError as found:
        return f"{found.msg} (line {found.lineno}, column {found.colno})"
    except (ValueError, RecursionError):
        pass
    return str(error)


def _name(path: Path) -> str:
    return "stdin" if path == STDIN else str(path)
