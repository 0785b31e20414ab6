import json
import math
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, TypedDict
from uuid import UUID

import pytest
from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.wire.codec import NotJsonError, decoder_for, encode
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import UNSET, UnsetType
from tests.rows import row

SECRET = "hunter2"


class Color(OpenEnum):
    RED = "red"
    BLUE = "blue"


@frozen(kw_only=True)
class Cat:
    meow: str


@frozen(kw_only=True)
class Dog:
    bark: int
    color: Color | UnsetType = UNSET


@frozen(kw_only=True)
class Plain:
    """A class that msgspec supports."""

    id: int
    name: str | UnsetType | None = UNSET
    when: datetime | UnsetType = UNSET
    key: UUID | UnsetType = UNSET
    color: Color | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    inner: "Plain | UnsetType" = UNSET
    free: dict[str, Any] | UnsetType = UNSET
    share: float | UnsetType = UNSET


@frozen(kw_only=True)
class Renamed:
    """A class that msgspec does not support: a JSON name is not a Python name."""

    class_: int = field(metadata={"wire": "class"})
    name: str | UnsetType | None = UNSET
    when: datetime | UnsetType = field(default=UNSET, metadata={"wire": "created-at"})
    color: Color | UnsetType = UNSET
    plain: Plain | UnsetType = UNSET


@frozen(kw_only=True)
class Fixed:
    kind: Literal["fixed"]


@frozen(kw_only=True)
class Owner:
    """A class that msgspec does not support: an untagged union of objects."""

    pet: Cat | Dog
    others: list[Cat | Dog] | UnsetType = UNSET
    note: Cat | None = None


@frozen(kw_only=True)
class Holder:
    """A class that contains unsupported ones."""

    item: Renamed
    count: int | UnsetType = UNSET


def decode(type_: Any, text: str) -> object:
    return decoder_for(type_).decode(text.encode())


WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
KEY = UUID("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b")

ROUND_TRIPS: list[tuple[Hashable, object, str]] = [
    (Plain, Plain(id=1), '{"id":1}'),
    (Plain, Plain(id=1, name=None), '{"id":1,"name":null}'),
    (Plain, Plain(id=1, name="é"), '{"id":1,"name":"é"}'),
    (Plain, Plain(id=1, when=WHEN), '{"id":1,"when":"2024-05-06T07:08:09Z"}'),
    (Plain, Plain(id=1, key=KEY), f'{{"id":1,"key":"{KEY}"}}'),
    (Plain, Plain(id=1, color=Color.RED), '{"id":1,"color":"red"}'),
    (Plain, Plain(id=1, color=Color("green")), '{"id":1,"color":"green"}'),
    (Plain, Plain(id=1, tags=["a"], inner=Plain(id=2)), '{"id":1,"tags":["a"],"inner":{"id":2}}'),
    (Plain, Plain(id=1, free={"a": [1, None]}), '{"id":1,"free":{"a":[1,null]}}'),
    (Plain, Plain(id=10**30), f'{{"id":{10**30}}}'),
    (Renamed, Renamed(class_=1), '{"class":1}'),
    (Renamed, Renamed(class_=1, name=None), '{"class":1,"name":null}'),
    (Renamed, Renamed(class_=1, when=WHEN), '{"class":1,"created-at":"2024-05-06T07:08:09Z"}'),
    (Renamed, Renamed(class_=1, color=Color("green")), '{"class":1,"color":"green"}'),
    (Renamed, Renamed(class_=1, plain=Plain(id=2, when=WHEN)),
     '{"class":1,"plain":{"id":2,"when":"2024-05-06T07:08:09Z"}}'),
    (Owner, Owner(pet=Cat(meow="m")), '{"pet":{"meow":"m"},"note":null}'),
    (Owner, Owner(pet=Dog(bark=2), others=[Cat(meow="m"), Dog(bark=3)]),
     '{"pet":{"bark":2},"others":[{"meow":"m"},{"bark":3}],"note":null}'),
    (Holder, Holder(item=Renamed(class_=1), count=2), '{"item":{"class":1},"count":2}'),
    (list[Renamed], [Renamed(class_=1)], '[{"class":1}]'),
    (dict[str, Renamed], {"a": Renamed(class_=1)}, '{"a":{"class":1}}'),
    (list[Plain] | None, [Plain(id=1)], '[{"id":1}]'),
    (None, None, "null"),
    (list[None], [None], "[null]"),
    (Cat | Dog, Dog(bark=1), '{"bark":1}'),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "value", "text"), ROUND_TRIPS, ids=[text for _, _, text in ROUND_TRIPS])
