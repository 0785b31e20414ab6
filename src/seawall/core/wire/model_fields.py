"""The fields of a model as they are sent: names on the wire, and the forms of types that a spec declares.

Bytes and durations have several forms in text, so they are errors in the metadata of a user. In a field of a
model they have the form that the type of the field means. Pure.
"""

import datetime as dt
import ipaddress
from binascii import b2a_base64
from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec
from attrs import frozen

from seawall.core.wire.misfits import PartialModel, misfits_of
from seawall.core.wire.unset import UNSET

__all__ = ["DECLARED_FORMS", "ModelField", "is_model", "is_model_class", "model_fields", "wire_items"]


def _base64(value: bytes) -> str:
    return b2a_base64(value, newline=False).decode()


def _iso_8601(value: dt.time | dt.timedelta) -> str:
    return cast("str", msgspec.to_builtins(value))


DECLARED_FORMS: Mapping[type, Callable[[Any], object]] = {
    bytes: _base64,
    dt.time: _iso_8601,
    dt.timedelta: _iso_8601,
    Decimal: str,
    set: list,
    frozenset: list,
    ipaddress.IPv4Address: str,
    ipaddress.IPv6Address: str,
    ipaddress.IPv4Interface: str,
    ipaddress.IPv6Interface: str,
    ipaddress.IPv4Network: str,
    ipaddress.IPv6Network: str,
}
"""The forms of types that are sent only if the type of the field names them: base64, ISO 8601, arrays."""


@frozen
class ModelField:
    """A field of a model: its names in Python and on the wire, and which types of `DECLARED_FORMS` it has."""

    name: str
    wire: str
    declared: frozenset[type]
    is_additional: bool = False


def is_model(value: object) -> bool:
    """Return whether `value` is an instance of an attrs class or a dataclass."""
    return not isinstance(value, type) and is_model_class(type(value))


def is_model_class(cls: type) -> bool:
    """Return whether `cls` is an attrs class or a dataclass."""
    return attrs.has(cls) or hasattr(cls, "__dataclass_fields__")


def wire_items(value: object) -> Iterator[tuple[str, object, frozenset[type]]]:
    """Iterate over the fields of a model: name on the wire, value, and the declared types; absent ones not.

    Additional properties come last, and none of them has the name of a field.
    """
    fields = model_fields(cast("Hashable", type(value)))
    if isinstance(value, PartialModel):
        # The fields that it lacks are sent as they were received.
        missing = misfits_of(value)
        yield from ((one.wire, one.raw, frozenset()) for one in missing.values() if one.is_given)
        fields = tuple(one for one in fields if one.name not in missing)
    for one in fields:
        item = getattr(value, one.name)
        if one.is_additional:
            names = {
                each.wire for each in model_fields(cast("Hashable", type(value))) if not each.is_additional
            }
            yield from ((name, item[name], one.declared) for name in item if name not in names)
        elif item is not UNSET:
            yield one.wire, item, one.declared


@cache
def model_fields(cls: type) -> tuple[ModelField, ...]:
    """The fields of a model class; that of its additional properties comes last."""
    declared = _declared_types(cls)
    if attrs.has(cls):
        found = [
            ModelField(
                one.name,
                str(one.metadata.get("wire", one.name)),
                declared.get(one.name, frozenset()),
                bool(one.metadata.get("additional")),
            )
            for one in attrs.fields(cls)
        ]
        return tuple(sorted(found, key=lambda one: one.is_additional))
    from dataclasses import fields  # noqa: PLC0415 - attrs does not need it, and a dataclass has imported it

    return tuple(ModelField(one.name, one.name, declared.get(one.name, frozenset())) for one in fields(cls))


def _declared_types(cls: Any) -> dict[str, frozenset[type]]:
    try:
        hints = get_type_hints(cls)
    except (NameError, AttributeError, SyntaxError, TypeError):
        # An annotation that can not be resolved declares nothing.
        return {}
    return {name: frozenset(_parts(hint)).intersection(DECLARED_FORMS) for name, hint in hints.items()}


def _parts(type_: object) -> Iterator[Any]:
    yield get_origin(type_) or type_
    for part in get_args(type_):
        yield from _parts(part)
