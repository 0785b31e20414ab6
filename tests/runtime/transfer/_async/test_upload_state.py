"""The state file of a resumable upload: another process resumes its session."""

import os
import stat
from pathlib import Path

import pytest

from seawall.core.errors import (
    DecodeError,
    InputError,
    MaybeProcessedError,
    SeawallError,
    ServerStatusError,
    StorageError,
)
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.resumable_upload import UploadSession
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.transfer.upload_state import open_state
from seawall.testing import AsyncMemoryTransport, Script
from tests.runtime.transfer._async.uploads import (
    CHUNKS,
    DATA,
    SIGNED,
    STATUS_CHECK,
    TOTAL,
    incomplete,
    names_in,
    rewrite,
    uploader,
)
from tests.runtime.transfer.session_server import RESET, SECRET, UNIT, After, serving_sessions

# A server of upload sessions, over real sockets.
pytestmark = pytest.mark.slow


async def interrupt_upload(transport: AsyncTransport, file: Path, to: str, state: Path) -> None:
    """Let an upload fail with three stored units; the server must have the fault for that."""
    with pytest.raises(ServerStatusError):
        await uploader(transport, attempts=1).send(file, to, state=state)


async def test_another_upload_resumes_from_the_state(
    transport: AsyncTransport, file: Path, tmp_path: Path
) -> None:
    state, seen = tmp_path / "states" / "file", list[TransferProgress]()
    with serving_sessions(After(3 * UNIT)) as server:
        await interrupt_upload(transport, file, server.url + SIGNED, state)
        if os.name == "posix":
            assert stat.S_IMODE(state.stat().st_mode) == 0o600
        # Another signature of the same URL.
        again = f"{server.url}/bucket/object?X-Goog-Signature=another"
        server.requests.clear()
        await uploader(transport).send(file, again, state=state, on_progress=seen.append)
    assert server.objects == [DATA]
    assert server.ranges[0] == STATUS_CHECK
    assert server.received == TOTAL - 3 * UNIT
    assert seen[0] == TransferProgress(3 * UNIT, TOTAL)
    assert not state.exists()


@pytest.mark.parametrize("what", ["source", "target"])
async def test_another_source_or_target_starts_a_new_session(
    transport: AsyncTransport, file: Path, tmp_path: Path, what: str
) -> None:
    state, other = tmp_path / "state", DATA[:-1] + b"!" if what == "source" else DATA
    with serving_sessions(After(3 * UNIT)) as server:
        await interrupt_upload(transport, file, f"{server.url}/a?name=one", state)
        server.requests.clear()
        rewrite(file, other)
        name = "one" if what == "source" else "two"
        await uploader(transport).send(file, f"{server.url}/a?name={name}", state=state)
    assert server.objects == [other]
    assert server.ranges == [None, *CHUNKS]


async def test_an_expired_earlier_session_is_replaced_at_once(
    transport: AsyncTransport, file: Path, tmp_path: Path
) -> None:
    with serving_sessions(After(3 * UNIT)) as server:
        await interrupt_upload(transport, file, server.url, tmp_path / "state")
        server.requests.clear()
        server.sessions.clear()
        await uploader(transport, attempts=1).send(file, server.url, state=tmp_path / "state")
    assert server.ranges == [STATUS_CHECK, None, *CHUNKS]
    assert server.objects == [DATA]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_rejected_earlier_session_is_replaced_and_its_state_stays_until_then(
    transport: AsyncTransport, file: Path, tmp_path: Path, status: int
) -> None:
    state = tmp_path / "state"
    with serving_sessions(After(3 * UNIT)) as server:
        await interrupt_upload(transport, file, server.url, state)
        saved = state.read_bytes()
        server.faults[:] = [status, status]
        with pytest.raises(SeawallError, match=rf"^POST .* answered {status}"):
            await uploader(transport, attempts=1).send(file, server.url, state=state)
        assert state.read_bytes() == saved
        server.requests.clear()
        server.faults[:] = [status]
        await uploader(transport, attempts=1).send(file, server.url, state=state)
    assert server.ranges == [STATUS_CHECK, None, *CHUNKS]
    assert server.objects == [DATA]
    assert not state.exists()


