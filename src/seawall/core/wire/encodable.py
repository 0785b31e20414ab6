"""Decide whether msgspec writes a value exactly as `to_json` would: then nothing is converted. Pure."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType
from typing import Any
from uuid import UUID

import attrs

from seawall.core.wire.annotations import TypeForm, members_of, plain_type, wire_fields
from seawall.core.wire.misfits import PartialModel
from seawall.core.wire.model_fields import ModelField, model_fields
from seawall.core.wire.unset import UNSET
from seawall.core.wire.variants import UnknownVariant

__all__ = ["is_encodable"]

_MAX_INTEGER = 2**63


def is_encodable(value: object, levels: int) -> bool:
    """Return whether msgspec can encode `value`, with at most `levels` of lists and objects in each other.

    False also for what is only unknown here: the long way decides it.
    """
    return _CHECKS[type(value)](value, levels)


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
    if levels <= 0:
        return False
    for item in value:  # noqa: SIM110 - `all` takes twice the time
        if type(item) is not str and not _CHECKS[type(item)](item, levels - 1):
            return False
    return True


def _mapping(value: dict[Any, Any], levels: int) -> bool:
    if levels <= 0:
        return False
    for key, item in value.items():
        if type(key) is not str or (type(item) is not str and not _CHECKS[type(item)](item, levels - 1)):
            return False
    return True


class _Checks(dict[type, Callable[[Any, int], bool]]):
    """The check of each class; made at its first use if it is not built in."""

    def __missing__(self, cls: type) -> Callable[[Any, int], bool]:
        made = self[cls] = _check_of(cls)
        return made


def _check_of(cls: type) -> Callable[[Any, int], bool]:
    """The check of a class that is not built in."""
    if issubclass(cls, Enum):
        return _always if issubclass(cls, str) else _never
    if not attrs.has(cls) or issubclass(cls, PartialModel):
        return _never
    fields = model_fields(cls)
    if not fields or not all(map(_is_plain, fields)):
        return _never
    # One expression for all fields takes a third of the time of a loop; its names are those of fields, or
    # made here.
    names: dict[str, Any] = {"UNSET": UNSET, "UTC": UTC, "CHECKS": _CHECKS}
    types = _types_of(cls)
    tests = [_test(one.name, types.get(one.name), names) for one in fields]
    made: Callable[[object, int], bool] = eval(  # noqa: S307 - see above
        f"lambda model, levels: levels > 0 and {' and '.join(tests)}", names
    )
    return made


def _types_of(cls: type) -> dict[str, TypeForm]:
    try:
        return {one.name: one.type for one in wire_fields(cls)}
    except TypeError:
        # An annotation that can not be resolved declares nothing.
        return {}


def _test(name: str, type_: TypeForm, names: dict[str, Any]) -> str:
    """The expression that is true for a value that can be encoded, first of the type that is declared.

    Nothing makes a model hold what its fields declare.
    """
    kinds = [plain_type(one) for one in members_of(type_) if one is not NoneType]
    value = f"(value := model.{name})"
    test = f"{value} is None"
    if len(kinds) == 1 and _is_exact(kinds[0]):
        names[f"type_{name}"] = kinds[0]
        zone = " and value.tzinfo is UTC" if kinds[0] is datetime else ""
        test = f"type({value}) is type_{name}{zone} or value is None"
    return f"({test} or value is UNSET or CHECKS[type(value)](value, levels - 1))"


def _is_exact(type_: TypeForm) -> bool:
    """Return whether msgspec writes any value of a class exactly; of times, those in UTC."""
    return isinstance(type_, type) and (type_ is datetime or _CHECKS[type_] is _always)


def _is_plain(field: ModelField) -> bool:
    # msgspec leaves out fields that begin with an underscore.
    has_own_name = field.wire == field.name and not field.name.startswith("_")
    return has_own_name and not field.is_additional and not field.declared


# msgspec refuses text with lone surrogates.
_CHECKS = _Checks(
    {
        **dict.fromkeys((NoneType, bool, str, UUID, date), _always),
        int: _integer,
        float: _float,
        dict: _mapping,
        list: _array,
        tuple: _array,
        datetime: _time,
        UnknownVariant: _never,
    }
)
