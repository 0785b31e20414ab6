# DO NOT EDIT. Derived from ../_async/test_download_vouching.py by "python -m seawall.codegen.derive".
"""What vouches for the bytes of a download: the server's validators (RFC 9110) and digests (RFC 9530)."""

from pathlib import Path

import pytest

from seawall.core.errors import ChecksumError, DecodeError, MaybeProcessedError, UnexpectedStatusError
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.digest_fields import digest_field
from seawall.testing import TruncatedResponse
from tests.runtime.transfer._sync.downloads import (
    CHECKSUM,
    DATA,
    GARBAGE,
    HALF,
    WHOLE,
    Download,
    files_in,
    part_of,
    rest,
)

# --- What vouches for a piece: a validator (RFC 9110, sections 8.8, 13.1.5 and 15.3.7) -------------------

ETAG = {"etag": '"v1"'}
DATES = {"date": "Tue, 15 Nov 1994 09:00:00 GMT", "last-modified": "Tue, 15 Nov 1994 08:00:00 GMT"}


def cut(headers: dict[str, str], size: int = HALF) -> TruncatedResponse:
    return TruncatedResponse(200, headers, DATA[:size])


def tail(headers: dict[str, str], start: int = HALF, data: bytes = DATA) -> Response:
    return Response(206, {**rest(start, data).headers, **headers}, data[start:])


def interrupted(folder: Path, headers: dict[str, str]) -> None:
    """Let a download without a checksum have been stopped half way."""
    download = Download(
        folder, TruncatedResponse(200, headers, DATA[:HALF], KeyboardInterrupt()), checksum=None
    )
    with pytest.raises(KeyboardInterrupt):
        download.fetch()


