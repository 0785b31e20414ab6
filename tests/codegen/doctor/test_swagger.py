"""Swagger 2.0: operations, answers, parameters, servers and security in the form of OpenAPI 3.1."""

from typing import Any

from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import faults
from tests.codegen.doctor.converting import at, converted, swagger
from tests.rows import row

TEXT: Json = {"type": "string"}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"
PET = {"$ref": "#/components/schemas/Pet"}


def form(name: str, **more: Json) -> dict[str, Json]:
    """A field of a form."""
    return {"name": name, "in": "formData", "type": "string", **more}


def fields(*required: str, **properties: Json) -> dict[str, Json]:
    """The schema of a form."""
    schema: dict[str, Json] = {"type": "object", "properties": properties}
    return {**schema, "required": [*required]} if required else schema


BODY: Json = {"name": "pet", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}}
# An operation before, and one part of it after: its key and value.
OPERATIONS: list[tuple[dict[str, Any], str, Any]] = [
    ({"parameters": [BODY]}, "requestBody", {"content": {JSON: {"schema": PET}}, "required": True}),
    (
        {"parameters": [BODY], "consumes": ["application/xml", JSON]},
        "requestBody",
        {"content": {"application/xml": {"schema": PET}, JSON: {"schema": PET}}, "required": True},
    ),
    (
        {"parameters": [{"$ref": "#/parameters/Pet"}]},
        "requestBody",
        {"content": {JSON: {"schema": PET}}, "required": False, "description": "d"},
    ),
    (
        {"parameters": [form("a", required=True), form("b", description="d")]},
        "requestBody",
        {
            "content": {FORM: {"schema": fields("a", a=TEXT, b={"type": "string", "description": "d"})}},
            "required": True,
        },
    ),
    (
        {"parameters": [form("a", type="file"), form("b")], "consumes": [FORM, MULTIPART]},
        "requestBody",
        {
            "content": {MULTIPART: {"schema": fields(a={"type": "string", "format": "binary"}, b=TEXT)}},
            "required": False,
        },
    ),
    (
        {"parameters": [form("a", type="array", items=TEXT, collectionFormat="multi")]},
        "requestBody",
        {
            "content": {
                FORM: {
                    "schema": fields(a={"type": "array", "items": TEXT}),
                    "encoding": {"a": {"style": "form", "explode": True}},
                }
            },
            "required": False,
        },
    ),
    *(
        (
            {"parameters": [{"name": "q", "in": "query", "type": "array", "items": TEXT, **written}]},
            "parameters",
            [{"name": "q", "in": "query", "schema": {"type": "array", "items": TEXT}, **after}],
        )
        for written, after in (
            ({}, {"style": "form", "explode": False}),
            ({"collectionFormat": "csv"}, {"style": "form", "explode": False}),
            ({"collectionFormat": "multi"}, {"style": "form", "explode": True}),
            ({"collectionFormat": "ssv"}, {"style": "spaceDelimited", "explode": False}),
            ({"collectionFormat": "pipes"}, {"style": "pipeDelimited", "explode": False}),
            ({"collectionFormat": "tsv"}, {"style": "form", "explode": False}),
        )
    ),
    (
        {"parameters": [{"name": "X-A", "in": "header", "type": "integer", "maximum": 5, "x-a": 1}]},
        "parameters",
        [{"name": "X-A", "in": "header", "schema": {"type": "integer", "maximum": 5}, "x-a": 1}],
    ),
    (
        {"responses": {"200": {"description": "d", "schema": {"$ref": "#/definitions/Pet"}}}},
        "responses",
        {"200": {"description": "d", "content": {JSON: {"schema": PET}}}},
    ),
    (
        {"responses": {"200": {"description": "", "schema": TEXT}}, "produces": ["text/plain", "text/csv"]},
        "responses",
        {
            "200": {
                "description": "",
                "content": {"text/plain": {"schema": TEXT}, "text/csv": {"schema": TEXT}},
            }
        },
    ),
    (
        {"responses": {"200": {"description": "", "schema": {"type": "file"}}}, "produces": []},
        "responses",
        {
            "200": {
                "description": "",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    ),
    (
        {"responses": {"200": {"description": "", "schema": TEXT, "examples": {JSON: "a"}}}},
        "responses",
        {"200": {"description": "", "content": {JSON: {"schema": TEXT, "example": "a"}}}},
    ),
    (
        {
            "responses": {
                "200": {"description": "", "headers": {"X-A": {"type": "integer", "description": "d"}}}
            }
        },
        "responses",
        {
            "200": {
                "description": "",
                "headers": {"X-A": {"description": "d", "schema": {"type": "integer"}}},
            }
        },
    ),
    (
        {"responses": {"404": {"$ref": "#/responses/Gone"}}},
        "responses",
        {"404": {"$ref": "#/components/responses/Gone"}},
    ),
    (
        {"responses": {"404": {"$ref": "#/responses/Gone"}}, "produces": ["text/plain"]},
        "responses",
        {"404": {"$ref": "#/components/responses/Gone_2"}},
    ),
]
SHARED: dict[str, Json] = {
    "consumes": [JSON],
    "produces": [JSON],
    "definitions": {"Pet": {"type": "object"}},
    "responses": {"Gone": {"description": "gone", "schema": TEXT}},
    "parameters": {
        "Pet": {"name": "pet", "in": "body", "description": "d", "schema": {"$ref": "#/definitions/Pet"}},
        "Limit": {"name": "limit", "in": "query", "type": "integer"},
    },
}


def test_each_operation_of_swagger_2_becomes_canonical() -> None:
    for before, key, after in OPERATIONS:
        with row(before):
            operation = {"operationId": "op", "responses": {"200": {"description": ""}}, **before}
            spec = converted(swagger(paths={"/a": {"post": operation}}, **SHARED))
            assert at(spec.document, "paths", "/a", "post", key) == after
            assert not {"consumes", "produces"} & spec.document.keys()
            assert faults(spec.document) == []
            assert converted(spec.document).fixes == ()


def test_shared_parts_of_swagger_2_are_components() -> None:
    components = converted(swagger(**SHARED)).document["components"]
    assert components == {
        "schemas": {"Pet": {"type": "object"}},
        "responses": {"Gone": {"description": "gone", "content": {JSON: {"schema": TEXT}}}},
        "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
    }


def test_servers_of_swagger_2() -> None:
    both = ["https://a.test/v1", "http://a.test/v1"]
    rows: list[tuple[dict[str, Json], list[str]]] = [
        ({}, []),
        ({"basePath": "/v1/"}, ["/v1"]),
        ({"basePath": "v1"}, ["/v1"]),
        ({"basePath": "/"}, ["/"]),
        ({"host": "a.test"}, ["https://a.test"]),
        ({"host": "a.test", "basePath": "/v1", "schemes": ["http", "https", "wss"]}, both),
        ({"host": "a.test", "schemes": ["http"]}, ["http://a.test"]),
    ]
    for keys, urls in rows:
        with row(keys):
            document = converted(swagger(**keys)).document
            assert document.get("servers", []) == [{"url": url} for url in urls]


def test_security_of_swagger_2() -> None:
    flow: dict[str, Json] = {"authorizationUrl": "https://a.test/auth", "scopes": {"read": "d"}}
    rows: list[tuple[dict[str, Json], dict[str, Json]]] = [
        ({"type": "basic"}, {"type": "http", "scheme": "basic"}),
        ({"type": "apiKey", "in": "query", "name": "k"}, {"type": "apiKey", "in": "query", "name": "k"}),
        ({"type": "oauth2", "flow": "implicit", **flow}, {"type": "oauth2", "flows": {"implicit": flow}}),
        (
            {"type": "oauth2", "flow": "accessCode", "tokenUrl": "https://a.test/token", **flow},
            {
                "type": "oauth2",
                "flows": {"authorizationCode": {"tokenUrl": "https://a.test/token", **flow}},
            },
        ),
        (
            {"type": "oauth2", "flow": "application", "tokenUrl": "https://a.test/token"},
            {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://a.test/token", "scopes": {}}},
            },
        ),
    ]
    for before, after in rows:
        with row(before):
            document = converted(swagger(securityDefinitions={"s": before}, security=[{"s": []}])).document
            assert at(document, "components", "securitySchemes", "s") == after
            assert document["security"] == [{"s": []}]


def test_a_tab_separated_list_is_a_warning() -> None:
    parameter: Json = {"name": "q", "in": "query", "type": "array", "items": TEXT, "collectionFormat": "tsv"}
    item: Json = {
        "get": {"operationId": "op", "parameters": [parameter], "responses": {"200": {"description": ""}}}
    }
    fixes = converted(swagger(paths={"/a": item})).fixes
    assert [(fix.severity, fix.after) for fix in fixes if fix.rule == "collection-format"] == [
        ("warning", '{"style": "form", "explode": false}')
    ]
