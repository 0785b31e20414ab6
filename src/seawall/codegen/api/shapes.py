"""The schemas of the Api: what a value may be, and what the spec says beside it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import field, frozen

from seawall.codegen.spec.document import Json

__all__ = [
    "NO_DEFAULT",
    "AnyValue",
    "Array",
    "Boolean",
    "Discriminator",
    "Enumeration",
    "Integer",
    "NoDefault",
    "NoValue",
    "Null",
    "Number",
    "Object",
    "Property",
    "Ref",
    "Schema",
    "Shape",
    "Text",
    "Union",
]

_EMPTY: Mapping[str, Json] = MappingProxyType({})


@frozen
class NoDefault:
    """The type of `NO_DEFAULT`."""


NO_DEFAULT: Final = NoDefault()
"""The default of a schema that has none; None would be the default `null`."""


@frozen
class AnyValue:
    """Any JSON value: an empty schema, or `true`."""


@frozen
class NoValue:
    """No value at all: the schema `false`."""


@frozen
class Null:
    """The value `null`; a nullable type is a `Union` with it."""


@frozen
class Boolean:
    """`true` or `false`."""


@frozen(kw_only=True)
class Integer:
    """A whole number; bounds are inclusive unless `exclusive_` says so."""

    format: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None


@frozen(kw_only=True)
class Number:
    """A number; bounds as in `Integer`."""

    format: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None


@frozen(kw_only=True)
class Text:
    """A string; lengths are in characters."""

    format: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    content_media_type: str | None = None
    content_encoding: str | None = None


@frozen(kw_only=True)
class Enumeration:
    """One of `values`, without null; a `const` is an enumeration of one value.

    `names` are the names that an extension gives to the values, by position (`x-enum-varnames` and its
    relatives); empty if there are none. `is_const` is true for a `const`.
    """

    values: tuple[str | int | float | bool, ...]
    names: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    is_const: bool = False


@frozen(kw_only=True)
class Array:
    """A list of `items`; `prefix` are the schemas of its first items (a tuple)."""

    items: "Schema"
    prefix: "tuple[Schema, ...]" = ()
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False


@frozen(kw_only=True)
class Property:
    """A property of an object by its name on the wire."""

    name: str
    schema: "Schema"
    required: bool = False


@frozen(kw_only=True)
class Object:
    """A JSON object.

    `additional` is the schema of the properties that are not named: a schema if the spec gives one, None if
    it says nothing (others may come, of any value), `NoValue` if it forbids them.
    """

    properties: tuple[Property, ...] = ()
    additional: "Schema | None" = None
    min_properties: int | None = None
    max_properties: int | None = None


@frozen(kw_only=True)
class Discriminator:
    """The property whose value tells the members of a union apart; `name` is its name on the wire.

    `mapping` pairs a value with the index of its member. `is_declared` is false where it was inferred from
    constants of the members. `default` is the index of the member for other values, if the spec has one.
    """

    name: str
    mapping: tuple[tuple[str | int | bool, int], ...]
    is_declared: bool = True
    default: int | None = None


@frozen(kw_only=True)
class Union:
    """One of several members; `Null` is a member of its own and stands last."""

    members: "tuple[Schema, ...]"
    discriminator: Discriminator | None = None
    is_exclusive: bool = False


@frozen
class Ref:
    """The component schema `name`, a key of `Api.schemas`."""

    name: str


Shape: TypeAlias = (
    AnyValue | NoValue | Null | Boolean | Integer | Number | Text | Enumeration | Array | Object | Union | Ref
)


@frozen(kw_only=True)
class Schema:
    """A shape and what the spec says beside it; `pointer` is its place in the effective spec."""

    pointer: str
    shape: Shape
    title: str = ""
    description: str = ""
    default: "Json | NoDefault" = NO_DEFAULT
    examples: tuple[Json, ...] = ()
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)

    @property
    def is_nullable(self) -> bool:
        """True if `null` is allowed here (a reference is not followed)."""
        shape = self.shape
        if isinstance(shape, Union):
            return any(isinstance(member.shape, Null) for member in shape.members)
        return isinstance(shape, Null | AnyValue)

    def children(self) -> "Iterator[Schema]":
        """Yield the schemas directly inside this one."""
        match self.shape:
            case Array(items=items, prefix=prefix):
                yield from prefix
                yield items
            case Object(properties=properties, additional=additional):
                for item in properties:
                    yield item.schema
                if additional is not None:
                    yield additional
            case Union(members=members):
                yield from members
