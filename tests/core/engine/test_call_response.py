"""The response of a call as users see it."""

import pytest
from attrs import frozen

from seawall.core.engine.call_response import CallResponse
from seawall.core.errors import DecodeError
from seawall.core.http.message import Headers


@frozen
class Thing:
    id: int


def response(content: bytes, content_type: str = "application/json") -> CallResponse:
    return CallResponse(
        operation="get_thing",
        method="GET",
        path="/v1/things/{id}",
        status=200,
        headers=Headers({"content-type": content_type, "x-secret": "hunter2"}),
        content=content,
        request_id="r1",
    )


def test_json_is_plain_data_or_of_a_type() -> None:
    seen = response(b'{"id": 1}')
    assert seen.json() == {"id": 1}
    assert seen.json(dict[str, int])["id"] == 1
    assert seen.json(Thing) == Thing(1)


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [(b"<p>hunter2", None, "invalid JSON"), (b'{"id": "hunter2"}', Thing, "JSON of another type")],
)
def test_a_content_that_does_not_fit_is_a_decode_error(
    content: bytes, kind: type[Thing] | None, text: str
) -> None:
    with pytest.raises(DecodeError, match=f"GET /v1/things/{{id}} answered 200 with {text}") as caught:
        response(content).json() if kind is None else response(content).json(kind)
    assert (caught.value.status, caught.value.request_id, caught.value.body) == (200, "r1", content)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("Käse".encode(), "text/plain"),
        ("Käse".encode("latin-1"), "text/plain; charset=latin-1"),
        ("\ufeffKäse".encode(), "text/plain; charset=utf-8"),
        ("Käse".encode(), "text/plain; charset=no-such-charset"),
    ],
)
def test_text_has_the_charset_of_the_media_type(content: bytes, content_type: str) -> None:
    assert response(content, content_type).text == "Käse"


def test_the_repr_shows_no_value() -> None:
    assert "hunter2" not in repr(response(b"hunter2"))
