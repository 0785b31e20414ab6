"""Decide whether msgspec writes a value exactly as `to_json` would: then nothing is converted. Pure."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any
from uuid import UUID

import attrs

from seawall.core.wire.misfits import PartialModel
from seawall.core.wire.model_fields import ModelField, model_fields
from seawall.core.wire.unset import UnsetType
from seawall.core.wire.variants import UnknownVariant

__all__ = ["is_encodable"]

_MAX_INTEGER = 2**63
# Any value of them is written exactly; msgspec refuses text with lone surrogates. Enums of text join them.
_ANY_VALUE: set[type] = {type(None), bool, str, UUID}
_ANY_FIELD: set[type] = {*_ANY_VALUE, UnsetType}
_TEXT = {str}


def is_encodable(value: object, levels: int) -> bool:
    """Return whether msgspec can encode `value`, with at most `levels` of lists and objects in each other.

    False also for what is only unknown here: the long way decides it.
    """
    cls = value.__class__
    if cls in _ANY_VALUE:
        return True
    try:
        check = _BY_CLASS[cls]
    except KeyError:
        check = _BY_CLASS[cls] = _check_of(cls)
    return check(value, levels)


def _never(_: object, __: int) -> bool:
    return False


def _integer(value: int, _: int) -> bool:
    return -_MAX_INTEGER <= value <= _MAX_INTEGER


def _float(value: float, _: int) -> bool:
    return math.isfinite(value)


def _time(value: datetime, _: int) -> bool:
    return value.tzinfo is UTC


def _always(_: object, __: int) -> bool:
    return True


def _array(value: Any, levels: int) -> bool:
    if not levels:
        return False
    return _ANY_VALUE.issuperset(map(type, value)) or all(is_encodable(item, levels - 1) for item in value)


def _mapping(value: dict[Any, Any], levels: int) -> bool:
    return _TEXT.issuperset(map(type, value)) and _array(value.values(), levels)


def _check_of(cls: type) -> Callable[[Any, int], bool]:
    """The check of a class that is not built in."""
    if issubclass(cls, Enum):
        if issubclass(cls, str):
            _ANY_VALUE.add(cls)
            _ANY_FIELD.add(cls)
            return _always
        return _never
    if not attrs.has(cls) or issubclass(cls, PartialModel):
        return _never
    fields = model_fields(cls)
    if not fields or not all(map(_is_plain, fields)):
        return _never
    # With one name, it would return a value instead of a tuple.
    values_of = attrgetter(*(one.name for one in fields), "__doc__")

    def check(model: object, levels: int) -> bool:
        values = values_of(model)
        if not levels or _ANY_FIELD.issuperset(map(type, values)):
            return bool(levels)
        return all(type(item) in _ANY_FIELD or is_encodable(item, levels - 1) for item in values)

    return check


def _is_plain(field: ModelField) -> bool:
    # msgspec leaves out fields that begin with an underscore.
    has_own_name = field.wire == field.name and not field.name.startswith("_")
    return has_own_name and not field.is_additional and not field.declared


_BY_CLASS: dict[type, Callable[[Any, int], bool]] = {
    int: _integer,
    float: _float,
    dict: _mapping,
    list: _array,
    tuple: _array,
    datetime: _time,
    date: _always,
    UnknownVariant: _never,
}
