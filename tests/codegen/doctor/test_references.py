"""References across and inside documents: bundled, lifted and named."""

from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import faults
from tests.codegen.doctor.converting import at, converted, openapi, swagger
from tests.rows import row

REF = "#/components/schemas/"
TEXT: Json = {"type": "string"}
OTHERS: dict[str, Json] = {
    "pets": {
        "Cat": {"type": "object", "properties": {"dog": {"$ref": "#/Dog"}}},
        "Dog": {"type": "object", "properties": {"cat": {"$ref": "pets.yaml#/Cat"}}},
        "a/b~c d": TEXT,
        "Alias": {"$ref": "#/Cat"},
        "Endless": {"$ref": "#/Endless"},
    },
    "pet": {"type": "object", "properties": {"self": {"$ref": "pet.yaml"}}},
    "sub/inner": {
        "type": "object",
        "properties": {"up": {"$ref": "../pet.yaml"}, "down": {"$ref": "more.yaml"}},
    },
    "sub/more": TEXT,
    "my file": TEXT,
    "old": {"swagger": "2.0", "definitions": {"Old": {"type": "string", "x-nullable": True}}},
    "taken": {"C": TEXT},
    "scalar": 5,
    "list": [TEXT, {"type": "integer"}],
}
# A reference in a property, and the component that it leads to.
TARGETS: list[tuple[str, str, Json]] = [
    ("pets.yaml#/Cat", "Cat", {"type": "object", "properties": {"dog": {"$ref": REF + "Dog"}}}),
    ("./pets.yaml#/Dog", "Dog", {"type": "object", "properties": {"cat": {"$ref": REF + "Cat"}}}),
    ("/specs/pets.yaml#/Dog", "Dog", {"type": "object", "properties": {"cat": {"$ref": REF + "Cat"}}}),
    ("pets.yaml#/Alias", "Cat", {"type": "object", "properties": {"dog": {"$ref": REF + "Dog"}}}),
    ("pets.yaml#/a~1b~0c%20d", "aBCD", TEXT),
    (
        "pets.yaml#/Cat/properties/dog",
        "Dog",
        {"type": "object", "properties": {"cat": {"$ref": REF + "Cat"}}},
    ),
    ("pets.yaml#/Alias/properties", "Cat", {"dog": {"$ref": "#/Dog"}}),
    ("pet.yaml", "pet", {"type": "object", "properties": {"self": {"$ref": REF + "pet"}}}),
    ("pet.yaml#", "pet", {"type": "object", "properties": {"self": {"$ref": REF + "pet"}}}),
    ("pet.yaml#/properties/self", "pet", {"type": "object", "properties": {"self": {"$ref": REF + "pet"}}}),
    (
        "sub/inner.yaml",
        "inner",
        {"type": "object", "properties": {"up": {"$ref": REF + "pet"}, "down": {"$ref": REF + "more"}}},
    ),
    ("my%20file.yaml", "my_file", TEXT),
    ("old.yaml#/definitions/Old", "Old", {"type": ["string", "null"], "x-nullable": True}),
    ("taken.yaml#/C", "C_2", TEXT),
    ("scalar.yaml", "scalar", {}),
    ("list.yaml#/1", "list", {"type": "integer"}),
    ("gone.yaml#/Cat", "Cat", {}),
    ("pets.yaml#/Gone", "Gone", {}),
    ("pets.yaml#/Endless", "Endless", {}),
    ("list.yaml#/7", "7", {}),
    ("list.yaml#/-1", "-1", {}),
    ("", "api", None),
]


def test_each_reference_leads_to_a_component() -> None:
    for ref, name, expected in TARGETS:
        with row(ref):
            holder: Json = {"type": "object", "properties": {"a": {"$ref": ref}}}
            document = openapi(components={"schemas": {"S": holder, "C": TEXT}})
            spec = converted(document, **OTHERS)
            assert at(spec.document, "components", "schemas", "S", "properties", "a") == {"$ref": REF + name}
            if expected is not None:
                assert at(spec.document, "components", "schemas", name) == expected
            assert faults(spec.document) == []
            assert converted(spec.document).fixes == ()


def test_the_root_gives_names_to_what_it_refers_to() -> None:
    schemas: Json = {"Animal": {"$ref": "pets.yaml#/Cat"}, "Again": {"$ref": "pets.yaml#/Cat"}}
    found = at(
        converted(openapi(components={"schemas": schemas}), **OTHERS).document, "components", "schemas"
    )
    assert found == {
        "Animal": {"type": "object", "properties": {"dog": {"$ref": REF + "Dog"}}},
        "Again": {"$ref": REF + "Animal"},
        "Dog": {"type": "object", "properties": {"cat": {"$ref": REF + "Animal"}}},
    }


