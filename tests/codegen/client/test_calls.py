"""Call builders of generated code."""

import inspect
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import pytest

from seawall.codegen.errors import UnsupportedPart, UnsupportedSpecError
from seawall.core.engine.call import Call
from seawall.core.wire.codec import decoder_for
from tests.codegen.generating import JSON, client, make, operation, spec

RUN = UUID(int=1)


def parameter(name: str, place: str = "query", schema: Any = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": {"type": "string"} if schema is None else schema, **more}


def one(**operation_: Any) -> bytes:
    return spec({"/x": {"get": operation_}})


def answers(**responses: Any) -> bytes:
    return one(
        operationId="get_x", responses={key.removeprefix("s"): value for key, value in responses.items()}
    )


def with_json(schema: Any) -> dict[str, Any]:
    return {"description": "", "content": {JSON: {"schema": schema}}}


def test_a_call_builder_returns_the_request(tmp_path: Path) -> None:
    get = operation(
        answer={"type": "integer"},
        operationId="get_run_v1_runs__run_id__get",
        summary="Get Run",
        parameters=[
            parameter("share_token"),
            parameter("page-size", schema={"type": "integer", "default": 50}),
            parameter("X-Trace", "header", required=True),
            parameter("run_id", "path", {"type": "string", "format": "uuid"}, required=True),
        ],
    )
    calls = client(spec({"/v1/runs/{run_id}": {"get": get}}), tmp_path).calls
    call = calls.get_run(RUN, x_trace="t")
    assert isinstance(call, Call)
    assert call.operation is calls.GET_RUN
    assert (call.operation.method, call.operation.path) == ("GET", "/v1/runs/{run_id}")
    assert call.path == {"run_id": RUN}
    assert call.operation.header_parameters == {"X-Trace"}
    assert call.query == {"share_token": None, "page-size": 50}
    assert call.headers == {"X-Trace": "t"}
    assert (call.body, call.media_type) == (None, None)
    assert calls.get_run.__doc__ == "GET /v1/runs/{run_id}: Get Run."
    assert str(inspect.signature(calls.get_run)) == (
        "(run_id: 'UUID', *, share_token: 'str | None' = None, page_size: 'int' = 50, x_trace: 'str')"
        " -> 'Call[int]'"
    )
    assert get_type_hints(calls.get_run)["return"] == Call[int]


def test_path_parameters_are_positional_in_the_order_of_the_path(tmp_path: Path) -> None:
    get = operation(operationId="f", parameters=[parameter("b", "path"), parameter("a", "path")])
    call = client(spec({"/{a}/y/{b}": {"get": get}}), tmp_path).calls.f("first", "second")
    assert call.path == {"a": "first", "b": "second"}


def test_operations_inherit_and_override_the_parameters_of_their_path(tmp_path: Path) -> None:
    item = {
        "parameters": [parameter("a", "path"), parameter("q", schema={"type": "integer"})],
        "get": operation(operationId="f", parameters=[parameter("q")]),
        "head": operation(operationId="g"),
    }
    calls = client(spec({"/{a}": item}), tmp_path).calls
    assert get_type_hints(calls.f)["q"] == str | None
    assert get_type_hints(calls.g)["q"] == int | None


DEFAULTS = [
    ({"type": "integer", "default": 5}, "int = 5"),
    ({"type": "integer", "default": -5}, "int = -5"),
    ({"type": "integer", "default": "5"}, "int | None = None"),
    ({"type": "integer", "default": True}, "int | None = None"),
    ({"type": "boolean", "default": False}, "bool = False"),
    ({"type": "number", "default": 0.5}, "float = 0.5"),
    ({"type": "number", "default": 1}, "float = 1"),
    ({"type": "string", "default": '"; import os'}, 'str = "\\"; import os"'),
    ({"type": "string", "enum": ["up", "down"], "default": "up"}, "enums.GetXQ = enums.GetXQ.UP"),
    ({"type": "string", "enum": ["up", "down"], "default": "left"}, "enums.GetXQ | None = None"),
    ({"type": "array", "items": {"type": "string"}, "default": []}, "list[str] | None = None"),
    ({"anyOf": [{"type": "integer"}, {"type": "null"}], "default": 3}, "int | None = 3"),
    ({"type": "string", "format": "date", "default": "2026-01-01"}, "dt.date | None = None"),
    ({}, "object = None"),
]


def test_a_plain_default_of_the_spec_becomes_the_default() -> None:
    wrong = []
    for schema, expected in DEFAULTS:
        get = operation(operationId="get_x", parameters=[parameter("q", schema=schema)])
        calls = make(one(**get)).files["calls.py"].decode()
        if f"def get_x(*, q: {expected}) ->" not in calls:
            wrong.append((schema, expected, calls))
    assert wrong == []


INT = {"type": "integer"}
NOTHING = {"description": ""}
ANSWERS = [
    ({"s200": with_json(INT), "s404": with_json({"type": "string"})}, {200: int}, int),
    ({"s204": NOTHING}, {204: None}, type(None)),
    ({"s307": NOTHING}, {307: None}, type(None)),
    ({"s200": with_json(INT), "s307": NOTHING}, {200: int}, int),
    ({"s200": with_json({})}, {200: Any}, object),
    ({"s200": NOTHING | {"content": {JSON: {}}}}, {200: Any}, object),
    ({"s200": with_json(INT), "s202": NOTHING}, {200: int, 202: None}, int | None),
    ({"s200": with_json(INT), "s201": with_json({"type": "string"})}, {200: int, 201: str}, int | str),
    ({"s200": with_json(INT), "sdefault": with_json({})}, {200: int}, int),
    ({"s200": NOTHING | {"content": {"application/hal+json; v=1": {"schema": INT}}}}, {200: int}, int),
]


@pytest.mark.parametrize(("responses", "types", "result"), ANSWERS)
def test_only_successful_responses_decide_the_result_type(
    responses: dict[str, Any], types: dict[int, Any], result: Any, tmp_path: Path
) -> None:
    calls = client(answers(**responses), tmp_path).calls
    assert calls.GET_X.result_types == types
    assert get_type_hints(calls.get_x)["return"] == Call[result]
    assert all(decoder_for(type_) for type_ in types.values() if type_ is not None)


def test_json_is_preferred_over_forms_for_a_body(tmp_path: Path) -> None:
    content = {
        "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
        "application/merge-patch+json": {
            "schema": {"type": "object", "properties": {"a": {"type": "integer"}}}
        },
    }
    put = operation(operationId="put_x") | {"requestBody": {"required": True, "content": content}}
    generated = client(spec({"/x": {"put": put}}), tmp_path)
    body = generated.models.PutXBody(a=1)
    call = generated.calls.put_x(body=body)
    assert (call.body, call.media_type) == (body, "application/merge-patch+json")


def test_a_body_may_be_a_form(tmp_path: Path) -> None:
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    put = operation(operationId="put_x") | {"requestBody": {"required": True, "content": form}}
    call = client(spec({"/x": {"put": put}}), tmp_path).calls.put_x(body={"a": "b"})
    assert (call.body, call.media_type) == ({"a": "b"}, "application/x-www-form-urlencoded")


def test_an_omitted_optional_body_has_no_media_type(tmp_path: Path) -> None:
    put = operation(operationId="put_x", body={"type": "object"}, parameters=[parameter("body")])
    put["requestBody"]["required"] = False
    calls = client(spec({"/x": {"put": put}}), tmp_path).calls
    assert (calls.put_x().body, calls.put_x().media_type) == (None, None)
    assert calls.put_x(body={}, body_query="q").media_type == JSON
    assert calls.put_x(body={}, body_query="q").query == {"body": "q"}


def test_optional_cookies_are_omitted_with_a_note() -> None:
    result = make(one(**operation(parameters=[parameter("sid", "cookie")])))
    assert result.notes == ("GET /x: the optional cookie 'sid' is omitted",)
    assert b"sid" not in result.files["calls.py"]


UNSUPPORTED = [
    (operation(parameters=[parameter("sid", "cookie", required=True)]), "the cookie 'sid' is required"),
    (operation(parameters=[{"name": "q", "in": "query", "content": {}}]), "the parameter 'q' has no schema"),
    (operation(parameters=[parameter("q", "body")]), "the parameter 'q' is in 'body'"),
    (
        operation(parameters=[parameter("id", "path")]),
        "the path contains the parameters [], but ['id'] are declared",
    ),
    (operation(parameters=[parameter("q", "header", {"type": "array"})]), "the parser drops the operation"),
    (operation(parameters=[parameter("X-A\r\nX-B", "header")]), "it is not a token"),
    (operation(parameters=[parameter("Content-Length", "header")]), "only the transport sets it"),
    (operation(parameters=[parameter("Transfer-Encoding", "header")]), "only the transport sets it"),
    (
        operation(parameters=[{"$ref": "#/components/parameters/none"}]),
        "'#/components/parameters/none' has no target",
    ),
    (operation(answer={"$ref": "#/components/schemas/None"}), "'#/components/schemas/None' has no target"),
    ({"responses": {"default": {"description": ""}}}, "it has no successful status, only default"),
    ({"responses": {"2XX": {"description": ""}}}, "the status 2XX is a range"),
    ({}, "it has no responses"),
    (
        {"responses": {"200": {"description": "", "content": {"image/png": {}}}}},
        "the response 200 is 'image/png'",
    ),
    (
        operation() | {"requestBody": {"content": {"multipart/form-data": {"schema": {}}}}},
        "the request body is 'multipart/form-data'",
    ),
]


@pytest.mark.parametrize(("unsupported", "reason"), UNSUPPORTED)
def test_the_error_names_an_unsupported_operation_and_the_reason(
    unsupported: dict[str, Any], reason: str
) -> None:
    document = spec({"/fine": {"get": operation()}, "/x": {"get": unsupported}, "/y": {"get": unsupported}})
    with pytest.raises(UnsupportedSpecError) as caught:
        make(document)
    reasons = {part.name: part.reason for part in caught.value.parts}
    assert {"GET /x", "GET /y"} <= set(reasons)
    assert "GET /fine" not in reasons
    assert reason in reasons["GET /x"]
    assert "GET /x" in str(caught.value)


@pytest.mark.parametrize("schema", [{"type": "object"}, {"type": "array", "items": {"type": "object"}}])
def test_an_optional_object_parameter_is_omitted_with_a_note(schema: Any) -> None:
    result = make(one(**operation(parameters=[parameter("q", schema=schema)])))
    assert result.notes == ("GET /x: the parameter 'q' is an object; it is omitted",)
    with pytest.raises(UnsupportedSpecError, match="GET /x: the required parameter 'q' is an object"):
        make(one(**operation(parameters=[parameter("q", schema=schema, required=True)])))


def test_a_path_item_that_is_a_reference_is_unsupported() -> None:
    with pytest.raises(UnsupportedSpecError) as caught:
        make(spec({"/x": {"$ref": "#/components/pathItems/x"}}))
    assert caught.value.parts == (
        UnsupportedPart("/x", "the path item is a $ref; replace it with its content"),
    )


def test_the_package_has_the_server_path_and_the_spec_version(tmp_path: Path) -> None:
    generated = client(spec(servers=[{"url": "https://example.com/api/v2/"}, {"url": "/other"}]), tmp_path)
    assert (generated.package.SERVER_PATH, generated.package.SPEC_VERSION) == ("/api/v2", "1.2.3")


def test_the_server_path_is_empty_without_a_server(tmp_path: Path) -> None:
    assert client(spec(), tmp_path).package.SERVER_PATH == ""
