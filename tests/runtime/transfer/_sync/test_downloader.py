# DO NOT EDIT. Derived from ../_async/test_downloader.py by "python -m seawall.codegen.derive".
from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import (
    ChecksumError,
    DecodeError,
    ForbiddenError,
    MaybeProcessedError,
    NotSentError,
    ResponseLostError,
    ServerStatusError,
    StorageError,
    UnexpectedStatusError,
)
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.testing import FakeClock, MemoryTransport, Script, TruncatedResponse, json_response
from tests.runtime.transfer._sync.downloads import (
    CHECKSUM,
    DATA,
    GARBAGE,
    HALF,
    URL,
    WHOLE,
    Download,
    files_in,
    part_of,
    rest,
)

# A successful download.


@pytest.mark.parametrize("checksum", [CHECKSUM, None])
def test_a_file_is_downloaded(tmp_path: Path, checksum: Checksum | None) -> None:
    download = Download(tmp_path, WHOLE, checksum=checksum)
    assert download.fetch() is True
    assert download.target.read_bytes() == DATA
    assert files_in(tmp_path) == ["file.bin"]


def test_an_empty_file_is_downloaded(tmp_path: Path) -> None:
    download = Download(tmp_path, Response(200), checksum=checksum_of(b"", Algorithm.CRC32C))
    assert download.fetch() is True
    assert download.target.read_bytes() == b""


def test_progress_is_reported_after_each_chunk(tmp_path: Path) -> None:
    download = Download(tmp_path, WHOLE)
    download.fetch()
    assert [step.size for step in download.progress] == [65536, 131072, 196608, len(DATA)]


def test_the_request_has_no_token(tmp_path: Path) -> None:
    download = Download(tmp_path, WHOLE)
    download.fetch()
    request = download.transport.requests[0]
    assert (request.method, request.url) == ("GET", URL)
    assert request.headers == {
        "user-agent": "ua/1",
        "accept": "*/*",
        "accept-encoding": "identity",
        "want-repr-digest": "sha-256=10",
    }


def test_a_file_with_the_checksum_is_not_downloaded(tmp_path: Path) -> None:
    download = Download(tmp_path)
    download.target.parent.mkdir()
    download.target.write_bytes(DATA)
    assert download.fetch() is False
    assert (download.located, download.transport.requests) == (0, [])


@pytest.mark.parametrize("checksum", [CHECKSUM, None])
def test_a_file_without_the_checksum_is_downloaded_again(
    tmp_path: Path, checksum: Checksum | None
) -> None:
    download = Download(tmp_path, WHOLE, checksum=checksum)
    download.target.parent.mkdir()
    download.target.write_bytes(b"old")
    assert download.fetch() is True
    assert download.target.read_bytes() == DATA


# An interrupted download.


def test_a_download_resumes_after_a_cut(tmp_path: Path) -> None:
    download = Download(tmp_path, TruncatedResponse(200, {}, DATA[:HALF]), rest())
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-"]


def test_an_encoded_response_that_was_cut_starts_over(tmp_path: Path) -> None:
    cut = TruncatedResponse(200, {"content-encoding": "gzip", "etag": '"v1"'}, DATA[:HALF])
    download = Download(tmp_path, cut, WHOLE)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, None]


@pytest.mark.parametrize("checksum", [CHECKSUM, None])
def test_a_part_of_the_file_with_status_200_is_not_the_file(
    tmp_path: Path, checksum: Checksum | None
) -> None:
    cut = TruncatedResponse(200, {"etag": '"v1"', "content-length": str(len(DATA))}, DATA[:HALF])
    part = rest()
    wrong = Response(200, {**part.headers, "etag": '"v1"'}, part.body)
    download = Download(tmp_path, cut, wrong, WHOLE, checksum=checksum)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None, f"bytes={HALF}-", None]


