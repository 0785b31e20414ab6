"""Conversion of values to JSON data; attributes that are hidden in the repr are omitted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from attrs import field, frozen

from seawall.core.wire.open_enum import OpenEnum
from seawall.terminal.json_output import to_json_data, to_json_object

ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


class State(OpenEnum):
    OLD = "OLD"


@frozen
class Login:
    user: str
    secret: str = field(repr=False)


def test_json_data_of_values() -> None:
    time = datetime(2026, 7, 8, 14, 0, tzinfo=UTC) - timedelta(hours=2)
    value = {"a": (UUID(ID), Path("x"), None, 1.5, True), "at": time, "state": State("NEW")}
    assert to_json_data(value) == {
        "a": [ID, "x", None, 1.5, True],
        "at": "2026-07-08T12:00:00Z",
        "state": "NEW",
    }
    with pytest.raises(TypeError):
        to_json_data(object())


def test_an_object_without_secrets() -> None:
    assert to_json_object(Login("a", "hush")) == {"user": "a"}
    with pytest.raises(TypeError, match="list is not a JSON object"):
        to_json_object([1])