def test_a_whole_map_of_components_may_be_a_reference() -> None:
    document = openapi(components={"schemas": {"$ref": "index.yaml"}})
    spec = converted(document, index={"Cat": {"$ref": "pets.yaml#/Cat"}, "Word": TEXT}, **OTHERS)
    found = at(spec.document, "components", "schemas")
    assert isinstance(found, dict)
    assert [*found] == ["Cat", "Word", "Dog"]


def test_paths_parameters_and_answers_in_other_documents() -> None:
    path: Json = {
        "parameters": [{"$ref": "#/parameters/id"}],
        "get": {"operationId": "op", "responses": {"200": {"$ref": "parts.yaml#/Ok"}}},
    }
    parts: Json = {
        "Ok": {"description": "", "content": {"application/json": {"schema": {"$ref": "pet.yaml"}}}}
    }
    paths: Json = {"path": path, "parameters": {"id": {"name": "id", "in": "path", "schema": TEXT}}}
    document = openapi(paths={"/a/{id}": {"$ref": "paths.yaml#/path"}})
    spec = converted(document, paths=paths, parts=parts, **OTHERS)
    assert faults(spec.document) == []
    assert at(spec.document, "paths", "/a/{id}", "parameters") == [{"$ref": "#/components/parameters/id"}]
    assert at(spec.document, "components", "responses", "Ok", "content", "application/json", "schema") == {
        "$ref": REF + "pet"
    }


def test_pointers_of_fixes_name_the_document() -> None:
    document = openapi(components={"schemas": {"S": {"items": {"$ref": "sub/flag.yaml"}}}})
    flag: Json = {"nullable": True}
    fixes = converted(document, **{"sub/flag": flag}).fixes
    assert [(fix.rule, fix.pointer) for fix in fixes] == [
        ("bundled-reference", "#/components/schemas/S/items/$ref"),
        ("nullable", "sub/flag.yaml#"),
    ]


def test_a_target_inside_a_path_is_named_after_the_operation() -> None:
    pointer = "#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema"
    holder: Json = {"type": "object", "properties": {"owner": TEXT}}
    answers: Json = {"200": {"description": "", "content": {"application/json": {"schema": holder}}}}
    parameters: Json = [{"name": "id", "in": "path", "required": True, "schema": TEXT}]
    get: Json = {"operationId": "op", "parameters": parameters, "responses": answers}
    for suffix, name in (("", "getPetsId"), ("/properties/owner", "getPetsIdOwner")):
        with row(suffix):
            schemas: Json = {"S": {"items": {"$ref": pointer + suffix}}}
            document = openapi(paths={"/pets/{id}": {"get": get}}, components={"schemas": schemas})
            found = at(converted(document).document, "components", "schemas", "S")
            assert found == {"items": {"$ref": REF + name}}


def test_a_document_is_found_by_its_own_uri() -> None:
    ref = "https://api.test/v1.yaml#/components/schemas/A"
    schemas: Json = {
        "A": TEXT,
        "B": {"items": {"$ref": ref}},
        "C": {"items": {"$ref": "v1.yaml#/components/schemas/A"}},
    }
    document = {**openapi("3.2.0", components={"schemas": schemas}), "$self": "https://api.test/v1.yaml"}
    spec = converted(document)
    assert at(spec.document, "components", "schemas", "B") == {"items": {"$ref": REF + "A"}}
    assert at(spec.document, "components", "schemas", "C") == {"items": {"$ref": REF + "A"}}
    assert "$self" not in spec.document


def test_a_dynamic_reference_is_found_in_another_resource() -> None:
    schemas: Json = {
        "List": {"$id": "https://api.test/list", "items": {"$dynamicRef": "#item"}},
        "Pets": {
            "$id": "https://api.test/pets",
            "$defs": {"item": {"$dynamicAnchor": "item", "type": "string"}},
        },
    }
    spec = converted(openapi(components={"schemas": schemas}))
    assert at(spec.document, "components", "schemas", "List") == {"items": {"$ref": REF + "item"}}
    assert faults(spec.document) == []


def test_names_of_components_are_allowed_and_differ() -> None:
    schemas: Json = {"A b": TEXT, "A_b": {"type": "integer"}, "A/b": {"type": "null"}, "": {}, "x-a": {}}
    found = converted(openapi(components={"schemas": schemas})).document
    assert at(found, "components", "schemas") == {
        "A_b_2": TEXT,
        "A_b": {"type": "integer"},
        "A_b_3": {"type": "null"},
        "Unnamed": {},
        "x_a": {},
    }


