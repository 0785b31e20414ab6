"""The body of an answer is decoded by its status and its media type."""

from typing import Any

import pytest
from attrs import field, frozen

from seawall.core.engine.answer import NO_TYPE, decoded_answer, error_value, result_type
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import ByMediaType
from seawall.core.engine.result import result_for
from seawall.core.errors import StatusError
from seawall.core.http.message import Response
from tests.rows import row


@frozen(kw_only=True)
class Pet:
    pet_id: int = field(metadata={"wire": "petId"})


@frozen(kw_only=True)
class Fault:
    code: str


SEVERAL = ByMediaType({"application/json": Pet, "text/csv": str, "image/*": bytes})
JSON = "application/json"


def operation(result_types: Any, method: str = "GET", **facts: Any) -> Operation[Any]:
    return Operation(id="one", method=method, path="/one", result_types=result_types, **facts)


def test_each_status_has_its_type() -> None:
    rows: list[tuple[dict[Any, Any], int, Any]] = [
        ({200: Pet}, 200, Pet),
        ({200: Pet}, 201, NO_TYPE),
        ({200: Pet, "2XX": str}, 201, str),
        ({200: Pet, "2XX": str}, 200, Pet),
        ({"2XX": str}, 301, NO_TYPE),
        ({"default": Pet}, 200, Pet),
        ({"default": Pet}, 307, Pet),
        ({"default": Pet}, 404, NO_TYPE),
        ({404: Pet}, 404, Pet),
        ({}, 200, NO_TYPE),
    ]
    for types, status, expected in rows:
        with row(types, status):
            assert result_type(operation(types), status) is expected


def test_each_media_type_has_its_value() -> None:
    rows: list[tuple[Any, str, bytes, object]] = [
        (Pet, JSON, b'{"petId":1}', Pet(pet_id=1)),
        (Pet, "text/plain", b'{"petId":1}', Pet(pet_id=1)),
        (Pet, "", b'{"petId":1}', Pet(pet_id=1)),
        (SEVERAL, JSON, b'{"petId":1}', Pet(pet_id=1)),
        (SEVERAL, "application/json; charset=utf-8", b'{"petId":1}', Pet(pet_id=1)),
        (SEVERAL, "application/vnd.api+json", b'{"petId":1}', Pet(pet_id=1)),
        (SEVERAL, "text/csv", b"a,b", "a,b"),
        (SEVERAL, "TEXT/CSV;charset=latin-1", b"\xe9", "é"),
        (SEVERAL, "image/png", b"\x89PNG", b"\x89PNG"),
        (SEVERAL, "", b'{"petId":1}', Pet(pet_id=1)),
        (ByMediaType({"text/plain": str}), "text/plain; charset=nonsense", "é".encode(), "é"),
        (ByMediaType({"text/plain": str}), "text/plain", b"\xef\xbb\xbfa\xff", "a\ufffd"),
        (ByMediaType({"application/xml": bytes}), "application/xml", b"<a/>", b"<a/>"),
        (ByMediaType({"*/*": Pet}), JSON, b'{"petId":1}', Pet(pet_id=1)),
        (ByMediaType({"*/*": str}), "text/html", b"<a>", "<a>"),
        (ByMediaType({"*/*": str}), JSON, b'"a"', "a"),
        (ByMediaType({JSON: bytes}), JSON, b'"YQ=="', b"a"),
        (str, JSON, b'"a"', "a"),
        (None, JSON, b"anything", None),
        (Any, JSON, b"", None),
    ]
    for type_, media_type, body, expected in rows:
        with row(type_, media_type, body):
            response = Response(200, {"content-type": media_type} if media_type else {}, body)
            found = decoded_answer(operation({200: type_}), response, type_, tolerant=False)
            assert found.value == expected


def test_an_answer_without_a_body_is_none() -> None:
    for method, status in [("GET", 204), ("GET", 304), ("HEAD", 200)]:
        with row(method, status):
            one = operation({"2XX": Pet, 304: Pet}, method)
            assert result_for(Call(one), Response(status)).value is None


def test_an_error_has_its_typed_body() -> None:
    faulty = operation({200: Pet}, error_types=lambda: {404: Fault, "5XX": str, "default": Pet, 410: None})
    rows: list[tuple[int, bytes, object]] = [
        (404, b'{"code":"gone"}', Fault(code="gone")),
        (404, b"<html>", None),
        (404, b'{"other":1}', None),
        (503, b'"busy"', "busy"),
        (400, b'{"petId":1}', Pet(pet_id=1)),
        (410, b'{"petId":1}', None),
    ]
    for status, body, expected in rows:
        with row(status, body):
            response = Response(status, {"content-type": JSON}, body)
            assert error_value(faulty, response) == expected
            with pytest.raises(StatusError) as caught:
                result_for(Call(faulty), response)
            assert (caught.value.value, caught.value.body) == (expected, body)


def test_an_error_of_the_tolerant_kind_keeps_what_fits() -> None:
    @frozen(kw_only=True)
    class Wide:
        code: int
        text: str

    wide = operation({200: Pet}, error_types={"4XX": Wide})
    value: Any = error_value(wide, Response(400, {}, b'{"code":"x","text":"no"}'))
    assert value.text == "no"
