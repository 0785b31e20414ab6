"""Validators (RFC 9110) and digests (RFC 9530) decide whether a download resumes and whether it is valid."""

from pathlib import Path

import pytest

from seawall.core.errors import ChecksumError, DecodeError, ResponseLostError, UnexpectedStatusError
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.digest_fields import digest_field
from seawall.testing import TruncatedResponse
from tests.runtime.transfer._async.downloads import (
    CHECKSUM,
    DATA,
    GARBAGE,
    HALF,
    WHOLE,
    AsyncDownload,
    files_in,
    part_of,
    rest,
)

# Validators (RFC 9110, sections 8.8, 13.1.5 and 15.3.7).

ETAG = {"etag": '"v1"'}
DATES = {"date": "Tue, 15 Nov 1994 09:00:00 GMT", "last-modified": "Tue, 15 Nov 1994 08:00:00 GMT"}


def cut(headers: dict[str, str], size: int = HALF) -> TruncatedResponse:
    return TruncatedResponse(200, headers, DATA[:size])


def tail(headers: dict[str, str], start: int = HALF, data: bytes = DATA) -> Response:
    return Response(206, {**rest(start, data).headers, **headers}, data[start:])


async def interrupt(folder: Path, headers: dict[str, str]) -> None:
    """Interrupt a download without a checksum half way."""
    download = AsyncDownload(
        folder, TruncatedResponse(200, headers, DATA[:HALF], KeyboardInterrupt()), checksum=None
    )
    with pytest.raises(KeyboardInterrupt):
        await download.fetch()


