"""What a resumable upload sends next and what an answer means.

Source: "Perform resumable uploads" of Google Cloud Storage (JSON and XML APIs): 200 and 201 end it, 308 with
Range tells what is kept and without one that nothing is, 404 and 410 mean to begin anew.
"""

import pytest

from seawall.core.errors import DecodeError, InputError
from seawall.core.http.message import Headers, Response
from seawall.core.transfer.checksum import Algorithm, Checksum
from seawall.core.transfer.download import Uploaded, session_url
from seawall.core.transfer.resumable_upload import (
    CHUNK_UNIT,
    ChunkRange,
    Meaning,
    SessionAnswer,
    UploadSession,
    address_words,
    begin_headers,
    checked_chunk_size,
    chunk_headers,
    next_chunk,
    refuses_session,
    session_answer,
    stored_checksums,
)

TOTAL = 1_000_000
FIRST = ChunkRange(0, CHUNK_UNIT, TOTAL)
SECOND = ChunkRange(CHUNK_UNIT, 2 * CHUNK_UNIT, TOTAL)
LAST = ChunkRange(3 * CHUNK_UNIT, TOTAL, TOTAL)
QUESTION = ChunkRange(TOTAL, TOTAL, TOTAL)
EMPTY = ChunkRange(0, 0, 0)
KEPT, STUCK, GONE = Meaning.KEPT, Meaning.STUCK, Meaning.GONE
COMPLETE, ERROR, UNREADABLE = Meaning.COMPLETE, Meaning.ERROR, Meaning.UNREADABLE
MIB = 4 * CHUNK_UNIT


@pytest.mark.parametrize(
    ("kept", "total", "content_range"),
    [
        (0, TOTAL, "bytes 0-524287/1000000"),
        (CHUNK_UNIT, TOTAL, "bytes 262144-786431/1000000"),
        # The last chunk is as long as it is, and so is one that begins where the server says.
        (524288, TOTAL, "bytes 524288-999999/1000000"),
        (999_999, TOTAL, "bytes 999999-999999/1000000"),
        (5, TOTAL, "bytes 5-524292/1000000"),
        (TOTAL, TOTAL, "bytes */1000000"),
        (TOTAL + 1, TOTAL, "bytes */1000000"),
        (None, TOTAL, "bytes */1000000"),
        # An object without bytes is whole from the start: the question ends it.
        (0, 0, "bytes */0"),
        (0, 1, "bytes 0-0/1"),
    ],
)
def test_what_is_sent_next(kept: int | None, total: int, content_range: str) -> None:
    sent = next_chunk(kept, total, 2 * CHUNK_UNIT)
    assert sent.content_range == content_range
    assert sent.is_question == ("*" in content_range)


def told(range_: str | None, **more: str) -> dict[str, str]:
    return {**more, **({} if range_ is None else {"range": range_})}


@pytest.mark.parametrize(
    ("status", "fields", "sent", "meaning", "kept"),
    [
        (200, {}, LAST, COMPLETE, None),
        (201, {}, LAST, COMPLETE, None),
        (200, {}, QUESTION, COMPLETE, None),
        (200, {}, EMPTY, COMPLETE, None),
        (200, {}, FIRST, UNREADABLE, None),
        (201, told("bytes=0-262143"), SECOND, UNREADABLE, None),
        (308, told("bytes=0-262143"), FIRST, KEPT, 262144),
        (308, told("bytes=0-9"), FIRST, KEPT, 10),
        (308, told(" bytes=0-524287 "), SECOND, KEPT, 524288),
        # More than was sent.
        (308, told("bytes=0-262144"), FIRST, UNREADABLE, None),
        (308, told("bytes=0-786431"), FIRST, UNREADABLE, None),
        (308, told(None), FIRST, STUCK, 0),
        (308, told("bytes=0-262143"), SECOND, STUCK, 262144),
        (308, told("bytes=0-9"), SECOND, STUCK, 10),
        (308, told(None), SECOND, STUCK, 0),
        (308, told("bytes=0-999999"), LAST, KEPT, TOTAL),
        (308, told(None), QUESTION, KEPT, 0),
        (308, told("bytes=0-262143"), QUESTION, KEPT, 262144),
        (308, told("bytes=0-999999"), QUESTION, STUCK, TOTAL),
        (308, told(None), EMPTY, STUCK, 0),
        (308, told("bytes=0-1000000"), QUESTION, UNREADABLE, None),
        (308, told("bytes=5-262143"), FIRST, UNREADABLE, None),
        (308, told("bytes=0-"), FIRST, UNREADABLE, None),
        (308, told("0-262143"), FIRST, UNREADABLE, None),
        (308, told("bytes=0-5, 7-9"), FIRST, UNREADABLE, None),
        (308, told(""), FIRST, UNREADABLE, None),
        # A real redirect (RFC 9110, section 15.4.9), which nobody follows.
        (308, told("bytes=0-262143", location="https://other.test"), FIRST, UNREADABLE, None),
        (404, {}, FIRST, GONE, None),
        (410, {}, QUESTION, GONE, None),
        *[(status, {}, FIRST, ERROR, None) for status in (204, 206, 301, 304, 307, 400, 401, 403)],
        *[(status, {}, FIRST, ERROR, None) for status in (408, 409, 412, 416, 429, 499, 500, 502, 503, 504)],
    ],
)
def test_what_an_answer_means(
    status: int, fields: dict[str, str], sent: ChunkRange, meaning: Meaning, kept: int | None
) -> None:
    assert session_answer(status, Headers(fields), sent, most=sent.end) == SessionAnswer(meaning, kept)


