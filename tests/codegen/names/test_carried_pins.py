"""Pins across a bump: a part that is only spelt in another way keeps its name."""

import json
from typing import Any

import pytest

from seawall.codegen.diff.compare import compare_apis
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.names import read_pins, write_pins
from tests.codegen.generating import make, operation, spec


def pet(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def document(
    *,
    path: str = "/pets/{pet_id}",
    limit: str = "page_size",
    kinds: tuple[str, ...] = ("big_cat", "small_dog"),
    schema: str = "Pet",
    prop: str = "home_town",
    operation_id: str = "get_pet",
) -> bytes:
    listing = operation(
        answer={"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}},
        operationId="list_pets",
        parameters=[{"name": limit, "in": "query", "schema": {"type": "integer"}}],
    )
    one = operation(
        answer=pet(state={"type": "string", "enum": ["a", "b"]}),
        operationId=operation_id,
        parameters=[
            {"name": path[7:-1], "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "depth", "in": "query", "schema": {"type": "integer"}},
        ],
    )
    schemas = {
        schema: pet(
            **{prop: {"type": "string"}}, kind={"$ref": "#/components/schemas/Kind"}, age={"type": "integer"}
        ),
        "Kind": {"type": "string", "enum": list(kinds)},
    }
    return spec({"/pets": {"get": listing}, path: {"get": one}}, schemas)


OLD = make(document())


def carried(**new: Any) -> tuple[dict[str, Any], str]:
    """The pins after the bump, and the calls that are generated with them."""
    diff = compare_apis(OLD.api, make(document(**new)).api)
    pins = write_pins(carried_pins(read_pins(json.loads(OLD.names), "names.json"), diff))
    result = make(document(**new), names=pins)
    return json.loads(result.names), result.files["calls.py"].decode()


@pytest.mark.parametrize(
    ("new", "table", "owner", "key", "name"),
    [
        ({"kinds": ("BIG_CAT", "SMALL_DOG")}, "members", "Kind", "BIG_CAT", "BIG_CAT"),
        ({"kinds": ("big-cat", "small_dog")}, "members", "Kind", "big-cat", "BIG_CAT"),
        ({"limit": "page-size"}, "parameters", "GET /pets", "query page-size", "page_size"),
        ({"limit": "pageSize"}, "parameters", "GET /pets", "query pageSize", "page_size"),
        ({"prop": "homeTown"}, "fields", "Pet", "homeTown", "home_town"),
        ({"prop": "homeTown", "schema": "PET"}, "fields", "PET", "homeTown", "home_town"),
    ],
)
def test_another_spelling_keeps_the_name(
    new: dict[str, Any], table: str, owner: str, key: str, name: str
) -> None:
    pins, _ = carried(**new)
    assert pins[table][owner][key] == name
    assert list(pins[table][owner].values()).count(name) == 1


def test_an_operation_with_other_placeholders_keeps_its_name_and_those_inside() -> None:
    pins, calls = carried(path="/pets/{id}", operation_id="read_pet_by_id")
    assert pins["operations"]["GET /pets/{id}"] == "get_pet"
    assert "GET /pets/{pet_id}" not in pins["operations"]
    assert pins["inline"]["GET /pets/{id} 200"] == "GetPetResponse"
    assert pins["parameters"]["GET /pets/{id}"] == {
        "path id": "id",
        "path pet_id": "pet_id",
        "query depth": "depth",
    }
    assert "def get_pet(id: str" in calls


def test_a_component_keeps_its_class() -> None:
    pins, _ = carried(schema="PET")
    assert pins["schemas"] == {"Kind": "Kind", "PET": "Pet"}


def test_another_name_is_not_carried() -> None:
    pins, _ = carried(prop="home_city", limit="page_length")
    assert pins["fields"]["Pet"]["home_city"] == "home_city"
    assert pins["fields"]["Pet"]["home_town"] == "home_town"
    assert pins["parameters"]["GET /pets"] == {
        "query page_length": "page_length",
        "query page_size": "page_size",
    }


def test_without_changes_the_pins_stay() -> None:
    pins = read_pins(json.loads(OLD.names), "names.json")
    assert carried_pins(pins, compare_apis(OLD.api, OLD.api)) == pins
