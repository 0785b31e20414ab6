"""The next request of a resumable upload, and the outcome of each response.

Source: "Perform resumable uploads" of Google Cloud Storage (JSON and XML APIs): 200 and 201 end the upload,
308 states the stored bytes in Range, none without it, and 404 and 410 end the session.
"""

import pytest

from seawall.core.errors import InputError
from seawall.core.http.message import Headers, Response
from seawall.core.transfer.checksum import Algorithm, Checksum
from seawall.core.transfer.resumable_upload import (
    CHUNK_UNIT,
    ChunkRange,
    SessionOutcome,
    SessionStatus,
    UploadSession,
    checked_chunk_size,
    chunk_headers,
    next_chunk,
    rejects_session,
    session_secrets,
    session_status,
    start_headers,
    stored_checksums,
)
from seawall.core.transfer.upload import SourceDigest

TOTAL = 1_000_000
FIRST = ChunkRange(0, CHUNK_UNIT, TOTAL)
SECOND = ChunkRange(CHUNK_UNIT, 2 * CHUNK_UNIT, TOTAL)
LAST = ChunkRange(3 * CHUNK_UNIT, TOTAL, TOTAL)
STATUS_CHECK = ChunkRange(TOTAL, TOTAL, TOTAL)
EMPTY = ChunkRange(0, 0, 0)
PROGRESS, STALLED, EXPIRED = SessionOutcome.PROGRESS, SessionOutcome.STALLED, SessionOutcome.EXPIRED
COMPLETE, ERROR, INVALID = SessionOutcome.COMPLETE, SessionOutcome.ERROR, SessionOutcome.INVALID
MIB = 4 * CHUNK_UNIT


def test_the_next_chunk() -> None:
    rows: list[tuple[int | None, int, str]] = [
        (0, TOTAL, "bytes 0-524287/1000000"),
        (CHUNK_UNIT, TOTAL, "bytes 262144-786431/1000000"),
        # The last chunk may have any size, and a chunk may start at any stored byte.
        (524288, TOTAL, "bytes 524288-999999/1000000"),
        (999_999, TOTAL, "bytes 999999-999999/1000000"),
        (5, TOTAL, "bytes 5-524292/1000000"),
        (TOTAL, TOTAL, "bytes */1000000"),
        (TOTAL + 1, TOTAL, "bytes */1000000"),
        (None, TOTAL, "bytes */1000000"),
        # An empty object is complete from the start: the status check ends it.
        (0, 0, "bytes */0"),
        (0, 1, "bytes 0-0/1"),
    ]
    for stored, total, content_range in rows:
        sent = next_chunk(stored, total, 2 * CHUNK_UNIT)
        assert sent.content_range == content_range, (stored, total, content_range)
        assert sent.is_status_check == ("*" in content_range), (stored, total, content_range)


def range_field(range_: str | None, **more: str) -> dict[str, str]:
    return {**more, **({} if range_ is None else {"range": range_})}