@pytest.mark.parametrize(
    ("status", "fields", "sent", "most", "answer"),
    [
        (200, {}, QUESTION, TOTAL - 1, SessionAnswer(UNREADABLE)),
        (200, {}, QUESTION, 0, SessionAnswer(UNREADABLE)),
        (308, told("bytes=0-262143"), QUESTION, CHUNK_UNIT, SessionAnswer(KEPT, CHUNK_UNIT)),
        (308, told("bytes=0-262144"), QUESTION, CHUNK_UNIT, SessionAnswer(UNREADABLE)),
        # A chunk before it had more, and its answer was lost.
        (308, told("bytes=0-524287"), FIRST, 2 * CHUNK_UNIT, SessionAnswer(KEPT, 2 * CHUNK_UNIT)),
    ],
)
def test_a_server_can_not_have_what_was_not_sent(
    status: int, fields: dict[str, str], sent: ChunkRange, most: int, answer: SessionAnswer
) -> None:
    assert session_answer(status, Headers(fields), sent, most) == answer


@pytest.mark.parametrize(
    ("status", "sent", "refuses"),
    [
        *[(status, QUESTION, True) for status in (400, 401, 403, 412, 499)],
        *[(status, QUESTION, False) for status in (302, 408, 429, 500, 503)],
        *[(status, FIRST, False) for status in (400, 403, 503)],
    ],
)
def test_a_session_that_answers_no_question_is_of_no_use(
    status: int, sent: ChunkRange, refuses: bool
) -> None:
    assert refuses_session(status, sent) is refuses


@pytest.mark.parametrize("size", [CHUNK_UNIT, MIB, 8 * MIB])
def test_a_chunk_size(size: int) -> None:
    assert checked_chunk_size(size) == size


@pytest.mark.parametrize(
    "size", [0, 1, -CHUNK_UNIT, CHUNK_UNIT + 1, 100_000, True, float(CHUNK_UNIT), "8", None]
)
def test_what_is_no_chunk_size(size: object) -> None:
    with pytest.raises(InputError, match=r"^chunk_size is .*: give a multiple of 262144 bytes"):
        checked_chunk_size(size)


@pytest.mark.parametrize(
    ("at", "own"),
    [
        ("https://b.test/o", {"x-goog-resumable": "start"}),
        ("https://b.test/o?X-Goog-Signature=1", {"x-goog-resumable": "start"}),
        (
            "https://b.test/upload/storage/v1/b/x/o?uploadType=resumable&name=o",
            {"x-upload-content-length": "7"},
        ),
    ],
)
def test_what_begins_a_session(at: str, own: dict[str, str]) -> None:
    given = {"Content-Type": "image/tiff", "Content-Length": "9"}
    fields = begin_headers(at, 7, "ua/1", given)
    both = {"user-agent": "ua/1", "accept": "*/*", "content-type": "image/tiff", "content-length": "0"}
    assert fields == {**both, **own}


def test_what_goes_with_a_chunk() -> None:
    assert chunk_headers(LAST, "ua/1") == {
        "user-agent": "ua/1",
        "accept": "*/*",
        "content-length": "213568",
        "content-range": "bytes 786432-999999/1000000",
    }
    assert chunk_headers(QUESTION, "ua/1")["content-length"] == "0"


JSON = {"content-type": "application/json; charset=UTF-8"}


