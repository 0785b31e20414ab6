"""As many files as was said are under way at a time, and no more."""

import asyncio
import threading
from functools import partial
from pathlib import Path

from seawall.core.message import Response
from seawall.core.policy import Policy
from seawall.runtime import (
    AsyncDownloader,
    AsyncDownloads,
    AsyncRemoteFile,
    Downloader,
    Downloads,
    RemoteFile,
    all_moved,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, FakeClock, MemoryTransport

NAMES = [f"file-{number}" for number in range(6)]
# Longer than any machine needs for a step, and no time where all goes well.
PATIENCE_S = 60.0


def test_two_threads_meet_and_never_three(tmp_path: Path) -> None:
    meeting, inside, most = threading.Barrier(2), list[str](), list[int]()

    def locate(name: str) -> str:
        inside.append(name)
        most.append(len(inside))
        meeting.wait(PATIENCE_S)
        inside.remove(name)
        return f"https://files.test/{name}"

    transport = MemoryTransport(lambda _: Response(200, {}, b"x"))
    downloads = Downloads(Downloader(transport, Policy(), FakeClock().timing), tmp_path, 2)
    files = [RemoteFile(of=name, id=name, name=name, locate=partial(locate, name)) for name in NAMES]
    assert len(all_moved(downloads.fetch(files))) == len(NAMES)
    assert max(most) == 2


async def test_two_tasks_meet_and_never_three(tmp_path: Path) -> None:
    meeting, inside, most = asyncio.Barrier(2), list[str](), list[int]()

    async def locate(name: str) -> str:
        inside.append(name)
        most.append(len(inside))
        async with asyncio.timeout(PATIENCE_S):
            await meeting.wait()
        inside.remove(name)
        return f"https://files.test/{name}"

    transport = AsyncMemoryTransport(lambda _: Response(200, {}, b"x"))
    downloader = AsyncDownloader(transport, Policy(), AsyncFakeClock().timing)
    files = [AsyncRemoteFile(of=name, id=name, name=name, locate=partial(locate, name)) for name in NAMES]
    assert len(all_moved(await AsyncDownloads(downloader, tmp_path, 2).fetch(files))) == len(NAMES)
    assert max(most) == 2
