"""Decoded values that several callers may hold: what could be changed in them becomes what can not.

Wire models are frozen, the lists and free-form objects in them are not. `freeze` puts lists and dicts
in their place that are equal, can be read and encoded like any other, and refuse to be changed.
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
    raise TypeError(f"This {kind} is part of an answer that others share. Change a copy: {kind}(…).")


class FrozenList(list[T]):
    """A list that can not be changed; copies of it, deep ones too, are plain lists."""

    __slots__ = ()

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = extend = insert = pop = remove = clear = sort = reverse = _refuse

    def __reduce__(self) -> tuple[type[list[T]], tuple[list[T]]]:
        return list, (list(self),)


class FrozenDict(dict[K, V]):
    """A dict that can not be changed; copies of it, deep ones too, are plain dicts."""

    __slots__ = ()

    __setitem__ = __delitem__ = __ior__ = _refuse
    pop = popitem = setdefault = update = clear = _refuse

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return dict, (dict(self),)


def freeze(value: T) -> T:
    """`value`, or an equal one, in which nothing can be changed; `value` itself is left as it is.

    Knows what JSON decodes into: plain data, enums, and attrs classes that are frozen. Raises TypeError where
    something else is in it.
    """
    return cast("T", _frozen(value))


def _frozen(value: Any) -> Any:
    cls = value.__class__
    if cls in _ATOMS:
        return value
    if cls is list or cls is FrozenList:
        return FrozenList([item if item.__class__ in _ATOMS else _frozen(item) for item in value])
    if cls is dict or cls is FrozenDict:
        return FrozenDict({name: _frozen(item) for name, item in value.items()})
    if cls is tuple or cls is frozenset:
        return cls(map(_frozen, value))
    return _frozen_instance(value, _fields(cls))


def _frozen_instance(value: object, names: tuple[str, ...]) -> object:
    before = [getattr(value, name) for name in names]
    after = [item if item.__class__ in _ATOMS else _frozen(item) for item in before]
    if all(map(is_, before, after)):
        return value
    # Not attrs.evolve: converters and validators have run, and this is done to every item of a page.
    copy = object.__new__(value.__class__)
    for name, item in zip(names, after, strict=True):
        object.__setattr__(copy, name, item)
    return copy


@cache
def _fields(cls: type[Any]) -> tuple[str, ...]:
    """What to look at in instances of a class, none for an enum; raises TypeError where they can change."""
    if issubclass(cls, Enum):
        return ()
    if attrs.has(cls):
        try:
            setattr(object.__new__(cls), "seawall", None)  # noqa: B010
        except FrozenInstanceError:
            return tuple(field.name for field in attrs.fields(cls))
        except AttributeError:
            pass
    raise TypeError(f"{cls.__name__} is no frozen class: its instances can not be shared.")
