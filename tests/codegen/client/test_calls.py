"""Call builders of generated code."""

import inspect
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

from seawall.core.engine.call import Call, StreamCall
from seawall.core.engine.operation import ByMediaType
from seawall.core.http.multipart import FilePart
from seawall.core.wire.unset import UNSET, UnsetType
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
    assert call.operation.query_parameters == {"share_token", "page-size"}
    assert call.query == {"share_token": None, "page-size": None}
    assert call.headers == {"X-Trace": "t"}
    assert (call.body, call.media_type) == (None, None)
    assert calls.get_run.__doc__ == "GET /v1/runs/{run_id}: Get Run. Defaults: `page_size` 50."
    assert str(inspect.signature(calls.get_run)) == (
        "(run_id: 'UUID', *, share_token: 'str | None' = None, page_size: 'int | None' = None, "
        "x_trace: 'str')"
        " -> 'Call[int]'"
    )
    assert get_type_hints(calls.get_run)["return"] == Call[int]


def test_path_parameters_are_positional_in_the_order_of_the_path(tmp_path: Path) -> None:
    get = operation(
        operationId="f",
        parameters=[parameter("b", "path", required=True), parameter("a", "path", required=True)],
    )
    call = client(spec({"/{a}/y/{b}": {"get": get}}), tmp_path).calls.f("first", "second")
    assert call.path == {"a": "first", "b": "second"}


def test_operations_inherit_and_override_the_parameters_of_their_path(tmp_path: Path) -> None:
    item = {
        "parameters": [parameter("a", "path", required=True), parameter("q", schema={"type": "integer"})],
        "get": operation(operationId="f", parameters=[parameter("q")]),
        "head": operation(operationId="g"),
    }
    calls = client(spec({"/{a}": item}), tmp_path).calls
    assert get_type_hints(calls.f)["q"] == str | None
    assert get_type_hints(calls.g)["q"] == int | None


TYPES = [
    ({"type": "integer", "default": 5}, "int | None = None"),
    ({"type": "string", "enum": ["up", "down"]}, 'Literal["up", "down"] | None = None'),
    ({"type": "integer", "enum": [1, 2]}, "Literal[1, 2] | None = None"),
    ({"type": "array", "items": {"enum": ["a", "b"]}}, 'list[Literal["a", "b"]] | None = None'),
    ({"$ref": "#/components/schemas/Order"}, "models.Order | None = None"),
    ({"type": "object", "properties": {"a": {}}}, "models.GetXQ | None = None"),
    ({"type": "string", "format": "date"}, "dt.date | None = None"),
    ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "int | None = None"),
    ({}, "object = None"),
]


def test_the_type_of_a_parameter_follows_its_schema() -> None:
    wrong = []
    for schema, expected in TYPES:
        get = operation(operationId="get_x", parameters=[parameter("q", schema=schema)])
        document = spec({"/x": {"get": get}}, {"Order": {"enum": ["up", "down"]}})
        calls = make(document).files["calls.py"].decode()
        if f"def get_x(*, q: {expected}) ->" not in calls:
            wrong.append((schema, expected, calls))
    assert wrong == []


def test_the_only_value_of_a_required_parameter_is_its_default(tmp_path: Path) -> None:
    version = parameter("X-Version", "header", {"const": "2"}, required=True)
    calls = client(one(**operation(operationId="get_x", parameters=[version])), tmp_path).calls
    assert calls.get_x().headers == {"X-Version": "2"}


FACTS = [
    (
        parameter("q", schema={"type": "integer", "minimum": 1}),
        'Parameter("q", "query", limits=Limits(minimum=1))',
    ),
    (
        parameter("q", style="deepObject", explode=True),
        'Parameter("q", "query", style="deepObject", explode=True)',
    ),
    (parameter("q", explode=False), 'Parameter("q", "query", explode=False)'),
    (
        parameter("q", allowReserved=True, required=True),
        'Parameter("q", "query", required=True, allow_reserved=True)',
    ),
    (parameter("X-A", "header", deprecated=True), 'Parameter("X-A", "header", deprecated=True)'),
    (parameter("sid", "cookie"), 'Parameter("sid", "cookie")'),
    (
        {"name": "q", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}},
        f'Parameter("q", "query", media_type="{JSON}")',
    ),
]


