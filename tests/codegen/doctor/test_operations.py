"""Paths and operations in canonical form: a table of small paths with the rules that they need."""

from typing import Any

from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import faults
from tests.codegen.doctor.converting import converted, openapi
from tests.rows import row

OK: Json = {"200": {"description": ""}}
TEXT: Json = {"type": "string"}
ID: Json = {"name": "id", "in": "path", "required": True, "schema": TEXT}
DEFAULT: Json = {"default": {"description": ""}}
C: Json = {"$ref": "#/components/schemas/C"}
COMPONENTS: Json = {
    "schemas": {
        "C": {"type": "object", "properties": {"a": TEXT, "b": {"type": "integer"}}, "required": ["a"]}
    },
    "parameters": {"id": ID, "Q": {"name": "q", "in": "query", "schema": TEXT}},
    "responses": {"R": {"description": "r"}},
    "requestBodies": {"B": {"content": {"application/json": {"schema": {}}}}},
    "headers": {"H": {"schema": TEXT}},
    "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "pathItems": {"P": {"get": {"operationId": "op", "responses": OK}}},
    "mediaTypes": {"M": {"schema": TEXT}},
    "callbacks": {"L": {"{$url}": {"post": {"operationId": "called", "responses": OK}}}},
}


def get(**more: Any) -> dict[str, Any]:
    """A path with one operation."""
    return {"get": {"operationId": "op", "responses": OK, **more}}


def query(name: str, **more: Json) -> dict[str, Json]:
    """A parameter of the query."""
    return {"name": name, "in": "query", "schema": TEXT, **more}


def answer(**more: Json) -> Json:
    """The answers of an operation, one of 200."""
    return {"200": {"description": "", **more}}


def multipart(header: Json) -> Json:
    """A body of one part with a header."""
    encoding: Json = {"a": {"contentType": "image/png", "headers": {"X-A": header}}}
    return {"content": {"multipart/form-data": {"schema": {"type": "object"}, "encoding": encoding}}}


