"""A task that is cancelled during a transfer leaves no open file, and a download can be resumed."""

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PosixPath
from typing import ClassVar

import pytest
from attrs import field, frozen

from seawall.core.engine.policy import Policy
from seawall.core.errors import StorageError
from seawall.core.http.message import Headers, Request, Response
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.transfer._async.downloader import AsyncDownloader
from seawall.runtime.transfer._async.uploader import AsyncUploader
from seawall.runtime.transfer.part_file import PartFile
from seawall.testing import AsyncMemoryTransport

DATA = bytes(1_000_000)


@frozen
class Stuck:
    """A transport that sends or receives one chunk and then waits forever."""

    waits: asyncio.Event = field(factory=asyncio.Event)
    status: int = 200
    headers: Headers = field(factory=Headers)

    async def send(self, request: Request, timeout_s: float) -> Response:
        raise AssertionError

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator["Stuck"]:
        if isinstance(request.body, AsyncIterable):
            async for _ in request.body:
                await self.wait()
        yield self

    async def chunks(self) -> AsyncIterator[bytes]:
        yield DATA[:1000]
        await self.wait()

    async def wait(self) -> None:
        self.waits.set()
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        pass


async def cancel(transport: Stuck, task: "asyncio.Task[object]") -> None:
    await transport.waits.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def locate() -> str:
    return "https://files.test/a"


async def test_a_cancelled_upload_closes_its_file(tmp_path: Path) -> None:
    path, transport = tmp_path / "a", Stuck()
    path.write_bytes(DATA)
    uploader = AsyncUploader(transport, Policy(), AsyncSystemClock(), "ua")
    # A file that stays open is a ResourceWarning, which pytest turns into an error.
    await cancel(transport, asyncio.ensure_future(uploader.send(path, "https://files.test/a")))


async def test_a_cancelled_download_is_resumed(tmp_path: Path) -> None:
    checksum, stuck = checksum_of(DATA, Algorithm.CRC32C), Stuck()
    target = tmp_path / "a"
    downloader = AsyncDownloader(stuck, Policy(), AsyncSystemClock(), "ua")
    await cancel(stuck, asyncio.ensure_future(downloader.fetch(locate, target, checksum=checksum)))
    assert (tmp_path / ".a.part").stat().st_size == 1000
    rest = Response(206, {"content-range": f"bytes 1000-999999/{len(DATA)}"}, DATA[1000:])
    transport = AsyncMemoryTransport(lambda _: rest)
    await AsyncDownloader(transport, Policy(), AsyncSystemClock(), "ua").fetch(
        locate, target, checksum=checksum
    )
    assert target.read_bytes() == DATA


def test_a_part_that_was_closed_can_not_be_opened(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a")
    part.close()
    with pytest.raises(StorageError, match="closed before it was opened"):
        part.open()
    assert list(tmp_path.iterdir()) == []


class ClosingPath(PosixPath):
    """Closes `part` while another thread, here the same one, uses it: a restart deletes the validator."""

    part: ClassVar[PartFile]
    messages: ClassVar[list[str]] = []

    def unlink(self, missing_ok: bool = False) -> None:
        if self.name.endswith(".origin"):
            self.part.close()
            self.messages.append(message_of_second_open(self.with_name("a")))
        super().unlink(missing_ok)


def message_of_second_open(target: Path) -> str:
    second = PartFile(Path(target))
    try:
        second.open()
    except StorageError as error:
        return str(error)
    finally:
        second.close()
    return "opened"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_a_part_that_is_closed_while_a_thread_uses_it_is_closed_by_that_thread(tmp_path: Path) -> None:
    ClosingPath.messages.clear()
    ClosingPath.part = part = PartFile(ClosingPath(tmp_path / "a"))
    part.open()
    part.restart(None)
    part.write()
    (message,) = ClosingPath.messages
    assert "another download of this file is running" in message
    assert message_of_second_open(tmp_path / "a") == "opened"
