"""Values of a client as JSON; what a class keeps out of its repr is kept out here too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from attrs import field, frozen

from seawall.core.wire.open_enum import OpenEnum
from seawall.terminal.json_form import json_form, json_object_of

ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


class State(OpenEnum):
    OLD = "OLD"


@frozen
class Login:
    user: str
    secret: str = field(repr=False)


def test_the_form_of_values() -> None:
    moment = datetime(2026, 7, 8, 14, 0, tzinfo=UTC) - timedelta(hours=2)
    value = {"a": (UUID(ID), Path("x"), None, 1.5, True), "at": moment, "state": State("NEW")}
    assert json_form(value) == {
        "a": [ID, "x", None, 1.5, True],
        "at": "2026-07-08T12:00:00Z",
        "state": "NEW",
    }
    with pytest.raises(TypeError):
        json_form(object())


def test_an_object_without_its_secrets() -> None:
    assert json_object_of(Login("a", "hush")) == {"user": "a"}
    with pytest.raises(TypeError, match="list is no object"):
        json_object_of([1])