@pytest.mark.parametrize(
    ("headers", "validator"), [(ETAG, '"v1"'), (DATES, DATES["last-modified"]), ({**ETAG, **DATES}, '"v1"')]
)
async def test_a_download_without_a_checksum_resumes_with_a_strong_validator(
    tmp_path: Path, headers: dict[str, str], validator: str
) -> None:
    await interrupt(tmp_path, headers)
    download = AsyncDownload(tmp_path, tail(headers), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    (request,) = download.transport.requests
    assert (request.headers["range"], request.headers["if-range"]) == (f"bytes={HALF}-", validator)
    assert files_in(tmp_path) == ["file.bin"]


@pytest.mark.parametrize("checksum", [CHECKSUM, None])
async def test_a_changed_file_starts_over(tmp_path: Path, checksum: Checksum | None) -> None:
    old = TruncatedResponse(200, {"etag": '"v0"'}, b"x" * HALF)
    download = AsyncDownload(tmp_path, old, Response(200, ETAG, DATA), checksum=checksum)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.transport.requests[1].headers["if-range"] == '"v0"'


@pytest.mark.parametrize("validator", [{"etag": '"v2"'}, {"etag": 'W/"v1"'}])
async def test_a_range_of_another_version_is_not_appended(tmp_path: Path, validator: dict[str, str]) -> None:
    download = AsyncDownload(tmp_path, cut(ETAG), tail(validator), Response(200, ETAG, DATA), checksum=None)
    await download.fetch()
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
async def test_a_weak_validator_starts_over(tmp_path: Path, headers: dict[str, str]) -> None:
    await interrupt(tmp_path, headers)
    download = AsyncDownload(tmp_path, WHOLE, checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None]


async def test_a_part_of_another_url_starts_over(tmp_path: Path) -> None:
    await interrupt(tmp_path, ETAG)
    download = AsyncDownload(tmp_path, WHOLE, checksum=None, url="https://files.test/b")
    await download.fetch()
    assert download.ranges == [None]


async def test_a_part_resumes_with_another_signature(tmp_path: Path) -> None:
    await interrupt(tmp_path, ETAG)
    saved = (tmp_path / "item" / ".file.bin.part.origin").read_text()
    assert "hunter2" not in saved
    assert "files.test" not in saved
    download = AsyncDownload(tmp_path, tail(ETAG), checksum=None, url="https://files.test/a?sig=other")
    await download.fetch()
    assert download.ranges == [f"bytes={HALF}-"]


@pytest.mark.parametrize("saved", [b"", b"abc", b"abc\n", b'abc\n"v1', b"\xff\n\xff\n", b"\n\n"])
async def test_a_torn_validator_file_starts_over(tmp_path: Path, saved: bytes) -> None:
    await interrupt(tmp_path, ETAG)
    (tmp_path / "item" / ".file.bin.part.origin").write_bytes(saved)
    download = AsyncDownload(tmp_path, WHOLE, checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None]


@pytest.mark.parametrize(
    "headers",
    [{"etag": 'W/"1"', "content-length": "10"}, {"last-modified": DATES["last-modified"]}, {}],
)
async def test_without_a_validator_each_attempt_starts_over(tmp_path: Path, headers: dict[str, str]) -> None:
    new = Response(200, {"etag": 'W/"2"'}, b"BBBBBBBBBB")
    download = AsyncDownload(tmp_path, TruncatedResponse(200, headers, b"AAAAA"), new, checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == b"BBBBBBBBBB"
    assert download.ranges == [None, None]


async def test_the_error_mentions_no_resume_if_there_is_none(tmp_path: Path) -> None:
    download = AsyncDownload(tmp_path, cut({}), cut({}), checksum=None, attempts=1)
    with pytest.raises(ResponseLostError) as caught:
        await download.fetch()
    assert "was kept" not in str(caught.value)


@pytest.mark.parametrize(
    "content_range",
    [
        f"bytes {HALF}-{len(DATA)}/{len(DATA)}",
        f"bytes {HALF}-{HALF - 1}/{len(DATA)}",
        f"bytes {HALF}-{len(DATA) - 1}/*",
    ],
)
async def test_an_invalid_range_is_not_appended(tmp_path: Path, content_range: str) -> None:
    odd = Response(206, {**ETAG, "content-range": content_range}, DATA[HALF:])
    download = AsyncDownload(tmp_path, cut(ETAG), odd, Response(200, ETAG, DATA), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", None]


async def test_more_bytes_than_the_range_are_discarded(tmp_path: Path) -> None:
    more = Response(206, {**ETAG, **rest().headers}, DATA[HALF:] + b"!")
    download = AsyncDownload(tmp_path, cut(ETAG), more, Response(200, ETAG, DATA), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", None]


@pytest.mark.parametrize("total", [len(DATA), "*"])
async def test_fewer_bytes_than_the_range_are_resumed(tmp_path: Path, total: object) -> None:
    few = Response(206, {"content-range": f"bytes {HALF}-{len(DATA) - 1}/{total}"}, DATA[HALF:-9])
    download = AsyncDownload(tmp_path, cut(ETAG), few, rest(len(DATA) - 9), checksum=CHECKSUM)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", f"bytes={len(DATA) - 9}-"]


async def test_a_range_that_was_not_requested_is_an_error(tmp_path: Path) -> None:
    download = AsyncDownload(tmp_path, rest(0), checksum=None)
    with pytest.raises(UnexpectedStatusError, match="answered 206"):
        await download.fetch()
    assert not download.target.exists()


async def test_an_unsupported_content_coding_is_refused(tmp_path: Path) -> None:
    download = AsyncDownload(tmp_path, Response(200, {"content-encoding": "br"}, DATA), checksum=None)
    with pytest.raises(DecodeError, match=r"download of file\.bin: the response has a content coding"):
        await download.fetch()
    assert not download.target.exists()


async def test_a_shorter_range_than_requested_is_resumed(tmp_path: Path) -> None:
    third = len(DATA) // 3
    some = Response(206, {"content-range": f"bytes {third}-{HALF - 1}/{len(DATA)}"}, DATA[third:HALF])
    download = AsyncDownload(tmp_path, cut(ETAG, third), some, rest(), checksum=None)
    await download.fetch()
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
async def test_progress_has_the_total_of_the_response(
    tmp_path: Path, response: Response, total: int | None
) -> None:
    download = AsyncDownload(tmp_path, response)
    await download.fetch()
    assert {step.total for step in download.progress} == {total}


# Digests (RFC 9530).


def digest(name: str, data: bytes, algorithm: Algorithm = Algorithm.SHA256) -> dict[str, str]:
    return {name: digest_field([checksum_of(data, algorithm)])}


@pytest.mark.parametrize("name", ["repr-digest", "content-digest"])
@pytest.mark.parametrize("algorithm", Algorithm)
async def test_a_matching_digest_is_accepted(tmp_path: Path, name: str, algorithm: Algorithm) -> None:
    download = AsyncDownload(tmp_path, Response(200, digest(name, DATA, algorithm), DATA), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA


@pytest.mark.parametrize("name", ["repr-digest", "content-digest"])
@pytest.mark.parametrize("algorithm", Algorithm)
@pytest.mark.parametrize("checksum", [CHECKSUM, None])
async def test_a_file_with_another_digest_never_has_its_name(
    tmp_path: Path, name: str, algorithm: Algorithm, checksum: Checksum | None
) -> None:
    download = AsyncDownload(
        tmp_path, Response(200, digest(name, b"other", algorithm), DATA), checksum=checksum
    )
    with pytest.raises(ChecksumError, match=rf"received with {algorithm.label} \S+, expected \S+\. "):
        await download.fetch()
    # A whole file is set aside to look at it, a response of another digest is not kept.
    assert files_in(tmp_path) == ([".file.bin.corrupt"] if name == "repr-digest" else [])


@pytest.mark.parametrize("field", ["md5=:AAAA:", "sha-256=what", "", "sha-256=:AAAA:, ="])
async def test_an_invalid_digest_is_ignored(tmp_path: Path, field: str) -> None:
    download = AsyncDownload(tmp_path, Response(200, {"repr-digest": field}, DATA), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA


async def test_repr_digest_is_of_the_file_and_content_digest_of_the_range(tmp_path: Path) -> None:
    headers = {**ETAG, **digest("repr-digest", DATA), **digest("content-digest", DATA[HALF:])}
    download = AsyncDownload(tmp_path, cut(ETAG), tail(headers), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA


async def test_a_part_that_does_not_match_the_digest_is_downloaded_again_once(tmp_path: Path) -> None:
    await interrupt(tmp_path, ETAG)
    part_of(tmp_path / "item" / "file.bin").write_bytes(b"x" * HALF)
    headers = {**ETAG, **digest("repr-digest", DATA)}
    download = AsyncDownload(tmp_path, tail(headers), Response(200, headers, DATA), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [f"bytes={HALF}-", None]


async def test_digests_of_an_encoded_response_are_ignored(tmp_path: Path) -> None:
    headers = {"content-encoding": "gzip", **digest("repr-digest", b"gzip")}
    download = AsyncDownload(tmp_path, Response(200, headers, DATA), checksum=None)
    await download.fetch()
    assert download.target.read_bytes() == DATA


async def test_a_given_sha_256(tmp_path: Path) -> None:
    checksum = checksum_of(DATA, Algorithm.SHA256)
    download = AsyncDownload(tmp_path, WHOLE, checksum=checksum)
    assert await download.fetch() is True
    assert await download.fetch() is False
    bad = AsyncDownload(tmp_path / "bad", GARBAGE, checksum=checksum)
    with pytest.raises(ChecksumError, match=r"received with SHA-256"):
        await bad.fetch()