def test_an_operation_has_the_facts_of_its_parameters() -> None:
    wrong = []
    for declared, expected in FACTS:
        calls = make(one(**operation(operationId="get_x", parameters=[declared]))).files["calls.py"].decode()
        if f"parameters=({expected},)," not in calls:
            wrong.append((expected, calls))
    assert wrong == []


def test_an_operation_has_security_deprecation_and_the_idempotency_header(tmp_path: Path) -> None:
    get = operation(
        operationId="get_x",
        deprecated=True,
        security=[{"oauth": ["read", "write"]}, {}],
        parameters=[parameter("idempotency-key", "header"), parameter("sid", "cookie")],
    )
    schemes = {"oauth": {"type": "oauth2", "flows": {}}}
    calls = client(spec({"/x": {"get": get}}, components={"securitySchemes": schemes}), tmp_path).calls
    assert calls.GET_X.security == ({"oauth": ("read", "write")}, {})
    assert calls.GET_X.deprecated
    assert calls.GET_X.idempotency_header == "idempotency-key"
    assert "Deprecated." in calls.get_x.__doc__
    assert calls.get_x(sid="a").cookies == {"sid": "a"}


def test_the_headers_of_a_result_are_named_in_the_docstring(tmp_path: Path) -> None:
    headers = {"X-Total": {"schema": {"type": "integer"}}, 'no"name': {"schema": {}}}
    answers = {
        "200": {"description": "", "headers": headers},
        "400": {"description": "", "headers": {"X-No": {}}},
    }
    document = spec({"/x": {"get": {"operationId": "get_x", "responses": answers}}})
    calls = client(document, tmp_path).calls
    assert calls.get_x.__doc__ == "GET /x. Headers of the response: `X-Total`."


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
    ({"s2XX": with_json(INT)}, {"2XX": int}, int),
    ({"sdefault": with_json(INT)}, {"default": int}, int),
    ({"s404": with_json(INT)}, {}, type(None)),
    (
        {"s200": NOTHING | {"content": {"text/csv": {}, JSON: {"schema": INT}}}},
        {200: ByMediaType({"text/csv": str, JSON: int})},
        str | int,
    ),
    ({"s200": NOTHING | {"content": {"image/png": {}}}}, {200: ByMediaType({"image/png": bytes})}, bytes),
]


@pytest.mark.parametrize(("responses", "types", "result"), ANSWERS)
def test_only_successful_responses_decide_the_result_type(
    responses: dict[str, Any], types: dict[int, Any], result: Any, tmp_path: Path
) -> None:
    calls = client(answers(**responses), tmp_path).calls
    assert calls.GET_X.result_types == types
    assert get_type_hints(calls.get_x)["return"] == Call[result]


def test_answers_that_are_errors_have_types(tmp_path: Path) -> None:
    responses = {"s200": NOTHING, "s404": with_json(INT), "s5XX": NOTHING, "sdefault": with_json({})}
    assert client(answers(**responses), tmp_path).calls.GET_X.error_types == {404: int, "default": Any}


def test_a_stream_has_the_type_of_its_items(tmp_path: Path) -> None:
    events = {"s200": NOTHING | {"content": {"text/event-stream": {"schema": INT}}}}
    calls = client(answers(**events), tmp_path).calls
    assert calls.GET_X.item_types == {"text/event-stream": int}
    assert calls.GET_X.result_types == {200: ByMediaType({"text/event-stream": bytes})}
    assert calls.GET_X.accept == ("text/event-stream",)
    assert get_type_hints(calls.get_x)["return"] == StreamCall[bytes, int]
    assert isinstance(calls.get_x(), StreamCall)


def test_a_body_of_several_media_types_is_a_choice(tmp_path: Path) -> None:
    text = {"type": "object", "properties": {"a": {"type": "string"}}}
    form = {"application/x-www-form-urlencoded": {"schema": text}}
    content = {
        "multipart/form-data": {
            "schema": text | {"properties": {"f": {"type": "string", "format": "binary"}}}
        },
        JSON: {"schema": text},
        # Equal to the JSON: one class.
        **form,
        "application/octet-stream": {},
    }
    put = operation(operationId="put_x") | {"requestBody": {"required": True, "content": content}}
    generated = client(spec({"/x": {"put": put}}), tmp_path)
    calls, models = generated.calls, generated.models
    hints = get_type_hints(calls.put_x)
    assert hints["body"] == models.PutXRequest | models.PutXRequest2 | bytes | FilePart
    assert get_args(hints["media_type"]) == tuple(content)
    assert (
        calls.put_x(body=b"x", media_type="application/octet-stream").media_type == "application/octet-stream"
    )
    assert calls.put_x(body=b"x").media_type == "multipart/form-data"
    assert {
        get_type_hints(model)[name]
        for model in (models.PutXRequest, models.PutXRequest2)
        for name in "f"
        if name in get_type_hints(model)
    } == {FilePart | UnsetType}