def test_aliases_of_components_stay_and_endless_ones_are_any_value() -> None:
    schemas: Json = {"A": {"$ref": REF + "B"}, "B": TEXT, "X": {"$ref": REF + "Y"}, "Y": {"$ref": REF + "X"}}
    spec = converted(openapi(components={"schemas": schemas}))
    assert faults(spec.document) == []
    assert at(spec.document, "components", "schemas", "A") == {"$ref": REF + "B"}
    assert converted(spec.document).document == spec.document
    assert [fix.rule for fix in spec.fixes] == ["circular-reference"]
    assert at(spec.document, "components", "schemas", "Y") == {}


def test_data_is_not_followed() -> None:
    data: Json = {"$ref": "gone.yaml"}
    schema: Json = {"default": data, "enum": [data], "examples": [data], "x-a": data, "const": data}
    components: Json = {"schemas": {"S": schema}, "examples": {"E": {"value": data}}}
    document = {**openapi(components=components), "x-b": data}
    spec = converted(document)
    assert spec.fixes == ()
    assert spec.document == document


def test_examples_of_media_types_are_copied() -> None:
    media_type: Json = {"examples": {"a": {"$ref": "#/components/examples/E"}, "b": {"$ref": "gone.yaml"}}}
    answers: Json = {"200": {"description": "", "content": {"application/json": media_type}}}
    paths: Json = {"/a": {"get": {"operationId": "op", "responses": answers}}}
    spec = converted(openapi(paths=paths, components={"examples": {"E": {"value": 1}}}))
    found = at(spec.document, "paths", "/a", "get", "responses", "200", "content", "application/json")
    assert found == {"examples": {"a": {"value": 1}}}
    assert [fix.rule for fix in spec.fixes] == ["dangling-reference"]


def test_definitions_of_swagger_2_are_found_across_documents() -> None:
    document = swagger(definitions={"A": {"items": {"$ref": "old.yaml#/definitions/Old"}}})
    spec = converted(document, **OTHERS)
    assert at(spec.document, "components", "schemas", "A") == {"items": {"$ref": REF + "Old"}}


def test_links_and_examples_in_other_documents() -> None:
    link: Json = {"operationId": "op"}
    answers: Json = {
        "200": {
            "description": "",
            "links": {"a": {"$ref": "parts.yaml#/Next"}, "b": {"$ref": "gone"}, "c": link},
        }
    }
    examples: Json = {"a": {"$ref": "parts.yaml#/Example"}}
    parameters: Json = [{"name": "q", "in": "query", "schema": TEXT, "examples": examples}]
    paths: Json = {"/a": {"get": {"operationId": "op", "parameters": parameters, "responses": answers}}}
    spec = converted(openapi(paths=paths), parts={"Next": link, "Example": {"value": "x"}})
    assert at(spec.document, "paths", "/a", "get", "responses", "200", "links") == {
        "a": {"$ref": "#/components/links/Next"},
        "c": link,
    }
    assert at(spec.document, "paths", "/a", "get", "parameters", 0, "examples") == {"a": {"value": "x"}}
    assert faults(spec.document) == []


def test_whole_parts_in_other_documents() -> None:
    parameters: Json = [{"name": "q", "in": "query", "schema": TEXT}]
    parts: dict[str, Json] = {
        "info": {"title": "Pets", "version": "2"},
        "servers": [{"url": "https://a.test"}],
        "tags": [{"name": "pets"}],
        "paths": {"/a": {"get": {"operationId": "op", "parameters": {"$ref": "lists.yaml#/all"}}}},
        "components": {"schemas": {"S": {"type": "object", "properties": {"$ref": "lists.yaml#/map"}}}},
    }
    lists: Json = {
        "all": [{"$ref": "#/more"}],
        "more": parameters,
        "map": {"a": TEXT, "b": {"$ref": "#/map/a"}},
    }
    keys: dict[str, Json] = {key: {"$ref": f"{key}.yaml"} for key in parts}
    spec = converted({"openapi": "3.1.0", **keys}, lists=lists, **parts)
    assert faults(spec.document) == []
    assert spec.document["info"] == parts["info"]
    assert spec.document["servers"] == parts["servers"]
    assert spec.document["tags"] == parts["tags"]
    assert at(spec.document, "paths", "/a", "get", "parameters") == parameters
    properties = at(spec.document, "components", "schemas", "S", "properties")
    assert properties == {"a": TEXT, "b": {"$ref": REF + "mapA"}}
