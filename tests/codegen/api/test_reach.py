"""Closures of component schemas, and the walk through all schemas."""

from typing import Any

from seawall.codegen.api.reach import closure, every_schema, inner_schemas, reach, resolve
from tests.codegen.api.documents import content, read
from tests.codegen.api.schema_reading.schema_rows import obj, ref, shown

STR = {"type": "string"}
SCHEMAS: dict[str, Any] = {
    "New": obj(tag=ref("Tag")),
    "Tag": STR,
    "Item": obj(tag=ref("Tag"), parent=ref("Item"), parts={"type": "array", "items": ref("Part")}),
    "Part": {"oneOf": [ref("Tag"), obj(more=ref("Deep"))]},
    "Deep": {"type": "object", "additionalProperties": ref("Alias")},
    "Alias": ref("Tag"),
    "Filter": STR,
    "Event": obj(a=STR),
    "Problem": obj(a=STR),
    "Unused": obj(a=ref("Alone")),
    "Alone": STR,
}
PATHS: dict[str, Any] = {
    "/items": {
        "post": {
            "parameters": [{"name": "f", "in": "query", "schema": ref("Filter")}],
            "requestBody": content(ref("New")),
            "responses": {"200": content(ref("Item")), "4XX": content(ref("Problem"))},
            "callbacks": {"c": {"{$url}": {"post": {"requestBody": content(ref("Event"))}}}},
        },
        "get": {"responses": {"200": content(STR, "text/event-stream", itemSchema=ref("Event"))}},
    }
}
API = read(
    PATHS, components={"schemas": SCHEMAS}, webhooks={"w": {"post": {"requestBody": content(ref("New"))}}}
)


def test_components_by_direction() -> None:
    found = reach(API)
    assert found.sent == {"Filter", "New", "Tag"}
    assert found.received == {"Item", "Tag", "Part", "Deep", "Alias", "Problem", "Event", "New"}


def test_components_of_some_operations() -> None:
    found = reach(API, [API.operations[0]])
    assert found.sent == frozenset()
    assert found.received == {"Event"}


def test_closure_follows_references_through_everything() -> None:
    assert closure(API, [API.schemas["Part"]]) == {"Tag", "Deep", "Alias"}
    assert closure(API, []) == frozenset()


def test_a_reference_resolves_through_aliases() -> None:
    assert shown(resolve(API, API.schemas["Alias"])) == "str"
    assert resolve(API, API.schemas["New"]) is API.schemas["New"]


def test_every_schema_comes_once() -> None:
    found = list(every_schema(API))
    pointers = [schema.pointer for schema in found]
    assert len(pointers) == len(set(pointers))
    assert "#/components/schemas/Part/oneOf/1/properties/more" in pointers
    assert "#/paths/~1items/get/responses/200/content/text~1event-stream/itemSchema" in pointers


def test_a_shared_property_is_one_schema() -> None:
    api = read({}, components={"schemas": {"A": obj(p=obj(q=STR)), "B": {"allOf": [ref("A"), obj(r=STR)]}}})
    a, b = (next(iter(api.schemas[name].children())) for name in "AB")
    assert a is b
    assert [schema.pointer for schema in inner_schemas([b])] == [
        "#/components/schemas/A/properties/p",
        "#/components/schemas/A/properties/p/properties/q",
    ]
