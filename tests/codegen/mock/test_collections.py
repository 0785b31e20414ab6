"""The property of an item that the parameter of its path names."""

import pytest

from seawall.codegen.api.shapes import Object, Property, Schema, Text
from seawall.codegen.mock.collections import id_property


def item(*names: str) -> Object:
    return Object(
        properties=tuple(
            Property(name=name, schema=Schema(pointer=f"#/{name}", shape=Text())) for name in names
        )
    )


@pytest.mark.parametrize(
    ("names", "parameter", "found"),
    [
        (("name", "pet_id"), "petId", "pet_id"),
        (("name", "version_number"), "version", "version_number"),
        (("version", "version_number"), "version", "version"),
        (("version_id", "name"), "version", "version_id"),
        (("title", "id"), "pet_id", "id"),
        (("title",), "pet_id", None),
    ],
)
def test_a_path_parameter_names_a_property(names: tuple[str, ...], parameter: str, found: str | None) -> None:
    assert id_property(item(*names), parameter) == found
