"""The name of a call in messages: the path with its values, without secrets."""

import pickle
from typing import Any
from uuid import UUID

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.call_name import call_name, shown_path
from seawall.core.engine.operation import Parameter
from seawall.core.engine.result import result_for
from seawall.core.errors import BadRequestError, NotFoundError, SeawallError
from seawall.core.http.message import Response
from seawall.core.redaction.secret import Secret, Shown

JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"
TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


def call_of(path: str, **values: object) -> Call[Any]:
    operation: Operation[Any] = Operation(id="x", method="GET", path=path, result_types={200: Any})
    return Call(operation, path=values)


def test_a_path_is_shown_with_its_values() -> None:
    rows: list[tuple[str, dict[str, object], str]] = [
        ("/v1/runs/{run_id}", {"run_id": UUID(ID)}, f"/v1/runs/{ID}"),
        ("/v1/runs/{run_id}/items/{name}", {"run_id": 7, "name": "a b/ä"}, "/v1/runs/7/items/a%20b%2F%C3%A4"),
        ("/v1/me", {}, "/v1/me"),
        ("/v1/runs/{run_id}:cancel", {"run_id": "x"}, "/v1/runs/x:cancel"),
        # Ids, even long ones, and those that are named like a credential.
        ("/v1/files/{digest}", {"digest": DIGEST}, f"/v1/files/{DIGEST}"),
        ("/v1/sessions/{session_id}", {"session_id": ID}, f"/v1/sessions/{ID}"),
        ("/v1/sessions/{sessionId}", {"sessionId": "s-1"}, "/v1/sessions/s-1"),
        ("/v1/items/{name}", {"name": "a\n\x1b[2J"}, "/v1/items/a%0A%1B%5B2J"),
        # Values without a form in a path leave the placeholder.
        ("/v1/runs/{run_id}", {}, "/v1/runs/{run_id}"),
        ("/v1/runs/{run_id}", {"run_id": ".."}, "/v1/runs/{run_id}"),
        ("/v1/runs/{run_id}", {"run_id": object()}, "/v1/runs/{run_id}"),
        ("v1/../{run_id}", {"run_id": "7"}, "v1/../{run_id}"),
    ]
    for path, values, expected in rows:
        assert shown_path(call_of(path, **values)) == expected, path


def test_a_query_value_is_repeated_only_if_it_is_shown() -> None:
    text = {"content-type": "text/plain"}
    rows = [("terminal:1", "[redacted]"), (Shown("terminal:1"), "terminal:1"), (Shown(JWT), "[redacted]")]
    for value, shown in rows:
        call = Call(call_of("/v1/x").operation, query={"image": value})
        with pytest.raises(BadRequestError) as error:
            result_for(call, Response(400, text, f"no image {value}".encode()))
        assert str(error.value) == f"GET /v1/x answered 400: no image {shown}."


def test_a_secret_in_a_path_is_not_shown() -> None:
    for name, value in [
        ("token", "hunter2"),
        ("api_key", "hunter2"),
        ("name", Secret("hunter2")),
        ("name", JWT),
        ("name", f"a{JWT}"),
        ("name", "token=hunter2"),
        ("name", "https://user:hunter2@x.test"),
        ("name", "https://x.test/a?sig=hunter2"),
        ("name", "the-token-of-this-call"),
    ]:
        call = call_of(f"/v1/{{{name}}}/x", **{name: value})
        assert call_name(call, None, "the-token-of-this-call") == "GET /v1/[redacted]/x", value


def test_a_value_that_is_a_query_value_too_is_not_shown() -> None:
    operation: Operation[Any] = Operation(id="x", method="GET", path="/v1/{a}/{b}", result_types={200: Any})
    call = Call(operation, path={"a": "hunter2", "b": "x"}, query={"q": ["hunter2"], "r": "x", "s": 7})
    assert shown_path(call) == "/v1/[redacted]/x"


def test_a_long_value_and_one_like_a_token_are_cut() -> None:
    assert shown_path(call_of("/v1/{name}", name=TOKEN)) == "/v1/ghp_16…"
    assert shown_path(call_of("/v1/{name}", name="a" * 300)) == f"/v1/{'a' * 80}…"
    # No part of an escape is left.
    assert shown_path(call_of("/v1/{name}", name="a" * 79 + "ä" * 20)) == f"/v1/{'a' * 79}…"
    assert shown_path(call_of("/v1/{name}", name="a" * 78 + "ä" * 20)) == f"/v1/{'a' * 78}…"


def test_a_declared_parameter_is_shown_as_it_is_sent() -> None:
    operation: Operation[Any] = Operation(
        id="x",
        method="GET",
        path="/v1/{ids}",
        result_types={200: Any},
        parameters=(Parameter("ids", "path", required=True),),
    )
    assert shown_path(Call(operation, path={"ids": [1, 2]})) == "/v1/1,2"


def error_of(response: Response) -> SeawallError:
    try:
        result_for(call_of("/v1/runs/{run_id}", run_id=ID), response)
    except SeawallError as error:
        return error
    raise AssertionError


def test_an_error_names_the_id_also_after_a_pickle_and_after_its_args() -> None:
    error = error_of(Response(404, {}, b'{"detail":"run not found"}'))
    assert isinstance(error, NotFoundError)
    text = f"GET /v1/runs/{ID} answered 404: run not found. Check run_id, and your access to it."
    assert (str(error), error.path) == (text, "/v1/runs/{run_id}")
    assert str(pickle.loads(pickle.dumps(error))) == text
    rebuilt = type(error)(*error.args)
    assert (str(rebuilt), rebuilt.path) == (text, "/v1/runs/{run_id}")


def test_a_decode_error_names_the_id() -> None:
    assert str(error_of(Response(200, {}, b"{"))).startswith(f"GET /v1/runs/{ID} answered 200 with invalid")
