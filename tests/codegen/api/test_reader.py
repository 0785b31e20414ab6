"""Operations, bodies, answers, security, servers, webhooks and callbacks of small documents."""

from typing import Any

import pytest

from seawall.codegen.api.model import ServerVariable
from tests.codegen.api.documents import content, only_operation, read, shown_content, shown_parameter
from tests.codegen.api.schema_reading.schema_rows import obj, ref, shown

STR = {"type": "string"}
BINARY = {"type": "string", "format": "binary"}


def test_operations_are_sorted_by_path_then_in_the_order_of_the_specification() -> None:
    one: dict[str, Any] = {"responses": {}}
    api = read({"/b": {"get": one}, "/a": {"trace": one, "query": one, "delete": one, "get": one}, "x-a": {}})
    assert [each.key for each in api.operations] == ["GET /a", "DELETE /a", "TRACE /a", "QUERY /a", "GET /b"]


def test_the_facts_of_an_operation_are_kept() -> None:
    operation = only_operation(
        {
            "summary": "of the path",
            "x-a": 1,
            "get": {"operationId": "op", "description": "d", "tags": ["t"], "deprecated": True, "x-b": 2},
        }
    )
    assert (operation.operation_id, operation.summary, operation.description) == ("op", "of the path", "d")
    assert (operation.tags, operation.deprecated) == (("t",), True)
    assert operation.extensions == {"x-a": 1, "x-b": 2}
    assert operation.pointer == "#/paths/~1a/get"


def test_additional_operations_of_openapi_3_2_are_read() -> None:
    assert only_operation({"additionalOperations": {"COPY": {}}}).key == "COPY /a"


@pytest.mark.parametrize("path", ["/../admin", "/a/../../b", "a", "/./a"])
def test_a_path_that_leaves_the_base_url_is_an_error(path: str) -> None:
    api = read({path: {"get": {}}})
    assert api.operations == ()
    assert [finding.is_error for finding in api.findings] == [True]


def test_a_method_that_is_no_token_is_an_error() -> None:
    api = read({"/a": {"get": {}, "additionalOperations": {"GET /b HTTP/1.1\r\n": {}}}})
    assert [each.key for each in api.operations] == ["GET /a"]
    assert [finding.is_error for finding in api.findings] == [True]


def test_an_example_without_target_is_no_error() -> None:
    examples = {"one": {"$ref": "#/components/examples/Gone"}}
    api = read({"/a": {"get": {"responses": {"200": content(STR, examples=examples)}}}})
    assert [finding.is_error for finding in api.findings] == [False]


def test_extensions_are_kept_everywhere() -> None:
    own = {"x-a": 1}
    operation = only_operation(
        {
            "post": {
                "requestBody": {**content(STR, "a/b", **own), **own},
                "responses": {"200": {"headers": {"X-A": {"schema": {**STR, **own}, **own}}, **own}},
            }
        },
        servers=[{"url": "/", **own}],
    )
    body, (answer,) = operation.body, operation.answers
    assert body is not None
    parts: list[Any] = [
        body,
        body.contents[0],
        answer,
        answer.headers[0],
        answer.headers[0].schema,
        operation.servers[0],
    ]
    assert [part.extensions for part in parts] == [own] * len(parts)


BODIES: dict[str, tuple[Any, str]] = {
    "application/json": (STR, "json application/json: str"),
    "application/merge-patch+json": (obj(a=STR), "json application/merge-patch+json: {a?: str}"),
    "multipart/form-data": (obj(f=BINARY), "multipart multipart/form-data: {f?: str(binary)}"),
    "*/*": (BINARY, "binary */*: str(binary)"),
    "application/*": (STR, "json application/*: str"),
}


@pytest.mark.parametrize("media_type", BODIES)
def test_a_body_is_read(media_type: str) -> None:
    schema, expected = BODIES[media_type]
    body = only_operation({"post": {"requestBody": content(schema, media_type)}}).body
    assert body is not None
    assert [shown_content(each) for each in body.contents] == [expected]


def test_a_shared_body_of_several_media_types() -> None:
    shared = {"required": True, "content": {"text/csv": {"schema": STR}, "application/json": None}}
    operation = only_operation(
        {"post": {"requestBody": {"$ref": "#/components/requestBodies/B"}}},
        components={"requestBodies": {"B": shared}},
    )
    assert operation.body is not None
    assert operation.body.required
    assert operation.body.pointer == "#/components/requestBodies/B"
    assert [shown_content(each) for each in operation.body.contents] == [
        "text text/csv: str",
        "json application/json: -",
    ]


