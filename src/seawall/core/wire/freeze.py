"""Freeze decoded values, so that several callers can share a cached result.

Wire models are frozen, but the lists and free-form objects in them are not. `freeze` replaces these by equal
lists and dicts that can be read and encoded as usual, and that reject changes.
"""

import datetime as dt
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import is_
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

import attrs
from attrs.exceptions import FrozenInstanceError

from seawall.core.wire.unset import UnsetType

__all__ = ["FrozenDict", "FrozenList", "freeze"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_ATOMS = frozenset(
    {str, int, float, bool, type(None), bytes, UUID, UnsetType, Decimal}
    | {dt.datetime, dt.date, dt.time, dt.timedelta}
)


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    kind = "dict" if isinstance(self, dict) else "list"
    raise TypeError(f"This {kind} is part of a cached result that callers share. Change a copy: {kind}(…).")


class FrozenList(list[T]):
    """An immutable list; its copies, deep ones too, are ordinary lists."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[list[T]], tuple[list[T]]]:
        return list, (list(self),)


class FrozenDict(dict[K, V]):
    """An immutable dict; its copies, deep ones too, are ordinary dicts."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return dict, (dict(self),)


_LIST_CHANGES = ("append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse")
_DICT_CHANGES = ("pop", "popitem", "setdefault", "update", "clear")
# Set here and not in the class bodies, so that type checkers see the signatures of list and dict.
for _name in (*_LIST_CHANGES, "__setitem__", "__delitem__", "__iadd__", "__imul__"):
    setattr(FrozenList, _name, _refuse)
for _name in (*_DICT_CHANGES, "__setitem__", "__delitem__", "__ior__"):
    setattr(FrozenDict, _name, _refuse)


def freeze(value: T) -> T:
    """An immutable value that equals `value`, possibly `value` itself, which is never changed.

    Supports the results of decoding JSON: plain data, enums, and frozen attrs classes. Raises TypeError for
    any other value.
    """
    return cast("T", _freeze_value(value))


def _freeze_value(value: Any) -> Any:
    cls = value.__class__
    if cls in _ATOMS:
        return value
    if cls is list or cls is FrozenList:
        return FrozenList([item if item.__class__ in _ATOMS else _freeze_value(item) for item in value])
    if cls is dict or cls is FrozenDict:
        return FrozenDict({name: _freeze_value(item) for name, item in value.items()})
    if cls is tuple or cls is frozenset:
        return cls(map(_freeze_value, value))
    return _freeze_instance(value, _fields_to_freeze(cls))


def _freeze_instance(value: object, names: tuple[str, ...]) -> object:
    before = [getattr(value, name) for name in names]
    after = [item if item.__class__ in _ATOMS else _freeze_value(item) for item in before]
    if all(map(is_, before, after)):
        return value
    # attrs.evolve would run converters and validators again, for every item of a page.
    copy = object.__new__(value.__class__)
    for name, item in zip(names, after, strict=True):
        object.__setattr__(copy, name, item)
    return copy


@cache
def _fields_to_freeze(cls: type[Any]) -> tuple[str, ...]:
    """The fields of a class to freeze, none for an enum; raises TypeError if its instances are mutable."""
    if issubclass(cls, Enum):
        return ()
    if attrs.has(cls):
        try:
            setattr(object.__new__(cls), "seawall", None)  # noqa: B010
        except FrozenInstanceError:
            return tuple(field.name for field in attrs.fields(cls))
        except AttributeError:
            pass
    raise TypeError(f"{cls.__name__} is not a frozen class, so its instances can not be shared.")
