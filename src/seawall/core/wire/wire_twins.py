"""Let msgspec decode models whose fields have other names on the wire.

msgspec reads the fields of an attrs class by their names in Python. So each model gets a twin: a subclass
whose fields have the names on the wire, each in the same slot as the field of the model. msgspec decodes into
the twin, and then the instance becomes one of the model. That is several times faster than decoding by parts.
"""

from functools import cache
from types import MemberDescriptorType
from typing import Any, Union, get_args

import attrs

from seawall.core.wire.annotations import (
    TypeForm,
    is_direct,
    is_model,
    is_union,
    origin_of,
    plain_type,
    reachable_types,
    wire_fields,
)
from seawall.core.wire.misfits import Value
from seawall.core.wire.unset import UnsetType

__all__ = ["msgspec_type", "to_models"]


@cache
def msgspec_type(type_: TypeForm) -> TypeForm | None:
    """Return the type that msgspec decodes for `type_`: itself, or with twins; None if it can not."""
    if not is_direct(type_):
        return None
    parts = list(reachable_types(type_))
    models = [plain_type(part) for part in parts if is_model(plain_type(part))]
    # msgspec finds no field whose name is not ASCII.
    if not all(one.wire.isascii() for model in models for one in wire_fields(model)):
        return None
    if not any(map(_is_renamed, models)):
        return type_
    # The hash of an item of a set depends on its class.
    has_set = any(origin_of(part) in {set, frozenset} and _holds_model(part) for part in parts)
    if has_set or not all(map(_can_have_twin, models)):
        return None
    # In a copy, because another thread must not see a twin that is not complete.
    made = dict(_TWINS)
    found = _with_twins(type_, made)
    _TWINS.update(made)
    return found


def _is_renamed(cls: Any) -> bool:
    return any(one.name != one.wire for one in wire_fields(cls))


def _can_have_twin(cls: Any) -> bool:
    fields = wire_fields(cls)
    # Names that begin with two underscores mean something to Python.
    names_fit = not any(one.wire.startswith("__") for one in fields)
    in_slots = all(isinstance(getattr(cls, one.name, None), MemberDescriptorType) for one in fields)
    return names_fit and in_slots and len(fields) == len(attrs.fields(cls))


def _with_twins(type_: TypeForm, made: dict[Any, Any]) -> TypeForm:
    """Return `type_` with each model replaced by its twin; those that are being made are in `made`."""
    plain = plain_type(type_)
    if is_model(plain):
        return made[plain] if plain in made else _twin(plain, made)
    if not _holds_model(plain):
        return type_
    arguments = tuple(one if one is Ellipsis else _with_twins(one, made) for one in get_args(plain))
    return Union[arguments] if is_union(plain) else origin_of(plain)[arguments]  # noqa: UP007


def _twin(cls: Any, made: dict[Any, Any]) -> Any:
    fields = {one.name: one for one in wire_fields(cls)}
    members: dict[str, Any] = {one.wire: getattr(cls, one.name) for one in fields.values()}
    members["__slots__"] = ()
    members["__attrs_attrs__"] = tuple(one.evolve(name=fields[one.name].wire) for one in attrs.fields(cls))
    # Before the types of the fields, which may contain the model again.
    twin: Any = made.setdefault(cls, type(cls.__name__, (cls,), members))
    twin.__annotations__ = {one.wire: _with_twins(one.type, made) for one in fields.values()}
    _MODELS[twin] = cls, tuple(one.name for one in fields.values() if _holds_model(one.type))
    return twin


def _holds_model(type_: TypeForm) -> bool:
    return any(is_model(plain_type(part)) for part in reachable_types(type_))


# The twins by their models, and for each twin its model and the fields that may hold twins.
_TWINS: dict[Any, Any] = {}
_MODELS: dict[Any, tuple[Any, tuple[str, ...]]] = {}
_ATOMS = frozenset({str, int, float, bool, type(None), UnsetType})


def to_models(value: Value) -> None:
    """Make each twin in `value` an instance of its model, in place."""
    cls = value.__class__
    if cls in _MODELS:
        model, names = _MODELS[cls]
        for name in names:
            item = getattr(value, name)
            if item.__class__ not in _ATOMS:
                to_models(item)
        # Not with setattr, which frozen classes refuse.
        object.__setattr__(value, "__class__", model)
    elif cls is list or cls is tuple:
        for item in value:
            to_models(item)
    elif cls is dict:
        for item in value.values():
            to_models(item)
