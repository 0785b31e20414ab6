"""JSON input of the user, from a file or an option, with strict types and precise errors."""

from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from seawall.core.errors import InputError
from seawall.core.wire.byte_order_mark import foreign_encoding, without_mark
from seawall.core.wire.json_value import to_json_object

__all__ = ["parse_json_object", "read_json_file"]

T = TypeVar("T")


def read_json_file(path: Path, kind: type[T]) -> T:
    """Decode the JSON file at `path` as `kind`, a type that msgspec decodes.

    A number with a fraction, in a value of any type, is a Decimal: a float might round it. Raises InputError
    with the file and the location of the first mismatch.
    """
    try:
        return msgspec.json.Decoder(kind, float_hook=Decimal).decode(_read(path))
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: {error}. Nothing was sent.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid JSON: {error}. Nothing was sent.") from error


def parse_json_object(text: str | None, *, option: str) -> dict[str, object] | None:
    """Decode the value of `option`: a JSON object, or `@` and a file name. Raises InputError otherwise.

    A number that a float would round is an InputError too.
    """
    if text is None:
        return None
    # surrogateescape: arguments that are not UTF-8 fail as JSON below, not with a UnicodeEncodeError here.
    body = _read(Path(text[1:])) if text.startswith("@") else text.encode("utf-8", "surrogateescape")
    try:
        given = msgspec.json.Decoder(dict[str, object], float_hook=Decimal).decode(without_mark(body))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{option} must be a JSON object, or @ and the name of a file with one: {error}."
        ) from error
    return to_json_object(given, option)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Check the name.") from error
    if encoding := foreign_encoding(content):
        raise InputError(f"{path} is text in {encoding}, and JSON must be UTF-8. Save it as UTF-8.")
    return without_mark(content)
