"""Read the annotations of wire models: fields, members of unions, and the types that msgspec decodes."""

import datetime as dt
import ipaddress
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from enum import Enum, IntEnum
from functools import cache
from types import CodeType, NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
from attrs import frozen

from seawall.core.wire.unset import UnsetType
from seawall.core.wire.variants import Tagged, UnknownVariant

__all__ = [
    "ADDRESSES",
    "MAPPINGS",
    "SEQUENCES",
    "TypeForm",
    "UndecodableTypeError",
    "WireField",
    "additional_field",
    "check_type",
    "is_direct",
    "is_model",
    "is_record",
    "is_union",
    "members_of",
    "origin_of",
    "plain_type",
    "reachable_types",
    "tag_of",
    "type_name",
    "wire_fields",
]

TypeForm: TypeAlias = Any
"""A type as it stands in an annotation: a class, a union, a list of something. Python has no type for it."""

ADDRESSES = (
    *(ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network),
    *(ipaddress.IPv4Interface, ipaddress.IPv6Interface),
)
"""Types that msgspec does not know: a constructor reads their text, `str` writes it."""

SEQUENCES = (list, tuple, set, frozenset)
MAPPINGS = (dict, Mapping)


class UndecodableTypeError(TypeError):
    """A type has no form in JSON, or its annotation names something that does not exist."""


@frozen
class WireField:
    """A field of a wire model: its names in Python, in `__init__` and on the wire; its type without UNSET.

    `is_filled` is true for a constant that the model fills in; the spec requires it on the wire.
    """

    name: str
    alias: str
    wire: str
    type: Any
    is_required: bool = False
    is_filled: bool = False


def plain_type(type_: TypeForm) -> TypeForm:
    """Return the type without what `Annotated` adds, and the type of None for None."""
    if type_ is None:
        return NoneType
    return plain_type(type_.__origin__) if hasattr(type_, "__metadata__") else type_


def origin_of(type_: TypeForm) -> TypeForm:
    """Return a type without its arguments: `list` for `list[int]`."""
    plain = plain_type(type_)
    # The overloads of get_origin take any type for a ParamSpec.
    origin = cast("Callable[[object], TypeForm]", get_origin)(plain)
    return plain if origin is None else origin


def tag_of(type_: TypeForm) -> Tagged | None:
    """Return the tag of an annotated union; None if it has none."""
    extras = getattr(type_, "__metadata__", ())
    return next((extra for extra in extras if isinstance(extra, Tagged)), None)


def is_union(type_: TypeForm) -> bool:
    """Return whether a type is a union, with or without a tag."""
    return origin_of(type_) in {Union, UnionType}


def members_of(type_: TypeForm) -> tuple[TypeForm, ...]:
    """Return the members of a union and of unions inside it; a tagged union inside it is one member."""
    return tuple(dict.fromkeys(_members(type_)))


def _members(type_: TypeForm) -> Iterator[TypeForm]:
    plain = plain_type(type_)
    for member in get_args(plain) if is_union(plain) else (plain,):
        if is_union(member) and tag_of(member) is None:
            yield from _members(member)
        elif member is not UnsetType:
            yield member


def is_model(type_: TypeForm) -> bool:
    """Return whether a type is an attrs class of a spec."""
    return isinstance(type_, type) and attrs.has(type_) and type_ is not UnknownVariant


def is_record(type_: TypeForm) -> bool:
    """Return whether a type is a model, or a class of an SDK's author that msgspec decodes from an object."""
    # Dataclasses, TypedDicts and Structs.
    marks = ("__dataclass_fields__", "__total__", "__struct_fields__")
    return is_model(type_) or any(hasattr(type_, mark) for mark in marks)


@cache
def wire_fields(cls: TypeForm) -> tuple[WireField, ...]:
    """Return the fields of a model, without the one for additional properties.

    Raises UndecodableTypeError if an annotation can not be resolved.
    """
    hints = _hints(cls)
    return tuple(
        WireField(
            one.name,
            one.alias or one.name,
            str(one.metadata.get("wire", one.name)),
            _without_unset(hints[one.name]),
            one.default is attrs.NOTHING,
            isinstance(one.default, str | int | float),
        )
        for one in attrs.fields(cls)
        if not one.metadata.get("additional") and one.init
    )


@cache
def additional_field(cls: TypeForm) -> WireField | None:
    """Return the field of a model for the properties that the spec does not name; None without one."""
    for one in attrs.fields(cls):
        if one.metadata.get("additional"):
            values = get_args(_hints(cls)[one.name])
            return WireField(one.name, one.alias or one.name, "", values[1] if values else Any)
    return None


@cache
def _hints(cls: TypeForm) -> dict[str, Any]:
    """The types of the annotations, as `get_type_hints` has them."""
    try:
        found = _evaluated(cls)
        return get_type_hints(cls, include_extras=True) if found is None else found
    except (NameError, AttributeError, SyntaxError) as error:
        raise UndecodableTypeError(f"an annotation of {cls.__name__} has no meaning: {error}") from error


def _evaluated(cls: TypeForm) -> dict[str, Any] | None:
    """The types in a class without bases; None if that takes more than to evaluate the annotations."""
    texts = vars(cls).get("__annotations__")
    module = sys.modules.get(cls.__module__)
    if cls.__mro__ != (cls, object) or texts is None or module is None:
        return None
    # Like `get_type_hints`, which looks into the module first.
    names, own = vars(module), dict(vars(cls))
    found: dict[str, Any] = {}
    for name, text in texts.items():
        if not isinstance(text, str):
            return None
        try:
            value = eval(_code(text), own, names)  # noqa: S307 - a part of code that has run
        except (NameError, AttributeError, SyntaxError, TypeError):
            # `get_type_hints` says what is wrong, or finds more in it.
            return None
        if not _is_complete(value):
            return None
        found[name] = NoneType if value is None else value
    return found


