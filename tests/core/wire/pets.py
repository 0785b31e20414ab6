"""Models of every shape, for the tests of the codec."""

import datetime as dt
import ipaddress
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from attrs import field, frozen

from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum
from seawall.core.wire.unset import UNSET, UnsetType
from seawall.core.wire.variants import Tagged, UnknownVariant


class Color(OpenEnum):
    RED = "red"
    BLUE = "blue"


class Size(OpenIntEnum):
    SMALL = 1
    LARGE = 2


@frozen(kw_only=True)
class Cat:
    kind: str = field(metadata={"wire": "@type"})
    meow: str | UnsetType = UNSET


@frozen(kw_only=True)
class Dog:
    kind: str = field(metadata={"wire": "@type"})
    bark: int | UnsetType = UNSET
    friend: "Pet | UnsetType" = UNSET


@frozen(kw_only=True)
class Fish:
    kind: str = field(metadata={"wire": "@type"})


Pet: TypeAlias = Annotated[
    Cat | Dog | UnknownVariant, Tagged("@type", {"cat": Cat, "kitten": Cat, "dog": Dog, 7: Dog})
]
ClosedPet: TypeAlias = Annotated[Cat | Dog, Tagged("@type", {"cat": Cat, "dog": Dog})]
DefaultPet: TypeAlias = Annotated[Cat | Fish, Tagged("@type", {"cat": Cat}, default=Fish)]


@frozen(kw_only=True)
class Circle:
    radius: float


@frozen(kw_only=True)
class Ring:
    radius: float
    hole: float


@frozen(kw_only=True)
class Named:
    name: str | UnsetType = UNSET


@frozen(kw_only=True)
class Text:
    type: Literal["text"]
    body: str


@frozen(kw_only=True)
class Image:
    type: Literal["image"]
    body: str


@frozen(kw_only=True)
class Video:
    kind: Literal["video"] = "video"
    length: int | UnsetType = UNSET


@frozen(kw_only=True)
class Audio:
    kind: Literal["audio"] = "audio"
    length: int | UnsetType = UNSET


@frozen(kw_only=True)
class Empty:
    pass


@frozen(kw_only=True)
class Deleted:
    deleted: Literal[True]
    id: str


@frozen(kw_only=True)
class Charge:
    id: str
    amount: int


@frozen(kw_only=True)
class RedThing:
    color: Literal["red"]


@frozen(kw_only=True)
class Colored:
    color: Color
    size: Size | UnsetType = UNSET


@frozen(kw_only=True)
class Labels:
    name: str
    additional_properties: Mapping[str, int] = field(factory=dict, metadata={"additional": True})


@frozen(kw_only=True)
class Open:
    created_at: str = field(metadata={"wire": "createdAt"})
    additional_properties: Mapping[str, Any] = field(factory=dict, metadata={"additional": True})


@frozen(kw_only=True)
class Formats:
    at: dt.datetime | UnsetType = UNSET
    day: dt.date | UnsetType = UNSET
    time: dt.time | UnsetType = UNSET
    took: dt.timedelta | UnsetType = UNSET
    price: Decimal | UnsetType = UNSET
    key: UUID | UnsetType = UNSET
    data: bytes | UnsetType = UNSET
    v4: ipaddress.IPv4Address | UnsetType | None = UNSET
    v6: ipaddress.IPv6Address | UnsetType = UNSET
    size: Size | UnsetType = UNSET


@frozen(kw_only=True)
class RenamedFormats:
    at: dt.datetime | UnsetType = field(default=UNSET, metadata={"wire": "@at"})
    took: dt.timedelta | UnsetType = field(default=UNSET, metadata={"wire": "@took"})
    price: Decimal | UnsetType = field(default=UNSET, metadata={"wire": "@price"})
    v4: ipaddress.IPv4Address | UnsetType = field(default=UNSET, metadata={"wire": "@v4"})
    sizes: list[Size] | UnsetType = field(default=UNSET, metadata={"wire": "@sizes"})
    day: "list[dt.date] | UnsetType | None" = field(default=UNSET, metadata={"wire": "@days"})


@frozen(kw_only=True)
class Tree:
    """A model that contains itself, beside renamed fields, enums, dates and lists of unions."""

    tree_id: str = field(metadata={"wire": "treeId"})
    color: Color | UnsetType = UNSET
    planted: dt.date | UnsetType = UNSET
    pets: list[Pet] | UnsetType = UNSET
    branches: "list[Tree] | UnsetType" = UNSET
    by_name: "dict[str, Tree | Labels] | UnsetType" = field(default=UNSET, metadata={"wire": "byName"})