def test_the_status_of_a_session() -> None:
    rows: list[tuple[int, dict[str, str], ChunkRange, SessionOutcome, int | None]] = [
        (200, {}, LAST, COMPLETE, None),
        (201, {}, LAST, COMPLETE, None),
        (200, {}, STATUS_CHECK, COMPLETE, None),
        (200, {}, EMPTY, COMPLETE, None),
        # The status counts only if the headers agree.
        (200, range_field("bytes=0-999999"), LAST, COMPLETE, None),
        (200, range_field("bytes=0-262143"), LAST, INVALID, None),
        (200, range_field("bytes=0-999998"), STATUS_CHECK, INVALID, None),
        (200, {"x-goog-stored-content-length": "1000000"}, LAST, COMPLETE, None),
        (200, {"x-goog-stored-content-length": "262144"}, LAST, INVALID, None),
        (200, {}, FIRST, INVALID, None),
        (201, range_field("bytes=0-262143"), SECOND, INVALID, None),
        (308, range_field("bytes=0-262143"), FIRST, PROGRESS, 262144),
        (308, range_field("bytes=0-9"), FIRST, PROGRESS, 10),
        (308, range_field(" bytes=0-524287 "), SECOND, PROGRESS, 524288),
        # More bytes than were sent.
        (308, range_field("bytes=0-262144"), FIRST, INVALID, None),
        (308, range_field("bytes=0-786431"), FIRST, INVALID, None),
        (308, range_field(None), FIRST, STALLED, 0),
        (308, range_field("bytes=0-262143"), SECOND, STALLED, 262144),
        (308, range_field("bytes=0-9"), SECOND, STALLED, 10),
        (308, range_field(None), SECOND, STALLED, 0),
        (308, range_field("bytes=0-999999"), LAST, PROGRESS, TOTAL),
        (308, range_field(None), STATUS_CHECK, PROGRESS, 0),
        (308, range_field("bytes=0-262143"), STATUS_CHECK, PROGRESS, 262144),
        (308, range_field("bytes=0-999999"), STATUS_CHECK, STALLED, TOTAL),
        (308, range_field(None), EMPTY, STALLED, 0),
        (308, range_field("bytes=0-1000000"), STATUS_CHECK, INVALID, None),
        (308, range_field("bytes=5-262143"), FIRST, INVALID, None),
        (308, range_field("bytes=0-"), FIRST, INVALID, None),
        (308, range_field("0-262143"), FIRST, INVALID, None),
        (308, range_field("bytes=0-5, 7-9"), FIRST, INVALID, None),
        (308, range_field(""), FIRST, INVALID, None),
        # A real redirect (RFC 9110, section 15.4.9), which is not followed.
        (308, range_field("bytes=0-262143", location="https://other.test"), FIRST, INVALID, None),
        (404, {}, FIRST, EXPIRED, None),
        (410, {}, STATUS_CHECK, EXPIRED, None),
        *[(status, {}, FIRST, ERROR, None) for status in (204, 206, 301, 304, 307, 400, 401, 403)],
        *[(status, {}, FIRST, ERROR, None) for status in (408, 409, 412, 416, 429, 499, 500, 502, 503, 504)],
    ]
    for status, fields, sent, outcome, stored in rows:
        assert session_status(status, Headers(fields), sent, max_stored=sent.end) == SessionStatus(
            outcome, stored
        ), (status, fields, sent, outcome, stored)


def test_a_server_can_not_store_more_than_was_sent() -> None:
    rows: list[tuple[int, dict[str, str], ChunkRange, int, SessionStatus]] = [
        (200, {}, STATUS_CHECK, TOTAL - 1, SessionStatus(INVALID)),
        (200, {}, STATUS_CHECK, 0, SessionStatus(INVALID)),
        (308, range_field("bytes=0-262143"), STATUS_CHECK, CHUNK_UNIT, SessionStatus(PROGRESS, CHUNK_UNIT)),
        (308, range_field("bytes=0-262144"), STATUS_CHECK, CHUNK_UNIT, SessionStatus(INVALID)),
        # An earlier chunk had more bytes, and its response was lost.
        (308, range_field("bytes=0-524287"), FIRST, 2 * CHUNK_UNIT, SessionStatus(PROGRESS, 2 * CHUNK_UNIT)),
    ]
    for status, fields, sent, max_stored, expected in rows:
        assert session_status(status, Headers(fields), sent, max_stored) == expected, (
            status,
            fields,
            sent,
            max_stored,
            expected,
        )


def test_a_session_that_rejects_a_status_check() -> None:
    rows: list[tuple[int, ChunkRange, bool]] = [
        *[(status, STATUS_CHECK, True) for status in (400, 401, 403, 412, 499)],
        *[(status, STATUS_CHECK, False) for status in (302, 408, 429, 500, 503)],
        *[(status, FIRST, False) for status in (400, 403, 503)],
    ]
    for status, sent, rejects in rows:
        assert rejects_session(status, sent) is rejects, (status, sent, rejects)


def test_valid_chunk_sizes() -> None:
    rows: list[int] = [CHUNK_UNIT, MIB, 8 * MIB]
    for size in rows:
        assert checked_chunk_size(size) == size, size