def test_a_body_decodes_to_its_model(type_: Hashable, value: object, text: str) -> None:
    assert decode(type_, text) == value


@pytest.mark.parametrize(("type_", "value", "text"), ROUND_TRIPS, ids=[text for _, _, text in ROUND_TRIPS])
def test_a_model_encodes_to_its_body(type_: Hashable, value: object, text: str) -> None:
    assert json.loads(encode(value)) == json.loads(text)


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (Plain, '{"id":1,"new":{"deep":[1]}}', Plain(id=1)),
        (Renamed, '{"class":1,"new":{"deep":[1]}}', Renamed(class_=1)),
        (Renamed, '{"class":1,"class_":5}', Renamed(class_=1)),
        (Owner, '{"pet":{"bark":1,"new":2},"new":3}', Owner(pet=Dog(bark=1))),
    ],
)
def test_unknown_keys_are_dropped(type_: Hashable, text: str, value: object) -> None:
    assert decode(type_, text) == value


@pytest.mark.parametrize("type_", [Plain, Renamed])
def test_absent_is_not_null(type_: type[Plain | Renamed]) -> None:
    key = "id" if type_ is Plain else "class"
    absent, null = decode(type_, f'{{"{key}":1}}'), decode(type_, f'{{"{key}":1,"name":null}}')
    assert isinstance(absent, type_)
    assert isinstance(null, type_)
    assert absent.name is UNSET
    assert null.name is None


@pytest.mark.parametrize("type_", [Plain, Renamed])
def test_an_unknown_enum_value_keeps_its_text(type_: type[Plain | Renamed]) -> None:
    key = "id" if type_ is Plain else "class"
    read = decode(type_, f'{{"{key}":1,"color":"green"}}')
    assert isinstance(read, type_)
    assert isinstance(read.color, Color)
    assert (read.color, read.color.is_known) == ("green", False)


@pytest.mark.parametrize(
    "text", ["2024-05-06T07:08:09Z", "2024-05-06T07:08:09.000000+00:00", "2024-05-06T09:08:09+02:00"]
)
def test_an_instant_is_read_from_any_offset(text: str) -> None:
    assert decode(Plain, f'{{"id":1,"when":"{text}"}}') == Plain(id=1, when=WHEN)


@pytest.mark.parametrize(
    ("type_", "text", "where"),
    [
        (Plain, f'{{"id":"{SECRET}"}}', "$.id"),
        (Plain, '{"id":"1"}', "$.id"),
        (Plain, '{"id":1.5}', "$.id"),
        (Plain, '{"id":true}', "$.id"),
        (Plain, '{"id":null}', "$.id"),
        (Plain, f'{{"id":1,"when":"{SECRET}"}}', "$.when"),
        (Plain, f'{{"id":1,"key":"{SECRET}"}}', "$.key"),
        (Plain, f'{{"id":1,"tags":["a",{{"{SECRET}":1}}]}}', "$.tags[1]"),
        (Plain, f'{{"name":"{SECRET}"}}', "id"),
        (Plain, f'["{SECRET}"]', "object"),
        (Plain, '{"id":1,"share":1e999}', "$.share"),
        (Plain, f'{{"id":{"9" * 5000}}}', "out of range"),
        (Renamed, f'{{"class":"{SECRET}"}}', "$.class"),
        (Renamed, '{"class":"1"}', "$.class"),
        (Renamed, f'{{"class":1,"created-at":"{SECRET}"}}', "$.created-at"),
        (Renamed, '{"class":1,"name":5}', "$.name"),
        (Renamed, '{"class":true}', "$.class"),
        (Renamed, '{"class":1.5}', "$.class"),
        (Owner, '{"pet":{"meow":5}}', "$.pet"),
        (Renamed, f'{{"class":1,"plain":{{"id":"{SECRET}"}}}}', "$.plain"),
        (Renamed, f'{{"name":"{SECRET}"}}', "Object missing required field `class`"),
        (Renamed, f'["{SECRET}"]', ""),
        (Renamed, f'"{SECRET}"', ""),
        (Renamed, "null", ""),
        (Owner, f'{{"pet":{{"{SECRET}":"{SECRET}"}}}}', "$.pet"),
        (Owner, f'{{"pet":"{SECRET}"}}', "$.pet"),
        (Owner, f'{{"pet":{{"bark":"{SECRET}"}}}}', "$.pet"),
        (Owner, f'{{"pet":{{"bark":1}},"others":[{{"bark":"{SECRET}"}}]}}', "$.others[0]"),
        (Holder, f'{{"item":{{"class":"{SECRET}"}}}}', "$.item.class"),
        (dict[str, Renamed], f'{{"a":"{SECRET}"}}', "$"),
        (int, f'"{SECRET}"', "int"),
        (Literal["a"], f'"{SECRET}"', "Invalid enum value"),
        (Fixed, f'{{"kind":"{SECRET}"}}', "Invalid enum value - at `$.kind`"),
        (Fixed, f'{{"kind":"{SECRET} - at `{SECRET}`"}}', "Invalid enum value - at `$.kind`"),
        (Fixed, f'{{"kind":"{SECRET}\\n\'"}}', "Invalid enum value - at `$.kind`"),
        (list[Fixed | Cat], f'[{{"kind":"{SECRET}"}}]', "Expected `Cat | Fixed`, got `object` - at `$[0]`"),
    ],
)  # fmt: skip
def test_an_error_has_the_path_and_never_the_value(type_: Hashable, text: str, where: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        decode(type_, text)
    assert not isinstance(caught.value, NotJsonError)
    assert where in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("type_", [Plain, Renamed, Any])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"<html>hunter2</html>",
        b'{"id":1,"class":1',
        b'{"id":1,"class":1}x',
        b'{"id":1,"class":1,"name":"\xff"}',
        b'{"id":1,"class":1,"name":"\\ud800"}',
        b'{"id":1,"class":1,"share":NaN}',
        b"\xff\xfe{\x00}\x00",
    ],
)
def test_invalid_json_is_an_error(type_: Hashable, body: bytes) -> None:
    with pytest.raises(NotJsonError, match=r"^not JSON$"):
        decoder_for(type_).decode(body)


