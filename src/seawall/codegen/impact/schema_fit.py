"""Tells whether a JSON value fits a schema of the Api, and how it does not."""

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from seawall.codegen.api.model import Api
from seawall.codegen.api.shapes import (
    AnyValue,
    Array,
    Boolean,
    Enumeration,
    Integer,
    NoValue,
    Null,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)
from seawall.codegen.spec.plain_data import Json

__all__ = ["Misfit", "first_misfit"]

_DEEPEST = 60
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@frozen
class Misfit:
    """A value that does not fit: the pointer of its schema, its name in the value, and the reason."""

    pointer: str
    name: str
    reason: str


def first_misfit(api: Api, schema: Schema, value: Json) -> Misfit | None:
    """The first part of `value` that does not fit `schema`; None if it fits. Patterns are not run."""
    return next(_misfits(api, schema, value, "", 0), None)


def _misfits(api: Api, schema: Schema, value: Json, name: str, depth: int) -> Iterator[Misfit]:
    if depth > _DEEPEST:
        return
    match schema.shape:
        case Ref(name=component):
            target = api.schemas.get(component)
            if target is not None:
                yield from _misfits(api, target, value, name, depth + 1)
        case Union(members=members):
            found = [next(_misfits(api, one, value, name, depth + 1), None) for one in members]
            if all(found):
                yield _closest([one for one in found if one is not None], schema, name)
        case Object() if isinstance(value, dict):
            yield from _object(api, schema.shape, value, schema.pointer, depth)
        case Array(items=items, prefix=prefix) if isinstance(value, list):
            for index, item in enumerate(value):
                inner = prefix[index] if index < len(prefix) else items
                yield from _misfits(api, inner, item, name, depth + 1)
        case _:
            if reason := _scalar_reason(schema, value):
                yield Misfit(schema.pointer, name, reason)


def _closest(found: list[Misfit], schema: Schema, name: str) -> Misfit:
    """The misfit of a part inside of a member says more than that no member fits."""
    inside = [one for one in found if one.name != name]
    return inside[0] if inside else Misfit(schema.pointer, name, "fits no member of the union")


def _object(api: Api, shape: Object, value: Mapping[str, Json], pointer: str, depth: int) -> Iterator[Misfit]:
    known = {item.name for item in shape.properties}
    for item in shape.properties:
        if item.name in value:
            yield from _misfits(api, item.schema, value[item.name], item.name, depth + 1)
        elif item.required:
            yield Misfit(item.schema.pointer, item.name, "is missing")
    additional = shape.additional
    if additional is None:
        return
    for key in sorted(value.keys() - known):
        if isinstance(additional.shape, NoValue):
            yield Misfit(pointer, key, "is not allowed")
        else:
            yield from _misfits(api, additional, value[key], key, depth + 1)


def _scalar_reason(schema: Schema, value: Json) -> str:
    match schema.shape:
        case AnyValue():
            reason = ""
        case Enumeration(values=values):
            same = any(one == value and isinstance(one, bool) == isinstance(value, bool) for one in values)
            reason = "" if same else "is no value of the enum"
        case Text() as shape:
            reason = _text_reason(shape, value) if isinstance(value, str) else "is no text"
        case Integer() | Number() as shape:
            reason = _number_reason(shape, value)
        case Boolean():
            reason = "" if isinstance(value, bool) else "is neither true nor false"
        case Null():
            reason = "" if value is None else "is not null"
        case _:
            reason = "is of another type"
    return reason


def _text_reason(shape: Text, value: str) -> str:
    if shape.format == "uuid" and not _UUID.fullmatch(value):
        return "is no UUID"
    if shape.format == "date-time" and not re.match(r"\d{4}-\d\d-\d\d[T ]", value, re.IGNORECASE):
        return "is no time"
    is_short = shape.min_length is not None and len(value) < shape.min_length
    is_long = shape.max_length is not None and len(value) > shape.max_length
    return "has another length" if is_short or is_long else ""


def _number_reason(shape: Integer | Number, value: Json) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "is no number"
    if isinstance(shape, Integer) and value != int(value):
        return "is no whole number"
    below = shape.minimum is not None and value < shape.minimum
    above = shape.maximum is not None and value > shape.maximum
    return "is outside of the bounds" if below or above else ""
