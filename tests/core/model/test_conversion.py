"""Conversions by declaration: values by the types of fields, and the faults of a declaration."""

import copy
import json
import pickle
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pytest
from attrs import Factory, field, frozen

from seawall.core.errors import InputError
from seawall.core.field_errors import TimeValueError
from seawall.core.model.conversion import ConversionError, conversion, converted_items
from seawall.core.model.json_field import JsonObject, json_object, json_or_none
from seawall.core.model.model import Model
from seawall.core.wire.codec import decoder_for
from seawall.core.wire.freeze import FrozenDict
from seawall.core.wire.json_value import Json
from seawall.core.wire.misfits import FieldMisfitError, misfit_kinds
from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum, unknown_values
from seawall.core.wire.unset import UNSET, UnsetType, given
from tests.core.model.shapes import Closed, Level
from tests.rows import row

KEY = UUID("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b")
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
EAST = timezone(timedelta(hours=2))


class WireColour(OpenEnum):
    RED = "red"
    NEWER = "newer"


class Colour(OpenEnum):
    # Its name is not its value.
    CRIMSON = "red"


class WireLevel(OpenIntEnum):
    LOW = 1


@frozen(kw_only=True)
class WirePart:
    name: str
    size: int | UnsetType = UNSET
    due: str | UnsetType | None = UNSET
    inner: "WirePart | UnsetType | None" = UNSET


@frozen(kw_only=True)
class Part(Model):
    label: str
    size: int = 7
    due: datetime | None
    inner: "Part | None"

    from_wire = conversion(WirePart, {"label": "name"}, zone=UTC)


@frozen(kw_only=True)
class WireThing:
    key: UUID
    made_at: datetime
    part: WirePart
    colour: WireColour
    level: WireLevel
    kind: Literal["one", "two"]
    ended_at: datetime | UnsetType | None = UNSET
    spare: WirePart | UnsetType | None = UNSET
    parts: list[WirePart] = Factory(list)
    names: list[str] | UnsetType | None = UNSET
    gaps: list[WirePart | None] = Factory(list)
    data: dict[str, Any] | UnsetType | None = UNSET
    either: dict[str, Any] | str | UnsetType | None = UNSET
    plain: Any = None
    mixed: list[str] | str = ""
    nothing: None = None
    rows: list[list[str]] = Factory(list)
    number: int | str = 1
    state: str | UnsetType = UNSET


@frozen(kw_only=True)
class Thing(Model):
    key: UUID
    made_at: datetime
    part: Part
    colour: Colour
    shade: str
    level: Level
    kind: str
    ended_at: datetime | None
    spare: Part | None
    parts: tuple[Part, ...]
    names: tuple[str, ...] = ()
    gaps: tuple[Part | None, ...]
    data: JsonObject | None = field(converter=json_or_none)
    either: JsonObject | str | None
    plain: object
    size_of_spare: int | None
    labels: Mapping[str, Json] = field(factory=dict, converter=json_object)
    state: str

    from_wire = conversion(
        WireThing,
        {
            "shade": "colour",
            "size_of_spare": "spare.size",
            "labels": "data",
            "state": lambda thing: given(thing.state, "state"),
        },
    )


def wire(**changes: Any) -> WireThing:
    values: dict[str, Any] = {
        "key": KEY,
        "made_at": NOON.astimezone(EAST),
        "part": WirePart(name="p"),
        "colour": WireColour.RED,
        "level": WireLevel.LOW,
        "kind": "one",
        "state": "on",
    }
    return WireThing(**values | changes)


def test_the_type_of_a_field_says_how_its_value_is_converted() -> None:
    made = Thing.from_wire(wire())
    assert (made.key, made.kind, made.state, made.plain) == (KEY, "one", "on", None)
    assert (made.made_at, made.made_at.tzinfo) == (NOON, UTC)
    assert made.part == Part(label="p", size=7, due=None, inner=None)
    assert (made.colour, type(made.shade), made.shade) == (Colour.CRIMSON, str, "red")
    assert made.level is Level.LOW
    assert (made.ended_at, made.spare, made.data, made.either, made.size_of_spare) == (None,) * 5
    assert (made.parts, made.names, made.gaps, made.labels) == ((), (), (), {})


def test_values_that_may_be_absent_are_converted_where_they_are_there() -> None:
    part = WirePart(name="a", size=3, due="2026-01-02 12:00", inner=WirePart(name="b"))
    data = {"list": [{"a": 1}]}
    made = Thing.from_wire(
        wire(
            ended_at=NOON,
            spare=part,
            parts=[part, WirePart(name="c")],
            names=["x"],
            gaps=[None, part],
            data=data,
            either=data,
            plain=[data],
        )
    )
    spare = Part(label="a", size=3, due=NOON, inner=Part(label="b", due=None, inner=None))
    assert (made.ended_at, made.spare, made.size_of_spare, made.names) == (NOON, spare, 3, ("x",))
    assert made.parts == (spare, Part(label="c", due=None, inner=None))
    assert made.gaps == (None, spare)
    assert made.data == made.either == made.labels == data
    assert {type(each) for each in (made.data, made.either, made.labels)} == {FrozenDict}
    assert hash(made) == hash(pickle.loads(pickle.dumps(made))) == hash(copy.deepcopy(made))
    assert Thing.from_wire(wire(either="text", spare=WirePart(name="x"))).either == "text"


