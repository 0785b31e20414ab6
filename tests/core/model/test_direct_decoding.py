"""Bodies that are decoded straight into models: the same models as the long way, or the long way."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

import pytest
from attrs import Factory, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.model.conversion import ConversionError, conversion
from seawall.core.model.json_field import JsonObject, json_object, json_or_none
from seawall.core.model.model import Model
from seawall.core.wire.codec import DirectType, decoder_for
from seawall.core.wire.freeze import FrozenDict
from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum
from seawall.core.wire.unset import UNSET, UnsetType
from tests.counted_calls import counted_calls


class WireColour(OpenEnum):
    RED = "red"
    NEWER = "newer"


class Colour(OpenEnum):
    CRIMSON = "red"


class WireLevel(OpenIntEnum):
    LOW = 1


class Level(OpenIntEnum):
    LOW = 1


@frozen(kw_only=True)
class WirePlan:
    due: datetime | UnsetType | None = UNSET
    note: str | UnsetType = field(default=UNSET, metadata={"wire": "the note"})


@frozen(kw_only=True)
class WirePart:
    # On the wire it has the name of another field of the model.
    name: str = field(metadata={"wire": "size"})
    size: int | UnsetType = field(default=UNSET, metadata={"wire": "howBig"})
    made_at: str | UnsetType | None = UNSET
    inner: "WirePart | UnsetType | None" = UNSET


@frozen(kw_only=True)
class Part(Model):
    label: str
    size: int = 7
    made_at: datetime | None
    inner: "Part | None"

    from_wire = conversion(WirePart, {"label": "name"}, zone=UTC)


@frozen(kw_only=True)
class WireFlat:
    name: str = field(metadata={"wire": "theName"})
    size: int


@frozen(kw_only=True)
class WireThing:
    key: UUID
    made_at: datetime
    colour: WireColour
    part: WirePart
    unused: int | UnsetType = UNSET
    level: WireLevel | UnsetType | None = UNSET
    parts: list[WirePart] | UnsetType | None = UNSET
    colours: list[WireColour] | UnsetType = UNSET
    counts: list[int] = Factory(list)
    data: dict[str, Any] | UnsetType | None = UNSET
    plain: Any = None
    plan: WirePlan | UnsetType | None = UNSET
    kind: Literal["a", "b"] | UnsetType = UNSET
    seen_at: datetime | UnsetType | None = UNSET
    either: int | str | UnsetType = UNSET
    weight: float | int = 0


@frozen(kw_only=True)
class Thing(Model):
    key: UUID
    made_at: datetime
    colour: Colour
    shade: str
    part: Part
    level: Level | None
    parts: tuple[Part, ...] | None
    colours: tuple[Colour, ...] = ()
    counts: tuple[int, ...]
    data: JsonObject | None = field(converter=json_or_none)
    plain: object
    due: datetime | None
    note: str = "none"
    kind: str = "a"
    seen_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    either: int | str | None
    weight: float

    from_wire = conversion(WireThing, {"shade": "colour", "due": "plan.due", "note": "plan.note"})


def part(inner: object = None) -> dict[str, object]:
    return {"size": "p", "howBig": 3, "made_at": "2026-01-02 12:00", "inner": inner}


BODY: dict[str, object] = {
    "key": "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b",
    "made_at": "2026-01-02T12:00:00+02:00",
    "colour": "red",
    "part": part(part()),
    "unused": 1,
    "level": 1,
    "parts": [part()],
    "colours": ["red", "new"],
    "counts": [1, 2],
    "data": {"a": [{"b": 1}]},
    "plain": [1, {"c": 2}],
    "plan": {"due": "2026-01-02T12:00:00Z", "the note": "n"},
    "kind": "b",
    "seen_at": "2026-01-02T12:00:00+02:00",
    "either": 1,
    "weight": 1,
}
OTHER_VALUES = st.one_of(
    st.none(),
    st.sampled_from([True, 0, 1.5, "", "red", "soon", "2026-01-02T12:00:00", [], {}, [None], ["red"]]),
    st.sampled_from([{"size": "x"}, [{"size": "x"}], {"due": None}, {"a": {"b": [1]}}, [2], 2**70]),
)


def direct(model: Any) -> DirectType:
    found = model.from_wire.direct_type(vars(model)["from_wire"].wire)
    assert isinstance(found, DirectType)
    return found


def outcome(decode: Any) -> object:
    """The value or the error, with the classes of all parts."""
    try:
        made = decode()
    except Exception as error:  # noqa: BLE001 - any of them is compared
        return type(error), str(error)
    return made, repr(made), hash(made), type(made), [type(one) for one in made.to_dict().values()]


def short_and_long_way(body: bytes) -> tuple[object, object]:
    convert: Any = Thing.from_wire
    ways = [decoder_for(direct(Thing)), decoder_for(WireThing)]
    short, long = (outcome(lambda way=way: convert(way.decode(body))) for way in ways)
    return short, long


@given(
    st.dictionaries(st.sampled_from(sorted(BODY)), OTHER_VALUES, max_size=3),
    st.sets(st.sampled_from(sorted(BODY)), max_size=3),
)
def test_both_ways_make_the_same_model_or_the_same_error(
    changes: Mapping[str, object], absent: set[str]
) -> None:
    body = {name: value for name, value in (BODY | dict(changes)).items() if name not in absent}
    short, long = short_and_long_way(json.dumps(body).encode())
    assert short == long


def test_each_key_may_be_absent_null_or_odd() -> None:
    bodies = [{name: value for name, value in BODY.items() if name != absent} for absent in BODY]
    odd: list[object] = [None, "x", {}, [], 1.5, [None]]
    bodies += [BODY | {name: value} for name in BODY for value in odd]
    differ = [body for body in bodies if len({*map(repr, short_and_long_way(json.dumps(body).encode()))}) > 1]
    assert differ == []


def test_a_body_that_fits_is_a_model_before_it_is_converted() -> None:
    made: Any = decoder_for(direct(Thing)).decode(json.dumps(BODY).encode())
    assert type(made) is Thing
    convert: Any = Thing.from_wire
    assert convert(made) is made
    assert (type(made.data), type(made.part), type(made.part.inner)) == (FrozenDict, Part, Part)
    assert (made.made_at.tzinfo, made.colours, made.counts) == (UTC, (Colour.CRIMSON, Colour("new")), (1, 2))
    assert (made.due, made.note, made.shade) == (datetime(2026, 1, 2, 12, tzinfo=UTC), "n", "red")
    listed: Any = decoder_for(convert.direct_type(list[WireThing])).decode(json.dumps([BODY, BODY]).encode())
    assert listed == [made, made]


def test_a_body_that_does_not_fit_is_decoded_into_wire_models() -> None:
    body = json.dumps(BODY | {"unused": "x"}).encode()
    with pytest.raises(ValueError, match="Expected `int`, got `str`"):
        decoder_for(direct(Thing)).decode(body)
    tolerated: Any = decoder_for(direct(Thing)).decode_tolerant(body, "GET /things")
    assert [drift.field for drift in tolerated.drifts] == ["unused"]
    assert isinstance(tolerated.value, WireThing)
    assert Thing.from_wire(tolerated.value) == decoder_for(direct(Thing)).decode(json.dumps(BODY).encode())


@frozen(kw_only=True)
class Flat(Model):
    label: str
    size: int
    from_wire = conversion(WireFlat, {"label": "name"})


def test_a_list_of_models_costs_one_python_call_each() -> None:
    found: Any = Flat.from_wire
    decoder = decoder_for(found.direct_type(list[WireFlat]))
    bodies = [json.dumps([{"theName": "a", "size": 1}] * size).encode() for size in (10, 110)]
    few, many = (counted_calls(partial(decoder.decode, body)).total() for body in bodies)
    assert many - few == 100


@frozen(kw_only=True)
class WithFunction(Model):
    label: str
    from_wire = conversion(WirePart, {"label": lambda wire: wire.name})


@frozen(kw_only=True)
class WithHook(Model):
    name: str
    from_wire = conversion(WirePart)

    def __attrs_post_init__(self) -> None:
        assert self.name


@frozen(kw_only=True)
class WithConverter(Model):
    name: str = field(converter=lambda text: str(text).strip())
    from_wire = conversion(WirePart)


@frozen(kw_only=True)
class WithValidator(Model):
    name: str = field(validator=lambda *_: None)
    from_wire = conversion(WirePart)


@frozen(kw_only=True, slots=False)
class WithoutSlots(Model):
    name: str
    from_wire = conversion(WirePart)


@frozen(kw_only=True)
class WithoutRequired(Model):
    due: datetime | None
    from_wire = conversion(WireThing, {"due": "plan.due"})


@frozen(kw_only=True)
class Misdeclared(Model):
    label: str
    size: int
    from_wire = conversion(WirePart, {"label": "name"})


@frozen(kw_only=True)
class Outer(Model):
    part: Misdeclared
    made_at: datetime
    colour: Colour
    key: UUID
    from_wire = conversion(WireThing)


def test_a_faulty_declaration_inside_is_told_when_it_is_used() -> None:
    convert: Any = Outer.from_wire
    made = decoder_for(direct(Outer)).decode(json.dumps(BODY).encode())
    assert isinstance(made, WireThing)
    with pytest.raises(ConversionError, match="size: `size` of WirePart may be absent"):
        convert(made)


@frozen(kw_only=True)
class WithFrozenDefault(Model):
    data: JsonObject = field(factory=dict, converter=json_object)
    from_wire = conversion(WireThing)


def test_models_that_need_their_constructor_are_made_by_it() -> None:
    models: list[Any] = [
        WithFunction,
        WithHook,
        WithConverter,
        WithValidator,
        WithoutSlots,
        WithoutRequired,
        WithFrozenDefault,
    ]
    assert [one for one in models if one.from_wire.direct_type(vars(one)["from_wire"].wire)] == []
    found: Any = Part.from_wire
    assert found.direct_type(dict[str, WirePart]) is None
