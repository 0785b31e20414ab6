"""Resumable uploads over real sockets, with each transport, to a server that speaks the protocol."""

from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import (
    ChecksumError,
    FileChangedError,
    SeawallError,
    ServerStatusError,
)
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.download import TransferProgress
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.transfer._async.resumable_uploader import AsyncResumableUploader
from seawall.runtime.transfer._async.uploader import AsyncUploadSource
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script
from tests.runtime.transfer._async.uploads import (
    CHUNK,
    CHUNKS,
    DATA,
    SIGNED,
    STATUS_CHECK,
    TOTAL,
    pieces,
    span,
    uploader,
)
from tests.runtime.transfer.session_server import HANG, RESET, UNIT, After, serving_sessions

# A server of upload sessions, over real sockets.
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["file", "bytes", "pieces"])
async def test_a_source_is_uploaded_in_chunks_of_one_session(
    transport: AsyncTransport, file: Path, kind: str
) -> None:
    source: AsyncUploadSource = {"file": file, "bytes": DATA, "pieces": pieces}[kind]  # type: ignore[assignment]
    given = {"Content-Type": "image/tiff"}
    with serving_sessions() as server:
        sent = await uploader(transport).send(source, server.url + SIGNED, headers=given)
    assert server.objects == [DATA]
    assert [request.method for request in server.requests] == ["POST", *["PUT"] * len(CHUNKS)]
    assert server.ranges == [None, *CHUNKS]
    start, *chunks = [request.headers for request in server.requests]
    assert (start["x-goog-resumable"], start["content-length"], start["content-type"]) == (
        "start",
        "0",
        "image/tiff",
    )
    for fields in chunks:
        assert fields["user-agent"] == "ua/1"
        assert not {"content-type", "x-goog-resumable", "transfer-encoding", "authorization"} & set(fields)
    assert (sent.size, sent.checksum) == (TOTAL, checksum_of(DATA, Algorithm.SHA256))
    assert sent.response.status == 200


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
async def test_every_size_is_uploaded(transport: AsyncTransport, size: int) -> None:
    with serving_sessions() as server:
        sent = await uploader(transport).send(DATA[:size], server.url)
    assert (server.objects, sent.size) == ([DATA[:size]], size)
    if not size:
        assert server.ranges == [None, "bytes */0"]


# Interruptions.


@pytest.mark.parametrize(
    ("faults", "ranges", "lost"),
    [
        # Before the session is there: it is started again.
        ([RESET], [None, None, *CHUNKS], 0),
        ([503, 408], [None, None, None, *CHUNKS], 0),
        # In the middle of the second chunk; one of its two units is stored.
        (
            [After(3 * UNIT)],
            [
                None,
                *CHUNKS[:2],
                STATUS_CHECK,
                *[span(n * UNIT, (n + 2) * UNIT) for n in (3, 5, 7)],
                span(9 * UNIT, TOTAL),
            ],
            UNIT,
        ),
        # The bytes are stored and the response is lost: nothing is sent twice.
        ([After(4 * UNIT, RESET)], [None, *CHUNKS[:2], STATUS_CHECK, *CHUNKS[2:]], 0),
        ([After(TOTAL, RESET)], [None, *CHUNKS, STATUS_CHECK], 0),
        # The status check fails too.
        ([After(4 * UNIT, 500), 503], [None, *CHUNKS[:2], STATUS_CHECK, STATUS_CHECK, *CHUNKS[2:]], 0),
    ],
    ids=["reset", "503 and 408", "503 in a chunk", "reset after it", "reset at the end", "503 twice"],
)
async def test_only_missing_bytes_are_sent_again(
    transport: AsyncTransport, file: Path, faults: list[int | After], ranges: list[str | None], lost: int
) -> None:
    with serving_sessions(*faults) as server:
        await uploader(transport).send(file, server.url)
    assert server.objects == [DATA]
    assert server.ranges == ranges
    assert server.received == TOTAL + lost


async def test_a_broken_connection_in_a_chunk_is_resumed(transport: AsyncTransport, file: Path) -> None:
    with serving_sessions(After(3 * UNIT, RESET), After(5 * UNIT, RESET)) as server:
        await uploader(transport).send(file, server.url)
    assert server.objects == [DATA]
    assert server.ranges.count(None) == 1
    assert server.ranges.count(STATUS_CHECK) == 2
    assert server.received == TOTAL