def test_the_encodings_of_a_body() -> None:
    encoding = {"contentType": "image/png", "style": "form", "explode": False, "allowReserved": True}
    headers = {"X-A": {"schema": STR}}
    schema = obj(f=BINARY)
    body = only_operation(
        {
            "post": {
                "requestBody": content(
                    schema, "multipart/form-data", encoding={"f": {**encoding, "headers": headers}}
                )
            }
        }
    ).body
    assert body is not None
    found = body.contents[0].encodings["f"]
    assert (found.content_type, found.style, found.explode, found.allow_reserved) == (
        "image/png",
        "form",
        False,
        True,
    )
    assert [header.name for header in found.headers] == ["X-A"]


def test_a_body_without_content_is_none() -> None:
    api = read({"/a": {"post": {"requestBody": {"content": {}}}}})
    assert api.operations[0].body is None
    assert [finding.is_error for finding in api.findings] == [False]


def test_answers_of_any_status() -> None:
    answers = {
        "200": content(STR),
        "2xx": content(STR, "text/event-stream", itemSchema=obj(a=STR)),
        "default": {"$ref": "#/components/responses/Error"},
        "304": {"description": "not modified"},
        "x-a": 1,
    }
    shared = {"responses": {"Error": {"description": "e", **content(ref("E"), "application/problem+json")}}}
    operation = only_operation(
        {"get": {"responses": answers}}, components={**shared, "schemas": {"E": obj(code=STR)}}
    )
    assert {each.status: [shown_content(found) for found in each.contents] for each in operation.answers} == {
        "200": ["json application/json: str"],
        "2XX": ["event-stream text/event-stream: str of {a?: str}"],
        "default": ["json application/problem+json: E"],
        "304": [],
    }
    assert operation.answers[2].description == "e"


@pytest.mark.parametrize("status", ["OK", "20", "2000", "6XX", "٢٠٠"])
def test_a_status_that_does_not_exist_is_an_error(status: str) -> None:
    api = read({"/a": {"get": {"responses": {status: {}, "200": {}}}}})
    assert [answer.status for answer in api.operations[0].answers] == ["200"]
    assert [finding.is_error for finding in api.findings] == [True]


def test_headers_of_an_answer() -> None:
    headers = {
        "X-Left": {"schema": {"type": "integer"}, "required": True, "deprecated": True, "description": "d"},
        "X-When": {"$ref": "#/components/headers/When"},
        "X-Json": content(obj(a=STR)),
        "Content-Type": {"schema": STR},
    }
    operation = only_operation(
        {"get": {"responses": {"200": {"headers": headers}}}},
        components={"headers": {"When": {"schema": {"type": "string", "format": "date-time"}}}},
    )
    found = operation.answers[0].headers
    assert {header.name: shown(header.schema) for header in found} == {
        "X-Left": "int",
        "X-When": "str(date-time)",
        "X-Json": "{a?: str}",
    }
    assert (found[0].required, found[0].deprecated, found[0].description) == (True, True, "d")


def test_examples_of_a_content() -> None:
    examples = {
        "one": {"value": 1},
        "two": {"$ref": "#/components/examples/Two"},
        "far": {"externalValue": "u"},
    }
    operation = only_operation(
        {"get": {"responses": {"200": content(STR, examples=examples), "201": content(STR, example=None)}}},
        components={"examples": {"Two": {"value": {"$ref": "data"}}}},
    )
    assert [answer.contents[0].examples for answer in operation.answers] == [(1, {"$ref": "data"}), (None,)]


SECURITY: dict[str, tuple[Any, Any]] = {
    "that of the document": (None, ({"key": ()},)),
    "its own": ([{"oauth": ["read"]}], ({"oauth": ("read",)},)),
    "none": ([], ()),
    "optional": ([{"key": []}, {}], ({"key": ()}, {})),
    "both": ([{"key": [], "oauth": []}], ({"key": (), "oauth": ()},)),
}