def test_the_same_etag_with_another_length_is_another_file(tmp_path: Path) -> None:
    cut = TruncatedResponse(200, {"etag": '"v1"', "content-length": str(len(DATA))}, DATA[:HALF])
    longer = DATA + DATA
    wrong = Response(206, {**rest(HALF, longer).headers, "etag": '"v1"'}, longer[HALF:])
    short = Response(200, {"etag": '"v1"', "content-length": "3"}, b"bad")
    for answer in (wrong, short):
        download = Download(tmp_path / str(answer.status), cut, answer, WHOLE, checksum=None)
        download.fetch()
        assert download.target.read_bytes() == DATA


def test_the_same_etag_without_a_length_is_a_part_if_it_is_shorter(tmp_path: Path) -> None:
    cut = TruncatedResponse(200, {"etag": '"v1"', "content-length": str(len(DATA))}, DATA[:HALF])
    # As servers that compute their response send it, in chunks.
    for name, body in {"rest": DATA[HALF:], "nothing": b"", "longer": DATA + DATA}.items():
        download = Download(
            tmp_path / name, cut, Response(200, {"etag": '"v1"'}, body), WHOLE, checksum=None
        )
        download.fetch()
        assert download.target.read_bytes() == DATA
        assert download.ranges == [None, f"bytes={HALF}-", None]
    other = Response(200, {"etag": '"v2"'}, b"another version")
    download = Download(tmp_path / "other", cut, other, checksum=None)
    download.fetch()
    assert download.target.read_bytes() == b"another version"


def test_a_part_of_the_file_to_a_request_for_all_of_it_is_an_error(tmp_path: Path) -> None:
    wrong = Response(200, {"content-range": "bytes 0-99/1000"}, DATA[:100])
    download = Download(tmp_path, wrong, checksum=None)
    with pytest.raises(DecodeError, match="status 200, but its headers say that it is only a part"):
        download.fetch()
    assert not download.target.exists()


def test_locate_is_called_for_each_attempt(tmp_path: Path) -> None:
    download = Download(tmp_path, NotSentError("no."), TruncatedResponse(200, {}, DATA[:HALF]), rest())
    download.fetch()
    assert download.located == 3


def test_attempts_are_delayed(tmp_path: Path) -> None:
    download = Download(tmp_path, Response(503), NotSentError("no."), WHOLE)
    download.fetch()
    assert download.clock.sleeps_s == [0.5, 1.0]


def test_a_retry_after_date_counts_from_the_receipt_if_the_response_has_no_date(tmp_path: Path) -> None:
    # The fake clock says Tue, 14 Nov 2023 22:13:20 GMT.
    busy = Response(503, {"retry-after": "Tuesday, 14-Nov-23 22:13:27 GMT"})
    download = Download(tmp_path, busy, WHOLE)
    download.fetch()
    assert download.clock.sleeps_s == [7.0]


def test_progress_resets_the_retry_budget(tmp_path: Path) -> None:
    def byte(at: int) -> TruncatedResponse:
        return TruncatedResponse(206, rest(at).headers, DATA[at : at + 1])

    first = TruncatedResponse(200, {}, DATA[:1])
    download = Download(tmp_path, first, byte(1), byte(2), Response(503), rest(3), attempts=3)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.clock.sleeps_s == [0.5, 0.5, 0.5, 1.0]


def test_starting_over_is_no_progress(tmp_path: Path) -> None:
    sizes = (50, 40, 50, 45)
    cuts = [TruncatedResponse(200, {}, DATA[:size]) for size in sizes]
    download = Download(tmp_path, *cuts, checksum=None, attempts=4)
    with pytest.raises(ResponseLostError):
        download.fetch()
    download.script.assert_used_up()


def test_the_part_stays_after_the_last_attempt(tmp_path: Path) -> None:
    gone = MaybeProcessedError("the connection broke.")
    download = Download(tmp_path, TruncatedResponse(200, {}, DATA[:HALF]), gone, attempts=1)
    with pytest.raises(ResponseLostError, match=r"download of file\.bin: the connection broke"):
        download.fetch()
    assert files_in(tmp_path) == [".file.bin.part"]
    assert part_of(download.target).read_bytes() == DATA[:HALF]


