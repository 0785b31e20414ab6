"""Values that msgspec may encode as they are: the same JSON as the long way, or not at all."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.wire.encodable import is_encodable
from seawall.core.wire.json_value import to_json
from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum
from seawall.core.wire.unset import UNSET, UnsetType
from seawall.core.wire.variants import UnknownVariant


class Kind(OpenEnum):
    ONE = "one"


class Level(OpenIntEnum):
    LOW = 1


@frozen(kw_only=True)
class Plain:
    value: Any
    other: str | UnsetType = UNSET
    parts: "list[Plain]" = field(factory=list)


@frozen(kw_only=True)
class Renamed:
    value: Any = field(metadata={"wire": "@value"})


@frozen(kw_only=True)
class Open:
    value: Any = None
    more: Mapping[str, Any] = field(factory=dict, metadata={"additional": True})


@frozen(kw_only=True)
class Binary:
    data: bytes


@frozen(kw_only=True)
class Typed:
    """Its fields declare what msgspec writes exactly; nothing keeps other values out of them."""

    text: str | None
    key: UUID
    kind: Kind
    day: dt.date | UnsetType = UNSET
    at: dt.datetime | None = None
    size: int = 0
    flag: bool = False


@frozen
class Unresolved:
    value: "NoSuchType"  # type: ignore[name-defined]  # noqa: F821


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.uuids(),
    st.decimals(),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=2))])),
    st.timedeltas(),
    st.sampled_from([Kind.ONE, Kind("new"), Level.LOW, UNSET, {1}, 10**400]),
    st.just("\ud800"),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner),
        st.dictionaries(st.one_of(st.text(max_size=3), st.integers()), inner, max_size=3),
        st.builds(lambda value, other: Plain(value=value, parts=[Plain(value=other)]), inner, inner),
        st.builds(lambda value: Renamed(value=value), inner),
        st.builds(
            lambda one, two: Typed(text=one, key=two, kind=two, day=one, at=two, size=one), inner, inner
        ),
        st.builds(lambda value: Open(value=value, more={"a": value}), inner),
        st.builds(UnknownVariant, inner),
    ),
    max_leaves=6,
)


@given(VALUES)
def test_what_is_encoded_as_it_is_equals_the_long_way(value: Any) -> None:
    if is_encodable(value, 100):
        try:
            quick = msgspec.json.encode(value)
        except UnicodeEncodeError:
            return
        # msgspec writes the fields of a model in an order of its own.
        assert json.loads(quick) == json.loads(msgspec.json.encode(to_json(value, "value")))


ENCODABLE: list[tuple[Any, bool]] = [
    (Plain(value=[1, None, {"a": Kind("new")}], parts=[Plain(value=dt.datetime.now(dt.UTC))]), True),
    ([UUID(int=1), dt.date(2026, 1, 1), 1.5, True], True),
    (Unresolved("a"), True),
    (Unresolved(float("inf")), False),
    (Renamed(value=1), False),
    (Open(), False),
    (Binary(data=b"x"), False),
    (UnknownVariant({"a": 1}), False),
    (float("nan"), False),
    (2**64, False),
    ({1: 2}, False),
    ([UNSET], False),
    ({1}, False),
    (dt.datetime(2026, 1, 1), False),  # noqa: DTZ001 - a time without a zone
    (b"x", False),
]


def test_only_what_has_one_exact_form_is_encoded_as_it_is() -> None:
    assert [value for value, expected in ENCODABLE if is_encodable(value, 100) is not expected] == []


def test_levels_are_counted() -> None:
    value: Any = 1
    for _ in range(100):
        value = [value]
    assert is_encodable(value, 100)
    assert not is_encodable([value], 100)
    assert not is_encodable({"a": 1}, 0)
