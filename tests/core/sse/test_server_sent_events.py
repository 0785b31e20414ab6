"""Server-sent events: WHATWG HTML, section 9.2.5 (parsing) and 9.2.6 (interpreting), with their examples."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import DecodeError, NotSentError, SeawallError, ServerStatusError
from seawall.core.http.message import Headers
from seawall.core.sse.parser import (
    EventParser,
    ServerSentEvent,
    is_event_stream,
    reconnection_delay_s,
)


def event(data: str, type_: str = "message", id_: str = "") -> ServerSentEvent:
    return ServerSentEvent(type=type_, data=data, id=id_)


STREAMS: list[tuple[str, bytes, list[ServerSentEvent]]] = [
    # The examples of section 9.2.6.
    ("three lines of data", b"data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]),
    (
        "four blocks",
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [event("first event", id_="1"), event("second event"), event(" third event")],
    ),
    ("empty data, and data that is never ended", b"data\n\ndata\ndata\n\ndata:", [event(""), event("\n")]),
    ("one space after the colon is dropped", b"data:test\n\ndata: test\n\n", [event("test"), event("test")]),
    # The example of section 9.2.2.
    (
        "types",
        b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
        [event("73857293", "add"), event("2153", "remove"), event("113411", "add")],
    ),
    # Section 9.2.5: ends of lines, byte order mark.
    ("LF", b"data: a\ndata: b\n\n", [event("a\nb")]),
    ("CR", b"data: a\rdata: b\r\r", [event("a\nb")]),
    ("CRLF", b"data: a\r\ndata: b\r\n\r\n", [event("a\nb")]),
    ("all three", b"data: a\r\ndata: b\rdata: c\n\r", [event("a\nb\nc")]),
    ("a byte order mark", b"\xef\xbb\xbfdata: a\n\n", [event("a")]),
    ("only the first mark", b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", [event("b")]),
    ("half a mark", b"\xef\xbbdata: a\n\ndata: b\n\n", [event("b")]),
    ("other line ends are data", "data: a\u2028b\x0bc\x85d\n\n".encode(), [event("a\u2028b\x0bc\x85d")]),
    ("UTF-8", "data: Zürich 💡\n\n".encode(), [event("Zürich 💡")]),
    ("what is no UTF-8 is replaced", b"data: \xff\xc3\n\n", [event("\ufffd\ufffd")]),
    # Section 9.2.6: fields.
    ("a comment", b":data: no\ndata: a\n: no\n\n", [event("a")]),
    ("unknown fields", b"Data: no\n data: no\nfoo: no\ndata: a\n\n", [event("a")]),
    ("a value with colons", b"data: a: b:c\n\n", [event("a: b:c")]),
    ("a tab is no space", b"data:\ta\n\n", [event("\ta")]),
    ("no data, no event", b"event: a\nid: 1\n\ndata: b\n\n", [event("b", id_="1")]),
    ("a type ends with its event", b"event: a\n\ndata: b\n\n", [event("b")]),
    ("the last type counts", b"event: a\nevent: b\ndata: c\n\n", [event("c", "b")]),
    ("an empty type is none", b"event: a\nevent:\ndata: c\n\n", [event("c")]),
    ("an id stays", b"id: 1\ndata: a\n\ndata: b\n\n", [event("a", id_="1"), event("b", id_="1")]),
    (
        "an empty id resets the id",
        b"id: 1\ndata: a\n\nid:\ndata: b\n\n",
        [event("a", id_="1"), event("b")],
    ),
    ("an id with NUL is ignored", b"id: 1\nid: 2\x003\ndata: a\n\n", [event("a", id_="1")]),
    ("blank lines", b"\n\n\ndata: a\n\n\n\n", [event("a")]),
    # Section 9.2.6: once the end of the file is reached, any pending data must be discarded.
    ("an incomplete event", b"data: a\n\nid: 2\ndata: b\n", [event("a")]),
    ("nothing", b"", []),
]


def test_chunks_of_any_size_give_the_same_events() -> None:
    for name, stream, events in STREAMS:
        for size in (1, 2, 3, 7, 10**6):
            parser = EventParser()
            chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
            assert [found for chunk in chunks for found in parser.feed(chunk)] == events, name


@settings(max_examples=100, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [b"data", b":", b" ", b"id", b"event", b"\r", b"\n", b"a", b"\xc3\xa9", b"\xef\xbb\xbf"]
        )
    ),
    st.lists(st.integers(0, 60)),
)
def test_any_division_into_chunks_gives_the_same_events(words: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(words)
    whole, pieces = EventParser(), EventParser()
    at = sorted({0, *(min(cut, len(stream)) for cut in cuts), len(stream)})
    parts = [stream[start:end] for start, end in pairwise(at)]
    assert [found for part in parts for found in pieces.feed(part)] == whole.feed(stream)
    assert pieces.last_event_id == whole.last_event_id


def test_an_event_is_returned_with_its_last_line() -> None:
    parser = EventParser()
    assert parser.feed(b"data: a\r\n\r") == [event("a")]
    assert parser.feed(b"\ndata: b\r\r") == [event("b")]


LAST_IDS: list[tuple[bytes, str]] = [
    (b"id: 1\ndata: a\n\n", "1"),
    (b"id: 1\n\n", "1"),
    (b"id: 1\ndata: a\n", "0"),
    (b"id\ndata: a\n\n", ""),
    (b"data: a\n\n", "0"),
]


def test_the_last_id_is_that_of_the_last_complete_event() -> None:
    for stream, last in LAST_IDS:
        parser = EventParser(last_event_id="0")
        parser.feed(stream)
        assert parser.last_event_id == last


RETRY_LINES: list[tuple[bytes, float | None]] = [
    (b"retry: 1500", 1.5),
    (b"retry:0", 0.0),
    (b"retry", None),
    (b"retry: ", None),
    (b"retry: 1.5", None),
    (b"retry: -1", None),
    (b"retry: 1 ", None),
    (b"retry: 1s", None),
    ("retry: ٣".encode(), None),
    (b"retry: 7200000", 3600.0),
    (b"retry: " + b"9" * 400, 3600.0),
]


def test_retry_is_digits_only_and_at_most_an_hour() -> None:
    for line, retry_s in RETRY_LINES:
        parser = EventParser()
        parser.feed(line + b"\n")
        assert parser.retry_s == retry_s


@pytest.mark.parametrize(
    "stream",
    [b"x" * 101, b"data: " + b"x" * 100, b"data: x\n" * 20, b":" + b"x" * 100, b"event: " + b"x" * 100],
)
@pytest.mark.parametrize("step", [1, 1000])
def test_an_endless_line_or_event_raises(stream: bytes, step: int) -> None:
    parser = EventParser(max_bytes=100)
    pieces = [stream[start : start + step] for start in range(0, len(stream), step)]
    with pytest.raises(DecodeError, match="more than 100 bytes"):
        list(map(parser.feed, pieces))


def test_complete_events_are_returned_before_the_error_of_a_large_one() -> None:
    parser = EventParser(max_bytes=100)
    events = parser.feed(b"id: 1\ndata: a\n\ndata: b\n\ndata: " + b"x" * 200 + b"\n\ndata: c\n\n")
    assert [event.data for event in events] == ["a", "b"]
    for _ in range(2):
        with pytest.raises(DecodeError, match="more than 100 bytes"):
            parser.feed(b"")


def test_the_size_limit_is_for_one_event() -> None:
    parser = EventParser(max_bytes=100)
    stream = b"data: 12345678\n\n: keep-alive\n\n" * 100 + b": a comment a minute\n" * 100
    assert len(parser.feed(stream)) == 100


CONTENT_TYPES: list[tuple[str, bool]] = [
    ("text/event-stream", True),
    ("Text/Event-Stream; charset=utf-8", True),
    ("text/plain", False),
    ("text/event-streams", False),
    ("", False),
]


def test_an_event_stream_is_recognized_by_its_content_type() -> None:
    for kind, is_stream in CONTENT_TYPES:
        assert is_event_stream(Headers({"content-type": kind})) is is_stream


BUSY = ServerStatusError("busy.", status=503, headers=Headers({"retry-after": "7"}))


DELAYS: list[tuple[int, SeawallError | None, float, float]] = [
    (0, None, 0.0, 3.0),
    (0, None, 0.5, 3.75 + 0.05),
    (0, NotSentError("gone."), 1.0, 4.5 + 0.1),
    (3, NotSentError("gone."), 1.0, 4.5 + 0.8),
    (99, NotSentError("gone."), 1.0, 4.5 + 60.0),
    (0, BUSY, 0.5, 7.0),
    (3, ServerStatusError("busy.", status=503), 0.0, 3.0),
]


def test_the_wait_is_at_least_the_retry_of_the_server() -> None:
    for failures, error, random, delay_s in DELAYS:
        assert reconnection_delay_s(
            failures, 3.0, error, RetryRule(first_delay_s=0.1), random
        ) == pytest.approx(delay_s)


def test_the_repr_of_an_event_does_not_show_its_data() -> None:
    assert "hunter2" not in repr(event("hunter2"))


def test_a_stream_in_utf_16_is_named() -> None:
    for encoding in ("utf-16", "utf-16-be"):
        text = "data: a\n\n" if encoding == "utf-16" else "\ufeffdata: a\n\n"
        for size in (1, 99):
            with pytest.raises(DecodeError, match="The event stream is in UTF-16"):
                feed_in_pieces(text.encode(encoding), size)


def feed_in_pieces(stream: bytes, size: int) -> None:
    parser = EventParser()
    for start in range(0, len(stream), size):
        parser.feed(stream[start : start + size])
