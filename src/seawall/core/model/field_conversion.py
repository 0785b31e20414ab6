"""The conversion of one field: the path to its value, and the step from type to type. Pure."""

import datetime as dt
from collections.abc import Callable
from enum import Enum, IntEnum
from functools import partial
from operator import attrgetter
from types import NoneType
from typing import Any, Literal, cast, get_args

import attrs
from attrs import frozen

from seawall.core.http.time_texts import utc_time
from seawall.core.http.times import to_utc
from seawall.core.model.reading import is_json_object, is_optional
from seawall.core.validation.closest_match import closest_match
from seawall.core.wire.annotations import (
    MAPPINGS,
    TypeForm,
    WireField,
    is_model,
    is_union,
    members_of,
    origin_of,
    plain_type,
    type_name,
    wire_fields,
)
from seawall.core.wire.freeze import freeze
from seawall.core.wire.unset import UNSET

__all__ = ["ConversionError", "WirePath", "converter_of", "wire_path"]

Converter = Callable[[Any], Any]


class ConversionError(TypeError):
    """A conversion of an SDK names an unknown field, or joins types that do not fit."""


@frozen
class WirePath:
    """A value in a wire model: its path, its type without UNSET, and whether it may be absent or null.

    `read` reads it if a part before the last may be absent; else it is an attribute.
    """

    text: str
    owner: str
    type: Any
    may_be_empty: bool
    read: Converter | None = None

    def __str__(self) -> str:
        return f"`{self.text}` of {self.owner}"


def wire_path(cls: TypeForm, text: str, place: str) -> WirePath:
    """Find a value by its path. Raises ConversionError; `place` is the field that takes it."""
    found, is_safe, may_be_empty, type_ = cls, True, False, None
    for name in text.split("."):
        is_safe = is_safe and not may_be_empty
        fields = {one.name: one for one in wire_fields(found)} if is_model(found) else {}
        if name not in fields:
            raise ConversionError(f"{place}: {_unknown(found, name, fields)}")
        type_ = fields[name].type
        is_absent = attrs.fields_dict(found)[name].default is UNSET
        may_be_empty = may_be_empty or is_absent or is_optional(type_)
        found = _without_none(type_)
    read = None if is_safe else partial(_read_path, [attrgetter(name) for name in text.split(".")])
    return WirePath(text, cls.__name__, type_, may_be_empty, read)


def _unknown(cls: TypeForm, name: str, fields: dict[str, WireField]) -> str:
    if not fields:
        return f"{type_name(cls)} has no field `{name}`, as it is no model."
    return f"{cls.__name__} has no field `{name}`; the nearest is `{closest_match(name, fields)}`."


def _read_path(getters: list[Converter], value: Any) -> Any:
    for get in getters:
        if value is None or value is UNSET:
            return None
        value = get(value)
    return value


def _without_none(type_: TypeForm) -> TypeForm:
    members = [one for one in members_of(type_) if one is not NoneType] if is_union(type_) else []
    return members[0] if len(members) == 1 else plain_type(type_)


def converter_of(type_: TypeForm, path: WirePath, zone: dt.tzinfo | None, place: str) -> Converter | None:
    """Return the function that converts a value other than null; None if it is taken as it is.

    Raises ConversionError if a value of the wire field never fits.
    """
    read_time = None if zone is None else partial(utc_time, name=path.text, zone=zone)
    try:
        return _converter(type_, path.type, read_time)
    except _MisfitError:
        hint = " Give `zone`, that of times without one." if _is_time(type_) and zone is None else ""
        raise ConversionError(
            f"{place} is {type_name(type_)}, and {path} is {type_name(path.type)}.{hint} Change the type of "
            f"the field, or read it by a function."
        ) from None


class _MisfitError(Exception):
    """Two types do not fit."""


def _converter(type_: TypeForm, wire: TypeForm, read_time: Converter | None) -> Converter | None:
    """The step from one type to another; both may be unions, null is not among the values."""
    targets = [one for one in members_of(type_) if one is not NoneType]
    sources = [one for one in members_of(wire) if one is not NoneType]
    found = [_step(targets, source, read_time) for source in sources]
    if len(found) == 1:
        return found[0]
    # Of a union of several kinds, only freezing takes any.
    if not found or {*found} - {None, freeze}:
        raise _MisfitError
    return freeze if freeze in found else None


def _step(targets: list[TypeForm], source: TypeForm, read_time: Converter | None) -> Converter | None:
    for target in targets:
        try:
            return _single(plain_type(target), plain_type(source), read_time)
        except _MisfitError:
            continue
    raise _MisfitError


def _single(target: Any, source: Any, read_time: Converter | None) -> Converter | None:
    if target in {object, Any} or is_json_object(target):
        if target not in {object, Any} and origin_of(source) not in MAPPINGS:
            raise _MisfitError
        return freeze
    if _is_time(target):
        return _time(source, read_time)
    if isinstance(target, type) and issubclass(target, Enum):
        return _enum(target, source)
    if is_model(target):
        return _model(target, source)
    if origin_of(target) is tuple:
        return _tuple(target, source, read_time)
    return _leaf(target, source)


def _is_time(type_: TypeForm) -> bool:
    return _without_none(type_) is dt.datetime


def _time(source: Any, read_time: Converter | None) -> Converter:
    if source is dt.datetime:
        return to_utc
    if source is not str or read_time is None:
        raise _MisfitError
    return read_time


def _enum(target: Any, source: Any) -> Converter:
    is_number = issubclass(target, IntEnum)
    if not (isinstance(source, type) and issubclass(source, int if is_number else str)):
        raise _MisfitError
    if is_number or not issubclass(target, str):
        return cast("Converter", target)
    members = {str.__str__(one): one for one in target}

    def convert(value: str) -> Any:
        # A third of a call of the enum, which is still the one that counts an unknown value.
        found = members.get(str.__str__(value))
        return target(value) if found is None else found

    return convert


def _model(target: Any, source: Any) -> Converter:
    declared = next((vars(one)["from_wire"] for one in target.__mro__ if "from_wire" in vars(one)), None)
    wire = getattr(declared, "wire", source)
    if declared is None or not is_model(source) or not issubclass(source, wire):
        raise _MisfitError

    def convert(value: Any) -> Any:
        # Not found before: a model may contain itself.
        return target.from_wire(value)

    return convert


def _tuple(target: Any, source: Any, read_time: Converter | None) -> Converter:
    items, wire_items = get_args(target), get_args(source)
    if origin_of(source) is not list or len(wire_items) != 1 or items[1:] != (Ellipsis,):
        raise _MisfitError
    if is_optional(wire_items[0]) and not is_optional(items[0]):
        raise _MisfitError
    convert = _converter(items[0], wire_items[0], read_time)
    if convert is None:
        return tuple
    return lambda values: tuple([None if one is None else convert(one) for one in values])


def _leaf(target: Any, source: Any) -> Converter | None:
    if origin_of(source) is Literal:
        fits = all(isinstance(one, target) for one in get_args(source)) if isinstance(target, type) else False
        fits = fits or source == target
    elif isinstance(target, type) and isinstance(source, type):
        fits = issubclass(source, target) or (target is float and issubclass(source, int))
    else:
        fits = source == target
    if not fits:
        raise _MisfitError
    # The plain value of an enum of the wire: users never see its class.
    is_enum = isinstance(source, type) and issubclass(source, Enum)
    return _PLAIN.get(target) if is_enum else None


_PLAIN: dict[Any, Converter] = {str: str.__str__, int: int, float: float}