def test_a_value_that_the_enum_does_not_know_keeps_its_text_and_is_counted() -> None:
    before = unknown_values["Colour", "newer"]
    made = Thing.from_wire(wire(colour=WireColour.NEWER))
    assert (made.colour, made.colour.is_known, made.shade) == ("newer", False, "newer")
    assert unknown_values["Colour", "newer"] == before + 1


def test_a_text_that_is_no_time_is_an_error_with_the_name_of_the_wire_field() -> None:
    with pytest.raises(TimeValueError, match="`due`"):
        Part.from_wire(WirePart(name="p", due="soon"))


def test_a_subclass_makes_instances_of_its_own() -> None:
    @frozen(kw_only=True)
    class Named(Part):
        @property
        def title(self) -> str:
            return self.label.title()

    assert Named.from_wire(WirePart(name="p")).title == "P"
    assert type(Part.from_wire(WirePart(name="p"))) is Part


def test_the_function_is_made_once_and_is_at_its_declaration() -> None:
    made: Any = Part.from_wire
    assert made is Part.from_wire is Part(label="p", due=None, inner=None).from_wire
    code = made.__code__
    assert (made.__qualname__, code.co_qualname, code.co_filename) == (*["Part.from_wire"] * 2, __file__)
    line = Path(__file__).read_text().splitlines()[code.co_firstlineno - 1]
    assert line.strip().startswith("from_wire = conversion(WirePart")


def test_json_of_a_user_is_checked_by_the_name_of_its_field() -> None:
    @frozen(kw_only=True)
    class Note(Model):
        labels: JsonObject = field(converter=json_object)
        extra: JsonObject | None = field(default=None, converter=json_or_none)

    assert Note(labels={"a": [1]}) == Note(labels={"a": [1]}, extra=None)
    wrong: Any = object()
    for values, name in (({"labels": {"a": wrong}}, "labels.a"), ({"labels": {}, "extra": [1]}, "extra")):
        with pytest.raises(InputError, match=f"^{name}"):
            Note(**values)


def declared(type_: Any, source: Any, name: str = "value", **options: Any) -> Any:
    """A model with one field, which takes `source` of a thing."""
    body = {
        "__annotations__": {"value": type_},
        "from_wire": conversion(WireThing, {name: source}),
        **({"value": options["default"]} if "default" in options else {}),
    }
    return frozen(kw_only=True)(type("Fresh", (Model,), body))


class Other(Model):
    """A model that is made of nothing."""


@frozen
class ByHand(Model):
    name: str

    @classmethod
    def from_wire(cls, part: WirePart) -> "ByHand":
        return cls(part.name.upper())


ABSENT = "Fresh.value: `state` of WireThing may be absent or null. Let the type of the field take None"
FAULTS: tuple[tuple[Any, Any, str], ...] = (
    (str, "stat", "Fresh.value: WireThing has no field `stat`; the nearest is `state`."),
    (str | None, "spare.nam", "Fresh.value: WirePart has no field `nam`; the nearest is `name`."),
    (str, "kind.name", "Fresh.value: Literal['one', 'two'] has no field `name`, as it is no model."),
    (str, "state", ABSENT),
    (str, "part.size", "Fresh.value is str, and `part.size` of WireThing is int. Change the type"),
    (int, "spare.size", "Fresh.value: `spare.size` of WireThing may be absent or null."),
    (int | None, "colour", "Fresh.value is int | null, and `colour` of WireThing is WireColour. Change"),
    (Colour, "level", "Fresh.value is Colour, and `level` of WireThing is WireLevel."),
    (Level, "colour", "Fresh.value is Level, and `colour` of WireThing is WireColour."),
    (tuple[str, ...], "parts", "is tuple[str, ...], and `parts` of WireThing is list[WirePart]."),
    (list[Part], "parts", "is list[Part], and `parts` of WireThing is list[WirePart]."),
    (tuple[Part, ...], "gaps", "is tuple[Part, ...], and `gaps` of WireThing is list[WirePart | null]."),
    (Other, "part", "Fresh.value is Other, and `part` of WireThing is WirePart."),
    (Thing, "part", "Fresh.value is Thing, and `part` of WireThing is WirePart."),
    (Part, "key", "Fresh.value is Part, and `key` of WireThing is UUID."),
    (Mapping[str, Json], "parts", "and `parts` of WireThing is list[WirePart]."),
    (datetime, "kind", "is Literal['one', 'two']. Give `zone`, that of times without one. Change"),
    (str | None, "either", "and `either` of WireThing is dict[str, Any] | str | null."),
    (Mapping[str, Json] | None, "either", "and `either` of WireThing is dict[str, Any] | str | null."),
    (tuple[str, ...] | str, "mixed", "and `mixed` of WireThing is list[str] | str."),
    (str | None, "nothing", "Fresh.value is str | null, and `nothing` of WireThing is null."),
    (tuple[str, str], "names", "Fresh.value is tuple[str, str], and `names` of WireThing is"),
    (int, "kind", "Fresh.value is int, and `kind` of WireThing is Literal['one', 'two']."),
)


