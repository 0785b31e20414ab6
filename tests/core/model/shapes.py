"""A small API for the tests of models."""

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from uuid import UUID

from attrs import field, frozen

from seawall.core.model.model import Model
from seawall.core.wire.freeze import FrozenDict, frozen_json
from seawall.core.wire.json_value import Json
from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum


class Colour(OpenEnum):
    RED = "RED"


class Level(OpenIntEnum):
    LOW = 1


class Closed(enum.Enum):
    ONE = "one"


def _frozen(value: Mapping[str, object]) -> Mapping[str, Json]:
    return frozen_json(value, "metadata")


@frozen(kw_only=True)
class Part(Model):
    """A part of a thing."""

    name: str
    url: str | None = field(repr=False)


@frozen(kw_only=True)
class Thing(Model):
    """One field of each kind."""

    id: UUID
    colour: Colour
    level: Level | None
    made_at: dt.datetime
    day: dt.date | None
    path: PurePosixPath | None
    part: Part
    parts: tuple[Part, ...]
    pair: tuple[int, str]
    sizes: Mapping[str, float] = field(converter=FrozenDict)
    metadata: Mapping[str, Json] = field(converter=_frozen)
    count: int = 3
    tags: tuple[str, ...] = field(factory=tuple)


@frozen(kw_only=True)
class Extended(Part):
    """A model of a user, with types of its own."""

    took: dt.timedelta
    price: Decimal
    data: bytes
    either: int | str
    names: frozenset[str]
    closed: Closed
    anything: object = None


@frozen(kw_only=True)
class Tree(Model):
    """A model that contains itself."""

    name: str
    children: "tuple[Tree, ...]" = ()
    parent: "Tree | None" = None


TIME = dt.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
PART = Part(name="wheel", url="https://files.test/a?signature=s3cret")


def thing(**changes: object) -> Thing:
    """A thing, with `changes`."""
    values: dict[str, object] = {
        "id": UUID(int=1),
        "colour": Colour.RED,
        "level": Level.LOW,
        "made_at": TIME,
        "day": dt.date(2026, 1, 2),
        "path": PurePosixPath("a/b"),
        "part": PART,
        "parts": (PART, PART),
        "pair": (1, "a"),
        "sizes": {"a": 1.5},
        "metadata": {"a": [1, {"b": None}]},
    }
    return Thing(**{**values, **changes})  # type: ignore[arg-type]


def extended() -> Extended:
    """A model of a user."""
    return Extended(
        name="a",
        url=None,
        took=dt.timedelta(seconds=90),
        price=Decimal("1.50"),
        data=b"a",
        either="x",
        names=frozenset({"n"}),
        closed=Closed.ONE,
    )


@frozen(kw_only=True)
class Inner(Model):
    """A model with a time."""

    at: dt.datetime


@frozen(kw_only=True)
class Times(Model):
    """Times in lists, and a model that may be missing."""

    at: tuple[dt.datetime, ...]
    inner: tuple[Inner, ...]
    box: Inner | None
