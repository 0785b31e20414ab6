"""Bodies in each media type."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import pytest
from attrs import field, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import PartEncoding
from seawall.core.engine.request import request_for
from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.core.http.multipart import FilePart, Piece
from seawall.core.wire.unset import UNSET, UnsetType
from tests.rows import row

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@frozen(kw_only=True)
class Inner:
    b: int
    c: list[str] | UnsetType = UNSET


@frozen(kw_only=True)
class Body:
    inner: Inner | UnsetType = field(default=UNSET, metadata={"wire": "in-ner"})
    data: bytes | UnsetType = UNSET
    note: str | UnsetType | None = UNSET
    file: FilePart | UnsetType = UNSET
    files: list[FilePart] | UnsetType = UNSET
    born: date | UnsetType = UNSET


def sent(body: object, media_type: str, encodings: dict[str, PartEncoding] | None = None) -> Request:
    operation: Operation[object] = Operation(
        id="one",
        method="POST",
        path="/a",
        result_types={200: int},
        body_encodings={media_type: encodings or {}},
    )
    call = Call(operation, body=body, media_type=media_type)
    return request_for(
        call,
        "https://api.test",
        {},
        boundary="B",
        open_files=opened,
    )


def opened(pieces: tuple[Piece, ...]) -> tuple[Iterable[bytes], int]:
    """The pieces, with the name of each file in place of its content."""
    return [piece if isinstance(piece, bytes) else b"<file>" for piece in pieces], 5


def text_of(request: Request) -> str:
    body = request.body
    assert body is not None
    assert isinstance(body, bytes | list)
    return (body if isinstance(body, bytes) else b"".join(body)).decode().replace("\r\n", "\n")


def test_whole_bodies() -> None:
    rows: list[tuple[object, str, str, str]] = [
        (Body(note=None), "application/merge-patch+json", '{"note":null}', "application/merge-patch+json"),
        (Body(), "application/merge-patch+json", "{}", "application/merge-patch+json"),
        ({"a": 1}, "application/vnd.api+json", '{"a":1}', "application/vnd.api+json"),
        (None, "application/json", "null", "application/json"),
        ("text", "application/json", '"text"', "application/json"),
        ("text", "text/plain", "text", "text/plain"),
        ("text", "text/plain; charset=utf-8", "text", "text/plain; charset=utf-8"),
        (b"<a/>", "application/xml", "<a/>", "application/xml"),
        ("<a/>", "application/xml", "<a/>", "application/xml"),
        (b"x", "application/octet-stream", "x", "application/octet-stream"),
        (b"x", "*/*", "x", "application/octet-stream"),
        ("x", "*/*", "x", "text/plain; charset=utf-8"),
        ({"a": 1}, "*/*", '{"a":1}', "application/json"),
        (b"x", "image/*", "x", "application/octet-stream"),
        (FilePart(b"x", media_type="image/png"), "image/*", "<file>", "image/png"),
        (FilePart(b"x"), "application/zip", "<file>", "application/zip"),
        ([{"a": 1}, None], "application/x-ndjson", '{"a":1}\nnull\n', "application/x-ndjson"),
    ]
    for body, media_type, text, content_type in rows:
        with row(body, media_type):
            request = sent(body, media_type)
            assert (text_of(request), request.headers["content-type"]) == (text, content_type)


def test_an_absent_body_is_not_sent() -> None:
    request = sent(UNSET, "application/json")
    assert request.body is None
    assert "content-type" not in request.headers


def test_a_charset_is_used() -> None:
    assert sent("é", "text/plain; charset=latin-1").body == b"\xe9"


def test_forms() -> None:
    rows: list[tuple[object, dict[str, PartEncoding], str]] = [
        ({"a": {"b": 1}}, {}, "a%5Bb%5D=1"),
        ({"a": {"b": {"c": [1, 2]}}}, {}, "a%5Bb%5D%5Bc%5D%5B%5D=1&a%5Bb%5D%5Bc%5D%5B%5D=2"),
        ({"items": [{"p": 1}, {"p": 2}]}, {}, "items%5B%5D%5Bp%5D=1&items%5B%5D%5Bp%5D=2"),
        ({"items": [{"p": 1}, {"p": 2}]}, {"items": PartEncoding(style="deepObject", explode=True)},
         "items%5B0%5D%5Bp%5D=1&items%5B1%5D%5Bp%5D=2"),
        ({"a": [1, 2]}, {}, "a=1&a=2"),
        ({"a": [1, 2]}, {"a": PartEncoding(style="deepObject", explode=True)}, "a%5B%5D=1&a%5B%5D=2"),
        ({"a": [1, 2]}, {"a": PartEncoding(explode=False)}, "a=1,2"),
        ({"a": {"b": 1}}, {"a": PartEncoding(media_type="application/json")}, "a=%7B%22b%22%3A1%7D"),
        ({"a": []}, {}, ""),
        (Body(inner=Inner(b=1, c=["x y"]), born=date(2024, 5, 6), note=None), {},
         "in-ner%5Bb%5D=1&in-ner%5Bc%5D%5B%5D=x+y&born=2024-05-06"),
        (Body(data=b"ab"), {}, "data=YWI%3D"),
    ]  # fmt: skip
    for body, encodings, text in rows:
        with row(body, encodings):
            assert text_of(sent(body, FORM, encodings)) == text


def part(head: str, content: str) -> str:
    return f"--B\nContent-Disposition: form-data; {head}\n\n{content}\n"


def typed(head: str, media_type: str, content: str) -> str:
    return f"--B\nContent-Disposition: form-data; {head}\nContent-Type: {media_type}\n\n{content}\n"


PDF = FilePart(b"%PDF", "a.pdf")


def test_multipart_bodies() -> None:
    json_part = PartEncoding(media_type="application/json")
    rows: list[tuple[object, dict[str, PartEncoding], str]] = [
        ({"a": 1, "none": None}, {}, part('name="a"', "1")),
        ({"a": ["x", True]}, {}, part('name="a"', "x") + part('name="a"', "true")),
        ({"a": {"b": 1}}, {}, typed('name="a"', "application/json", '{"b":1}')),
        ({"a": [{"b": 1}, {"b": 2}]}, {},
         typed('name="a"', "application/json", '{"b":1}') + typed('name="a"', "application/json", '{"b":2}')),
        ({"a": [1, 2]}, {"a": json_part}, typed('name="a"', "application/json", "[1,2]")),
        ({"a": "x"}, {"a": json_part}, typed('name="a"', "application/json", '"x"')),
        ({"a": "x"}, {"a": PartEncoding(media_type="text/csv")}, typed('name="a"', "text/csv", "x")),
        (Body(file=PDF), {}, typed('name="file"; filename="a.pdf"', "application/pdf", "<file>")),
        (Body(files=[PDF, FilePart(b"", "b", "image/png")]), {},
         typed('name="files"; filename="a.pdf"', "application/pdf", "<file>")
         + typed('name="files"; filename="b"', "image/png", "<file>")),
        ({"f": b"raw"}, {}, typed('name="f"; filename="f"', "application/octet-stream", "<file>")),
        ({"f": FilePart(b"x")}, {"f": PartEncoding(media_type="image/png, image/jpeg")},
         typed('name="f"; filename="f"', "image/png", "<file>")),
        ({"f": FilePart(b"x", "a.jpg")}, {"f": PartEncoding(media_type="image/png, image/jpeg")},
         typed('name="f"; filename="a.jpg"', "image/jpeg", "<file>")),
        ({"f": FilePart(PurePosixPath("/tmp/x y.csv"))}, {},
         typed('name="f"; filename="x y.csv"', "text/csv", "<file>")),
        ({"f": FilePart(BytesIO(b"x"))}, {},
         typed('name="f"; filename="f"', "application/octet-stream", "<file>")),
        ({'a"\r\nb': "x"}, {}, part('name="a%22%0D%0Ab"', "x")),
        ({"f": FilePart(b"x", 'a"\r\nX: y.png')}, {},
         typed('name="f"; filename="a%22%0D%0AX: y.png"', "image/png", "<file>")),
        (Body(inner=Inner(b=1)), {}, typed('name="in-ner"', "application/json", '{"b":1}')),
    ]  # fmt: skip
    for body, encodings, text in rows:
        with row(body, encodings):
            request = sent(body, MULTIPART, encodings)
            assert text_of(request) == f"{text}--B--\n"
            assert request.headers["content-type"] == "multipart/form-data; boundary=B"


def test_the_length_of_a_body_with_files_is_announced() -> None:
    assert sent({"f": b"x"}, MULTIPART).headers["content-length"] == "5"
    assert "content-length" not in sent({"a": 1}, MULTIPART).headers


def test_a_body_that_can_not_be_sent_is_named() -> None:
    rows: list[tuple[Any, str, str]] = [
        (
            {"a": 1},
            "application/xml",
            "body is of type dict. ",
        ),
        (5, "text/plain", "body is of type int. "),
        ("x", FORM, "body is of type str. Give a dict or a model."),
        ([1], MULTIPART, "body is of type list. Give a dict or a model."),
        ("é", "text/plain; charset=ascii", "body has characters that its charset does not have. "),
        ({"a": [object()]}, MULTIPART, "body.a is of type object"),
    ]
    for body, media_type, message in rows:
        with row(media_type):
            with pytest.raises(InputError) as caught:
                sent(body, media_type)
            assert message.split(" is of")[0] in str(caught.value)
            assert str(caught.value).startswith("one: the body can not be sent: ")
