"""Callers at the same time share one renewal: tasks in one half, threads in the other."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

from seawall.core.message import Request, Response
from seawall.runtime._async.tokens import AsyncStoredTokens
from seawall.runtime._sync.tokens import StoredTokens
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, FakeClock, MemoryTransport, Script
from tests.runtime.logins import DISCOVERY, ISSUER, NOW_S, login, renewal

CALLERS = 8


async def test_tasks_share_one_renewal(tmp_path: Path) -> None:
    transport, clock = AsyncMemoryTransport(Script(DISCOVERY, renewal())), AsyncFakeClock(wall_s=NOW_S)
    file = login(tmp_path, age_s=4000.0)
    tokens = AsyncStoredTokens(
        file, transport, issuer=ISSUER, client_id="c", login_hint="", timing=clock.timing
    )
    assert await asyncio.gather(*(tokens.token() for _ in range(CALLERS))) == ["new"] * CALLERS
    assert len(transport.requests) == 2


def test_threads_share_one_renewal(tmp_path: Path) -> None:
    transport, clock = MemoryTransport(Script(DISCOVERY, renewal())), FakeClock(wall_s=NOW_S)
    file = login(tmp_path, age_s=4000.0)
    tokens = StoredTokens(file, transport, issuer=ISSUER, client_id="c", login_hint="", timing=clock.timing)
    together = Barrier(CALLERS)

    def ask(_: int) -> str:
        together.wait()
        return tokens.token()

    with ThreadPoolExecutor(CALLERS) as pool:
        assert list(pool.map(ask, range(CALLERS))) == ["new"] * CALLERS
    assert len(transport.requests) == 2


async def test_a_task_that_is_cancelled_leaves_the_others_their_renewal(tmp_path: Path) -> None:
    transport, clock = AsyncMemoryTransport(Script(DISCOVERY, renewal())), AsyncFakeClock(wall_s=NOW_S)
    file = login(tmp_path, age_s=4000.0)
    tokens = AsyncStoredTokens(
        file, transport, issuer=ISSUER, client_id="c", login_hint="", timing=clock.timing
    )
    tasks = [asyncio.create_task(tokens.token()) for _ in range(2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    first, second = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    assert second == "new"


async def test_a_renewal_whose_caller_gave_up_is_kept(tmp_path: Path) -> None:
    asked, answered = asyncio.Event(), asyncio.Event()

    class Slow(AsyncMemoryTransport):
        async def send(self, request: Request, timeout_s: float) -> Response:
            if request.method == "POST":
                asked.set()
                await answered.wait()
            return await super().send(request, timeout_s)

    file = login(tmp_path, age_s=4000.0)
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = AsyncStoredTokens(
        file,
        Slow(Script(DISCOVERY, renewal())),
        issuer=ISSUER,
        client_id="c",
        login_hint="",
        timing=clock.timing,
    )
    caller = asyncio.create_task(tokens.token())
    await asked.wait()
    caller.cancel()
    with suppress(asyncio.CancelledError):
        await caller
    answered.set()
    assert await tokens.token() == "new"
    stored = file.load()
    assert stored is not None
    assert stored.refresh_token == "refresh-2"
