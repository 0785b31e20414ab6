"""Unions: the member is chosen by its tag, by the kind of the value, or by the keys that members require."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

import pytest

from seawall.core.wire.building import node_for
from seawall.core.wire.codec import UndecodableTypeError, check_type, decoder_for, encode
from seawall.core.wire.open_enum import unknown_values
from seawall.core.wire.unions import UnionNode
from seawall.core.wire.variants import UnknownVariant
from tests.core.wire.pets import (
    Audio,
    Cat,
    Charge,
    Circle,
    ClosedPet,
    Color,
    Colored,
    DefaultPet,
    Deleted,
    Dog,
    Empty,
    Fish,
    Image,
    Labels,
    Named,
    Open,
    Pet,
    RedThing,
    Ring,
    Size,
    Text,
    Tree,
    Video,
)
from tests.rows import row

KEY = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    unknown_values.clear()
    yield
    unknown_values.clear()


def decode(type_: Any, value: object) -> object:
    return decoder_for(type_).decode(json.dumps(value).encode())


ROWS: list[tuple[Any, object, object]] = [
    # By a tag, whose name differs in Python.
    (Pet, {"@type": "cat", "meow": "m"}, Cat(kind="cat", meow="m")),
    (Pet, {"@type": "kitten"}, Cat(kind="kitten")),
    (Pet, {"@type": "dog", "friend": {"@type": "cat"}}, Dog(kind="dog", friend=Cat(kind="cat"))),
    (Pet, {"@type": "bird", "wings": 2}, UnknownVariant({"@type": "bird", "wings": 2})),
    (Pet, {"meow": "m"}, UnknownVariant({"meow": "m"})),
    (list[Pet], [{"@type": "cat"}, {"@type": "x"}], [Cat(kind="cat"), UnknownVariant({"@type": "x"})]),
    (dict[str, Pet], {"a": {"@type": "dog"}}, {"a": Dog(kind="dog")}),
    (Pet | None, None, None),
    (Pet | None, {"@type": "cat"}, Cat(kind="cat")),
    (DefaultPet, {"@type": "shark"}, Fish(kind="shark")),
    (str | ClosedPet | Charge, "x", "x"),
    (str | ClosedPet | Charge, {"@type": "dog"}, Dog(kind="dog")),
    (str | ClosedPet | Charge, {"id": "1", "amount": 2}, Charge(id="1", amount=2)),
    (Pet | Charge, {"@type": "bird"}, UnknownVariant({"@type": "bird"})),
    # By what the members require.
    (Circle | Ring, {"radius": 1}, Circle(radius=1.0)),
    (Circle | Ring, {"radius": 1, "hole": 2}, Ring(radius=1.0, hole=2.0)),
    (Named | Circle, {"name": "a"}, Named(name="a")),
    (Named | Circle, {"radius": 1.5}, Circle(radius=1.5)),
    (Named | Circle, {}, Named()),
    (Text | Image, {"type": "image", "body": "b"}, Image(type="image", body="b")),
    (Text | Image | UnknownVariant, {"type": "video"}, UnknownVariant({"type": "video"})),
    (Text | Image | UnknownVariant, {"type": "video", "body": "b"},
     UnknownVariant({"type": "video", "body": "b"})),
    (str | Charge | Deleted, {"deleted": True, "id": "1"}, Deleted(deleted=True, id="1")),
    (str | Charge | Deleted, {"id": "1", "amount": 5}, Charge(id="1", amount=5)),
    (str | Charge | Deleted, "ch_1", "ch_1"),
    (RedThing | Colored, {"color": "red"}, RedThing(color="red")),
    (RedThing | Colored, {"color": "blue"}, Colored(color=Color.BLUE)),
    (Circle | Empty, {}, Empty()),
    (Circle | Empty, {"radius": 2}, Circle(radius=2.0)),
    (Circle | dict[str, Any], {"radius": 2}, Circle(radius=2.0)),
    (Circle | dict[str, Any], {"other": 2}, {"other": 2}),
    (Named | dict[str, Any], {"other": 2}, {"other": 2}),
    (dict[str, int] | dict[str, str], {"a": "b"}, {"a": "b"}),
    (dict[str, int] | dict[str, str], {"a": 1}, {"a": 1}),
    (dict[str, Circle] | dict[str, Named], {"a": {"name": "n"}}, {"a": Named(name="n")}),
    (Labels | Open, {"name": "n", "a": 1}, Labels(name="n", additional_properties={"a": 1})),
    (Labels | Open, {"createdAt": "c", "a": "x"}, Open(created_at="c", additional_properties={"a": "x"})),
    (Video | Audio | UnknownVariant, {}, UnknownVariant({})),
    (Video | Audio | UnknownVariant, {"kind": "audio"}, Audio()),
    (Video | Audio, {"length": 1, "kind": "video"}, Video(length=1)),
    (Named | Circle | UnknownVariant, {}, Named()),
    # By the kind of the value.
    (Circle | list[Circle], {"radius": 1}, Circle(radius=1.0)),
    (Circle | list[Circle], [{"radius": 1}], [Circle(radius=1.0)]),
    (Open | list[Open], [{"createdAt": "c"}], [Open(created_at="c")]),
    (str | list[str] | list[int] | list[list[int]], [[1, 2]], [[1, 2]]),
    (str | list[str] | list[int], [1], [1]),
    (str | list[str] | list[int], ["a"], ["a"]),
    (str | list[str] | list[int], "a", "a"),
    (list[Named] | list[Circle], [{"radius": 1}], [Circle(radius=1.0)]),
    (list[Named] | list[Circle], [{"name": "a"}], [Named(name="a")]),
    (list[Circle | str | None], [None, "a", {"radius": 1}], [None, "a", Circle(radius=1.0)]),
    (dt.date | str, "2024-05-06", dt.date(2024, 5, 6)),
    (dt.date | str, "today", "today"),
    (dt.date | dt.datetime, "2024-05-06T00:00:00Z", dt.datetime(2024, 5, 6, tzinfo=dt.UTC)),
    (dt.date | dt.datetime, "2024-05-06", dt.date(2024, 5, 6)),
    (UUID | str, KEY, UUID(KEY)),
    (UUID | str, "x", "x"),
    (Color | str, "red", Color.RED),
    (Color | str, "green", "green"),
    (Color | Circle, "green", Color("green")),
    (Color | Circle, {"radius": 1}, Circle(radius=1.0)),
    (Size | str, 1, Size.SMALL),
    (Size | str, 9, Size(9)),
    (int | str | dict[str, Any], {"a": 1}, {"a": 1}),
    (int | str, 5, 5),
    (int | float, 5, 5),
    (bool | int, True, True),
    (bool | str | None, None, None),
    (Literal["a"] | int, "a", "a"),
    (Literal["a"] | dt.date, "a", "a"),
    (Circle | Any, [1], [1]),
    (Circle | Any, {"radius": 1}, Circle(radius=1.0)),
    (Circle | Any, {"radius": "x"}, {"radius": "x"}),
    (Circle | UnknownVariant, 5, UnknownVariant(5)),
]  # fmt: skip


def test_each_value_decodes_to_its_member() -> None:
    for type_, value, expected in ROWS:
        with row(type_, value):
            found = decode(type_, value)
            assert found == expected
            assert type(found) is type(expected)


def test_each_member_is_encoded_as_it_was_received() -> None:
    for type_, value, _ in ROWS:
        with row(type_, value):
            assert json.loads(encode(decode(type_, value))) == value


def test_the_order_of_the_members_does_not_matter() -> None:
    rows: list[tuple[Any, Any, object, object]] = [
        (Named | Circle, Circle | Named, {"name": "a", "radius": 1}, Circle(radius=1.0)),
        (Circle | Ring, Ring | Circle, {"radius": 1, "hole": 1, "x": 1}, Ring(radius=1.0, hole=1.0)),
        (str | dt.date, dt.date | str, "2024-05-06", dt.date(2024, 5, 6)),
        (Named | dict[str, Any], dict[str, Any] | Named, {"name": "n"}, Named(name="n")),
    ]
    for one, other, value, expected in rows:
        with row(one, value):
            # Not through the codec: its cache takes both for one type.
            assert UnionNode(one, node_for).strict(value) == expected
            assert UnionNode(other, node_for).strict(value) == expected


def test_what_fits_no_member_is_an_error_that_names_the_field() -> None:
    rows: list[tuple[Any, object, str]] = [
        (ClosedPet, {"@type": "bird"}, "Invalid value `@type`, which names the type"),
        (ClosedPet, {"meow": 5, "x": 1}, "Object missing required field `@type`"),
        (list[ClosedPet], [{"@type": "dog", "bark": "x"}], "Expected `int`, got `str` - at `$[0].bark`"),
        (Pet, {"@type": "dog", "bark": "x"}, "Expected `int`, got `str` - at `$.bark`"),
        (Circle | None, {"radius": "x"}, "Expected `float`, got `str` - at `$.radius`"),
        (Circle | Charge, {"radius": "x"}, "Expected `float`, got `str` - at `$.radius`"),
        (Circle | Named, {"radius": None}, "Expected `float`, got `null` - at `$.radius`"),
        (Circle | Named | UnknownVariant, {"radius": None}, "Expected `float`, got `null` - at `$.radius`"),
        (Circle | Charge, {"a": 1}, "Expected `Charge | Circle`, got `object`"),
        (Circle | Charge, 5, "Expected `Charge | Circle`, got `int`"),
        (int | str, None, "Expected `int | str`, got `null`"),
        (list[str | None], [5], "Expected `str | null`, got `int` - at `$[0]`"),
        (dt.date | Circle, "soon", "Invalid RFC3339 encoded date"),
        (Literal[1, "a"], True, "Expected `int | str`, got `bool`"),
    ]
    for type_, value, message in rows:
        with row(type_, value):
            with pytest.raises(ValueError, match=r".") as caught:
                decode(type_, value)
            assert message in str(caught.value)


def test_unknown_members_are_counted() -> None:
    decode(list[Pet], [{"@type": "bird"}, {"@type": "bird"}, {"@type": "cat"}, {"a": 1}])
    decode(Text | Image | UnknownVariant, {"type": "video"})
    assert unknown_values == {("Cat | Dog", "bird"): 2, ("Cat | Dog", ""): 1, ("Image | Text", ""): 1}


def test_a_model_with_everything_is_decoded_and_encoded() -> None:
    value = {
        "treeId": "t",
        "color": "green",
        "planted": "2024-05-06",
        "pets": [{"@type": "cat"}, {"@type": "bird", "n": None}],
        "branches": [{"treeId": "b", "pets": []}],
        "byName": {"x": {"treeId": "c"}, "y": {"name": "l", "z": 1}},
    }
    tree = decode(Tree, value)
    assert isinstance(tree, Tree)
    assert tree.planted == dt.date(2024, 5, 6)
    assert tree.branches == [Tree(tree_id="b", pets=[])]
    assert tree.by_name == {
        "x": Tree(tree_id="c"),
        "y": Labels(name="l", additional_properties={"z": 1}),
    }
    assert json.loads(encode(tree)) == value


def test_deep_data_ends_in_an_error() -> None:
    bomb = b'{"treeId":"t","branches":[' * 50_000
    with pytest.raises(ValueError, match=r"Nested too deeply|not JSON"):
        decoder_for(Tree).decode(bomb)
    closed = b'{"treeId":"t","branches":[' * 480 + b"]}" * 480
    with pytest.raises(ValueError, match="Nested too deeply"):
        decoder_for(Tree).decode(closed)


def test_a_type_without_a_decoder_is_named() -> None:
    for type_ in (complex, list[complex], dict[str, complex | None], list[type]):
        with row(type_), pytest.raises(UndecodableTypeError, match=r"(complex|type) has no form in JSON"):
            check_type(type_)
    check_type(Tree)