def test_the_parts_of_a_body_have_encodings(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"meta": {"type": "object"}, "tags": {"type": "array"}}}
    encoding = {"meta": {"contentType": JSON}, "tags": {"style": "form", "explode": False}}
    content = {"multipart/form-data": {"schema": schema, "encoding": encoding}}
    put = operation(operationId="put_x") | {"requestBody": {"content": content}}
    encodings = client(spec({"/x": {"put": put}}), tmp_path).calls.PUT_X.body_encodings
    assert encodings["multipart/form-data"]["meta"].media_type == JSON
    assert encodings["multipart/form-data"]["tags"].explode is False


def test_a_body_may_be_a_form(tmp_path: Path) -> None:
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    put = operation(operationId="put_x") | {"requestBody": {"required": True, "content": form}}
    call = client(spec({"/x": {"put": put}}), tmp_path).calls.put_x(body={"a": "b"})
    assert (call.body, call.media_type) == ({"a": "b"}, "application/x-www-form-urlencoded")


def test_an_omitted_optional_body_is_unset(tmp_path: Path) -> None:
    put = operation(operationId="put_x", body={"type": "object"}, parameters=[parameter("body")])
    put["requestBody"]["required"] = False
    calls = client(spec({"/x": {"put": put}}), tmp_path).calls
    assert calls.put_x().body is UNSET
    assert calls.put_x(body={}, body_query="q").media_type == JSON
    assert calls.put_x(body={}, body_query="q").query == {"body": "q"}


def test_a_client_of_many_operations_has_a_module_for_each_tag(tmp_path: Path) -> None:
    paths = {
        f"/a{number}": {
            "get": operation(operationId=f"get_a{number}", tags=["Pets" if number % 2 else "pets_calls"])
        }
        for number in range(60)
    }
    generated = client(spec(paths), tmp_path)
    assert {"calls/pets_calls.py", "calls/pets_calls_calls.py"} <= set(generated.result.files)
    assert generated.calls.get_a1().operation is generated.calls.GET_A1
    assert f"{generated.name}.calls.pets_calls_calls" not in sys.modules


def test_the_package_has_the_server_path_and_the_spec_version(tmp_path: Path) -> None:
    generated = client(spec(servers=[{"url": "https://example.com/api/v2/"}, {"url": "/other"}]), tmp_path)
    assert (generated.package.SERVER_PATH, generated.package.SPEC_VERSION) == ("/api/v2", "1.2.3")


def test_the_package_has_the_servers_with_the_defaults_of_their_variables(tmp_path: Path) -> None:
    variables = {"region": {"default": "eu", "enum": ["eu", "us"]}}
    servers = [{"url": "https://{region}.example.com/v3", "variables": variables}, {"url": "https://x.test"}]
    own = operation(operationId="f", servers=[{"url": "https://files.example.com"}])
    generated = client(spec({"/x": {"get": own}}, servers=servers), tmp_path)
    assert generated.package.SERVERS == ("https://eu.example.com/v3", "https://x.test")
    assert generated.package.SERVER_PATH == "/v3"
    assert generated.result.notes == (
        "GET /x has the server https://files.example.com; send it with a client that has this base URL.",
    )


def test_the_server_path_is_empty_without_a_server(tmp_path: Path) -> None:
    assert client(spec(), tmp_path).package.SERVER_PATH == ""


def test_operations_that_differ_in_the_query_of_their_path_send_the_same_path(tmp_path: Path) -> None:
    paths = {
        f"/jobs?action={action}": {"post": operation(operationId=f"{action}_jobs")}
        for action in ("start", "stop")
    }
    calls = client(spec(paths), tmp_path).calls
    assert {calls.START_JOBS.path, calls.STOP_JOBS.path} == {"/jobs"}
    assert calls.stop_jobs(action="stop").query == {"action": "stop"}
