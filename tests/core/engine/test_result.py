import json
from typing import Any

import pytest
from attrs import frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import problem_in, request_id_in, result_for, status_error
from seawall.core.errors import DecodeError, Problem, SeawallError, StatusError
from seawall.core.http.message import Headers, Response
from seawall.core.redaction.redact import redact

SECRET = "hunter2"
JSON = {"content-type": "application/json"}
JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"


@frozen(kw_only=True)
class Thing:
    id: int


OPERATION: Operation[Any] = Operation(
    id="get_thing",
    method="GET",
    path="/v1/things/{thing_id}",
    result_types={200: Thing, 202: Any, 204: None},
)
CALL = Call(OPERATION, path={"thing_id": 7}, query={"q": SECRET}, headers={"h": SECRET})


def error_of(response: Response) -> SeawallError:
    with pytest.raises(SeawallError) as caught:
        result_for(CALL, response)
    return caught.value


def test_a_success_is_decoded() -> None:
    response = Response(200, JSON, b'{"id":1,"new":2}')
    result = result_for(CALL, response)
    assert result.value == Thing(id=1)


def test_the_raw_body_keeps_what_the_model_drops() -> None:
    assert result_for(CALL, Response(200, JSON, b'{"id":1,"new":2}')).response.body == b'{"id":1,"new":2}'


def test_a_response_without_a_body_decodes_to_none() -> None:
    for body in [b"", b"anything"]:
        assert result_for(CALL, Response(204, {}, body)).value is None, body


def test_an_empty_body_of_type_any_decodes_to_none() -> None:
    for body, value in [(b"", None), (b"null", None), (b'{"a":1}', {"a": 1})]:
        assert result_for(CALL, Response(202, {}, body)).value == value, (body, value)


REMEDIES = {
    401: " The server refuses the token. Give another one.",
    402: " Its limit is that of your plan: change the plan, or wait until the limit is reset.",
    403: " Ask for access, or use the token of a user who has it.",
    404: " Check thing_id, and your access to it.",
}