async def test_a_response_timeout_is_followed_by_a_status_check(
    transport: AsyncTransport, file: Path
) -> None:
    policy, clock = Policy(attempt_timeout_s=0.3), AsyncFakeClock()
    by = AsyncResumableUploader(transport, policy, clock, slowest_rate=1 << 40, chunk_size=CHUNK)
    with serving_sessions(After(4 * UNIT, HANG)) as server:
        await by.send(file, server.url)
    assert server.objects == [DATA]
    assert server.received == TOTAL
    assert STATUS_CHECK in server.ranges


async def test_progress_resets_the_retry_budget(transport: AsyncTransport, file: Path) -> None:
    with serving_sessions(*[After(n * UNIT) for n in range(1, 11)]) as server:
        await uploader(transport, attempts=2).send(file, server.url)
        assert server.objects == [DATA]
        server.faults[:] = [After(UNIT), 503, 503]
        with pytest.raises(
            ServerStatusError, match=r"^PUT upload of file\.bin answered 503: no \[redacted\]\.$"
        ):
            await uploader(transport, attempts=2).send(file, server.url)
    assert len(server.faults) == 1


async def test_progress_is_the_number_of_stored_bytes(transport: AsyncTransport, file: Path) -> None:
    seen: list[TransferProgress] = []
    with serving_sessions(After(3 * UNIT)) as server:
        await uploader(transport).send(file, server.url, on_progress=seen.append)
    sizes = [2 * UNIT, 3 * UNIT, 5 * UNIT, 7 * UNIT, 9 * UNIT, TOTAL]
    assert seen == [TransferProgress(size, TOTAL) for size in sizes]


# Invalid sources and errors.


async def test_another_stored_checksum_is_an_error(
    transport: AsyncTransport, file: Path, tmp_path: Path
) -> None:
    error = pytest.raises(
        ChecksumError, match=r"file\.bin: the server stored bytes with CRC-32C AAAAAA==, but"
    )
    with serving_sessions(final_headers={"x-goog-hash": "crc32c=AAAAAA=="}) as server, error:
        await uploader(transport).send(file, server.url, state=tmp_path / "state")
    assert not (tmp_path / "state").exists()


async def test_a_source_without_the_expected_checksum_is_not_sent(
    transport: AsyncTransport, file: Path
) -> None:
    with serving_sessions() as server:
        with pytest.raises(ChecksumError, match=r"Nothing was sent"):
            await uploader(transport).send(file, server.url, checksum=Checksum.crc32c("AAAA"))
        assert server.requests == []
        await uploader(transport).send(file, server.url, checksum=checksum_of(DATA, Algorithm.SHA512))
    assert server.objects == [DATA]


@pytest.mark.parametrize(
    "content",
    [b"", DATA[: CHUNK + 1], DATA[:-1], DATA + b"!", DATA * 2, DATA[:-1] + b"!"],
    ids=["emptied", "cut short", "one less", "one more", "twice as long", "another"],
)
async def test_a_file_that_changes_is_never_sent_completely(
    transport: AsyncTransport, file: Path, tmp_path: Path, content: bytes
) -> None:
    def change(progress: TransferProgress) -> None:
        file.write_bytes(content)

    error = pytest.raises(FileChangedError, match=r"upload of file\.bin: the source changed")
    with serving_sessions() as server, error:
        await uploader(transport).send(file, server.url, state=tmp_path / "state", on_progress=change)
    assert server.objects == []
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("status", [403, 400, 412])
async def test_an_error_response_to_the_start_is_raised_at_once(
    transport: AsyncTransport, file: Path, status: int
) -> None:
    with (
        serving_sessions(status) as server,
        pytest.raises(SeawallError, match=rf"^POST .* answered {status}"),
    ):
        await uploader(transport).send(file, server.url + SIGNED)
    assert len(server.requests) == 1


async def test_the_url_function_is_called_for_each_session(transport: AsyncTransport, file: Path) -> None:
    with serving_sessions(503) as server:
        addresses = iter(["/first", "/second"])

        async def to() -> str:
            return server.url + next(addresses)

        await uploader(transport).send(file, to)
    assert [request.path for request in server.requests if request.method == "POST"] == ["/first", "/second"]


def test_the_timeout_grows_with_the_chunk() -> None:
    by = uploader(AsyncMemoryTransport(Script()))
    assert by.timeout_s(262144 * 60) == by.policy.attempt_timeout_s + 60
