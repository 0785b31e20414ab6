"""Items of streamed answers: server-sent events and JSON lines."""

from typing import Any

import pytest
from attrs import field, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.errors import DecodeError
from seawall.core.http.message import Headers
from seawall.core.sse.items import ItemDecoder, item_decoder
from seawall.core.sse.parser import ServerSentEvent
from seawall.core.wire.unset import UNSET, UnsetType
from tests.rows import row

EVENTS, LINES = "text/event-stream", "application/x-ndjson"


@frozen(kw_only=True)
class Token:
    text_part: str = field(metadata={"wire": "textPart"})


@frozen(kw_only=True)
class Event:
    event: str | UnsetType = UNSET
    data: Token


@frozen(kw_only=True)
class PlainEvent:
    data: str
    id: str


def decoder(type_: Any, media_type: str, *, tolerant: bool = False) -> ItemDecoder:
    operation: Operation[bytes] = Operation(
        id="chat",
        method="POST",
        path="/chat",
        result_types={200: bytes},
        item_types=lambda: {media_type: type_},
    )
    return item_decoder(
        Call(operation), Headers({"content-type": f"{media_type}; charset=utf-8"}), tolerant=tolerant
    )


ONE, TWO = Token(text_part="a"), Token(text_part="b")

ROWS: list[tuple[Any, str, bytes, list[object]]] = [
    (Token, EVENTS, b'data: {"textPart":"a"}\n\n: comment\n\ndata: {"textPart":"b"}\n\n', [ONE, TWO]),
    (Token, EVENTS, b'data: {"textPart":"a"}\n\ndata: [DONE]\n\ndata: x\n\n', [ONE]),
    (Token, EVENTS, b'data: {"textPart":\ndata: "a"}\n\n', [ONE]),
    (Event, EVENTS, b'event: token\ndata: {"textPart":"a"}\n\n', [Event(event="token", data=ONE)]),
    (Event, EVENTS, b'data: {"textPart":"a"}\n\n', [Event(event="message", data=ONE)]),
    (PlainEvent, EVENTS, b"id: 7\ndata: not JSON\n\n", [PlainEvent(data="not JSON", id="7")]),
    (str, EVENTS, b"data: a\ndata: b\n\n", ["a\nb"]),
    (ServerSentEvent, EVENTS, b"event: x\ndata: a\n\n", [ServerSentEvent(type="x", data="a")]),
    (Any, EVENTS, b'data: {"a":1}\n\ndata: hello\n\n', [{"a": 1}, "hello"]),
    (dict[str, Any], EVENTS, b'data: {"a":1}\n\n', [{"a": 1}]),
    (Token, LINES, b'{"textPart":"a"}\n\r\n{"textPart":"b"}\r\n', [ONE, TWO]),
    (Token, LINES, b'{"textPart":"a"}', [ONE]),
    (Token, "application/json-seq", b'\x1e{"textPart":"a"}\n\x1e{"textPart":"b"}\n', [ONE, TWO]),
    (int, LINES, b"", []),
]  # fmt: skip


def test_each_item_is_decoded_in_chunks_of_any_size() -> None:
    for type_, media_type, body, items in ROWS:
        for size in (1, 3, len(body) or 1):
            with row(type_, body, size):
                reader = decoder(type_, media_type)
                found: list[object] = []
                for start in range(0, len(body), size):
                    found += reader.feed(body[start : start + size])
                assert [*found, *reader.finish()] == items


def test_an_answer_that_is_no_stream_is_an_error() -> None:
    operation: Operation[bytes] = Operation(
        id="chat", method="POST", path="/chat", result_types={200: bytes}, item_types={EVENTS: Token}
    )
    for media_type in ("application/json", ""):
        with pytest.raises(
            DecodeError, match=r"^POST /chat: the answer has the media type .* which is no stream"
        ):
            item_decoder(Call(operation), Headers({"content-type": media_type}), tolerant=True)


def test_an_item_that_does_not_match_is_an_error_that_names_it() -> None:
    reader = decoder(Token, LINES)
    reader.feed(b'{"textPart":"a"}\n')
    with pytest.raises(
        DecodeError, match=r"^POST /chat: item 2 of the stream .*Expected `str`, got `int`"
    ) as caught:
        reader.feed(b'{"textPart":5,"x":"hunter2"}\n')
    assert "hunter2" not in str(caught.value)


def test_a_tolerant_decoder_keeps_what_fits() -> None:
    reader = decoder(Event, EVENTS, tolerant=True)
    items: list[Any] = reader.feed(b'event: e\ndata: {"textPart":null}\n\n')
    assert items[0].event == "e"
    assert [(drift.model, drift.field) for drift in reader.drifts] == [("Token", "textPart")]


def test_a_line_that_is_too_large_is_an_error() -> None:
    reader = decoder(str, LINES)
    assert reader.feed(b"x" * 1_000_000) == []
    with pytest.raises(DecodeError, match="larger than 1048576 bytes"):
        reader.feed(b"x" * 100_000)


def test_an_item_that_is_no_json_is_an_error_that_names_it() -> None:
    with pytest.raises(DecodeError, match="item 1 of the stream"):
        decoder(Token, LINES, tolerant=True).feed(b'{"textPart"\n')