def test_the_next_download_resumes_the_part(tmp_path: Path) -> None:
    download = Download(tmp_path, rest())
    download.write_part(DATA[:HALF])
    assert download.fetch() is True
    assert download.target.read_bytes() == DATA
    assert download.ranges == [f"bytes={HALF}-"]
    assert files_in(tmp_path) == ["file.bin"]


def test_a_complete_part_is_only_renamed(tmp_path: Path) -> None:
    download = Download(tmp_path)
    download.write_part(DATA)
    assert download.fetch() is True
    assert download.target.read_bytes() == DATA
    assert download.transport.requests == []


def test_a_server_without_ranges_replaces_the_part(tmp_path: Path) -> None:
    download = Download(tmp_path, WHOLE)
    download.write_part(b"x" * HALF)
    download.fetch()
    assert download.target.read_bytes() == DATA


@pytest.mark.parametrize(
    "other",
    [
        Response(416, {"content-range": "bytes */5"}),
        Response(206, {"content-range": "bytes 0-9/10"}, b"0123456789"),
        Response(206, {}, b"0123456789"),
    ],
)
def test_another_range_than_requested_starts_over(tmp_path: Path, other: Response) -> None:
    download = Download(tmp_path, other, WHOLE)
    download.write_part(b"x" * HALF)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [f"bytes={HALF}-", None]


