"""Formats and additional properties, read and written."""

import datetime as dt
import ipaddress
import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from seawall.core.wire.codec import decoder_for, encode
from tests.core.wire.pets import Color, Formats, Labels, Open, RenamedFormats, Size
from tests.rows import row

KEY = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
WHEN = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


def decode(type_: Any, value: object) -> object:
    return decoder_for(type_).decode(json.dumps(value).encode())


FORMATS: list[tuple[object, object]] = [
    ({"at": "2024-05-06T07:08:09Z"}, Formats(at=WHEN)),
    ({"day": "2024-05-06"}, Formats(day=dt.date(2024, 5, 6))),
    ({"time": "07:08:09"}, Formats(time=dt.time(7, 8, 9))),
    ({"took": "P1DT5S"}, Formats(took=dt.timedelta(days=1, seconds=5))),
    ({"price": "1.10"}, Formats(price=Decimal("1.10"))),
    ({"key": KEY}, Formats(key=UUID(KEY))),
    ({"data": "YWI="}, Formats(data=b"ab")),
    ({"v4": "10.0.0.1"}, Formats(v4=ipaddress.IPv4Address("10.0.0.1"))),
    ({"v4": None}, Formats(v4=None)),
    ({"v6": "::1"}, Formats(v6=ipaddress.IPv6Address("::1"))),
    ({"size": 2}, Formats(size=Size.LARGE)),
    ({"size": 9}, Formats(size=Size(9))),
    ({"@at": "2024-05-06T07:08:09Z"}, RenamedFormats(at=WHEN)),
    ({"@took": "PT90S"}, RenamedFormats(took=dt.timedelta(seconds=90))),
    ({"@price": "1.10"}, RenamedFormats(price=Decimal("1.10"))),
    ({"@v4": "10.0.0.1"}, RenamedFormats(v4=ipaddress.IPv4Address("10.0.0.1"))),
    ({"@sizes": [1, 9]}, RenamedFormats(sizes=[Size.SMALL, Size(9)])),
    ({"@days": ["2024-05-06"]}, RenamedFormats(day=[dt.date(2024, 5, 6)])),
    ({"@days": None}, RenamedFormats(day=None)),
]


def test_each_format_is_read_and_written() -> None:
    for value, expected in FORMATS:
        with row(value):
            assert decode(type(expected), value) == expected
            assert json.loads(encode(expected)) == value


def test_a_text_of_another_format_is_an_error_without_the_text() -> None:
    rows: list[tuple[Any, object, str]] = [
        (Formats, {"took": "P1M"}, "$.took"),
        (Formats, {"v4": "hunter2"}, "Invalid IPv4Address - at `$.v4`"),
        (Formats, {"v4": 5}, "Expected `str`, got `int` - at `$.v4`"),
        (Formats, {"data": "hunter2?"}, "$.data"),
        (Formats, {"price": "hunter2"}, "$.price"),
        (RenamedFormats, {"@v4": "hunter2"}, "Invalid IPv4Address - at `$.@v4`"),
        (RenamedFormats, {"@sizes": [1, "hunter2"]}, "$.@sizes[1]"),
        (RenamedFormats, {"@at": "hunter2"}, "$.@at"),
    ]
    for type_, value, where in rows:
        with row(value):
            with pytest.raises(ValueError, match=r".") as caught:
                decode(type_, value)
            assert where in str(caught.value)
            assert "hunter2" not in str(caught.value)


def test_additional_properties_are_kept_and_sent() -> None:
    rows: list[tuple[object, object]] = [
        ({"name": "n"}, Labels(name="n")),
        ({"name": "n", "a": 1, "b": 2}, Labels(name="n", additional_properties={"a": 1, "b": 2})),
        (
            {"createdAt": "c", "created_at": [1]},
            Open(created_at="c", additional_properties={"created_at": [1]}),
        ),
        (
            {"createdAt": "c", "additional_properties": {"a": 1}},
            Open(created_at="c", additional_properties={"additional_properties": {"a": 1}}),
        ),
    ]
    for value, expected in rows:
        with row(value):
            assert decode(type(expected), value) == expected
            assert json.loads(encode(expected)) == value


def test_a_named_property_wins_over_an_additional_one() -> None:
    assert encode(Labels(name="n", additional_properties={"name": 5, "a": 1})) == b'{"name":"n","a":1}'


def test_an_additional_property_of_a_wrong_type_is_an_error() -> None:
    with pytest.raises(ValueError, match="Expected `int`, got `str`"):
        decode(Labels, {"name": "n", "a": "x"})


def test_models_inside_free_values_are_encoded_by_wire_names() -> None:
    value = Open(created_at="c", additional_properties={"a": [Labels(name="n"), {"b": Color.RED}]})
    assert json.loads(encode(value)) == {"createdAt": "c", "a": [{"name": "n"}, {"b": "red"}]}
