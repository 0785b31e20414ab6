"""Freeze values, so that several callers can share a cached result, and a model with metadata can be hashed.

Wire models are frozen, but the lists and free-form objects in them are not. `freeze` replaces these by equal
lists and dicts that can be read and encoded as usual, and that reject changes.

Equality and hashes are those of Python: `{"a": 1}`, `{"a": 1.0}` and `{"a": True}` are equal.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter, is_
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

import attrs
from attrs.exceptions import FrozenInstanceError

from seawall.core.wire.json_value import Json, to_json_object
from seawall.core.wire.misfits import PartialModel, misfits_of, partial_model
from seawall.core.wire.unset import UnsetType

__all__ = ["FrozenDict", "FrozenList", "freeze", "freeze_object", "frozen_json"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_ATOMS = frozenset(
    {str, int, float, bool, type(None), bytes, UUID, UnsetType, Decimal}
    | {dt.datetime, dt.date, dt.time, dt.timedelta}
)


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    kind = "dict" if isinstance(self, dict) else "list"
    raise TypeError(f"This {kind} is part of a value that callers share. Change a copy: copy.deepcopy(…).")


class FrozenList(list[T]):
    """An immutable list with a hash. Its copies, deep ones too, are ordinary lists; a pickle keeps it."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self))

    def __copy__(self) -> list[T]:
        return list(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> list[T]:
        return deepcopy(list(self), memo)

    def __reduce__(self) -> tuple[type[list[T]], tuple[list[T]]]:
        return FrozenList, (list(self),)


class FrozenDict(dict[K, V]):
    """An immutable dict with a hash. Its copies, deep ones too, are ordinary dicts; a pickle keeps it."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> dict[K, V]:
        return dict(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[K, V]:
        return deepcopy(dict(self), memo)

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return FrozenDict, (dict(self),)


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
    frozen: T = _FREEZERS[value.__class__](value)
    return frozen


def frozen_json(value: Mapping[str, object], name: str) -> Mapping[str, Json]:
    """Convert `value` to JSON that can not be changed; see `to_json_object`, which raises InputError."""
    # Metadata of a server is frozen already, and may have more levels than that of a user.
    made = value if isinstance(value, FrozenDict) else freeze(to_json_object(value, name))
    return cast("Mapping[str, Json]", made)


def _freeze_list(value: list[Any]) -> FrozenList[Any]:
    return FrozenList([item if item.__class__ in _ATOMS else freeze(item) for item in value])


def freeze_object(value: dict[K, V]) -> FrozenDict[K, V]:
    """Freeze a JSON object; see `freeze`."""
    for item in value.values():
        # The first test, a quarter of the second one, is true for most values.
        if type(item) is not str and type(item) not in _ATOMS:
            return FrozenDict(
                {name: item if item.__class__ in _ATOMS else freeze(item) for name, item in value.items()}
            )
    return FrozenDict(value)


def _same(value: Any) -> Any:
    return value


class _Freezers(dict[type, Callable[[Any], Any]]):
    """The function that freezes the instances of each class; made at its first use if it is not built in.

    Raises TypeError for a class whose instances are mutable.
    """

    def __missing__(self, cls: Any) -> Callable[[Any], Any]:
        if issubclass(cls, PartialModel):
            return _freeze_partial
        made = self[cls] = _instance_freezer(cls, _fields_to_freeze(cls))
        return made


def _freeze_partial(value: Any) -> object:
    misfits = misfits_of(value)
    model = type(value).__mro__[2]
    names = [name for name in _fields_to_freeze(model) if name not in misfits]
    return partial_model(model, {name: freeze(getattr(value, name)) for name in names}, misfits)


def _instance_freezer(cls: type[Any], names: tuple[str, ...]) -> Callable[[Any], Any]:
    if not names:
        return _same
    # With one name, it would return a value instead of a tuple.
    values_of = attrgetter(*names, "__class__")

    def freeze_instance(value: Any) -> Any:
        before = values_of(value)
        if _ATOMS.issuperset(map(type, before[:-1])):
            return value
        after = [item if item.__class__ in _ATOMS else freeze(item) for item in before[:-1]]
        if all(map(is_, after, before)):
            return value
        # attrs.evolve would run converters and validators again, for every item of a page.
        copy = object.__new__(cls)
        for name, item in zip(names, after, strict=True):
            object.__setattr__(copy, name, item)
        return copy

    return freeze_instance


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


_FREEZERS = _Freezers(
    {
        **dict.fromkeys(_ATOMS, _same),
        list: _freeze_list,
        FrozenList: _freeze_list,
        dict: freeze_object,
        FrozenDict: freeze_object,
        tuple: lambda value: tuple(map(freeze, value)),
        frozenset: lambda value: frozenset(map(freeze, value)),
    }
)