@pytest.mark.parametrize("name", SECURITY)
def test_security_of_an_operation(name: str) -> None:
    own, expected = SECURITY[name]
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "oauth": {"$ref": "#/components/securitySchemes/flow"},
        "flow": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token"}}},
        "basic": {"type": "http", "scheme": "Basic"},
    }
    api = read(
        {"/a": {"get": {} if own is None else {"security": own}}},
        security=[{"key": []}],
        components={"securitySchemes": schemes},
    )
    assert api.operations[0].security == expected
    assert api.security_schemes["key"].parameter == "X-Key"
    assert api.security_schemes["oauth"].flows == {"clientCredentials": {"tokenUrl": "/token"}}
    assert api.security_schemes["basic"].scheme == "basic"
    assert api.findings == ()


def test_servers_of_the_nearest_place_hold() -> None:
    api = read(
        {
            "/a": {"get": {}, "servers": [{"url": "/path"}]},
            "/b": {"get": {"servers": [{"url": "/operation"}]}, "servers": [{"url": "/path"}]},
            "/c": {"get": {}},
        },
        servers=[
            {
                "url": "https://{region}.example.com/{version}",
                "description": "d",
                "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}, "version": {"enum": ["v3"]}},
            }
        ],
    )
    assert [operation.servers[0].url for operation in api.operations] == [
        "/path",
        "/operation",
        api.servers[0].url,
    ]
    assert api.servers[0].variables == (
        ServerVariable(name="region", default="eu", values=("eu", "us")),
        ServerVariable(name="version", default="v3", values=("v3",)),
    )


def test_webhooks_and_callbacks_are_operations_of_their_own() -> None:
    callback = {"{$request.body#/url}": {"post": {"requestBody": content(STR), "responses": {"204": {}}}}}
    api = read(
        {"/a": {"post": {"callbacks": {"done": callback, "shared": {"$ref": "#/components/callbacks/C"}}}}},
        webhooks={
            "new": {"post": {"parameters": [{"name": "X-A", "in": "header"}], "requestBody": content(STR)}}
        },
        components={"callbacks": {"C": {"{$url}": {"put": {}}}}},
    )
    assert [each.key for each in api.operations[0].callbacks] == ["POST {$request.body#/url}", "PUT {$url}"]
    (webhook,) = api.webhooks
    assert (webhook.key, webhook.body is not None) == ("POST new", True)
    assert [shown_parameter(each) for each in webhook.parameters] == ["header X-A: str, simple"]
    assert api.findings == ()


def test_a_note_beside_webhooks_or_callbacks_is_none_of_them() -> None:
    api = read(
        {"/a": {"post": {"callbacks": {"x-note": True, "x-done": {"{$url}": {"put": {}}}}}}},
        webhooks={"x-note": [1], "x-new": {"post": {}}},
    )
    assert not api.findings
    assert [each.key for each in (*api.operations[0].callbacks, *api.webhooks)] == [
        "PUT {$url}",
        "POST x-new",
    ]


def test_a_callback_that_calls_back_itself_ends() -> None:
    itself = {"{$url}": {"put": {"callbacks": {"again": {"$ref": "#/components/callbacks/C"}}}}}
    api = read(
        {"/a": {"post": {"callbacks": {"c": {"$ref": "#/components/callbacks/C"}}}}},
        components={"callbacks": {"C": itself}},
    )
    assert [each.key for each in api.operations[0].callbacks] == ["PUT {$url}"]
    assert [finding.is_error for finding in api.findings] == [False]


def test_facts_of_the_document() -> None:
    api = read(
        {},
        info={"title": "T", "version": "2", "description": "d", "x-i": 1},
        tags=[{"name": "a", "description": "of a"}, {"name": "b"}, {}],
        **{"x-d": 2},
    )
    assert (api.title, api.version, api.description) == ("T", "2", "d")
    assert api.tags == {"a": "of a", "b": ""}
    assert api.extensions == {"x-i": 1, "x-d": 2}


def test_a_path_item_may_be_a_reference() -> None:
    operation = only_operation(
        {"$ref": "#/components/pathItems/P"}, components={"pathItems": {"P": {"get": {}}}}
    )
    assert (operation.key, operation.pointer) == ("GET /a", "#/components/pathItems/P/get")


@pytest.mark.parametrize("broken", [[], "get", {"get": []}, {"get": "x"}, {"$ref": "#/paths/~1a"}], ids=str)
def test_an_operation_that_is_no_object_is_an_error(broken: Any) -> None:
    api = read({"/a": broken})
    assert api.operations == ()
    assert [finding.is_error for finding in api.findings] == [True]
