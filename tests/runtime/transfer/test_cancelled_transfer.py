"""A task that is cancelled in the middle of a transfer leaves no open file, and a download can go on."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

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
    """A transport that moves one piece and then nothing more, in either direction."""

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


async def cancelled(transport: Stuck, task: "asyncio.Task[object]") -> None:
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
    # A file that is left open is a warning, and a warning is an error.
    await cancelled(transport, asyncio.ensure_future(uploader.send(path, "https://files.test/a")))


async def test_a_cancelled_download_is_gone_on_with(tmp_path: Path) -> None:
    checksum, stuck = checksum_of(DATA, Algorithm.CRC32C), Stuck()
    target = tmp_path / "a"
    downloader = AsyncDownloader(stuck, Policy(), AsyncSystemClock(), "ua")
    await cancelled(stuck, asyncio.ensure_future(downloader.fetch(locate, target, checksum=checksum)))
    assert (tmp_path / ".a.part").stat().st_size == 1000
    rest = Response(206, {"content-range": f"bytes 1000-999999/{len(DATA)}"}, DATA[1000:])
    transport = AsyncMemoryTransport(lambda _: rest)
    await AsyncDownloader(transport, Policy(), AsyncSystemClock(), "ua").fetch(
        locate, target, checksum=checksum
    )
    assert target.read_bytes() == DATA


def test_what_is_closed_while_a_thread_is_about_to_open_it_stays_closed(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a")
    part.close()
    with pytest.raises(StorageError, match="closed before it was opened"):
        part.open()
    assert list(tmp_path.iterdir()) == []


def test_what_is_closed_while_a_thread_is_at_work_on_it_is_closed_by_that_thread(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a")
    part.open()
    with part._held():
        part.close()
        assert not part._file.closed
    assert part._file.closed
