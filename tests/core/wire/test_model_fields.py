"""The fields of models: what their types declare."""

from typing import Any

import pytest
from attrs import frozen

from seawall.core.wire.model_fields import model_fields, wire_items


@frozen
class Upload:
    name: str
    content: bytes
    labels: set[str] | None = None


def test_fields_can_be_hashed() -> None:
    assert hash(model_fields(Upload)) == hash(model_fields(Upload))


@pytest.mark.parametrize(("name", "declared"), [("name", set()), ("content", {bytes}), ("labels", {set})])
def test_the_declared_types_of_a_field_are_a_frozenset(name: str, declared: set[type[Any]]) -> None:
    value = Upload("one", b"1", {"a"})
    found = next(types for wire_name, _, types in wire_items(value) if wire_name == name)
    assert type(found) is frozenset
    assert found == declared
