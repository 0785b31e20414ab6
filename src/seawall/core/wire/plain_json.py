"""The quick way from a value to JSON: for the types that nearly every body is made of. Pure.

It follows the rules of `json_value`, without the path that a message needs. A value that it does not know, or
that is a fault, is left to `json_value`.
"""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any
from uuid import UUID

from seawall.core.wire.misfits import PartialModel
from seawall.core.wire.model_fields import DECLARED_FORMS, ModelField, is_model_class, model_fields
from seawall.core.wire.unset import UNSET
from seawall.core.wire.variants import UnknownVariant

__all__ = ["NotPlainError", "plain_json"]

# A larger one has to be checked.
_MAX_INTEGER = 2**63


class NotPlainError(Exception):
    """The value has to go the long way."""


def plain_json(value: object, levels: int) -> object:
    """Convert `value` to plain dicts, lists, text and numbers, with at most `levels` in each other.

    Raises NotPlainError, and RecursionError for a caller that is deep in its stack.
    """
    cls = value.__class__
    try:
        convert = _BY_CLASS[cls]
    except KeyError:
        convert = _BY_CLASS[cls] = _converter(cls)
    return convert(value, levels)


def _same(value: Any, _: int) -> Any:
    return value


def _text(value: str, _: int) -> str:
    if not value.isascii():
        raise NotPlainError
    return value


def _integer(value: int, _: int) -> int:
    if not -_MAX_INTEGER <= value <= _MAX_INTEGER:
        raise NotPlainError
    return value


def _float(value: float, _: int) -> float:
    if not math.isfinite(value):
        raise NotPlainError
    return value


def _mapping(value: dict[Any, Any], levels: int) -> dict[str, Any]:
    if not levels:
        raise NotPlainError
    made = {}
    for key, item in value.items():
        if key.__class__ is not str or not key.isascii():
            raise NotPlainError
        made[key] = item if item.__class__ is str and item.isascii() else plain_json(item, levels - 1)
    return made


def _array(value: Any, levels: int) -> list[Any]:
    if not levels:
        raise NotPlainError
    return [plain_json(item, levels - 1) for item in value]


def _time(value: datetime, _: int) -> str:
    if value.tzinfo is not UTC:
        raise NotPlainError
    return f"{value.isoformat()[:-6]}Z"


def _isoformat(value: date, _: int) -> str:
    return value.isoformat()


def _uuid(value: UUID, _: int) -> str:
    return str(value)


def _enum(value: Enum, levels: int) -> Any:
    # `value.value` takes five times as long.
    plain = value._value_
    return plain if plain.__class__ is str and plain.isascii() else plain_json(plain, levels)


def _variant(value: UnknownVariant, levels: int) -> Any:
    return plain_json(value.data, levels)


def _not_plain(_: object, __: int) -> Any:
    raise NotPlainError


def _converter(cls: Any) -> Callable[[Any, int], Any]:
    """The converter of a class that is not built in."""
    if issubclass(cls, Enum):
        return _enum
    fields = model_fields(cls) if is_model_class(cls) and not issubclass(cls, PartialModel) else ()
    if not fields or any(one.is_additional for one in fields):
        return _not_plain
    return _model_converter(fields)


def _model_converter(fields: Sequence[ModelField]) -> Callable[[Any, int], Any]:
    # With one name, it would return a value instead of a tuple.
    values_of = attrgetter(*(one.name for one in fields), "__class__")
    wires = tuple((one.wire, one.declared) for one in fields)

    def convert(model: Any, levels: int) -> dict[str, Any]:
        if not levels:
            raise NotPlainError
        made: dict[str, Any] = {}
        # The last value is the class.
        for (wire, declared), item in zip(wires, values_of(model), strict=False):
            cls = item.__class__
            if item is None or (cls is str and item.isascii()):
                made[wire] = item
            elif item is not UNSET:
                if not declared:
                    made[wire] = plain_json(item, levels - 1)
                elif cls in declared:
                    made[wire] = DECLARED_FORMS[cls](item)
                else:
                    # A list of them has to know what was declared.
                    raise NotPlainError
        return made

    return convert


_BY_CLASS: dict[type, Callable[[Any, int], Any]] = {
    type(None): _same,
    bool: _same,
    str: _text,
    int: _integer,
    float: _float,
    dict: _mapping,
    list: _array,
    tuple: _array,
    datetime: _time,
    date: _isoformat,
    UUID: _uuid,
    UnknownVariant: _variant,
}
