"""A closed client leaves no thread, task or socket behind, and no work in progress."""

import asyncio
import gc
import os
import threading
import time
from pathlib import Path

import pytest

from seawall.sdks.platform import AsyncClient, Client
from seawall.testing import AsyncMemoryTransport, Script
from seawall.transports import (
    AsyncHttpx2Transport,
    AsyncHttpxTransport,
    AsyncPyreqwestTransport,
    Httpx2Transport,
    HttpxTransport,
    PyreqwestTransport,
)
from tests.running_platform import RunningPlatform

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list open sockets"),
]


@pytest.fixture
def platform(shared_platform: RunningPlatform) -> RunningPlatform:
    return shared_platform


def sockets() -> set[str]:
    found = set()
    for handle in os.listdir("/proc/self/fd"):  # noqa: PTH208
        try:
            found.add(os.readlink(f"/proc/self/fd/{handle}"))  # noqa: PTH115
        except OSError:
            # The one that lists them is gone by now.
            continue
    return {target for target in found if target.startswith("socket:")}


def threads() -> set[threading.Thread]:
    # Those in which an event loop waits for files and locks are the loop's, and end with it.
    return {thread for thread in threading.enumerate() if not thread.name.startswith("asyncio_")}


def assert_no_more_than(before: tuple[set[str], set[threading.Thread]]) -> None:
    gc.collect()
    give_up_at = time.monotonic() + 10.0
    while left := sockets() - before[0]:
        # The library's own threads may still be closing.
        assert time.monotonic() < give_up_at, left
        time.sleep(0.01)
    assert threads() - before[1] == set()


@pytest.mark.parametrize("kind", [Httpx2Transport, HttpxTransport, PyreqwestTransport])
def test_a_closed_client_leaves_nothing_behind(
    kind: type[Httpx2Transport | HttpxTransport | PyreqwestTransport], platform: RunningPlatform
) -> None:
    def use() -> None:
        with (
            kind() as transport,
            Client(base_url=platform.url, token_file=platform.token_file, transport=transport) as client,
        ):
            client.me()
            client.applications.list(page_size=5).first()
            for _ in client.applications.list(page_size=5):
                break
            client.run("00000000-0000-4000-8000-000000000000")

    # The first use may start what a process has once.
    use()
    before = (sockets(), threads())
    use()
    assert_no_more_than(before)


@pytest.mark.parametrize("kind", [AsyncHttpx2Transport, AsyncHttpxTransport, AsyncPyreqwestTransport])
async def test_a_closed_async_client_leaves_nothing_behind(
    kind: type[AsyncHttpx2Transport | AsyncHttpxTransport | AsyncPyreqwestTransport],
    platform: RunningPlatform,
) -> None:
    async def use() -> None:
        async with (
            kind() as transport,
            AsyncClient(base_url=platform.url, token_file=platform.token_file, transport=transport) as client,
        ):
            await asyncio.gather(*(client.me(nocache=True) for _ in range(5)))
            await client.applications.list(page_size=5).first()
            async for _ in client.applications.list(page_size=5):
                break

    await use()
    before, tasks = (sockets(), threads()), asyncio.all_tasks()
    await use()
    # The loop reports closed transports in its next iterations.
    for _ in range(10):
        await asyncio.sleep(0)
    assert asyncio.all_tasks() - tasks == set()
    await asyncio.to_thread(assert_no_more_than, before)


async def test_closing_the_client_waits_for_an_abandoned_token_renewal() -> None:
    before, begun, may_end = asyncio.all_tasks(), asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        begun.set()
        await may_end.wait()
        return "abc"

    transport = AsyncMemoryTransport(Script())
    async with AsyncClient(base_url="http://platform.test", tokens=slow, transport=transport) as client:
        call = asyncio.create_task(client.me())
        await begun.wait()
        call.cancel()
        await asyncio.wait([call])
        asyncio.get_running_loop().call_soon(may_end.set)
    assert asyncio.all_tasks() == before