@pytest.mark.parametrize(
    ("headers", "validator"), [(ETAG, '"v1"'), (DATES, DATES["last-modified"]), ({**ETAG, **DATES}, '"v1"')]
)
def test_a_file_without_a_checksum_goes_on_by_what_the_server_told_of_it(
    tmp_path: Path, headers: dict[str, str], validator: str
) -> None:
    interrupted(tmp_path, headers)
    download = Download(tmp_path, tail(headers), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    (request,) = download.transport.requests
    assert (request.headers["range"], request.headers["if-range"]) == (f"bytes={HALF}-", validator)
    assert files_in(tmp_path) == ["file.bin"]


@pytest.mark.parametrize("checksum", [CHECKSUM, None])
def test_a_file_that_changed_meanwhile_starts_over(tmp_path: Path, checksum: Checksum | None) -> None:
    old = TruncatedResponse(200, {"etag": '"v0"'}, b"x" * HALF)
    download = Download(tmp_path, old, Response(200, ETAG, DATA), checksum=checksum)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.transport.requests[1].headers["if-range"] == '"v0"'


@pytest.mark.parametrize("told", [{"etag": '"v2"'}, {"etag": 'W/"v1"'}])
def test_a_range_of_another_version_is_not_appended(tmp_path: Path, told: dict[str, str]) -> None:
    download = Download(tmp_path, cut(ETAG), tail(told), Response(200, ETAG, DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", None]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"etag": 'W/"v1"'},
        {"etag": 'W/"v1"', **DATES},
        {"etag": "v1"},
        {"last-modified": DATES["last-modified"]},
        {**DATES, "date": "Tue, 15 Nov 1994 08:00:30 GMT"},
        {**DATES, "last-modified": "yesterday"},
        {**ETAG, "content-encoding": "gzip"},
    ],
)
def test_what_is_too_weak_to_vouch_starts_over(tmp_path: Path, headers: dict[str, str]) -> None:
    interrupted(tmp_path, headers)
    download = Download(tmp_path, WHOLE, checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None]


def test_a_piece_of_what_lies_elsewhere_is_not_gone_on_with(tmp_path: Path) -> None:
    interrupted(tmp_path, ETAG)
    download = Download(tmp_path, WHOLE, checksum=None, url="https://files.test/b")
    download.fetch()
    assert download.ranges == [None]


def test_another_signature_names_the_same_file(tmp_path: Path) -> None:
    interrupted(tmp_path, ETAG)
    kept = (tmp_path / "item" / ".file.bin.part.validator").read_text()
    assert "hunter2" not in kept
    assert "files.test" not in kept
    download = Download(tmp_path, tail(ETAG), checksum=None, url="https://files.test/a?sig=other")
    download.fetch()
    assert download.ranges == [f"bytes={HALF}-"]


@pytest.mark.parametrize("kept", [b"", b"abc", b"abc\n", b'abc\n"v1', b"\xff\n\xff\n", b"\n\n"])
def test_a_torn_note_of_the_origin_vouches_for_nothing(tmp_path: Path, kept: bytes) -> None:
    interrupted(tmp_path, ETAG)
    (tmp_path / "item" / ".file.bin.part.validator").write_bytes(kept)
    download = Download(tmp_path, WHOLE, checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None]


@pytest.mark.parametrize(
    "headers",
    [{"etag": 'W/"1"', "content-length": "10"}, {"last-modified": DATES["last-modified"]}, {}],
)
def test_what_nothing_vouches_for_starts_over_at_each_attempt(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    new = Response(200, {"etag": 'W/"2"'}, b"BBBBBBBBBB")
    download = Download(tmp_path, TruncatedResponse(200, headers, b"AAAAA"), new, checksum=None)
    download.fetch()
    assert download.target.read_bytes() == b"BBBBBBBBBB"
    assert download.ranges == [None, None]


def test_what_is_not_gone_on_with_is_not_said_to_be_kept(tmp_path: Path) -> None:
    download = Download(tmp_path, cut({}), cut({}), checksum=None, attempts=1)
    with pytest.raises(MaybeProcessedError) as caught:
        download.fetch()
    assert "is kept" not in str(caught.value)


@pytest.mark.parametrize(
    "told",
    [
        f"bytes {HALF}-{len(DATA)}/{len(DATA)}",
        f"bytes {HALF}-{HALF - 1}/{len(DATA)}",
        f"bytes {HALF}-{len(DATA) - 1}/*",
    ],
)
def test_a_range_that_makes_no_sense_is_not_appended(tmp_path: Path, told: str) -> None:
    odd = Response(206, {**ETAG, "content-range": told}, DATA[HALF:])
    download = Download(tmp_path, cut(ETAG), odd, Response(200, ETAG, DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", None]


def test_more_bytes_than_the_range_tells_are_thrown_away(tmp_path: Path) -> None:
    more = Response(206, {**ETAG, **rest().headers}, DATA[HALF:] + b"!")
    download = Download(tmp_path, cut(ETAG), more, Response(200, ETAG, DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", None]


@pytest.mark.parametrize("total", [len(DATA), "*"])
def test_fewer_bytes_than_the_range_tells_are_asked_on_from(tmp_path: Path, total: object) -> None:
    few = Response(206, {"content-range": f"bytes {HALF}-{len(DATA) - 1}/{total}"}, DATA[HALF:-9])
    download = Download(tmp_path, cut(ETAG), few, rest(len(DATA) - 9), checksum=CHECKSUM)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", f"bytes={len(DATA) - 9}-"]


def test_a_range_that_nobody_asked_for_is_no_file(tmp_path: Path) -> None:
    download = Download(tmp_path, rest(0), checksum=None)
    with pytest.raises(UnexpectedStatusError, match="answered 206"):
        download.fetch()
    assert not download.target.exists()


def test_a_coding_that_nobody_unpacks_is_refused(tmp_path: Path) -> None:
    download = Download(tmp_path, Response(200, {"content-encoding": "br"}, DATA), checksum=None)
    with pytest.raises(DecodeError, match=r"download of file\.bin: it comes in a content coding"):
        download.fetch()
    assert not download.target.exists()


def test_a_server_that_sends_less_than_the_range_is_asked_for_the_rest(tmp_path: Path) -> None:
    third = len(DATA) // 3
    some = Response(206, {"content-range": f"bytes {third}-{HALF - 1}/{len(DATA)}"}, DATA[third:HALF])
    download = Download(tmp_path, cut(ETAG, third), some, rest(), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={third}-", f"bytes={HALF}-"]


@pytest.mark.parametrize(
    ("response", "total"),
    [
        (Response(200, {"content-length": f"{len(DATA)}"}, DATA), len(DATA)),
        (Response(200, {}, DATA), None),
        (Response(200, {"content-length": "9", "content-encoding": "gzip"}, DATA), None),
    ],
)
def test_progress_knows_the_whole_where_the_server_tells_it(
    tmp_path: Path, response: Response, total: int | None
) -> None:
    download = Download(tmp_path, response)
    download.fetch()
    assert {told.total for told in download.progress} == {total}


# --- What the server says of the bytes (RFC 9530) ---------------------------------------------------------


def digest(name: str, data: bytes, algorithm: Algorithm = Algorithm.SHA256) -> dict[str, str]:
    return {name: digest_field([checksum_of(data, algorithm)])}


@pytest.mark.parametrize("name", ["repr-digest", "content-digest"])
@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_digest_that_fits_is_no_matter(tmp_path: Path, name: str, algorithm: Algorithm) -> None:
    download = Download(tmp_path, Response(200, digest(name, DATA, algorithm), DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA


@pytest.mark.parametrize("name", ["repr-digest", "content-digest"])
@pytest.mark.parametrize("algorithm", Algorithm)
@pytest.mark.parametrize("checksum", [CHECKSUM, None])
def test_other_bytes_than_the_digest_tells_are_thrown_away(
    tmp_path: Path, name: str, algorithm: Algorithm, checksum: Checksum | None
) -> None:
    download = Download(
        tmp_path, Response(200, digest(name, b"other", algorithm), DATA), checksum=checksum
    )
    with pytest.raises(ChecksumError, match=rf"arrived with {algorithm.label} \S+, announced was \S+\. "):
        download.fetch()
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("field", ["md5=:AAAA:", "sha-256=what", "", "sha-256=:AAAA:, ="])
def test_a_digest_that_can_not_be_read_is_ignored(tmp_path: Path, field: str) -> None:
    download = Download(tmp_path, Response(200, {"repr-digest": field}, DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA


def test_of_a_range_the_representation_is_the_whole_and_the_content_the_range(tmp_path: Path) -> None:
    told = {**ETAG, **digest("repr-digest", DATA), **digest("content-digest", DATA[HALF:])}
    download = Download(tmp_path, cut(ETAG), tail(told), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA


def test_a_kept_piece_that_does_not_fit_the_digest_is_fetched_anew_once(tmp_path: Path) -> None:
    interrupted(tmp_path, ETAG)
    part_of(tmp_path / "item" / "file.bin").write_bytes(b"x" * HALF)
    told = {**ETAG, **digest("repr-digest", DATA)}
    download = Download(tmp_path, tail(told), Response(200, told, DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [f"bytes={HALF}-", None]


def test_the_digest_of_encoded_bytes_is_not_held_against_decoded_ones(tmp_path: Path) -> None:
    told = {"content-encoding": "gzip", **digest("repr-digest", b"gzip")}
    download = Download(tmp_path, Response(200, told, DATA), checksum=None)
    download.fetch()
    assert download.target.read_bytes() == DATA


def test_a_sha_256_that_is_announced_beforehand(tmp_path: Path) -> None:
    checksum = checksum_of(DATA, Algorithm.SHA256)
    download = Download(tmp_path, WHOLE, checksum=checksum)
    assert download.fetch() is True
    assert download.fetch() is False
    bad = Download(tmp_path / "bad", GARBAGE, checksum=checksum)
    with pytest.raises(ChecksumError, match=r"arrived with SHA-256"):
        bad.fetch()