async def test_an_earlier_session_can_not_store_more_than_it_states(
    transport: AsyncTransport, file: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    with serving_sessions(After(3 * UNIT)) as server:
        await interrupt_upload(transport, file, server.url, state)
    session = UploadSession.from_json(state.read_bytes())
    assert session is not None
    script = Script(incomplete(3 * UNIT), incomplete(TOTAL - 1))
    with pytest.raises(DecodeError, match=r"the server answered 308 in a way"):
        await uploader(AsyncMemoryTransport(script)).send(file, server.url, state=state)
    assert UploadSession.from_json(state.read_bytes()) == session


@pytest.mark.parametrize("status", [404, 410])
async def test_an_expired_session_is_replaced_as_often_as_the_policy_allows(
    transport: AsyncTransport, file: Path, status: int
) -> None:
    seen: list[int] = []
    with serving_sessions(After(4 * UNIT, status)) as server:
        await uploader(transport).send(
            file, server.url, on_progress=lambda progress: seen.append(progress.size)
        )
        assert server.ranges == [None, *CHUNKS[:2], None, *CHUNKS]
        assert seen[:4] == [2 * UNIT, 0, 2 * UNIT, 4 * UNIT]
        server.faults[:] = [After(2 * UNIT, status)] * 3
        with pytest.raises(
            MaybeProcessedError, match=r"file\.bin: the upload session has ended on the server\."
        ):
            await uploader(transport).send(file, server.url)
    assert server.objects == [DATA]


async def test_a_state_is_locked_by_one_upload(transport: AsyncTransport, file: Path, tmp_path: Path) -> None:
    with (
        serving_sessions() as server,
        open_state(tmp_path / "state"),
        pytest.raises(StorageError, match=r"is in use by another upload"),
    ):
        await uploader(transport).send(file, server.url, state=tmp_path / "state")
    assert server.requests == []


async def test_another_file_is_refused_as_state_and_not_changed(
    transport: AsyncTransport, file: Path, tmp_path: Path
) -> None:
    for content in (b"mine", b"{}", b""):
        (tmp_path / "notes").write_bytes(content)
        with pytest.raises(StorageError, match=r"notes is not the state of an upload; it was not changed"):
            await uploader(transport).send(file, "http://127.0.0.1:9", state=tmp_path / "notes")
        assert (tmp_path / "notes").read_bytes() == content
    with pytest.raises(StorageError, match=r"can not be written: it is a folder"):
        await uploader(transport).send(file, "http://127.0.0.1:9", state=tmp_path)
    with pytest.raises(
        InputError, match=r"^state is '\.', which names no file\. Give the Path of a file, or"
    ):
        await uploader(transport).send(file, "http://127.0.0.1:9", state=Path())
    with pytest.raises(InputError, match=r"^state is of type str\. Give the Path of a file, or None\.$"):
        await uploader(transport).send(file, "http://127.0.0.1:9", state="state")  # type: ignore[arg-type]


@pytest.mark.skipif(os.name != "posix", reason="makes a pipe and a link")
async def test_a_pipe_or_link_is_refused_as_state_and_not_changed(
    transport: AsyncTransport, file: Path, tmp_path: Path
) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("elsewhere")
    for state, message in (
        (pipe, "pipe can not be written: it is not a regular file"),
        (link, "it is a symbolic link"),
    ):
        with pytest.raises(StorageError, match=message):
            await uploader(transport).send(file, "http://127.0.0.1:9", state=state)
    assert pipe.is_fifo()
    assert link.is_symlink()


async def test_an_empty_source_is_refused_as_its_own_state(transport: AsyncTransport, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    with serving_sessions() as server, pytest.raises(StorageError, match=r"it was not changed"):
        await uploader(transport).send(empty, server.url, state=empty)
    assert empty.read_bytes() == b""


async def test_the_session_url_is_in_no_message_or_log(
    transport: AsyncTransport, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    state, by = tmp_path / "state", uploader(transport, attempts=2)
    messages: list[str] = []
    cases: list[list[int | After]] = [[After(UNIT), 403], [503, 503], [RESET, RESET], [418, 418]]
    with serving_sessions() as server:
        for faults in cases:
            server.faults[:] = faults
            with pytest.raises(SeawallError) as caught:
                await by.send(file, server.url + SIGNED, state=state)
            messages.append(str(caught.value))
    session = UploadSession.from_json(state.read_bytes())
    assert session is not None
    assert SECRET in session.url
    shown = [*messages, repr(session), repr(by), caplog.text, *names_in(tmp_path)]
    assert not [text for text in shown if SECRET in text or "hunter2" in text]
    assert any("Run it again to resume." in text for text in messages)