@cache
def _code(text: str) -> CodeType:
    # Most annotations of an API are a few texts, which `get_type_hints` would compile each time.
    return compile(text, "<annotation>", "eval", dont_inherit=True)


def _is_complete(type_: TypeForm) -> bool:
    """Return whether nothing in a type is a text that stands for a type."""
    plain = type_.__origin__ if hasattr(type_, "__metadata__") else type_
    if plain is None or isinstance(plain, type) or get_origin(plain) is Literal:
        return True
    arguments = get_args(plain)
    return bool(arguments) and all(one is Ellipsis or _is_complete(one) for one in arguments)


def _without_unset(type_: TypeForm) -> TypeForm:
    if not is_union(type_) or UnsetType not in get_args(type_):
        return type_
    return Union[tuple(part for part in get_args(type_) if part is not UnsetType)]  # noqa: UP007


def type_name(type_: TypeForm) -> str:
    """Return the name of a type for messages, e.g. `list[Pet] | null`."""
    type_ = plain_type(type_)
    if is_union(type_):
        names = sorted(type_name(member) for member in members_of(type_) if member is not UnknownVariant)
        # Sorted, because `A | B` equals `B | A` and a cache may hold either.
        return " | ".join(sorted(names, key="null".__eq__))
    if type_ is NoneType:
        return "null"
    if (arguments := get_args(type_)) and origin_of(type_) is not Literal:
        return f"{origin_of(type_).__name__}[{', '.join(map(type_name, arguments))}]"
    if type_ is Ellipsis:
        return "..."
    return type_.__name__ if isinstance(type_, type) else str(type_).removeprefix("typing.")


def check_type(type_: TypeForm) -> None:
    """Check that a decoder can be built for `type_` and all types in it. Raises UndecodableTypeError.

    Decoders are built when they are needed, so a generator calls this once for each type.
    """
    for part in reachable_types(type_):
        _is_supported(part)


def is_direct(type_: TypeForm) -> bool:
    """Return whether msgspec can decode `type_` by our rules: no additional properties, no union to choose.

    Names on the wire aside, for which `msgspec_type` cares.
    """
    visited: list[Any] = []
    for part in reachable_types(type_, skip=_direct):
        if part in _indirect or not _is_supported(part):
            # Most types of a large API refer to each other: the next search ends here.
            _indirect.update((type_, part))
            return False
        visited.append(part)
    _direct.update(visited)
    return True


# The types that are known to be direct or not.
_direct: set[Any] = set()
_indirect: set[Any] = set()


def reachable_types(type_: TypeForm, *, skip: Collection[TypeForm] = ()) -> Iterator[TypeForm]:
    """Yield `type_` and all types inside it, those of the fields of models too, but none of `skip`."""
    seen: set[Any] = set()
    waiting = deque([type_])
    while waiting:
        part = waiting.popleft()
        if part in seen or part in skip:
            continue
        seen.add(part)
        yield part
        waiting += _parts(part)


@cache
def _parts(type_: TypeForm) -> tuple[TypeForm, ...]:
    plain = plain_type(type_)
    if is_model(plain):
        extra = additional_field(plain)
        return (*(one.type for one in wire_fields(plain)), *([extra.type] if extra else []))
    tag = tag_of(type_)
    tagged = (*tag.variants.values(), *([tag.default] if tag.default else [])) if tag else ()
    if origin_of(plain) is Literal:
        return tagged
    arguments = members_of(plain) if is_union(plain) else get_args(plain)
    return (*tagged, *(part for part in arguments if part is not Ellipsis))


def _is_supported(type_: TypeForm) -> bool:
    plain = plain_type(type_)
    if tag_of(type_) is not None or plain is UnknownVariant:
        return False
    if is_model(plain):
        return additional_field(plain) is None
    if is_union(plain):
        kinds = [kind for member in members_of(plain) for kind in _kinds(member)]
        return len(kinds) == len(set(kinds)) and ("other" not in kinds or set(kinds) <= {"other", "null"})
    _kinds(plain)
    return True


def _kinds(type_: TypeForm) -> tuple[str, ...]:
    """Return the kinds of JSON values that a type accepts."""
    plain = plain_type(type_)
    origin = origin_of(plain)
    if origin is Literal:
        return tuple({_LITERAL_KINDS.get(type(value), "str") for value in get_args(plain)})
    if is_union(plain):
        return ("other",)
    if isinstance(origin, type) and issubclass(origin, Enum):
        return ("int",) if issubclass(origin, IntEnum) else ("str",)
    if is_record(origin):
        return ("object",)
    if isinstance(origin, type) and issubclass(origin, tuple):
        return ("array",)
    try:
        return _KINDS[origin]
    except (KeyError, TypeError):
        raise UndecodableTypeError(f"{type_name(plain)} has no form in JSON") from None


_LITERAL_KINDS: dict[type, str] = {bool: "bool", int: "int", NoneType: "null"}
# "other" are types that msgspec does not know, or that leave the other members of a union unused.
_KINDS: dict[Any, tuple[str, ...]] = {
    NoneType: ("null",),
    bool: ("bool",),
    int: ("int",),
    float: ("float",),
    Decimal: ("str", "int", "float"),
    **dict.fromkeys((str, bytes, dt.datetime, dt.date, dt.time, dt.timedelta, UUID), ("str",)),
    **dict.fromkeys(SEQUENCES, ("array",)),
    **dict.fromkeys(MAPPINGS, ("object",)),
    **dict.fromkeys((Any, object, UnknownVariant, *ADDRESSES), ("other",)),
}