def test_an_interrupt_leaves_the_part_and_no_file(tmp_path: Path) -> None:
    download = Download(tmp_path, TruncatedResponse(200, {}, DATA[:HALF], KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        download.fetch()
    assert files_in(tmp_path) == [".file.bin.part"]
    again = Download(tmp_path, rest())
    again.fetch()
    assert again.target.read_bytes() == DATA
    assert again.ranges == [f"bytes={HALF}-"]


def test_a_bug_is_not_retried_and_leaves_no_file(tmp_path: Path) -> None:
    download = Download(tmp_path, TruncatedResponse(200, {}, DATA[:HALF], ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        download.fetch()
    assert files_in(tmp_path) == [".file.bin.part"]


# A checksum mismatch.


def test_a_checksum_mismatch_sets_the_file_aside(tmp_path: Path) -> None:
    download = Download(tmp_path, GARBAGE)
    with pytest.raises(ChecksumError, match=r"^file\.bin was received with CRC-32C \S+, expected \S+\. "):
        download.fetch()
    assert files_in(tmp_path) == [".file.bin.corrupt"]


def test_an_unnoticed_cut_is_a_checksum_mismatch(tmp_path: Path) -> None:
    download = Download(tmp_path, Response(200, {}, DATA[:-1]))
    with pytest.raises(ChecksumError):
        download.fetch()
    assert files_in(tmp_path) == [".file.bin.corrupt"]


def test_a_checksum_mismatch_leaves_the_existing_file(tmp_path: Path) -> None:
    download = Download(tmp_path, GARBAGE)
    download.target.parent.mkdir()
    download.target.write_bytes(b"old")
    with pytest.raises(ChecksumError):
        download.fetch()
    assert download.target.read_bytes() == b"old"


def test_a_part_of_another_file_is_downloaded_again(tmp_path: Path) -> None:
    download = Download(tmp_path, rest(), WHOLE)
    download.write_part(b"x" * HALF)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [f"bytes={HALF}-", None]


def test_a_part_of_another_file_is_downloaded_again_only_once(tmp_path: Path) -> None:
    download = Download(tmp_path, rest(), GARBAGE)
    download.write_part(b"x" * HALF)
    with pytest.raises(ChecksumError):
        download.fetch()
    assert files_in(tmp_path) == [".file.bin.corrupt"]
    download.script.assert_used_up()


def test_a_part_without_a_validator_is_not_resumed(tmp_path: Path) -> None:
    download = Download(tmp_path, WHOLE, checksum=None)
    download.write_part(b"x" * HALF)
    download.fetch()
    assert download.target.read_bytes() == DATA
    assert download.ranges == [None]


# Error responses.


@pytest.mark.parametrize(
    ("status", "class_", "attempts"),
    [(403, ForbiddenError, 1), (302, UnexpectedStatusError, 1), (503, ServerStatusError, 4)],
)
def test_an_error_response_is_its_error_and_nothing_is_written(
    tmp_path: Path, status: int, class_: type[Exception], attempts: int
) -> None:
    download = Download(tmp_path, *[json_response(status, {"detail": "no"})] * attempts)
    with pytest.raises(class_, match=rf"^GET download of file\.bin answered {status}: no\.$"):
        download.fetch()
    download.script.assert_used_up()
    assert not download.target.exists()
    assert part_of(download.target).read_bytes() == b""


def test_a_signature_in_an_error_response_is_hidden(tmp_path: Path) -> None:
    download = Download(tmp_path, json_response(403, {"detail": "hunter2 has expired"}))
    with pytest.raises(ForbiddenError, match="has expired") as caught:
        download.fetch()
    assert "hunter2" not in str(caught.value)


def test_an_error_response_leaves_the_part(tmp_path: Path) -> None:
    download = Download(tmp_path, Response(403))
    download.write_part(DATA[:HALF])
    with pytest.raises(ForbiddenError):
        download.fetch()
    assert part_of(download.target).read_bytes() == DATA[:HALF]


def test_only_the_start_of_a_huge_error_response_is_read(tmp_path: Path) -> None:
    download = Download(tmp_path, Response(403, {}, bytes(10_000_000)))
    with pytest.raises(ForbiddenError) as caught:
        download.fetch()
    assert len(caught.value.body) < 200_000


def test_an_error_of_locate_is_raised(tmp_path: Path) -> None:
    def locate() -> str:
        raise ForbiddenError("not yours.", status=403)

    transport, clock = MemoryTransport(Script()), FakeClock()
    with pytest.raises(ForbiddenError, match="not yours"):
        Downloader(transport, Policy(), clock, "ua").fetch(locate, tmp_path / "a")
    assert transport.requests == []


# The local disk.


def test_a_link_in_place_of_the_part_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    download = Download(tmp_path, WHOLE)
    download.target.parent.mkdir()
    part_of(download.target).symlink_to(victim)
    with pytest.raises(StorageError, match="it is a symbolic link"):
        download.fetch()
    assert victim.read_bytes() == b"precious"
    assert download.transport.requests == []


def test_a_link_in_place_of_the_file_is_replaced(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    download = Download(tmp_path, WHOLE)
    download.target.parent.mkdir()
    download.target.symlink_to(victim)
    download.fetch()
    assert victim.read_bytes() == b"precious"
    assert not download.target.is_symlink()


def test_a_folder_in_place_of_the_file_is_a_storage_error(tmp_path: Path) -> None:
    download = Download(tmp_path, WHOLE)
    download.target.mkdir(parents=True)
    with pytest.raises(StorageError, match="can not be written"):
        download.fetch()


def test_a_file_in_place_of_the_folder_is_a_storage_error(tmp_path: Path) -> None:
    download = Download(tmp_path)
    download.target.parent.write_bytes(b"")
    with pytest.raises(StorageError, match="can not be written"):
        download.fetch()
    assert download.transport.requests == []


def test_a_folder_without_write_permission_is_a_storage_error(tmp_path: Path) -> None:
    # Not even root can create a file there.
    download = Download(Path("/sys"))
    with pytest.raises(StorageError, match=r"permission denied\. Choose a folder that you may write to"):
        download.fetch()
    assert download.transport.requests == []
