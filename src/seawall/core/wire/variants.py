"""Unions of objects: the tag that distinguishes the members, and a member that this version does not know."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

__all__ = ["Tagged", "UnknownVariant"]


def _pairs(variants: Mapping[Any, object]) -> tuple[object, ...]:
    # With the type of the value: 1 and True are two tags.
    return tuple((type(value), value, member) for value, member in variants.items())


@frozen
class Tagged:
    """Marks a union whose members a property distinguishes: `Annotated[Cat | Dog, Tagged("kind", {…})]`.

    `name` is the property on the wire, and `variants` maps its values to members; several values may have the
    same member. `default` is the member for other values and for an absent property.
    """

    name: str
    variants: Mapping[str | int | bool, Any] = field(eq=_pairs)
    default: Any = field(default=None, kw_only=True)


@frozen
class UnknownVariant:
    """A member of a union that the spec of this version does not have. It is encoded as it was received.

    `data` is the JSON value: a dict, unless the spec allows no objects here. The repr does not show it.
    """

    data: Any = field(repr=False)
