"""Parses a document: bytes to plain data, within bounds."""

import json
import math
import re
from typing import NoReturn

from attrs import frozen

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import MAX_BYTES, MAX_DEPTH, MAX_VALUES, Json, put

__all__ = ["Json", "ParsedDocument", "load_document", "parse_document"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@frozen
class ParsedDocument:
    """The plain data of a document; `notes` says which keys are given twice, and where."""

    content: Json
    notes: tuple[str, ...] = ()


def load_document(data: bytes, name: str) -> dict[str, Json]:
    """Parse `data` as `parse_document` does. Raises SpecError also if its top level is not an object."""
    content = parse_document(data, name).content
    if not isinstance(content, dict):
        raise SpecError(f"{name} is not an OpenAPI document: its top level is not an object.")
    return content


def parse_document(data: bytes, name: str) -> ParsedDocument:
    """Parse the JSON or YAML document `data` to dicts, lists, str, int, float, bool and None.

    YAML is read by the rules of YAML 1.2. Raises SpecError if it is neither JSON nor YAML, too large or too
    deep. `name` is for messages.
    """
    if len(data) > MAX_BYTES:
        raise SpecError(f"{name} has {len(data):,} bytes; the limit is {MAX_BYTES:,}.")
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"{name} is not UTF-8 text; save it as JSON or YAML in UTF-8.") from error
    notes: list[str] = []
    content = _parse(text, name, notes)
    _check_values(content, name)
    return ParsedDocument(content, tuple(notes))


def _parse(text: str, name: str, notes: list[str]) -> Json:
    if not text.lstrip().startswith(("{", "[")):
        return _parse_yaml(text, name, notes)
    try:
        return _parse_json(text, notes)
    except RecursionError as error:
        raise SpecError(f"{name} is nested deeper than {MAX_DEPTH} levels.") from error
    except ValueError as json_error:
        if re.match(r"\s*[{\[]\s*[A-Za-z$_*&'<]", text):
            return _parse_yaml(text, name, notes)
        if not isinstance(json_error, json.JSONDecodeError) and "digits" in str(json_error):
            raise SpecError(f"{name} is not valid JSON: a number has too many digits.") from json_error
        raise SpecError(f"{name} is not valid JSON: {json_error}.") from json_error


def _parse_yaml(text: str, name: str, notes: list[str]) -> Json:
    # Imported late: PyYAML takes 14 ms, and most documents are JSON.
    from seawall.codegen.spec.yaml import parse_yaml  # noqa: PLC0415

    return parse_yaml(text, name, notes)


def _parse_json(text: str, notes: list[str]) -> Json:
    def mapping(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        return found if len(found) == len(pairs) else _merged(pairs, notes)

    parsed: Json = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=mapping)
    return parsed


def _merged(pairs: list[tuple[str, Json]], notes: list[str]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if put(found, key, value):
            notes.append(f"the key {key[:100]!r} is given twice")
    return found


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not valid in JSON")


def _check_values(content: Json, name: str) -> None:
    """Raise SpecError for too many values, too deep ones, and values that JSON can not hold."""
    count = 0
    level: list[Json] = [content]
    for _ in range(MAX_DEPTH + 1):
        count += len(level)
        if count > MAX_VALUES:
            raise SpecError(f"{name} expands to more than {MAX_VALUES:,} values.")
        deeper: list[Json] = []
        for value in level:
            if isinstance(value, dict):
                deeper.extend(value.values())
                for key in value:
                    _check_text(key, name)
            elif isinstance(value, list):
                deeper.extend(value)
            elif isinstance(value, str):
                _check_text(value, name)
            elif isinstance(value, float) and not math.isfinite(value):
                raise SpecError(f"{name} contains a number that JSON does not allow: {value}.")
        if not deeper:
            return
        level = deeper
    raise SpecError(f"{name} is nested deeper than {MAX_DEPTH} levels.")


def _check_text(text: str, name: str) -> None:
    if not text.isascii() and (found := _LONE_SURROGATE.search(text)):
        start = max(0, found.start() - 25)
        raise SpecError(f"{name} contains a lone surrogate (half a character): {text[start : start + 50]!a}.")