# Paths before, paths after (None: the same), rules.
PATHS: list[tuple[Any, Any, set[str]]] = [
    ({"/a": get()}, None, set()),
    # Keys of paths.
    ({"a/b": get()}, {"/a/b": get()}, {"path-slash"}),
    ({"/a#list": get()}, {"/a": get()}, {"path-fragment"}),
    (
        {"/a?x=1&y": get()},
        {
            "/a": {
                "parameters": [
                    query("x", required=True, schema={"type": "string", "const": "1"}),
                    query("y", required=True, schema={"type": "string", "const": ""}),
                ],
                **get(),
            }
        },
        {"path-query"},
    ),
    (
        {"/a": get(), "/a?x=1": get(operationId="two")},
        {
            "/a": get(),
            "/a#x=1": {
                "parameters": [query("x", required=True, schema={"type": "string", "const": "1"})],
                **get(operationId="two"),
            },
        },
        {"path-query", "path-fragment"},
    ),
    (
        {"/a?filter={f}": get(parameters=[{"name": "f", "in": "path", "schema": TEXT}])},
        {"/a": get(parameters=[query("filter", required=True)])},
        {"path-query"},
    ),
    ({"/a?filter={f}": get()}, {"/a": get(parameters=[query("filter", required=True)])}, {"path-query"}),
    (
        {"/a/{id:path}": get(parameters=[ID])},
        {"/a/{id}": get(parameters=[ID])},
        {"path-template"},
    ),
    ({"/a/{+id}{?q}": get(parameters=[ID])}, {"/a/{id}": get(parameters=[ID])}, {"path-template"}),
    ({"/a/<int:id>": get(parameters=[ID])}, {"/a/{id}": get(parameters=[ID])}, {"path-template"}),
    ({"/a/:id/b": get(parameters=[ID])}, {"/a/{id}/b": get(parameters=[ID])}, {"path-template"}),
    ({"/a/:search": get()}, None, set()),
    ({"/a": get(), "x-a": {"$ref": "gone"}}, None, set()),
    # Path items.
    ({"/a": {"GET": get()["get"]}}, {"/a": get()}, {"unknown-method"}),
    ({"/a": {**get(), "fetch": {"responses": OK}}}, {"/a": get()}, {"unknown-method"}),
    ({"/a": {**get(), "x-a": 1, "summary": "s"}}, {"/a": {"x-a": 1, "summary": "s", **get()}}, set()),
    ({"/a": {"$ref": "#/components/pathItems/P", "summary": "s"}}, {"/a": {**get(), "summary": "s"}}, set()),
    ({"/a": {"$ref": "#/components/pathItems/Gone"}}, {"/a": {}}, {"lost-reference"}),
    ({"/a": {"query": get()["get"]}}, None, set()),
    ({"/a": {"additionalOperations": {"COPY": get()["get"]}}}, None, set()),
    ({"/a": None}, {"/a": {}}, set()),
    ({"/a": []}, {"/a": {}}, {"invalid-value"}),
    (
        {"/a": {"get": None}},
        {"/a": {"get": {"responses": DEFAULT, "operationId": "get_a"}}},
        {"missing-answers", "missing-operation-id"},
    ),
    ({"/a": "text"}, {"/a": {}}, {"invalid-value"}),
    # Identifiers.
    (
        {"/a/{id}": {"get": {"responses": OK, "parameters": [ID]}}},
        {"/a/{id}": get(parameters=[ID], operationId="get_a_id")},
        {"missing-operation-id"},
    ),
    (
        {"/a": get(), "/b/c-d": get()},
        {"/a": get(), "/b/c-d": get(operationId="get_b_c_d")},
        {"duplicate-operation-id"},
    ),
    ({"/a": get(operationId=7)}, {"/a": get(operationId="7")}, {"invalid-value"}),
    # Path parameters.
    ({"/a/{id}": get()}, {"/a/{id}": get(parameters=[ID])}, {"undeclared-path-parameter"}),
    ({"/a/{id}": {"parameters": [ID], **get()}}, None, set()),
    ({"/a/{id}": get(parameters=[{"$ref": "#/components/parameters/id"}])}, None, set()),
    ({"/a": get(parameters=[ID])}, {"/a": get()}, {"unused-path-parameter"}),
    ({"/a": {"parameters": [ID], **get()}}, {"/a": get()}, {"unused-path-parameter"}),
    (
        {"/a/{userId}": get(parameters=[{**ID, "name": "user_id"}])},  # type: ignore[dict-item]
        {"/a/{userId}": get(parameters=[{**ID, "name": "userId"}])},  # type: ignore[dict-item]
        {"path-parameter-name"},
    ),
    (
        {"/a/{id}": get(parameters=[{"name": "id", "in": "path", "schema": TEXT}])},
        {"/a/{id}": get(parameters=[ID])},
        {"path-parameter-required"},
    ),
    # Parameters.
    (
        {"/a": get(parameters=[{"name": "q", "schema": TEXT}])},
        {"/a": get(parameters=[query("q")])},
        {"parameter-location"},
    ),
    (
        {"/a/{id}": get(parameters=[{"name": "id", "required": True, "schema": TEXT}])},
        {"/a/{id}": get(parameters=[ID])},
        {"parameter-location"},
    ),
    (
        {"/a": get(parameters=[{"name": "q", "in": "Header", "schema": TEXT}])},
        {"/a": get(parameters=[{"name": "q", "in": "header", "schema": TEXT}])},
        {"parameter-location"},
    ),
    ({"/a": get(parameters=[{"in": "query", "schema": TEXT}])}, {"/a": get()}, {"parameter-name"}),
    ({"/a": get(parameters=[{"$ref": "#/components/parameters/Gone"}])}, {"/a": get()}, {"lost-reference"}),
    ({"/a": get(parameters=[{"$ref": "#/components/parameters/Q"}])}, None, set()),
    (
        {"/a": get(parameters=[query("q"), query("q")])},
        {"/a": get(parameters=[query("q")])},
        {"duplicate-parameter"},
    ),
    (
        {"/a": get(parameters=[{"name": "q", "in": "query"}])},
        {"/a": get(parameters=[query("q")])},
        {"parameter-schema"},
    ),
    (
        {"/a": get(parameters=[{"name": "q", "in": "query", "type": "integer", "default": 1}])},
        {"/a": get(parameters=[query("q", schema={"type": "integer", "default": 1})])},
        {"parameter-schema"},
    ),
    (
        {"/a": get(parameters=[query("q", content={"application/json": {}})])},
        {"/a": get(parameters=[query("q")])},
        {"parameter-schema"},
    ),
    (
        {"/a": get(parameters=[{"name": "q", "in": "query", "content": {"application/json": {}}}])},
        None,
        set(),
    ),
    (
        {"/a": get(parameters=[query("q", style="simple", explode="false")])},
        {"/a": get(parameters=[query("q", explode=False)])},
        {"parameter-style", "invalid-value"},
    ),
    (
        {
            "/a": get(
                parameters=[query("q", schema={"type": "array", "items": TEXT}, collectionFormat="pipes")]
            )
        },
        {
            "/a": get(
                parameters=[
                    query("q", schema={"type": "array", "items": TEXT}, style="pipeDelimited", explode=False)
                ]
            )
        },
        {"collection-format"},
    ),
    (
        {"/a": get(parameters=[{"name": "b", "in": "body", "schema": TEXT, "required": True}])},
        {"/a": get(requestBody={"content": {"application/json": {"schema": TEXT}}, "required": True})},
        {"body-parameter"},
    ),
    (
        {
            "/a": get(
                parameters=[
                    {
                        "name": "all",
                        "in": "querystring",
                        "required": True,
                        "content": {
                            "application/x-www-form-urlencoded": {
                                "schema": {"$ref": "#/components/schemas/C"}
                            }
                        },
                    }
                ]
            )
        },
        {"/a": get(parameters=[query("a", required=True), query("b", schema={"type": "integer"})])},
        {"query-string"},
    ),
    # Answers.
    ({"/a": get(responses={})}, {"/a": get(responses=DEFAULT)}, {"missing-answers"}),
    ({"/a": get(responses=None)}, {"/a": get(responses=DEFAULT)}, {"missing-answers"}),
    ({"/a": {"get": {"operationId": "op"}}}, {"/a": get(responses=DEFAULT)}, {"missing-answers"}),
    (
        {"/a": get(responses={"2xx": {"description": ""}})},
        {"/a": get(responses={"2XX": {"description": ""}})},
        {"status-key"},
    ),
    ({"/a": get(responses={"200 OK": {"description": ""}})}, {"/a": get()}, {"status-key"}),
    ({"/a": get(responses={"success": {"description": ""}})}, {"/a": get(responses=DEFAULT)}, {"status-key"}),
    ({"/a": get(responses={"200": None})}, {"/a": get()}, {"missing-description"}),
    ({"/a": get(responses={"200": {"$ref": "#/components/responses/R"}})}, None, set()),
    (
        {"/a": get(responses={"200": {"$ref": "#/components/responses/Gone"}})},
        {"/a": get()},
        {"lost-reference"},
    ),
    (
        {"/a": get(responses=answer(content={"application/json": None}))},
        {"/a": get(responses=answer(content={"application/json": {}}))},
        {"empty-content"},
    ),
    ({"/a": get(responses=answer(content=None))}, {"/a": get(responses=answer(content={}))}, set()),
    (
        {"/a": get(responses=answer(schema=TEXT))},
        {"/a": get(responses=answer(content={"application/json": {"schema": TEXT}}))},
        {"answer-schema"},
    ),
    (
        {"/a": get(responses=answer(content={"application/json": {"$ref": "#/components/mediaTypes/M"}}))},
        {"/a": get(responses=answer(content={"application/json": {"schema": TEXT}}))},
        {"inlined-reference"},
    ),
    (
        {"/a": get(responses=answer(headers={"X-A": {"type": "integer"}, "X-B": {}}))},
        {
            "/a": get(
                responses=answer(headers={"X-A": {"schema": {"type": "integer"}}, "X-B": {"schema": TEXT}})
            )
        },
        {"header-schema"},
    ),
    ({"/a": get(responses=answer(headers={"X-A": {"$ref": "#/components/headers/H"}}))}, None, set()),
    *(
        (
            {"/a": get(responses={"200": written})},
            {"/a": get(responses=answer(content={"application/json": {"schema": C}}))},
            {"misplaced-schema"} | more,
        )
        for written, more in (
            ({"description": "", "content": {"application/json": C}}, set()),
            (C, {"answer-schema"}),
        )
    ),
    (
        {"/a": get(responses=answer(content={"json": {"schema": TEXT}, "schema": {"schema": {}}}))},
        {"/a": get(responses=answer(content={"application/json": {"schema": TEXT}}))},
        {"media-type-name"},
    ),
    (
        {"/a": get(responses=answer(content={"text/plain": TEXT}))},
        {"/a": get(responses=answer(content={"text/plain": {"schema": TEXT}}))},
        {"misplaced-schema"},
    ),
    (
        {"/a": get(responses=answer(content={"a/b": {}}, schema=TEXT))},
        {"/a": get(responses=answer(content={"a/b": {}}))},
        set(),
    ),
    # Bodies.
    (
        {"/a": get(requestBody=C)},
        {"/a": get(requestBody={"content": {"application/json": {"schema": C}}})},
        {"misplaced-schema"},
    ),
    ({"/a": get(requestBody={"$ref": "#/components/requestBodies/B"})}, None, set()),
    ({"/a": get(requestBody={"$ref": "#/components/requestBodies/Gone"})}, {"/a": get()}, {"lost-reference"}),
    (
        {"/a": get(requestBody={"description": "d"})},
        {"/a": get(requestBody={"description": "d", "content": {"application/octet-stream": {}}})},
        {"empty-content"},
    ),
    (
        {"/a": get(requestBody={"content": None, "text/plain": {"schema": TEXT}})},
        {"/a": get(requestBody={"content": {"text/plain": {"schema": TEXT}}})},
        {"misplaced-media-type"},
    ),
    (
        {"/a": get(responses=answer(**{"text/plain": {"schema": TEXT}}))},
        {"/a": get(responses=answer(content={"text/plain": {"schema": TEXT}}))},
        {"misplaced-media-type"},
    ),
    (
        {"/a": get(requestBody=multipart({}))},
        {"/a": get(requestBody=multipart({"schema": TEXT}))},
        {"header-schema"},
    ),
    # The rest of an operation.
    ({"/a": get(security=[{"key": []}, {}])}, None, set()),
    ({"/a": get(security=[])}, None, set()),
    ({"/a": get(security=[{"gone": []}])}, {"/a": get()}, {"security"}),
    ({"/a": get(security=[{"key": None}])}, {"/a": get(security=[{"key": []}])}, {"security"}),
    ({"/a": get(servers=["/v1"])}, {"/a": get(servers=[{"url": "/v1"}])}, {"server"}),
    (
        {"/a": get(servers=[{"url": "/{v}", "variables": {"v": {"enum": [1, 2]}}}])},
        {"/a": get(servers=[{"url": "/{v}", "variables": {"v": {"enum": ["1", "2"], "default": "1"}}}])},
        {"server"},
    ),
    ({"/a": get(callbacks={"c": {"$ref": "#/components/callbacks/L"}})}, None, set()),
    (
        {"/a": get(callbacks={"c": {"{$request.body#/url}": {"$ref": "#/paths/~1a"}}})},
        {"/a": get(callbacks={"c": {"{$request.body#/url}": {}}})},
        {"circular-reference"},
    ),
    (
        {"/a": get(deprecated="true", tags=["t", 1])},
        {"/a": get(deprecated=True, tags=["t"])},
        {"invalid-value"},
    ),
]


def test_each_path_becomes_canonical() -> None:
    for before, after, rules in PATHS:
        with row(before):
            spec = converted(openapi(paths=before, components=COMPONENTS))
            assert spec.document["paths"] == (before if after is None else after)
            assert {fix.rule for fix in spec.fixes} - {"inlined-reference"} == rules - {"inlined-reference"}
            assert faults(spec.document) == []
            again = converted(spec.document)
            assert again.document == spec.document
            assert again.fixes == ()
