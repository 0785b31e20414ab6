"""Values are sent as they were given; an error names the part that JSON can not hold."""

import json
import math
from collections import OrderedDict, UserDict, UserString, deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from ipaddress import IPv4Address
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import numpy as np
import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret
from seawall.core.wire.codec import encode
from seawall.core.wire.freeze import freeze
from seawall.core.wire.json_value import MAX_DEPTH, to_json, to_json_object
from seawall.core.wire.unset import UNSET, UnsetType
from seawall.core.wire.variants import UnknownVariant

SECRET = "hunter2"
EAST = timezone(timedelta(hours=2))


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    LOW = 1


class Size(Enum):
    PAIR = (1, Decimal("2.5"))


class Pair(NamedTuple):
    a: int
    b: int


class Loud(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "LOUD"


class Wrong(float):
    def __float__(self) -> float:
        return 0.0


@frozen
class Model:
    class_: object = field(default=UNSET, metadata={"wire": "class"})
    note: object = UNSET


@dataclass
class Record:
    size: int
    KIND: ClassVar[str] = "record"


# Given, and the JSON text that is sent.
SENT: list[tuple[object, str]] = [
    (None, "null"),
    (True, "true"),
    (0, "0"),
    (-(2**63) - 1, "-9223372036854775809"),
    (2**53 + 1, "9007199254740993"),
    (10**30, "1" + "0" * 30),
    (0.1, "0.1"),
    (1.0, "1.0"),
    (5e-324, "5e-324"),
    ("é😀\0", '"é😀\\u0000"'),
    ((1, (2,)), "[1,[2]]"),
    (deque([1]), "[1]"),
    (range(3), "[0,1,2]"),
    (Pair(1, 2), "[1,2]"),
    (OrderedDict(b=1, a=2), '{"b":1,"a":2}'),
    (UserDict(a=1), '{"a":1}'),
    (MappingProxyType({"a": 1}), '{"a":1}'),
    (freeze({"a": [1, {"b": 2}]}), '{"a":[1,{"b":2}]}'),
    (Colour.RED, '"red"'),
    (Level.LOW, "1"),
    (Size.PAIR, "[1,2.5]"),
    ({Colour.RED: 1}, '{"red":1}'),
    (Loud("quiet"), '"quiet"'),
    (Secret("s"), '"s"'),
    (UserString("ab"), '"ab"'),
    (Wrong(1.5), "1.5"),
    (Decimal("1.10"), "1.1"),
    (Decimal(5), "5"),
    (Decimal("5.0"), "5.0"),
    (Decimal("1E+3"), "1000"),
    (Decimal("0.1"), "0.1"),
    (Decimal(2**70), str(2**70)),
    (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
    (date(2026, 1, 2), '"2026-01-02"'),
    (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), '"2026-01-02T03:04:05Z"'),
    (datetime(2026, 1, 2, 3, 4, 5, 6, EAST), '"2026-01-02T03:04:05.000006+02:00"'),
    (datetime(1890, 1, 1, tzinfo=timezone(timedelta(seconds=3208))), '"1889-12-31T23:06:32Z"'),
    (np.int64(3), "3"),
    (np.uint8(3), "3"),
    (np.float64(0.1), "0.1"),
    (np.float32(0.5), "0.5"),
    (np.bool_(True), "true"),  # noqa: FBT003
    (np.str_("a"), '"a"'),
    (Model(class_=[Model()], note=None), '{"class":[{}],"note":null}'),
    (Record(1), '{"size":1}'),
]  # fmt: skip


def test_what_is_sent_is_what_was_given(subtests: pytest.Subtests) -> None:
    for value, text in SENT:
        with subtests.test(row=repr(value)[:60]):
            assert encode(value).decode() == text
            assert encode({"a": [value]}).decode() == f'{{"a":[{text}]}}'


@frozen
class Declared:
    """Fields whose types have a form only because a spec declares them."""

    data: bytes = b"a"
    parts: list[bytes] | None = None
    length: timedelta | UnsetType = UNSET
    start: time | None = None
    price: Decimal = Decimal("1.10")
    ids: set[int] | UnsetType = UNSET
    host: IPv4Address | None = None
    free: dict[str, Any] | None = None
    rest: dict[str, object] = field(factory=dict, metadata={"additional": True})


DECLARED: list[tuple[dict[str, Any], str]] = [
    ({}, '"data":"YQ=="'),
    ({"parts": [b"a", b"b"]}, '"parts":["YQ==","Yg=="]'),
    ({"length": timedelta(seconds=90.5)}, '"length":"PT90.5S"'),
    ({"start": time(1, 2, tzinfo=UTC)}, '"start":"01:02:00Z"'),
    ({}, '"price":"1.10"'),
    ({"ids": {1}}, '"ids":[1]'),
    ({"host": IPv4Address("127.0.0.1")}, '"host":"127.0.0.1"'),
    ({"free": {"a": Decimal("1.10")}}, '"free":{"a":1.1}'),
    ({"rest": {"x": 1, "data": 2}}, '"x":1}'),
]


def test_a_field_of_a_model_has_the_form_of_its_declared_type(subtests: pytest.Subtests) -> None:
    for fields, text in DECLARED:
        with subtests.test(row=text):
            sent = encode(Declared(**fields)).decode()
            assert text in sent
            assert sent.count('"data"') == 1


def test_a_declared_type_counts_for_its_field_only() -> None:
    rows: list[tuple[dict[str, Any], str]] = [
        ({"free": {"a": b"a"}}, "value.free.a is of type bytes"),
        ({"rest": {"a": {1}}}, "value.a is of type set"),
        ({"rest": {1: 2}}, "value has a key of type int"),
        ({"rest": {"\ud800": 2}}, "value[''] can not be encoded"),
    ]
    for fields, message in rows:
        with pytest.raises(InputError) as caught:
            encode(Declared(**fields))
        assert str(caught.value).startswith(message)


def test_an_unknown_variant_is_sent_as_it_was_received() -> None:
    assert encode([UnknownVariant({"kind": "new", "a": [1]})]) == b'[{"kind":"new","a":[1]}]'


CIRCLE: dict[str, Any] = {"a": [1]}
CIRCLE["a"].append({"b": CIRCLE})
LIST: list[object] = []
LIST.append(LIST)
DEEP: Any = {}
for _ in range(MAX_DEPTH):
    DEEP = {"a": DEEP}
REFUSED: list[tuple[object, str]] = [
    ({1}, " is of type set, which has no form in JSON. Give a list, e.g. sorted(…)."),
    (frozenset(), " is of type frozenset, which has no form in JSON. Give a list, e.g. sorted(…)."),
    ({1: 2}.keys(), " is of type dict_keys, which has no form in JSON. Give a list, e.g. sorted(…)."),
    ({1: 2}.values(), " is of type dict_values, which has no form in JSON. Give a list, e.g. list(…)."),
    (iter([1]), " is of type list_iterator, which has no form in JSON. Give a list, e.g. list(…)."),
    (b"a", " is of type bytes, which has no form in JSON. Give text, e.g. base64.b64encode(…).decode()."),
    (bytearray(b"a"), " is of type bytearray, "),
    (memoryview(b"a"), " is of type memoryview, "),
    (np.bytes_(b"a"), " is of type bytes_, "),
    (timedelta(1), " is of type timedelta, which has no form in JSON. Give a number of seconds"),
    (time(1, tzinfo=UTC), " is of type time, which has no form in JSON. Give text."),
    (datetime(2026, 1, 2), " has no time zone. Give an aware time, e.g. datetime.now(UTC)."),  # noqa: DTZ001
    (datetime(1, 1, 1, tzinfo=timezone(timedelta(seconds=1))), " is a time that RFC 3339 can not express. "),
    ({1: 2}, " has a key of type int, and a key in JSON is text. Give text, e.g. str(key)."),
    ({None: 2}, " has a key of type NoneType, "),
    ({b"a": 2}, " has a key of type bytes, "),
    ({Level.LOW: 2}, " has a key of type int, "),
    ({UUID(int=1): 2}, " has a key of type UUID, "),
    ({UserString("a"): 2}, " has a key of type UserString, "),
    ({"b c": {1}}, "['b c'] is of type set, "),
    ({"b": {"x-y": [0, {1}]}}, ".b['x-y'][1] is of type set, "),
    (math.nan, " is nan, which has no form in JSON. Give None or text."),
    (-math.inf, " is -inf, which has no form in JSON. "),
    (np.float64("nan"), " is nan, "),
    (Decimal("NaN"), " is NaN, "),
    (Decimal("sNaN"), " is sNaN, "),
    (Decimal("0.1" + 20 * "0" + "1"), " has more digits than a float keeps. Give text, e.g. str(…)"),
    (Decimal("1e-400"), " has more digits "),
    (Decimal("1e999999"), " has more digits "),
    (2**1024, " is larger than any number that receivers can read. Give text, str(…)."),
    (-(10**5000), " is larger than any number that receivers can read. "),
    ("a\ud800", " can not be encoded: it holds a lone surrogate, "),
    ({"\ud800": 1}, "[''] can not be encoded: it holds a lone surrogate, "),
    (CIRCLE, ".a[1].b is a part of itself. Give data without a circle."),
    (LIST, "[0] is a part of itself. Give data without a circle."),
    ({"x": DEEP}, ".x is nested too deeply. Give flatter data."),
    (1j, " is of type complex, which has no form in JSON. Give text, a number, a list or a dict."),
    (Fraction(1, 3), " is of type Fraction, "),
    (Path("a"), " is of type PosixPath, "),
    (Model, " is the class Model, which has no form in JSON. "),
    (UNSET, " is of type UnsetType, "),
    (np.array([1]), " is of type ndarray, which has no form in JSON. Give a list, e.g. ….tolist()."),
    (np.ma.masked, " is of type MaskedConstant, "),
    (np.datetime64("2026-01-01", "ns"), " is of type datetime64, "),
    (np.timedelta64(1, "ns"), " is of type timedelta64, "),
    (np.longdouble(0.1), " is of type longdouble, "),
    (np.complex64(1), " is of type complex64, "),
    ({"a": Model(class_=b"a")}, ".a.class is of type bytes, "),
    (Record(b"a"), ".size is of type bytes, "),  # type: ignore[arg-type]
]  # fmt: skip


def test_a_value_without_an_exact_form_is_refused_by_its_path(subtests: pytest.Subtests) -> None:
    for value, rest in REFUSED:
        with subtests.test(row=repr(rest)[:60]):
            for given_value, path in [(value, "metadata"), ([{"k": value}], "metadata[0].k")]:
                if value is DEEP:
                    continue
                with pytest.raises(InputError) as caught:
                    to_json(given_value, "metadata")
                text = str(caught.value)
                if "too deeply" in rest:
                    assert text.endswith("is nested too deeply. Give flatter data.")
                else:
                    assert text.startswith(f"{path}{rest}")
                assert text.endswith(".")
                assert caught.value.problems == (text[:-1],)


def test_a_refusal_shows_no_value(subtests: pytest.Subtests) -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl"
    for value in (SECRET.encode(), {SECRET}, [f"{SECRET}\ud800"], {"a": Decimal("NaN")}, {token: {1}}):
        with subtests.test(row=type(value).__name__):
            with pytest.raises(InputError) as caught:
                to_json(value, "metadata")
            assert SECRET not in repr(caught.value)
            assert token not in repr(caught.value)


def test_a_long_key_is_cut() -> None:
    with pytest.raises(InputError) as caught:
        to_json({"k" * 9999: {1}}, "metadata")
    assert len(str(caught.value)) < 200


def test_values_may_be_nested_up_to_the_limit() -> None:
    value: Any = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert json.loads(encode(value)) == value


def test_the_value_that_was_given_is_not_changed_or_shared() -> None:
    value: dict[str, Any] = {"a": [1]}
    plain = to_json_object(value, "metadata")
    assert plain == value
    assert plain is not value
    assert plain["a"] is not value["a"]


def test_an_object_is_a_mapping(subtests: pytest.Subtests) -> None:
    for value in ([("a", 1)], "a", 5, Model()):
        with (
            subtests.test(row=type(value).__name__),
            pytest.raises(InputError, match=r"^it is of type .*\. Give a dict\.$"),
        ):
            to_json_object(value, "it")


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(2**1100), max_value=2**1100),
    st.floats(),
    st.decimals(),
    st.text(),
    st.text(st.characters(categories=["Cs"]), max_size=2),
    st.binary(max_size=2),
    st.uuids(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.timedeltas(),
    st.sets(st.integers(), max_size=2),
    st.sampled_from([Colour.RED, Level.LOW, np.float32(0.1), np.int8(1)]),
)
keys = st.one_of(st.text(max_size=3), st.integers(0, 3), st.booleans(), st.none())
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.tuples(inner), st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=8,
)