@pytest.mark.parametrize(("type_", "source", "words"), FAULTS, ids=[f"{row[1]} {row[0]}" for row in FAULTS])
def test_a_declaration_that_can_not_work_is_named_at_its_first_use(
    type_: Any, source: Any, words: str
) -> None:
    with pytest.raises(ConversionError) as caught:
        _ = declared(type_, source).from_wire
    assert words in str(caught.value)


def test_an_entry_for_no_field_is_named() -> None:
    with pytest.raises(ConversionError, match=r"^Fresh has no field `valu`; the nearest is `value`\."):
        _ = declared(str, "kind", "valu").from_wire


def test_what_fits() -> None:
    rows: tuple[tuple[Any, Any, dict[str, Any], object], ...] = (
        (str, "kind", {}, "one"),
        (Literal["one", "two"], "kind", {}, "one"),
        (object, "kind", {}, "one"),
        (float, "level", {}, 1.0),
        (int, "level", {}, 1),
        (int | None, "level", {}, 1),
        (str | int, "kind", {}, "one"),
        (Closed, lambda _: Closed.ONE, {}, Closed.ONE),
        (ByHand, "part", {}, ByHand("P")),
        (str | None, "spare.name", {}, None),
        (str, "spare.name", {"default": "none"}, "none"),
        (tuple[str, ...], "names", {"default": Factory(tuple)}, ()),
        (str, "part.name", {}, "p"),
        (tuple[tuple[str, ...], ...], "rows", {}, (("a",), ())),
        (int | str, "number", {}, 1),
    )
    for type_, source, options, expected in rows:
        made = declared(type_, source, **options).from_wire(wire(rows=[["a"], []]))
        assert (made.value, type(made.value)) == (expected, type(expected)), source


@frozen(kw_only=True)
class WireOdd:
    name: str
    size: int | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    part: WirePart | UnsetType = UNSET
    due: datetime = NOON


@frozen(kw_only=True)
class Odd(Model):
    name: str
    size: int | None
    tags: tuple[str, ...] = ()
    part_size: int | None
    due: datetime | None
    misfits: tuple[str, ...] = ()

    from_wire = conversion(
        WireOdd,
        {"part_size": "part.size", "misfits": lambda odd: tuple(misfit_kinds(odd))},
        misfits_as_none=True,
    )


def decoded(value: object, type_: Any = WireOdd) -> Any:
    return decoder_for(type_).decode_tolerant(json.dumps(value).encode(), "GET /odd").value


def test_misfits_as_none() -> None:
    empty: dict[str, Any] = {"name": "a", "size": None, "part_size": None, "due": NOON}
    rows: list[tuple[dict[str, object], Odd]] = [
        ({"size": 5, "tags": ["x"]}, Odd(**{**empty, "size": 5, "tags": ("x",)})),
        ({"size": "5"}, Odd(**empty, misfits=("size",))),
        ({"tags": 5}, Odd(**empty, misfits=("tags",))),
        ({"part": {"name": "p", "size": "large"}}, Odd(**empty)),
        ({"part": 5}, Odd(**empty, misfits=("part",))),
        ({"due": "<none>"}, Odd(**{**empty, "due": None}, misfits=("due",))),
    ]
    for value, model in rows:
        with row(value):
            assert Odd.from_wire(decoded({"name": "a", **value})) == model
    with pytest.raises(FieldMisfitError, match="GET /odd: field name of WireOdd"):
        Odd.from_wire(decoded({"name": 5, "size": 1}))


def test_items_that_do_not_match_are_left_out_unless_there_are_no_others() -> None:
    good, bad = {"name": "a"}, {"name": None, "size": 1}
    assert converted_items(Odd.from_wire, []) == []
    found = converted_items(Odd.from_wire, decoded([bad, good, None], list[WireOdd]))
    assert [one.name for one in found] == ["a"]
    with pytest.raises(FieldMisfitError, match="field name of WireOdd"):
        converted_items(Odd.from_wire, decoded([bad, bad], list[WireOdd]))
