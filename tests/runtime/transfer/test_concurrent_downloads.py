"""Exactly `at_once` files are downloaded at a time."""

import asyncio
import threading
from pathlib import Path

from seawall.core.engine.policy import Policy
from seawall.core.http.message import Response
from seawall.runtime import (
    AsyncDownloader,
    AsyncDownloads,
    AsyncRemoteFile,
    Downloader,
    DownloadProgress,
    Downloads,
    RemoteFile,
    unwrap_all,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, FakeClock, MemoryTransport

NAMES = [f"file-{number}" for number in range(6)]
# Longer than any machine needs for a step; not waited for if the test succeeds.
TIMEOUT_S = 60.0


class ConcurrencyMeter:
    """Counts unfinished files from their progress; `peak` is the highest number at a time."""

    def __init__(self) -> None:
        self.started: set[int] = set()
        self.peak = 0

    def __call__(self, progress: DownloadProgress) -> None:
        self.started.add(progress.file)
        self.peak = max(self.peak, len(self.started) - progress.done)


def test_two_threads_at_a_time(tmp_path: Path) -> None:
    meeting, meter = threading.Barrier(2), ConcurrencyMeter()

    def locate() -> str:
        meeting.wait(TIMEOUT_S)
        return "https://files.test/a"

    downloader = Downloader(MemoryTransport(lambda _: Response(200, {}, b"x")), Policy(), FakeClock())
    downloads = Downloads(downloader, tmp_path, 2, on_progress=meter)
    files = [RemoteFile(data=name, id=name, name=name, locate=locate) for name in NAMES]
    assert len(unwrap_all(downloads.fetch(files))) == len(NAMES)
    assert meter.peak == 2


async def test_two_tasks_at_a_time(tmp_path: Path) -> None:
    meeting, meter = asyncio.Barrier(2), ConcurrencyMeter()

    async def locate() -> str:
        async with asyncio.timeout(TIMEOUT_S):
            await meeting.wait()
        return "https://files.test/a"

    transport = AsyncMemoryTransport(lambda _: Response(200, {}, b"x"))
    downloader = AsyncDownloader(transport, Policy(), AsyncFakeClock())
    downloads = AsyncDownloads(downloader, tmp_path, 2, on_progress=meter)
    files = [AsyncRemoteFile(data=name, id=name, name=name, locate=locate) for name in NAMES]
    assert len(unwrap_all(await downloads.fetch(files))) == len(NAMES)
    assert meter.peak == 2
