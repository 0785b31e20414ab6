"""As many files as was said are under way at a time, and no more."""

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
    all_moved,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, FakeClock, MemoryTransport

NAMES = [f"file-{number}" for number in range(6)]
# Longer than any machine needs for a step, and no time where all goes well.
PATIENCE_S = 60.0


class UnderWay:
    """Told of progress; `most` is how many files were begun and not there yet, at the most."""

    def __init__(self) -> None:
        self.begun: set[int] = set()
        self.most = 0

    def __call__(self, progress: DownloadProgress) -> None:
        self.begun.add(progress.file)
        self.most = max(self.most, len(self.begun) - progress.done)


def test_two_threads_meet_and_never_three(tmp_path: Path) -> None:
    meeting, under_way = threading.Barrier(2), UnderWay()

    def locate() -> str:
        meeting.wait(PATIENCE_S)
        return "https://files.test/a"

    downloader = Downloader(MemoryTransport(lambda _: Response(200, {}, b"x")), Policy(), FakeClock())
    downloads = Downloads(downloader, tmp_path, 2, on_progress=under_way)
    files = [RemoteFile(of=name, id=name, name=name, locate=locate) for name in NAMES]
    assert len(all_moved(downloads.fetch(files))) == len(NAMES)
    assert under_way.most == 2


async def test_two_tasks_meet_and_never_three(tmp_path: Path) -> None:
    meeting, under_way = asyncio.Barrier(2), UnderWay()

    async def locate() -> str:
        async with asyncio.timeout(PATIENCE_S):
            await meeting.wait()
        return "https://files.test/a"

    transport = AsyncMemoryTransport(lambda _: Response(200, {}, b"x"))
    downloader = AsyncDownloader(transport, Policy(), AsyncFakeClock())
    downloads = AsyncDownloads(downloader, tmp_path, 2, on_progress=under_way)
    files = [AsyncRemoteFile(of=name, id=name, name=name, locate=locate) for name in NAMES]
    assert len(all_moved(await downloads.fetch(files))) == len(NAMES)
    assert under_way.most == 2
