"""Parses a spec: bytes to plain data, within bounds and without references to other documents."""

import datetime as dt
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import NoReturn, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from seawall.codegen.errors import SpecError

__all__ = ["Json", "check_openapi", "load_document", "refs_in"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_MAX_BYTES = 50_000_000
_MAX_DEPTH = 200
# A few lines of YAML aliases can expand to billions of values ("billion laughs").
_MAX_NODES = 2_000_000

# The values of these keys are data. A `$ref` in them is not a reference.
_DATA_KEYS = frozenset({"example", "examples", "default", "enum", "const"})


def load_document(data: bytes, name: str) -> dict[str, Json]:
    """Parse the JSON or YAML document `data` to dicts, lists, str, int, float, bool and None.

    Raises SpecError if it is neither JSON nor YAML, not an object, too large or too deep. `name` is for
    messages.
    """
    if len(data) > _MAX_BYTES:
        raise SpecError(f"{name} has {len(data):,} bytes; the limit is {_MAX_BYTES:,}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"{name} is not UTF-8 text; save it as JSON or YAML in UTF-8.") from error
    try:
        document = _PlainCopy(name).copy(_parse(text, name), 0)
    except RecursionError as error:
        raise SpecError(f"{name} is nested deeper than {_MAX_DEPTH} levels.") from error
    if not isinstance(document, dict):
        raise SpecError(f"{name} is not an OpenAPI document: its top level is not an object.")
    return document


def _parse(text: str, name: str) -> object:
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text, parse_constant=_refuse_constant)
        except ValueError as json_error:
            if not _looks_like_yaml(text):
                raise SpecError(f"{name} is not valid JSON: {json_error}.") from json_error
    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else f" at line {mark.line + 1}"
        raise SpecError(f"{name} is neither JSON nor YAML{line}.") from error


def _looks_like_yaml(text: str) -> bool:
    return re.match(r"\s*\{\s*[A-Za-z]", text) is not None


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not valid in JSON")


class _PlainCopy:
    """Copies the parser's objects into plain data and counts the values."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes = 0

    def copy(self, value: object, depth: int) -> Json:
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            raise SpecError(f"{self.name} expands to more than {_MAX_NODES:,} values.")
        if depth > _MAX_DEPTH:
            raise SpecError(f"{self.name} is nested deeper than {_MAX_DEPTH} levels.")
        if isinstance(value, dict):
            return {self.key(key): self.copy(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.copy(item, depth + 1) for item in value]
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, float) and not math.isfinite(value):
            raise SpecError(f"{self.name} contains a number that JSON does not allow: {value}.")
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, int | float | bool):
            return value
        raise SpecError(f"{self.name} contains a YAML value without a JSON form: {type(value).__name__}.")

    def key(self, key: object) -> str:
        # YAML writers leave status codes unquoted: `200:`.
        if isinstance(key, str | int) and not isinstance(key, bool):
            return self.text(str(key))
        raise SpecError(f"{self.name} has a key that is not a string: {key!r}; put it in quotes.")

    def text(self, text: str) -> str:
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise SpecError(f"{self.name} contains a lone surrogate (half a character): {text[:50]!a}.")
        return text


def check_openapi(document: Mapping[str, Json], name: str) -> None:
    """Raise SpecError unless `document` is OpenAPI 3.0 or 3.1 and all its references are internal."""
    if "swagger" in document:
        raise SpecError(f"{name} is Swagger {document['swagger']}; convert it to OpenAPI 3 first.")
    version = document.get("openapi")
    if not isinstance(version, str) or not re.match(r"3\.[01](\.|$)", version):
        raise SpecError(f"{name} is not an OpenAPI 3.0 or 3.1 document: its `openapi` is {version!r}.")
    if not isinstance(document.get("paths"), dict):
        raise SpecError(f"{name} has no `paths`; there is nothing to generate.")
    for ref in refs_in(dict(document)):
        if not ref.startswith("#"):
            raise SpecError(
                f"{name} has a $ref to another document: {ref!r}. Bundle the spec into one file first."
            )


def refs_in(value: Json) -> Iterator[str]:
    """Yield every `$ref` in `value`, in order; skips data such as examples."""
    if isinstance(value, list):
        for item in value:
            yield from refs_in(item)
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref" and isinstance(item, str):
                yield item
            elif key not in _DATA_KEYS:
                yield from refs_in(item)