READERS: dict[type, Any] = {
    date: date.fromisoformat,
    UUID: UUID,
    Decimal: lambda read: Decimal(str(read)),
    Colour: Colour,
    Level: Level,
    np.float32: np.float32,
    np.int8: np.int8,
}


def is_same_time(one: datetime, other: datetime) -> bool:
    # Not `==`, which is false for a time that a change of the clocks repeats (PEP 495).
    if one.utcoffset() == other.utcoffset():
        return one.replace(tzinfo=None, fold=0) == other.replace(tzinfo=None)
    return one.astimezone(UTC) == other.astimezone(UTC)


def given_again(value: Any, read: Any) -> Any:
    """The value of the type of `value` that a receiver makes of `read`."""
    if isinstance(value, dict):
        assert len(value) == len(read)
        return {key: given_again(item, read[key]) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(given_again(item, each) for item, each in zip(value, read, strict=True))
    if isinstance(value, datetime):
        return value if is_same_time(value, datetime.fromisoformat(read)) else read
    if type(value) in READERS:
        return READERS[type(value)](read)
    assert type(read) is type(value)
    return read


@given(values)
def test_a_receiver_reads_the_value_that_was_given(value: object) -> None:
    try:
        plain = to_json(value, "metadata")
    except InputError:
        return
    read = json.loads(encode(value))
    assert read == plain
    assert given_again(value, read) == value


@given(values)
def test_json_is_sent_as_it_is(value: object) -> None:
    try:
        plain = to_json(value, "metadata")
    except InputError:
        return
    assert to_json(plain, "metadata") == plain
