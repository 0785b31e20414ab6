"""What a client leaves behind in the process after `close()`: threads, tasks and sockets."""

import asyncio
import gc
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx2

from benchmarks.harness.answering import answering
from benchmarks.more.measure import Figure
from seawall.sdks.platform import AsyncClient
from seawall.transports import AsyncHttpx2Transport, AsyncPyreqwestTransport

HANDLES = Path("/proc/self/fd")
AT_ONCE = 10
# The libraries' own threads close sockets a moment later.
PATIENCE_S = 5.0


def figures() -> Iterator[Figure]:
    if not HANDLES.is_dir():
        return
    with answering() as server:
        url = server.url
        for name, kind in (("httpx2", AsyncHttpx2Transport), ("pyreqwest", AsyncPyreqwestTransport)):

            async def ours(kind: type[AsyncHttpx2Transport | AsyncPyreqwestTransport] = kind) -> None:
                async with (
                    kind() as transport,
                    AsyncClient(base_url=url, token="t", transport=transport) as client,
                ):
                    await asyncio.gather(*(client.me(nocache=True) for _ in range(AT_ONCE)))

            async def peer() -> None:
                async with httpx2.AsyncClient() as client:
                    await asyncio.gather(*(client.get(f"{url}/api/v1/me") for _ in range(AT_ONCE)))

            left, theirs = asyncio.run(_left(ours)), asyncio.run(_left(peer))
            yield Figure(f"left after close(), over {name}", left, theirs, "", "bare httpx2")


async def _left(use: Callable[[], Awaitable[None]]) -> int:
    # The first use may start what a process has once.
    await use()
    before = _there()
    await use()
    give_up_at = time.monotonic() + PATIENCE_S
    while (left := len(_there() - before)) and time.monotonic() < give_up_at:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return left


def _there() -> set[object]:
    gc.collect()
    sockets = set()
    for handle in HANDLES.iterdir():
        try:
            sockets.add(str(handle.readlink()))
        except OSError:
            # The one that lists them is gone by now.
            continue
    found: set[object] = {target for target in sockets if target.startswith("socket:")}
    # Those in which an event loop waits for names and files are the loop's.
    found |= {thread for thread in threading.enumerate() if not thread.name.startswith("asyncio_")}
    return found | asyncio.all_tasks()
