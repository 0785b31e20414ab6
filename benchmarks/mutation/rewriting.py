"""Rewrites the values of a body at the places of their schemas."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.mutation.mutation import Document, Rewrite, at, escaped

__all__ = ["rewritten", "with_defaults"]

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "number": (int, float),
    "object": dict,
    "string": str,
}


def rewritten(document: Document, pointer: str, value: Any, rewrites: Mapping[str, Rewrite]) -> Any:
    """`value` of the schema at `pointer`, with each value that has a rewrite replaced, inner ones first."""
    if not rewrites:
        return value
    return _walk(
        document, pointer, value, lambda place, part: rewrites[place](part) if place in rewrites else part
    )


def with_defaults(document: Document, pointer: str, value: Any) -> Any:
    """`value` with the defaults of the properties that it leaves out."""

    def fill(place: str, part: Any) -> Any:
        raw = at(document, place)
        if not isinstance(part, dict) or not isinstance(raw, dict):
            return part
        missing = {
            name: schema["default"]
            for name, schema in raw.get("properties", {}).items()
            if isinstance(schema, dict) and "default" in schema and name not in part
        }
        return {**missing, **part}

    return _walk(document, pointer, value, fill)


def _walk(document: Document, pointer: str, value: Any, change: Any) -> Any:
    raw = at(document, pointer)
    if not isinstance(raw, dict):
        return value
    if isinstance(raw.get("$ref"), str):
        value = _walk(document, raw["$ref"], value, change)
    for number in range(len(raw.get("allOf", ()))):
        value = _walk(document, f"{pointer}/allOf/{number}", value, change)
    for key in ("anyOf", "oneOf"):
        if key in raw:
            number = _member(document, raw[key], value)
            value = _walk(document, f"{pointer}/{key}/{number}", value, change)
    if isinstance(value, dict):
        value = _object(document, pointer, raw, value, change)
    elif isinstance(value, list) and isinstance(raw.get("items"), dict):
        value = [_walk(document, f"{pointer}/items", item, change) for item in value]
    return change(pointer, value)


def _object(document: Document, pointer: str, raw: Mapping[str, Any], value: Any, change: Any) -> Any:
    properties = raw.get("properties", {})
    others = isinstance(raw.get("additionalProperties"), dict)

    def inner(name: str, part: Any) -> Any:
        if name in properties:
            return _walk(document, f"{pointer}/properties/{escaped(name)}", part, change)
        return _walk(document, f"{pointer}/additionalProperties", part, change) if others else part

    return {name: inner(name, part) for name, part in value.items()}


def _member(document: Document, members: list[Any], value: Any) -> int:
    """The member of a union that fits a value best."""
    return max(range(len(members)), key=lambda number: _likeness(document, members[number], value))


def _likeness(document: Document, raw: Any, value: Any, depth: int = 0) -> float:
    if not isinstance(raw, dict):
        return 0
    if isinstance(raw.get("$ref"), str) and depth < 20:
        return _likeness(document, at(document, raw["$ref"]), value, depth + 1)
    kinds = raw.get("type")
    expected = [
        _TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds or ()) if kind in _TYPES
    ]
    if expected and not any(isinstance(value, kind) for kind in expected):
        return -1
    if "enum" in raw and value not in raw["enum"]:
        return -0.5
    return sum(_points(raw, value)) if isinstance(value, dict) else float(bool(expected))


def _points(raw: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[float]:
    properties = raw.get("properties", {})
    yield sum(name in properties for name in value)
    yield -2.0 * sum(name not in value for name in raw.get("required", ()))
    for name, schema in properties.items():
        values = schema.get("enum") if isinstance(schema, dict) else None
        if values and name in value:
            yield 3.0 if value[name] in values else -3.0
