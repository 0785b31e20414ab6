# DO NOT EDIT. Derived from ../_async/test_resumable_uploader.py by "python -m seawall.codegen.derive".
"""Resumable uploads, by each transport, to a real server that speaks the protocol."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import (
    ChecksumError,
    DecodeError,
    FileChangedError,
    ForbiddenError,
    InputError,
    MaybeProcessedError,
    SeawallError,
    ServerStatusError,
    StorageError,
)
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.resumable_upload import UploadSession
from seawall.runtime.http._sync.protocols import Transport
from seawall.runtime.transfer._sync.resumable_uploader import ResumableUploader
from seawall.runtime.transfer._sync.uploader import UploadSource
from seawall.runtime.transfer.upload_state_file import kept_state
from seawall.testing import FakeClock, MemoryTransport, Script
from seawall.transports import Httpx2Transport, PyreqwestTransport
from tests.runtime.transfer.session_server import HANG, RESET, SECRET, UNIT, After, serving_sessions

# Five chunks of two units, and a last one of 100 bytes.
DATA = bytes(range(256)) * (UNIT // 256) * 10 + bytes(100)
TOTAL = len(DATA)
CHUNK = 2 * UNIT
TRANSPORTS = [Httpx2Transport, PyreqwestTransport]
SIGNED = "/bucket/object?X-Goog-Signature=hunter2hunter2"


@pytest.fixture(params=TRANSPORTS, ids=["httpx2", "pyreqwest"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    with request.param() as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.bin"
    path.write_bytes(DATA)
    return path


def uploader(transport: Transport, attempts: int = 3, chunk_size: int = CHUNK) -> ResumableUploader:
    policy = Policy(retry=RetryRule(attempts=attempts))
    clock = FakeClock()
    return ResumableUploader(transport, policy, clock, "ua/1", chunk_size=chunk_size)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def rewrite(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def pieces() -> Iterator[bytes]:
    for start in range(0, TOTAL, 300_001):
        yield DATA[start : start + 300_001]


def span(start: int, end: int) -> str:
    return f"bytes {start}-{end - 1}/{TOTAL}"


ASKED = f"bytes */{TOTAL}"
CHUNKS = [span(start, min(start + CHUNK, TOTAL)) for start in range(0, TOTAL, CHUNK)]


@pytest.mark.parametrize("kind", ["file", "bytes", "pieces"])
def test_it_arrives_in_chunks_of_one_session(transport: Transport, file: Path, kind: str) -> None:
    source: UploadSource = {"file": file, "bytes": DATA, "pieces": pieces}[kind]  # type: ignore[assignment]
    given = {"Content-Type": "image/tiff"}
    with serving_sessions() as server:
        sent = uploader(transport).send(source, server.url + SIGNED, headers=given)
    assert server.objects == [DATA]
    assert [asked.method for asked in server.asked] == ["POST", *["PUT"] * len(CHUNKS)]
    assert server.ranges == [None, *CHUNKS]
    begun, *chunks = [asked.headers for asked in server.asked]
    assert (begun["x-goog-resumable"], begun["content-length"], begun["content-type"]) == (
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
def test_every_size_arrives(transport: Transport, size: int) -> None:
    with serving_sessions() as server:
        sent = uploader(transport).send(DATA[:size], server.url)
    assert (server.objects, sent.size) == ([DATA[:size]], size)
    if not size:
        assert server.ranges == [None, "bytes */0"]


# --- After a break ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "ranges", "lost"),
    [
        # Before the session is there: it is begun anew.
        ([RESET], [None, None, *CHUNKS], 0),
        ([503, 408], [None, None, None, *CHUNKS], 0),
        # In the middle of the second chunk, one of its two units is kept.
        (
            [After(3 * UNIT)],
            [
                None,
                *CHUNKS[:2],
                ASKED,
                *[span(n * UNIT, (n + 2) * UNIT) for n in (3, 5, 7)],
                span(9 * UNIT, TOTAL),
            ],
            UNIT,
        ),
        # What came is kept, and the answer is lost: nothing is sent twice.
        ([After(4 * UNIT, RESET)], [None, *CHUNKS[:2], ASKED, *CHUNKS[2:]], 0),
        ([After(TOTAL, RESET)], [None, *CHUNKS, ASKED], 0),
        # The question fails too.
        ([After(4 * UNIT, 500), 503], [None, *CHUNKS[:2], ASKED, ASKED, *CHUNKS[2:]], 0),
    ],
    ids=["reset", "503 and 408", "503 in a chunk", "reset after it", "reset at the end", "503 twice"],
)
def test_only_what_is_missing_is_sent_again(
    transport: Transport, file: Path, faults: list[int | After], ranges: list[str | None], lost: int
) -> None:
    with serving_sessions(*faults) as server:
        uploader(transport).send(file, server.url)
    assert server.objects == [DATA]
    assert server.ranges == ranges
    assert server.received == TOTAL + lost


def test_a_connection_that_breaks_in_a_chunk_loses_a_chunk_at_most(
    transport: Transport, file: Path
) -> None:
    with serving_sessions(After(3 * UNIT, RESET), After(5 * UNIT, RESET)) as server:
        uploader(transport).send(file, server.url)
    assert server.objects == [DATA]
    assert server.ranges.count(None) == 1
    assert server.ranges.count(ASKED) == 2
    assert server.received == TOTAL


def test_an_answer_that_does_not_come_in_time_is_asked_for(
    transport: Transport, file: Path
) -> None:
    policy, clock = Policy(attempt_timeout_s=1.0), FakeClock()
    by = ResumableUploader(transport, policy, clock, slowest_rate=1 << 40, chunk_size=CHUNK)
    with serving_sessions(After(4 * UNIT, HANG)) as server:
        by.send(file, server.url)
    assert server.objects == [DATA]
    assert server.received == TOTAL
    assert ASKED in server.ranges


def test_what_goes_on_is_not_given_up_and_what_does_not_is(
    transport: Transport, file: Path
) -> None:
    with serving_sessions(*[After(n * UNIT) for n in range(1, 11)]) as server:
        uploader(transport, attempts=2).send(file, server.url)
        assert server.objects == [DATA]
        server.faults[:] = [After(UNIT), 503, 503]
        with pytest.raises(
            ServerStatusError, match=r"^PUT upload of file\.bin answered 503: no \[redacted\]\.$"
        ):
            uploader(transport, attempts=2).send(file, server.url)
    assert len(server.faults) == 1


def test_progress_is_what_the_server_says(transport: Transport, file: Path) -> None:
    seen: list[TransferProgress] = []
    with serving_sessions(After(3 * UNIT)) as server:
        uploader(transport).send(file, server.url, on_progress=seen.append)
    sizes = [2 * UNIT, 3 * UNIT, 5 * UNIT, 7 * UNIT, 9 * UNIT, TOTAL]
    assert seen == [TransferProgress(size, TOTAL) for size in sizes]


# --- In another process ----------------------------------------------------------------------------------


def broken_off(transport: Transport, file: Path, to: str, state: Path) -> None:
    """Let an upload fail with three units kept: the server is told to."""
    with pytest.raises(ServerStatusError):
        uploader(transport, attempts=1).send(file, to, state=state)


def test_another_upload_goes_on_from_the_state(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    state, seen = tmp_path / "states" / "file", list[TransferProgress]()
    with serving_sessions(After(3 * UNIT)) as server:
        broken_off(transport, file, server.url + SIGNED, state)
        if os.name == "posix":
            assert stat.S_IMODE(state.stat().st_mode) == 0o600
        # The address is signed anew: it is still the same place.
        again = f"{server.url}/bucket/object?X-Goog-Signature=another"
        server.asked.clear()
        uploader(transport).send(file, again, state=state, on_progress=seen.append)
    assert server.objects == [DATA]
    assert server.ranges[0] == ASKED
    assert server.received == TOTAL - 3 * UNIT
    assert seen[0] == TransferProgress(3 * UNIT, TOTAL)
    assert not state.exists()


@pytest.mark.parametrize("what", ["source", "place"])
def test_another_source_or_place_begins_anew(
    transport: Transport, file: Path, tmp_path: Path, what: str
) -> None:
    state, other = tmp_path / "state", DATA[:-1] + b"!" if what == "source" else DATA
    with serving_sessions(After(3 * UNIT)) as server:
        broken_off(transport, file, f"{server.url}/a?name=one", state)
        server.asked.clear()
        rewrite(file, other)
        name = "one" if what == "source" else "two"
        uploader(transport).send(file, f"{server.url}/a?name={name}", state=state)
    assert server.objects == [other]
    assert server.ranges == [None, *CHUNKS]


def test_a_session_of_before_that_is_over_begins_anew_at_once(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    with serving_sessions(After(3 * UNIT)) as server:
        broken_off(transport, file, server.url, tmp_path / "state")
        server.asked.clear()
        server.sessions.clear()
        uploader(transport, attempts=1).send(file, server.url, state=tmp_path / "state")
    assert server.ranges == [ASKED, None, *CHUNKS]
    assert server.objects == [DATA]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_session_of_before_that_refuses_begins_anew_and_is_kept_until_it_has(
    transport: Transport, file: Path, tmp_path: Path, status: int
) -> None:
    state = tmp_path / "state"
    with serving_sessions(After(3 * UNIT)) as server:
        broken_off(transport, file, server.url, state)
        kept = state.read_bytes()
        server.faults[:] = [status, status]
        with pytest.raises(SeawallError, match=rf"^POST .* answered {status}"):
            uploader(transport, attempts=1).send(file, server.url, state=state)
        assert state.read_bytes() == kept
        server.asked.clear()
        server.faults[:] = [status]
        uploader(transport, attempts=1).send(file, server.url, state=state)
    assert server.ranges == [ASKED, None, *CHUNKS]
    assert server.objects == [DATA]
    assert not state.exists()


def test_a_session_of_before_keeps_no_more_than_it_says(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    with serving_sessions(After(3 * UNIT)) as server:
        broken_off(transport, file, server.url, state)
    session = UploadSession.from_json(state.read_bytes())
    assert session is not None
    script = Script(incomplete(3 * UNIT), incomplete(TOTAL - 1))
    with pytest.raises(DecodeError, match=r"the server answered 308 as no"):
        uploader(MemoryTransport(script)).send(file, server.url, state=state)
    assert UploadSession.from_json(state.read_bytes()) == session


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_that_ends_under_way_begins_anew_as_often_as_the_policy_says(
    transport: Transport, file: Path, status: int
) -> None:
    seen: list[int] = []
    with serving_sessions(After(4 * UNIT, status)) as server:
        uploader(transport).send(
            file, server.url, on_progress=lambda progress: seen.append(progress.size)
        )
        assert server.ranges == [None, *CHUNKS[:2], None, *CHUNKS]
        assert seen[:4] == [2 * UNIT, 0, 2 * UNIT, 4 * UNIT]
        server.faults[:] = [After(2 * UNIT, status)] * 3
        with pytest.raises(MaybeProcessedError, match=r"file\.bin: the server knows the session no more\."):
            uploader(transport).send(file, server.url)
    assert server.objects == [DATA]


def test_two_uploads_do_not_share_a_state(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    with (
        serving_sessions() as server,
        kept_state(tmp_path / "state"),
        pytest.raises(StorageError, match=r"another upload that keeps its state there is under way"),
    ):
        uploader(transport).send(file, server.url, state=tmp_path / "state")
    assert server.asked == []


def test_a_file_that_is_no_state_is_left_as_it_is(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    for content in (b"mine", b"{}", b""):
        (tmp_path / "notes").write_bytes(content)
        with pytest.raises(StorageError, match=r"notes is no state of an upload; it was left as it is"):
            uploader(transport).send(file, "http://127.0.0.1:9", state=tmp_path / "notes")
        assert (tmp_path / "notes").read_bytes() == content
    with pytest.raises(StorageError, match=r"can not be written: Is a directory"):
        uploader(transport).send(file, "http://127.0.0.1:9", state=tmp_path)
    with pytest.raises(
        InputError, match=r"^state is '\.', which names no file\. Give the Path of a file, or"
    ):
        uploader(transport).send(file, "http://127.0.0.1:9", state=Path())
    with pytest.raises(InputError, match=r"^state is of type str\. Give the Path of a file, or None\.$"):
        uploader(transport).send(file, "http://127.0.0.1:9", state="state")  # type: ignore[arg-type]


@pytest.mark.skipif(os.name != "posix", reason="makes a pipe and a link")
def test_what_is_no_plain_file_is_no_state_and_stays(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("elsewhere")
    for state, told in ((pipe, "pipe is no state of an upload"), (link, "it is a symbolic link")):
        with pytest.raises(StorageError, match=told):
            uploader(transport).send(file, "http://127.0.0.1:9", state=state)
    assert pipe.is_fifo()
    assert link.is_symlink()


def test_an_empty_source_is_not_its_own_state(transport: Transport, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    with serving_sessions() as server, pytest.raises(StorageError, match=r"it was left as it is"):
        uploader(transport).send(empty, server.url, state=empty)
    assert empty.read_bytes() == b""


def test_the_address_of_a_session_shows_nowhere(
    transport: Transport, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    state, by = tmp_path / "state", uploader(transport, attempts=2)
    told: list[str] = []
    cases: list[list[int | After]] = [[After(UNIT), 403], [503, 503], [RESET, RESET], [418, 418]]
    with serving_sessions() as server:
        for faults in cases:
            server.faults[:] = faults
            with pytest.raises(SeawallError) as caught:
                by.send(file, server.url + SIGNED, state=state)
            told.append(str(caught.value))
    session = UploadSession.from_json(state.read_bytes())
    assert session is not None
    assert SECRET in session.address
    shown = [*told, repr(session), repr(by), caplog.text, *names_in(tmp_path)]
    assert not [text for text in shown if SECRET in text or "hunter2" in text]
    assert any("Run it again to go on." in text for text in told)


# --- What is not as it should be -------------------------------------------------------------------------


def test_other_bytes_at_the_server_are_an_error(
    transport: Transport, file: Path, tmp_path: Path
) -> None:
    told = pytest.raises(
        ChecksumError, match=r"file\.bin: the server stored bytes with CRC-32C AAAAAA==, sent"
    )
    with serving_sessions(says={"x-goog-hash": "crc32c=AAAAAA=="}) as server, told:
        uploader(transport).send(file, server.url, state=tmp_path / "state")
    assert not (tmp_path / "state").exists()


def test_another_source_than_expected_is_not_sent(transport: Transport, file: Path) -> None:
    with serving_sessions() as server:
        with pytest.raises(ChecksumError, match=r"Nothing was sent"):
            uploader(transport).send(file, server.url, checksum=Checksum.crc32c("AAAA"))
        assert server.asked == []
        uploader(transport).send(file, server.url, checksum=checksum_of(DATA, Algorithm.SHA512))
    assert server.objects == [DATA]


@pytest.mark.parametrize(
    "content",
    [b"", DATA[: CHUNK + 1], DATA[:-1], DATA + b"!", DATA * 2, DATA[:-1] + b"!"],
    ids=["emptied", "cut short", "one less", "one more", "twice as long", "another"],
)
def test_a_file_that_changes_is_never_sent_to_its_end(
    transport: Transport, file: Path, tmp_path: Path, content: bytes
) -> None:
    def change(progress: TransferProgress) -> None:
        file.write_bytes(content)

    told = pytest.raises(FileChangedError, match=r"upload of file\.bin: the source changed")
    with serving_sessions() as server, told:
        uploader(transport).send(file, server.url, state=tmp_path / "state", on_progress=change)
    assert server.objects == []
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("status", [403, 400, 412])
def test_a_refusal_is_its_error_at_once(transport: Transport, file: Path, status: int) -> None:
    with (
        serving_sessions(status) as server,
        pytest.raises(SeawallError, match=rf"^POST .* answered {status}"),
    ):
        uploader(transport).send(file, server.url + SIGNED)
    assert len(server.asked) == 1


def test_the_address_is_asked_for_each_time_a_session_is_begun(
    transport: Transport, file: Path
) -> None:
    with serving_sessions(503) as server:
        addresses = iter(["/first", "/second"])

        def to() -> str:
            return server.url + next(addresses)

        uploader(transport).send(file, to)
    assert [asked.path for asked in server.asked if asked.method == "POST"] == ["/first", "/second"]


@pytest.mark.parametrize("size", [0, 100_000, CHUNK + 1, True])
def test_a_chunk_size_that_is_no_multiple_is_refused(size: int) -> None:
    with pytest.raises(InputError, match=r"give a multiple of 262144 bytes"):
        uploader(MemoryTransport(Script()), chunk_size=size)


def test_a_chunk_has_its_own_time() -> None:
    by = uploader(MemoryTransport(Script()))
    assert by.time_s(262144 * 60) == by.policy.attempt_timeout_s + 60


# --- Answers that no good server gives -------------------------------------------------------------------

BEGUN = Response(201, {"location": "https://storage.test/session"})


def incomplete(size: int) -> Response:
    return Response(308, {"range": f"bytes=0-{size - 1}"} if size else {})


@pytest.mark.parametrize(
    ("steps", "class_", "match"),
    [
        ([Response(200)], DecodeError, r"sends the upload to no address"),
        ([Response(201, {"location": "ftp://a"})], DecodeError, r"sends the upload to no address"),
        ([Response(308, {"location": "https://a"})], SeawallError, r"answered 308"),
        ([BEGUN, Response(200)], DecodeError, r"the server answered 200 as no resumable upload may"),
        ([BEGUN, incomplete(CHUNK + 1)], DecodeError, r"the server answered 308 as no"),
        ([BEGUN, Response(503), incomplete(3 * UNIT)], DecodeError, r"the server answered 308 as no"),
        ([BEGUN, Response(503), Response(200)], DecodeError, r"the server answered 200 as no"),
        ([BEGUN, incomplete(TOTAL + 1)], DecodeError, r"the server answered 308 as no"),
        ([BEGUN, Response(308, {"location": "https://a"})], DecodeError, r"the server answered 308 as no"),
        (
            [BEGUN, *[incomplete(0)] * 5],
            MaybeProcessedError,
            r"the server keeps nothing more of what it is sent",
        ),
    ],
)
def test_an_answer_that_makes_no_sense(
    steps: list[Response], class_: type[SeawallError], match: str
) -> None:
    script = Script(*steps)
    with pytest.raises(class_, match=match):
        uploader(MemoryTransport(script)).send(DATA, "https://storage.test/bucket")
    script.assert_used_up()


def test_a_server_that_keeps_less_than_before_is_believed_and_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[int] = []
    steps = [incomplete(size * UNIT) for size in (2, 4, 1, 1, 3, 5, 7, 9)]
    # The third answer keeps less than was there, so it is asked: the fourth.
    transport = MemoryTransport(Script(BEGUN, *steps, Response(200)))
    made = 0

    def counted() -> Iterator[bytes]:
        nonlocal made
        made += 1
        return pieces()

    uploader(transport).send(
        counted, "https://storage.test/b", on_progress=lambda progress: seen.append(progress.size)
    )
    assert seen == [2 * UNIT, 4 * UNIT, UNIT, 3 * UNIT, 5 * UNIT, 7 * UNIT, 9 * UNIT, TOTAL]
    assert [record.getMessage() for record in caplog.records if "keeps" in record.getMessage()] == [
        f"upload: the server keeps {UNIT} bytes, it was {4 * UNIT} before"
    ]
    # Once for the sums, once to send, and once more to go back.
    assert made == 3
    bodies = [b"".join(request.body) for request in transport.requests if isinstance(request.body, list)]
    assert bodies[3] == DATA[UNIT : 3 * UNIT]


def test_a_refused_beginning_hides_what_was_signed() -> None:
    said = Response(403, {"content-type": "application/json"}, b'{"detail": "not hunter2hunter2"}')
    with pytest.raises(ForbiddenError) as caught:
        uploader(MemoryTransport(Script(said))).send(DATA, f"https://storage.test{SIGNED}")
    assert "hunter2" not in str(caught.value)
