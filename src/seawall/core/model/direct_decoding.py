"""Decode JSON straight into a model: msgspec fills the slots of the model, and no wire model is made. Pure.

For each model there is a twin, as in `seawall.core.wire.wire_twins`: a subclass whose fields have the names
on the wire, each in the slot of the field of the model that takes it. A decoded twin then becomes an instance
of the model.

The types of the wire model decide what fits. Enums, models and tuples of the model replace those that accept
the same values; any other value is converted in its slot, as the conversion says. A body that does not fit
goes the long way, over wire models.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from operator import attrgetter
from types import MemberDescriptorType, NoneType
from typing import Any, Protocol, Union, get_args

import attrs
from attrs import define, field

from seawall.core.http.times import to_utc
from seawall.core.model.field_conversion import ConversionError, converter_of, wire_path
from seawall.core.model.json_field import json_object, json_or_none
from seawall.core.model.reading import is_optional
from seawall.core.wire.annotations import (
    MAPPINGS,
    TypeForm,
    WireField,
    is_model,
    members_of,
    origin_of,
    plain_type,
    wire_fields,
)
from seawall.core.wire.codec import DirectType
from seawall.core.wire.freeze import freeze, freeze_object
from seawall.core.wire.misfits import Value
from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum
from seawall.core.wire.unset import UNSET
from seawall.core.wire.wire_twins import msgspec_type, to_models

__all__ = ["Declaration", "direct_type"]

_Step = Callable[[Any], Any]


class Declaration(Protocol):
    """A declared conversion: the wire model, the origins of fields, and the zone of times without one."""

    wire: Any
    sources: Mapping[str, Any]
    zone: dt.tzinfo | None

    def __hash__(self) -> int: ...


@cache
def direct_type(cls: TypeForm, declared: Declaration, type_: TypeForm) -> DirectType | None:
    """Return the type that decodes a body of `type_` straight into instances of `cls`.

    `declared` is the conversion of `cls`. `type_` is its wire model, or a list of it. None
    for another type, and for a model that has to be made by its constructor.
    """
    is_list = origin_of(type_) is list and get_args(type_) == (declared.wire,)
    if not is_list and type_ is not declared.wire:
        return None
    try:
        twin = _twin_of(cls, declared, frozenset())
    except (_NotDirectError, ConversionError):
        return None
    return DirectType(type_, list.__class_getitem__(twin) if is_list else twin)


_FREEZING: tuple[Any, ...] = (json_object, json_or_none)


class _NotDirectError(Exception):
    """A model has to be made by its constructor, of a wire model."""


def _twin_of(cls: Any, declared: Declaration, outer: frozenset[Any]) -> Any:
    """Return the twin of a model; `outer` are the models that contain it."""
    sources = {one.name: declared.sources.get(one.name, one.name) for one in wire_fields(cls)}
    if not all(isinstance(one, str) for one in sources.values()):
        raise _NotDirectError
    if not (_is_filled_by_slots(cls) and _is_decoded_by_slots(declared.wire)):
        raise _NotDirectError
    twin = _Twin(cls, declared, outer | {cls})
    for one in wire_fields(declared.wire):
        takers = {name: path for name, path in sources.items() if path.partition(".")[0] == one.name}
        if list(takers.values()) == [one.name]:
            twin.add_taken(one, *takers)
        else:
            twin.add_shared(one, takers)
    return twin.made()


_HOOKS = {"__attrs_init__", "__attrs_pre_init__", "__attrs_post_init__", "__init_subclass__", "__new__"}


def _is_filled_by_slots(cls: Any) -> bool:
    """Return whether to fill the slots of a class does what its constructor does, converters aside."""
    own = vars(cls).get("__attrs_attrs__", ())
    parts = [vars(base) for base in cls.__mro__[:-1]]
    slots = {name for part in parts for name in part.get("__slots__", ())}
    return (
        type(cls) is type
        and slots - {"__weakref__"} == {one.name for one in own}
        and not cls.__dictoffset__
        and not any(_HOOKS & part.keys() for part in parts)
        and all(one.init and one.validator is None for one in own)
        and all(isinstance(getattr(cls, one.name), MemberDescriptorType) for one in own)
    )


def _is_decoded_by_slots(wire: Any) -> bool:
    """Return whether msgspec decodes a wire model by its fields alone."""
    return (
        msgspec_type(wire) is not None
        and not any(_HOOKS & vars(base).keys() for base in wire.__mro__[:-1])
        and not any(one.wire.startswith("__") for one in wire_fields(wire))
        and all(one.validator is None for one in attrs.fields(wire))
    )


class _Unused:
    """The place of an optional field that the model does not take: its value is checked, and dropped."""

    def __get__(self, _: object, __: type) -> None:
        return None

    def __set__(self, _: object, __: object) -> None:
        pass


class _Absent:
    """The place of an attribute that a twin does not have, though its model has."""

    def __get__(self, _: object, __: type) -> None:
        raise AttributeError


@define
class _Twin:
    """A twin that is being made: its fields, and the steps that end its decoding."""

    cls: Any
    declared: Declaration
    outer: frozenset[Any]
    # By these, msgspec would take a model for a dataclass.
    members: dict[str, Any] = field(factory=lambda: {"__slots__": (), "__dataclass_fields__": _Absent()})
    fields: list[Any] = field(factory=list)
    types: dict[str, Any] = field(factory=dict)
    steps: list[str] = field(factory=list)
    names: dict[str, Any] = field(factory=lambda: {"UNSET": UNSET, "UTC": dt.UTC})

    def made(self) -> Any:
        """Return the class."""
        self.names |= {"model": self.cls, "set_class": vars(object)["__class__"].__set__}
        text = "\n    ".join(["def finish(twin):", *self.steps, "set_class(twin, model)"])
        # As attrs makes constructors. All names in the text are those of fields, or made here.
        exec(text, self.names)  # noqa: S102 - see above
        self.members |= {"__attrs_attrs__": tuple(self.fields), "__attrs_post_init__": self.names["finish"]}
        twin: Any = type(self.cls.__name__, (self.cls,), self.members)
        twin.__annotations__ = self.types
        return twin

    def add_taken(self, one: WireField, name: str) -> None:
        """Add a field of the wire model that the field `name` of the model takes whole."""
        taker, default = self._field(name), self._default_on_wire(one)
        convert, type_ = self._converter(taker, one.name), msgspec_type(one.type)
        direct = self._direct(taker.type, one.type) if default is attrs.NOTHING or default is UNSET else None
        if direct is not None:
            convert, type_ = None, direct
        elif convert is not None and type_ != one.type:
            convert = partial(_after_models, convert)
        value = f"(value := {self._read(name)})"
        if is_optional(taker.type) or not self._may_be_empty(one.name):
            default = None if default is UNSET else default
            if convert is not None:
                is_due = " and value.tzinfo is not UTC" if convert is to_utc else ""
                self.steps.append(f"if {value} is not None{is_due}: {self._set(name, convert)}")
        else:
            empty = _called(self._empty(taker))
            self.steps.append(f"if {value} is None or value is UNSET: {self._set(name, empty, 'empty')}")
            if convert is not None:
                self.steps.append(f"else: {self._set(name, convert)}")
        self._add(one, getattr(self.cls, name), type_, default)

    def add_shared(self, one: WireField, takers: Mapping[str, str]) -> None:
        """Add a field of the wire model that several fields take, or parts of it, or none."""
        if not takers:
            # No slot would tell whether it was there.
            if one.is_required:
                raise _NotDirectError
            self._add(one, _Unused(), msgspec_type(one.type), self._default_on_wire(one))
            return
        first = next(iter(takers))
        self.steps.append(f"value = {self._read(first)}")
        self.names["to_models"] = to_models
        self.steps.append("to_models(value)")
        for name, path in takers.items():
            taker = self._field(name)
            convert = self._converter(taker, path)
            empty = self._empty(taker) if self._may_be_empty(path) else None
            getters = [attrgetter(part) for part in path.split(".")[1:]]
            self.steps.append(self._set(name, partial(_part, getters, convert, empty)))
        self._add(one, getattr(self.cls, first), msgspec_type(one.type), self._default_on_wire(one))

    def _add(self, one: WireField, place: object, type_: TypeForm, default: object) -> None:
        self.members[one.wire] = place
        self.types[one.wire] = type_
        of_wire: Any = attrs.fields_dict(self.declared.wire)[one.name]
        self.fields.append(of_wire.evolve(name=one.wire, default=default))

    def _read(self, name: str) -> str:
        """The expression of a field of the model; a name on the wire may hide that of the field."""
        if name not in {one.wire for one in wire_fields(self.declared.wire)}:
            return f"twin.{name}"
        self.names[f"get_{name}"] = getattr(self.cls, name).__get__
        return f"get_{name}(twin)"

    def _set(self, name: str, convert: _Step, kind: str = "convert") -> str:
        """The statement that sets a field to `convert(value)`."""
        self.names[f"set_{name}"] = getattr(self.cls, name).__set__
        self.names[f"{kind}_{name}"] = convert
        return f"set_{name}(twin, {kind}_{name}(value))"

    def _field(self, name: str) -> WireField:
        return next(one for one in wire_fields(self.cls) if one.name == name)

    def _default_on_wire(self, one: WireField) -> Value:
        return attrs.fields_dict(self.declared.wire)[one.name].default

    def _may_be_empty(self, path: str) -> bool:
        return wire_path(self.declared.wire, path, self.cls.__name__).may_be_empty

    def _converter(self, taker: WireField, path: str) -> _Step | None:
        found = wire_path(self.declared.wire, path, taker.name)
        convert = converter_of(taker.type, found, self.declared.zone, taker.name)
        of_field: Any = attrs.fields_dict(self.cls)[taker.name].converter
        is_object = convert is freeze and all(origin_of(one) in MAPPINGS for one in _without_none(found.type))
        # They freeze what is frozen by then; but the default of a field would pass them too.
        if of_field is not None and not (
            of_field in _FREEZING and is_object and (is_optional(taker.type) or not found.may_be_empty)
        ):
            raise _NotDirectError
        return freeze_object if is_object else convert

    def _empty(self, taker: WireField) -> Callable[[], object]:
        """Makes the value of a field that is absent or null."""
        if is_optional(taker.type):
            return _none
        default: Any = attrs.fields_dict(self.cls)[taker.name].default
        if default is attrs.NOTHING:
            raise _NotDirectError
        return getattr(default, "factory", lambda: default)

    def _direct(self, target: TypeForm, source: TypeForm) -> TypeForm | None:
        """Return the type that decodes as `source` does, into values of `target`; None if there is none."""
        targets, sources = _without_none(target), _without_none(source)
        if len(targets) != 1 or len(sources) != 1:
            return None
        made = self._single(plain_type(targets[0]), plain_type(sources[0]))
        return Union[made, None] if made is not None and is_optional(source) else made  # noqa: UP007

    def _single(self, target: Any, source: Any) -> TypeForm | None:
        if isinstance(source, type) and issubclass(source, Enum):
            return target if _are_open(target, source) else None
        if is_model(target) and is_model(source):
            declared = next(
                (vars(one)["from_wire"] for one in target.__mro__ if "from_wire" in vars(one)), None
            )
            # A model that contains itself is converted.
            if getattr(declared, "wire", None) is not source or target in self.outer:
                return None
            try:
                return _twin_of(target, declared, self.outer)  # type: ignore[arg-type]
            except _NotDirectError:
                return None
        if origin_of(target) is tuple and origin_of(source) is list and get_args(source):
            return self._tuple(get_args(target)[0], get_args(source)[0])
        return None

    def _tuple(self, target: TypeForm, source: TypeForm) -> TypeForm | None:
        is_same = target is source and target in {str, int, float, bool}
        item = source if is_same else self._direct(target, source)
        return None if item is None else tuple.__class_getitem__((item, ...))


def _part(
    getters: Sequence[_Step], convert: _Step | None, empty: Callable[[], object] | None, value: Value
) -> Value:
    """Return the converted part of a value that several fields take."""
    for get in getters:
        if value is None or value is UNSET:
            break
        value = get(value)
    if empty is not None and (value is None or value is UNSET):
        return empty()
    return value if convert is None else convert(value)


def _called(make: Callable[[], object]) -> _Step:
    return lambda _: make()


def _after_models(convert: _Step, value: Value) -> Value:
    to_models(value)
    return convert(value)


def _are_open(target: Any, source: Any) -> bool:
    """Return whether two enums accept the same values, known or not."""
    kinds = (OpenEnum, OpenIntEnum)
    return isinstance(target, type) and any(
        issubclass(target, kind) and issubclass(source, kind) for kind in kinds
    )


def _without_none(type_: TypeForm) -> list[TypeForm]:
    return [one for one in members_of(type_) if one is not NoneType]


def _none() -> None:
    return None