def test_invalid_chunk_sizes(subtests: pytest.Subtests) -> None:
    rows: list[object] = [0, 1, -CHUNK_UNIT, CHUNK_UNIT + 1, 100_000, True, float(CHUNK_UNIT), "8", None]
    for size in rows:
        with (
            subtests.test(row=repr(size)[:80]),
            pytest.raises(InputError, match=r"^chunk_size is .*: give a multiple of 262144 bytes"),
        ):
            checked_chunk_size(size)


def test_the_headers_that_start_a_session() -> None:
    rows: list[tuple[str, dict[str, str]]] = [
        ("https://b.test/o", {"x-goog-resumable": "start"}),
        ("https://b.test/o?X-Goog-Signature=1", {"x-goog-resumable": "start"}),
        (
            "https://b.test/upload/storage/v1/b/x/o?uploadType=resumable&name=o",
            {"x-upload-content-length": "7"},
        ),
    ]
    for target_url, own in rows:
        given = {"Content-Type": "image/tiff", "Content-Length": "9"}
        fields = start_headers(target_url, 7, "ua/1", given)
        both = {"user-agent": "ua/1", "accept": "*/*", "content-type": "image/tiff", "content-length": "0"}
        assert fields == {**both, **own}, (target_url, own)


def test_the_headers_of_a_chunk() -> None:
    assert chunk_headers(LAST, "ua/1") == {
        "user-agent": "ua/1",
        "accept": "*/*",
        "content-length": "213568",
        "content-range": "bytes 786432-999999/1000000",
    }
    assert chunk_headers(STATUS_CHECK, "ua/1")["content-length"] == "0"


JSON = {"content-type": "application/json; charset=UTF-8"}


def test_the_stored_checksums() -> None:
    rows: list[tuple[dict[str, str], bytes, list[str]]] = [
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
    ]
    for fields, body, crc32cs in rows:
        assert stored_checksums(Response(200, fields, body)) == tuple(map(Checksum.crc32c, crc32cs)), (
            fields,
            body,
            crc32cs,
        )


TARGET_URL = "https://storage.test/bucket/object?X-Goog-Signature=aa&X-Goog-Date=1"
URL = "https://storage.test/bucket/object?upload_id=hunter2hunter2"
SOURCE = SourceDigest(TOTAL, Checksum(Algorithm.SHA256, "c3Vt"))
SESSION = UploadSession.create(URL, TARGET_URL, SOURCE)


def test_a_session_matches_its_source_and_target() -> None:
    rows: list[tuple[str, SourceDigest, bool]] = [
        (TARGET_URL, SOURCE, True),
        ("https://storage.test/bucket/object?X-Goog-Signature=bb&X-Goog-Date=2", SOURCE, True),
        ("https://storage.test/bucket/object?Expires=1&GoogleAccessId=me&Signature=b", SOURCE, True),
        ("https://storage.test/bucket/other?X-Goog-Signature=aa&X-Goog-Date=1", SOURCE, False),
        ("https://other.test/bucket/object", SOURCE, False),
        ("http://storage.test/bucket/object", SOURCE, False),
        # Other parameters may name the object, as in the JSON API.
        ("https://storage.test/bucket/object?name=other", SOURCE, False),
        (TARGET_URL, SourceDigest(TOTAL - 1, SOURCE.checksum), False),
        (TARGET_URL, SourceDigest(TOTAL, Checksum(Algorithm.SHA256, "b3RoZXI=")), False),
    ]
    for target_url, source, is_same in rows:
        assert SESSION.matches(target_url, source) is is_same, (target_url, source, is_same)


def test_a_session_is_saved_as_json() -> None:
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


def test_only_the_saved_url_contains_the_secret() -> None:
    assert "hunter2" not in repr(SESSION)
    without_url = SESSION.as_json.replace(URL.encode(), b"")
    assert b"storage.test" not in without_url
    assert b"Signature" not in without_url


def test_the_secret_parts_of_a_session_url() -> None:
    words = session_secrets("https://storage.test/a/s3cret-session?upload_id=hunter2hunter2&x=1")
    assert {"s3cret-session", "hunter2hunter2", "/a/s3cret-session"} < set(words)
    assert "1" not in words