@pytest.mark.parametrize("type_", [Plain, Renamed, Any, list[Any]])
@pytest.mark.parametrize(
    "bomb", [b"[" * 200_000, b'{"id":' * 200_000, b'{"class":1,"name":' + b"[" * 200_000]
)
def test_deep_nesting_is_an_error(type_: Hashable, bomb: bytes) -> None:
    with pytest.raises(ValueError, match=r"Nested too deeply|Expected|not JSON|missing"):
        decoder_for(type_).decode(bomb)


class Strange:
    pass


def test_a_value_without_json_form_is_not_encoded(subtests: pytest.Subtests) -> None:
    for value, path in [
        (Strange(), "value"),
        ({"a": Strange()}, "value.a"),
        (Plain(id=1, free={"a": Strange()}), "value.free.a"),
        (Renamed(class_=Strange()), "value.class"),  # type: ignore[arg-type]
        (Plain(id=1, share=math.nan), "value.share"),
        (Plain(id=1, free={"a": [math.inf]}), "value.free.a[0]"),
        (Renamed(class_=1, plain=Plain(id=1, share=math.inf)), "value.plain.share"),
        (Renamed(class_=1, when=datetime(2026, 1, 1)), "value['created-at']"),  # noqa: DTZ001
        ([UNSET], "value[0]"),
    ]:
        with subtests.test(row=path), pytest.raises(InputError) as caught:
            encode(value)
        assert str(caught.value).startswith(f"{path} ")


def test_null_beside_a_number_is_encoded() -> None:
    assert encode({"a": None, "b": 1.5, "c": [None, 0.1]}) == b'{"a":null,"b":1.5,"c":[null,0.1]}'


def test_a_renamed_model_inside_plain_data_is_encoded_by_wire_names() -> None:
    assert encode({"a": [{"b": Renamed(class_=1)}]}) == b'{"a":[{"b":{"class":1}}]}'


def test_a_decoder_is_made_once_per_type() -> None:
    assert decoder_for(Plain) is decoder_for(Plain)


@dataclass
class Point:
    x: int


class Pair(NamedTuple):
    a: int
    b: str


class Options(TypedDict):
    deep: bool


def test_the_records_of_the_standard_library_are_decoded() -> None:
    rows: list[tuple[Any, str, object]] = [
        (Point, '{"x":1}', Point(1)),
        (list[Point | None], '[{"x":1},null]', [Point(1), None]),
        (Pair, '[1,"b"]', Pair(1, "b")),
        (Options, '{"deep":true}', {"deep": True}),
        (Renamed | Point, '{"x":1}', Point(1)),
    ]
    for type_, text, value in rows:
        with row(text):
            assert decode(type_, text) == value