@pytest.mark.parametrize(
    ("fields", "body", "sums"),
    [
        ({}, b"", []),
        ({"x-goog-hash": "crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ=="}, b"", ["n03x6A=="]),
        ({"X-Goog-Hash": "md5=Ojk9c3dhfxgoKVVHYwFbHQ==, crc32c=n03x6A=="}, b"", ["n03x6A=="]),
        ({"x-goog-hash": "md5=Ojk9c3dhfxgoKVVHYwFbHQ=="}, b"", []),
        ({"x-goog-hash": "crc32c=n03x"}, b"", []),
        ({"x-goog-hash": "crc32c=nonsense!"}, b"", []),
        ({"x-goog-hash": "crc32c"}, b"", []),
        (JSON, b'{"name": "o", "crc32c": "n03x6A=="}', ["n03x6A=="]),
        ({**JSON, "x-goog-hash": "crc32c=AAAAAA=="}, b'{"crc32c": "n03x6A=="}', ["AAAAAA==", "n03x6A=="]),
        (JSON, b'{"crc32c": 5}', []),
        (JSON, b'["crc32c"]', []),
        (JSON, b"{", []),
        (JSON, b"[" * 100_000, []),
        ({"content-type": "text/html"}, b'{"crc32c": "n03x6A=="}', []),
    ],
)
def test_what_the_server_says_that_it_stored(fields: dict[str, str], body: bytes, sums: list[str]) -> None:
    assert stored_checksums(Response(200, fields, body)) == tuple(map(Checksum.crc32c, sums))


# --- What is kept of a session ---------------------------------------------------------------------------

AT = "https://storage.test/bucket/object?X-Goog-Signature=aa&X-Goog-Date=1"
ADDRESS = "https://storage.test/bucket/object?upload_id=hunter2hunter2"
ANNOUNCED = Uploaded(TOTAL, Checksum(Algorithm.SHA256, "c3Vt"))
SESSION = UploadSession.begun(ADDRESS, AT, ANNOUNCED)


@pytest.mark.parametrize(
    ("at", "announced", "is_same"),
    [
        (AT, ANNOUNCED, True),
        ("https://storage.test/bucket/object?X-Goog-Signature=bb&X-Goog-Date=2", ANNOUNCED, True),
        ("https://storage.test/bucket/object?Expires=1&GoogleAccessId=me&Signature=b", ANNOUNCED, True),
        ("https://storage.test/bucket/other?X-Goog-Signature=aa&X-Goog-Date=1", ANNOUNCED, False),
        ("https://other.test/bucket/object", ANNOUNCED, False),
        ("http://storage.test/bucket/object", ANNOUNCED, False),
        # What is no signature may name the object, as it does in the JSON API.
        ("https://storage.test/bucket/object?name=other", ANNOUNCED, False),
        (AT, Uploaded(TOTAL - 1, ANNOUNCED.checksum), False),
        (AT, Uploaded(TOTAL, Checksum(Algorithm.SHA256, "b3RoZXI=")), False),
    ],
)
def test_whose_session_it_is(at: str, announced: Uploaded, is_same: bool) -> None:
    assert SESSION.is_for(at, announced) is is_same


def test_a_session_is_kept_as_json() -> None:
    assert UploadSession.from_json(SESSION.as_json) == SESSION
    for text in (
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff",
        SESSION.as_json[:-1],
        SESSION.as_json.replace(b'"size"', b'"x"'),
    ):
        assert UploadSession.from_json(text) is None
    assert UploadSession.from_json(SESSION.as_json.replace(b"{", b'{"more": 1, ')) is None


def test_nothing_that_is_shown_or_kept_apart_from_the_address_is_a_secret() -> None:
    assert "hunter2" not in repr(SESSION)
    kept = SESSION.as_json.replace(ADDRESS.encode(), b"")
    assert b"storage.test" not in kept
    assert b"Signature" not in kept


def test_what_of_an_address_no_message_shows() -> None:
    words = address_words("https://storage.test/a/s3cret-session?upload_id=hunter2hunter2&x=1")
    assert {"s3cret-session", "hunter2hunter2", "/a/s3cret-session"} < set(words)
    assert "1" not in words


@pytest.mark.parametrize("location", [None, "", "ftp://storage.test/a", "//[", "http://storage.test/a"])
def test_a_session_without_an_address(location: str | None) -> None:
    with pytest.raises(DecodeError, match=r"sends the upload to no address"):
        session_url("https://storage.test/bucket", location)


def test_the_address_of_a_session_may_be_relative() -> None:
    assert (
        session_url("https://storage.test/bucket/o?x=1", "/s?upload_id=1")
        == "https://storage.test/s?upload_id=1"
    )
