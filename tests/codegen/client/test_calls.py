"""Calls: operation in, builder out."""

import inspect
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import pytest

from seawall.codegen.errors import Loss, LostError
from seawall.core.engine.call import Call
from seawall.core.wire.codec import decoder_for
from tests.codegen.making import JSON, client, make, operation, spec

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


def test_a_builder_returns_the_request_not_yet_sent(tmp_path: Path) -> None:
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


def test_a_path_s_parameters_are_those_of_each_operation_unless_it_says_otherwise(tmp_path: Path) -> None:
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


@pytest.mark.parametrize(("schema", "expected"), DEFAULTS)
def test_a_default_of_the_spec_is_the_default_where_it_is_plain(schema: Any, expected: str) -> None:
    result = make(one(**operation(operationId="get_x", parameters=[parameter("q", schema=schema)])))
    assert f"def get_x(*, q: {expected}) ->" in result.files["calls.py"].decode()


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
def test_only_successful_answers_decide_the_type(
    responses: dict[str, Any], types: dict[int, Any], result: Any, tmp_path: Path
) -> None:
    calls = client(answers(**responses), tmp_path).calls
    assert calls.GET_X.result_types == types
    assert get_type_hints(calls.get_x)["return"] == Call[result]
    assert all(decoder_for(type_) for type_ in types.values() if type_ is not None)


def test_bodies_are_json_before_forms_and_go_out_as_such(tmp_path: Path) -> None:
    content = {
        "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
        "application/merge-patch+json": {
            "schema": {"type": "object", "properties": {"a": {"type": "integer"}}}
        },
    }
    put = operation(operationId="put_x") | {"requestBody": {"required": True, "content": content}}
    made = client(spec({"/x": {"put": put}}), tmp_path)
    body = made.models.PutXBody(a=1)
    call = made.calls.put_x(body=body)
    assert (call.body, call.media_type) == (body, "application/merge-patch+json")


def test_a_form_is_a_body_too(tmp_path: Path) -> None:
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    put = operation(operationId="put_x") | {"requestBody": {"required": True, "content": form}}
    call = client(spec({"/x": {"put": put}}), tmp_path).calls.put_x(body={"a": "b"})
    assert (call.body, call.media_type) == ({"a": "b"}, "application/x-www-form-urlencoded")


def test_a_body_that_need_not_be_is_none_and_then_has_no_media_type(tmp_path: Path) -> None:
    put = operation(operationId="put_x", body={"type": "object"}, parameters=[parameter("body")])
    put["requestBody"]["required"] = False
    calls = client(spec({"/x": {"put": put}}), tmp_path).calls
    assert (calls.put_x().body, calls.put_x().media_type) == (None, None)
    assert calls.put_x(body={}, body_query="q").media_type == JSON
    assert calls.put_x(body={}, body_query="q").query == {"body": "q"}


def test_optional_cookies_are_left_out_and_noted() -> None:
    result = make(one(**operation(parameters=[parameter("sid", "cookie")])))
    assert result.notes == ("GET /x: the optional cookie 'sid' is left out",)
    assert b"sid" not in result.files["calls.py"]


LOST = [
    (operation(parameters=[parameter("sid", "cookie", required=True)]), "it requires the cookie 'sid'"),
    (operation(parameters=[{"name": "q", "in": "query", "content": {}}]), "the parameter 'q' has no schema"),
    (operation(parameters=[parameter("q", "body")]), "the parameter 'q' is in 'body'"),
    (
        operation(parameters=[parameter("id", "path")]),
        "its path names the parameters [], its parameters are ['id']",
    ),
    (operation(parameters=[parameter("q", "header", {"type": "array"})]), "the parser drops it"),
    (
        operation(parameters=[{"$ref": "#/components/parameters/none"}]),
        "'#/components/parameters/none' leads nowhere",
    ),
    (operation(answer={"$ref": "#/components/schemas/None"}), "'#/components/schemas/None' leads nowhere"),
    ({"responses": {"default": {"description": ""}}}, "it names no successful status, only default"),
    ({"responses": {"2XX": {"description": ""}}}, "it answers 2XX, a range"),
    ({}, "it has no responses"),
    (
        {"responses": {"200": {"description": "", "content": {"image/png": {}}}}},
        "it answers 200 with 'image/png'",
    ),
    (
        operation() | {"requestBody": {"content": {"multipart/form-data": {"schema": {}}}}},
        "its body is 'multipart/form-data'",
    ),
]


@pytest.mark.parametrize(("lost", "why"), LOST)
def test_an_operation_that_can_not_be_generated_is_named_with_its_reason(
    lost: dict[str, Any], why: str
) -> None:
    document = spec({"/fine": {"get": operation()}, "/x": {"get": lost}, "/y": {"get": lost}})
    with pytest.raises(LostError) as caught:
        make(document)
    losses = {loss.what: loss.why for loss in caught.value.losses}
    assert {"GET /x", "GET /y"} <= set(losses)
    assert "GET /fine" not in losses
    assert why in losses["GET /x"]
    assert "GET /x" in str(caught.value)


@pytest.mark.parametrize("schema", [{"type": "object"}, {"type": "array", "items": {"type": "object"}}])
def test_a_parameter_that_is_an_object_is_left_out_where_it_may_be(schema: Any) -> None:
    result = make(one(**operation(parameters=[parameter("q", schema=schema)])))
    assert result.notes == ("GET /x: the parameter 'q', an object, is left out",)
    with pytest.raises(LostError, match="GET /x: its parameter 'q' is an object"):
        make(one(**operation(parameters=[parameter("q", schema=schema, required=True)])))


def test_a_path_item_that_is_a_reference_is_lost() -> None:
    with pytest.raises(LostError) as caught:
        make(spec({"/x": {"$ref": "#/components/pathItems/x"}}))
    assert caught.value.losses == (Loss("/x", "its path item is a $ref; write it out"),)


def test_the_package_knows_where_the_server_is_and_which_spec_it_was(tmp_path: Path) -> None:
    made = client(spec(servers=[{"url": "https://example.com/api/v2/"}, {"url": "/other"}]), tmp_path)
    assert (made.package.SERVER_PATH, made.package.SPEC_VERSION) == ("/api/v2", "1.2.3")


def test_without_a_server_there_is_no_path(tmp_path: Path) -> None:
    assert client(spec(), tmp_path).package.SERVER_PATH == ""
