import codecs

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import problem_in, result_for
from seawall.core.errors import DecodeError, Problem
from seawall.core.http.message import Response
from seawall.core.wire.byte_order_mark import foreign_encoding, without_mark
from seawall.core.wire.codec import NotJsonError, decoder_for

CALL: Call[dict[str, int]] = Call(
    Operation(id="read", method="GET", path="/v1/things", result_types={200: dict[str, int]})
)


def test_the_encoding_that_a_mark_names() -> None:
    rows = [
        (b"", None),
        (b"{}", None),
        (codecs.BOM_UTF8 + b"{}", None),
        ("{}".encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + "{}".encode("utf-16-be"), "UTF-16"),
        ("{}".encode("utf-32"), "UTF-32"),
        (codecs.BOM_UTF32_BE + "{}".encode("utf-32-be"), "UTF-32"),
        ("id,".encode("utf-16-le"), "UTF-16"),
        ("id,".encode("utf-16-be"), "UTF-16"),
        ("{}".encode("utf-32-le"), "UTF-32"),
        ("{}".encode("utf-32-be"), "UTF-32"),
        (b"\0\0\0\0", None),
        (b"id", None),
    ]
    for data, name in rows:
        assert foreign_encoding(data) == name, data


def test_one_mark_of_utf_8_is_skipped() -> None:
    assert without_mark(codecs.BOM_UTF8 + b"{}") == b"{}"
    assert decoder_for(dict[str, int]).decode(codecs.BOM_UTF8 + b'{"a": 1}') == {"a": 1}
    for body in (codecs.BOM_UTF8, codecs.BOM_UTF8 + b"<", "{}".encode("utf-16")):
        with pytest.raises(NotJsonError):
            decoder_for(dict[str, int]).decode(body)


def test_a_response_with_a_mark_is_read_or_named() -> None:
    assert result_for(CALL, Response(200, {}, codecs.BOM_UTF8 + b'{"a": 1}')).value == {"a": 1}
    problem = problem_in(Response(400, {}, codecs.BOM_UTF8 + b'{"title": "Wrong"}'))
    assert problem == Problem(title="Wrong")
    rows = [(codecs.BOM_UTF8 + b"<html>", "HTML"), ("{}".encode("utf-16"), "text in UTF-16")]
    for body, content in rows:
        with pytest.raises(DecodeError, match=f"with {content}"):
            result_for(CALL, Response(200, {}, body))