def test_each_unsuccessful_status_has_its_error_class() -> None:
    for status, name in [
        (201, "UnexpectedStatusError"),
        (302, "UnexpectedStatusError"),
        (400, "BadRequestError"),
        (401, "UnauthorizedError"),
        (402, "PaymentRequiredError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (418, "ClientStatusError"),
        (429, "RateLimitedError"),
        (503, "ServerStatusError"),
        (520, "ServerStatusError"),
    ]:
        error = error_of(Response(status, JSON, b'{"detail":"no"}'))
        assert type(error).__name__ == name, (status, name)
        remedy = REMEDIES.get(status, "")
        assert str(error) == f"GET /v1/things/7 answered {status}: no.{remedy}", (status, name)


def test_no_remedy_looks_like_a_secret() -> None:
    for remedy in REMEDIES.values():
        assert redact(remedy) == remedy.strip()


def test_a_status_error_has_the_response_and_the_problem() -> None:
    headers = {**JSON, "X-Request-Id": "r-1", "Retry-After": "5"}
    error = error_of(Response(409, headers, b'{"detail":"Run has ended."}'))
    assert isinstance(error, StatusError)
    assert (error.status, error.method, error.path) == (409, "GET", "/v1/things/{thing_id}")
    assert (error.request_id, error.problem) == ("r-1", Problem(detail="Run has ended."))
    assert (error.headers["retry-after"], error.body) == ("5", b'{"detail":"Run has ended."}')
    assert str(error) == "GET /v1/things/7 answered 409 (request r-1): Run has ended."


def test_the_request_id_is_read_from() -> None:
    for name in ["X-Request-ID", "request-id", "x-correlation-id", "x-amzn-RequestId", "x-ms-request-id"]:
        assert request_id_in(Headers({name: "r-1", "x-other": "no"})) == "r-1", name


def test_a_missing_request_id_is_none() -> None:
    assert request_id_in(Headers({"x-other": "no"})) is None


def test_problem_details_are_read_from_the_body() -> None:
    for body, problem in [
        (
            {"type": "https://errors.test/full", "title": "Full", "detail": "No room.", "status": 409},
            Problem(title="Full", detail="No room.", type="https://errors.test/full"),
        ),
        ({"detail": "No room."}, Problem(detail="No room.")),
        ({"message": "No room."}, Problem(detail="No room.")),
        (
            {"error": "invalid_grant", "error_description": "It is old."},
            Problem(title="invalid_grant", detail="It is old."),
        ),
        (
            {"detail": [{"loc": ["body", "items", 0, "id"], "msg": "Field required", "input": SECRET}]},
            Problem(faults=("body.items.0.id: Field required",)),
        ),
        ({"detail": [{"loc": ["query", "q"]}]}, Problem(faults=("query.q: is not valid",))),
        ({"detail": [{"loc": 5, "msg": "no"}]}, Problem(faults=(": no",))),
        (
            {"detail": [{"msg": str(number)} for number in range(9)]},
            Problem(faults=(": 0", ": 1", ": 2", ": 3", ": 4")),
        ),
        ({"detail": ["a", 5, None]}, None),
        ({"detail": {"a": 1}}, None),
        ({"title": 5, "detail": "  ", "type": None}, None),
        ({}, None),
        ([], None),
        ("no", None),
        (None, None),
    ]:
        assert problem_in(Response(422, JSON, json.dumps(body).encode())) == problem, (body, problem)


def test_a_body_without_problem_details_is_none() -> None:
    for body in [b"", b"<html>", b"\xff", b'{"detail":', b"[" * 200_000, b"null"]:
        assert problem_in(Response(500, {}, body)) is None, body


def test_a_short_text_is_the_detail() -> None:
    text = {"content-type": "text/plain; charset=utf-8"}
    for headers, body, detail in [
        (text, b"Invalid value for 'cores': 3\n", "Invalid value for 'cores': 3"),
        ({"content-type": "TEXT/PLAIN"}, "zu gro\u00df\r\nLine 2".encode(), "zu gro\u00df Line 2"),
        (text, b"\x1b[31mred\xff", "[31mred\ufffd"),
        (text, b"404", "404"),
        (text, b"token=abcdefgh12345678 is bad", "token=[redacted] is bad"),
        (text, b" \n", None),
        (text, b"<html>no</html>", None),
        ({"content-type": "application/octet-stream"}, b"bytes", None),
        ({}, b"no type", None),
    ]:
        problem = problem_in(Response(400, headers, body))
        assert problem == (None if detail is None else Problem(detail=detail)), (headers, body)
    error = error_of(Response(400, text, b"The name is taken.\n"))
    assert str(error) == "GET /v1/things/7 answered 400: The name is taken."


def test_an_error_without_problem_details_has_the_status() -> None:
    assert str(error_of(Response(500, {}, b""))) == "GET /v1/things/7 answered 500."


def test_a_success_that_does_not_match_the_spec_is_a_decode_error() -> None:
    for headers, body, words in [
        ({"content-type": "text/html; charset=utf-8"}, b"", "with HTML"),
        ({"content-type": "text/plain"}, b"<!doctype html>", "with HTML"),
        (JSON, b'{"id":', "with invalid JSON"),
        (JSON, b"", "with invalid JSON"),
        (JSON, b"hunter2", "with invalid JSON"),
        (JSON, b'{"id":"hunter2"}', "with unexpected JSON (Expected `int`, got `str` - at `$.id`)"),
        (JSON, b'["hunter2"]', "with unexpected JSON"),
        (JSON, b'{"id":' + b"[" * 200_000, "with unexpected JSON"),
    ]:
        error = error_of(Response(200, {**headers, "request-id": "r-1"}, body))
        assert isinstance(error, DecodeError), (headers, body, words)
        assert words in str(error), (headers, body, words)
        assert str(error).startswith("GET /v1/things/7 answered 200 (request r-1) with "), (
            headers,
            body,
            words,
        )
        assert SECRET not in str(error), (headers, body, words)
        assert (error.status, error.request_id, error.body) == (200, "r-1", body), (headers, body, words)


def test_no_secret_shows() -> None:
    for status in [200, 400, 500]:
        for headers, body in [
            ({"set-cookie": SECRET}, b""),
            ({"location": f"https://x.test/?sig={SECRET}"}, b""),
            ({"www-authenticate": SECRET}, b""),
            ({"x-request-id": f"token={SECRET}"}, b""),
            ({}, SECRET.encode()),
            ({}, f'{{"data":"{SECRET}"}}'.encode()),
            ({}, f'{{"{SECRET}":1}}'.encode()),
            (
                {},
                f'{{"detail":[{{"loc":["body"],"msg":"no","input":"{SECRET}","ctx":"{SECRET}"}}]}}'.encode(),
            ),
            ({}, f'{{"detail":"password={SECRET}"}}'.encode()),
            ({}, f'{{"detail":"Bearer {SECRET}{SECRET}"}}'.encode()),
            ({}, f'{{"title":"api_key: {SECRET}"}}'.encode()),
            ({}, f'{{"detail":[{{"msg":"secret={SECRET}"}}]}}'.encode()),
            ({}, f'{{"detail":"see https://x.test/?q={SECRET}"}}'.encode()),
            ({}, f'{{"type":"https://x.test/?q={SECRET}"}}'.encode()),
        ]:
            error = error_of(Response(status, headers, body))
            shown = [
                str(error),
                repr(error),
                repr(getattr(error, "headers", "")),
                repr(getattr(error, "problem", "")),
            ]
            assert [text for text in shown if SECRET in text] == [], (status, headers, body)


def test_no_token_shows() -> None:
    error = error_of(Response(403, JSON, json.dumps({"detail": f"{JWT} may not"}).encode()))
    sentence, _, remedy = str(error).partition(". ")
    assert sentence == "GET /v1/things/7 answered 403: [redacted] may not"
    assert remedy == "Ask for access, or use the token of a user who has it."


def test_the_repr_of_a_result_shows_no_content() -> None:
    result = result_for(CALL, Response(202, {"set-cookie": SECRET}, f'"{SECRET}"'.encode()))
    assert SECRET not in repr(result)


def test_control_characters_of_the_server_are_removed() -> None:
    error = status_error("GET", "/v1", Response(400, JSON, b'{"detail":"a\\u001b[2Jb\\r\\nc"}'))
    assert str(error) == "GET /v1 answered 400: a [2Jb c."


def test_a_percent_encoded_token_is_redacted_too() -> None:
    token = "CAN/ARY+secret=="
    body = json.dumps({"detail": "no CAN%2FARY%2Bsecret%3D%3D here"}).encode()
    with pytest.raises(SeawallError) as caught:
        result_for(CALL, Response(403, JSON, body), token=token)
    assert "secret" not in str(caught.value)
