"""Concurrent callers share one renewal: tasks of an async provider, threads of a sync one."""

import asyncio
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Event

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, LoginRequiredError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider
from seawall.runtime.auth._async.refresh_tokens import AsyncStoredTokens
from seawall.runtime.auth._sync.refresh_tokens import StoredTokens
from seawall.runtime.auth.token_store import MemoryTokenStore
from seawall.runtime.files.file_lock import Release
from seawall.testing import (
    AsyncFakeClock,
    AsyncMemoryTransport,
    FakeClock,
    MemoryTransport,
    Script,
    json_response,
)
from tests.runtime.auth.login.logins import DISCOVERY, ISSUER, NOW_S, login, renewal

CALLERS = 100


async def test_tasks_share_one_renewal(tmp_path: Path) -> None:
    transport, clock = AsyncMemoryTransport(Script(DISCOVERY, renewal())), AsyncFakeClock(wall_s=NOW_S)
    file = login(tmp_path, age_s=4000.0)
    tokens = AsyncStoredTokens(file, transport, issuer=ISSUER, client_id="c", login_hint="", clock=clock)
    assert await asyncio.gather(*(tokens.token(60.0) for _ in range(CALLERS))) == ["new"] * CALLERS
    assert len(transport.requests) == 2


def test_threads_share_one_renewal(tmp_path: Path) -> None:
    transport, clock = MemoryTransport(Script(DISCOVERY, renewal())), FakeClock(wall_s=NOW_S)
    file = login(tmp_path, age_s=4000.0)
    tokens = StoredTokens(file, transport, issuer=ISSUER, client_id="c", login_hint="", clock=clock)
    together = Barrier(CALLERS)

    def ask(_: int) -> str:
        together.wait()
        return tokens.token(60.0)

    with ThreadPoolExecutor(CALLERS) as pool:
        assert list(pool.map(ask, range(CALLERS))) == ["new"] * CALLERS
    assert len(transport.requests) == 2


@pytest.mark.parametrize(
    ("steps", "failure"),
    [
        ([NotSentError("gone.")], NotSentError),
        ([DISCOVERY, json_response(400, {"error": "invalid_grant"})], LoginRequiredError),
    ],
)
async def test_tasks_share_the_error_of_a_renewal(
    tmp_path: Path, steps: list[Response | Exception], failure: type[Exception]
) -> None:
    transport, clock = AsyncMemoryTransport(Script(*steps)), AsyncFakeClock(wall_s=NOW_S)
    tokens = AsyncStoredTokens(login(tmp_path), transport, issuer=ISSUER, client_id="c", clock=clock)
    await tokens.token(60.0)
    # The provider holds the login now, so all callers join the renewal of the first one.
    clock.advance(4000.0)
    outcomes = await asyncio.gather(*(tokens.token(60.0) for _ in range(CALLERS)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {failure}
    assert len(transport.requests) == len(steps)


async def test_providers_that_share_a_store_share_one_renewal() -> None:
    store = MemoryTokenStore(
        Token(
            access_token="old",
            refresh_token="r",
            obtained_at=NOW_S - 4000.0,
            lifetime_s=3600.0,
            issuer=ISSUER,
        )
    )
    transport, clock = AsyncMemoryTransport(Script(DISCOVERY, renewal())), AsyncFakeClock(wall_s=NOW_S)
    providers = [
        AsyncStoredTokens(store, transport, issuer=ISSUER, client_id="c", clock=clock) for _ in range(8)
    ]
    assert await asyncio.gather(*(tokens.token(60.0) for tokens in providers)) == ["new"] * 8
    assert len(transport.requests) == 2


async def test_tasks_share_one_call_of_a_function() -> None:
    calls = []

    async def get() -> str:
        calls.append(1)
        await asyncio.sleep(0)
        return "a"

    tokens = AsyncCallableTokenProvider(get)
    assert await asyncio.gather(*(tokens.token(60.0) for _ in range(CALLERS))) == ["a"] * CALLERS
    assert len(calls) == 1
    assert await tokens.token(60.0) == "a"
    assert len(calls) == 2


async def test_a_cancelled_task_does_not_cancel_the_renewal_of_others(tmp_path: Path) -> None:
    transport, clock = AsyncMemoryTransport(Script(DISCOVERY, renewal())), AsyncFakeClock(wall_s=NOW_S)
    file = login(tmp_path, age_s=4000.0)
    tokens = AsyncStoredTokens(file, transport, issuer=ISSUER, client_id="c", login_hint="", clock=clock)
    tasks = [asyncio.create_task(tokens.token(60.0)) for _ in range(2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    first, second = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    assert second == "new"


async def test_a_renewal_whose_caller_was_cancelled_is_stored(tmp_path: Path) -> None:
    requested, may_respond = asyncio.Event(), asyncio.Event()
    renewals = []

    class Slow(AsyncMemoryTransport):
        async def send(self, request: Request, timeout_s: float) -> Response:
            if request.method == "POST":
                renewals.append(request)
                requested.set()
                await may_respond.wait()
            return await super().send(request, timeout_s)

    file = login(tmp_path, age_s=4000.0)
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = AsyncStoredTokens(
        file,
        Slow(Script(DISCOVERY, renewal())),
        issuer=ISSUER,
        client_id="c",
        login_hint="",
        clock=clock,
    )
    caller = asyncio.create_task(tokens.token(60.0))
    await requested.wait()
    caller.cancel()
    with suppress(asyncio.CancelledError):
        await caller
    may_respond.set()
    assert await tokens.token(60.0) == "new"
    assert len(renewals) == 1
    stored = file.load()
    assert stored is not None
    assert stored.refresh_token == "refresh-2"


async def test_closing_waits_for_a_renewal_whose_caller_was_cancelled() -> None:
    before = asyncio.all_tasks()
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def get() -> str:
        begun.set()
        await may_end.wait()
        return "a"

    tokens = AsyncCallableTokenProvider(get)
    caller = asyncio.create_task(tokens.token(60.0))
    await begun.wait()
    caller.cancel()
    await asyncio.wait([caller])
    closing = asyncio.create_task(tokens.aclose())
    await asyncio.sleep(0)
    assert not closing.done()
    may_end.set()
    await closing
    assert asyncio.all_tasks() == before


def test_a_provider_belongs_to_one_event_loop() -> None:
    tokens = AsyncCallableTokenProvider(lambda: "a")

    async def beside() -> None:
        with pytest.raises(ConfigError, match=r"one event loop.*make one per loop"):
            await tokens.token(60.0)

    async def ask() -> str:
        await asyncio.to_thread(asyncio.run, beside())
        return await tokens.token(60.0)

    async def ask_here() -> str:
        await tokens.token(60.0)
        return await ask()

    assert asyncio.run(ask_here()) == "a"
    # A loop that is closed has no claim on it any more.
    assert asyncio.run(ask_here()) == "a"


def test_a_lock_that_is_acquired_while_the_loop_closes_is_released() -> None:
    locking, may_lock = Event(), Event()

    class Slow(MemoryTokenStore):
        def try_lock(self) -> Release | None:
            locking.set()
            may_lock.wait()
            return super().try_lock()

    store = Slow(Token(access_token="a", refresh_token="r", obtained_at=0.0, lifetime_s=1.0, issuer=ISSUER))
    transport = AsyncMemoryTransport(Script())

    async def leave() -> None:
        tokens = AsyncStoredTokens(store, transport, issuer=ISSUER, client_id="c")
        caller = asyncio.create_task(tokens.token(60.0))
        await asyncio.to_thread(locking.wait)
        caller.cancel()
        await asyncio.wait([caller])
        # Once the loop has cancelled what is left in it.
        asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().call_soon(may_lock.set))

    asyncio.run(leave())
    release = store.try_lock()
    assert release is not None
    release()


async def test_the_traceback_of_a_shared_error_does_not_grow_with_its_callers() -> None:
    async def get() -> str:
        await asyncio.sleep(0)
        raise NotSentError("gone.")

    tokens = AsyncCallableTokenProvider(get)
    errors = await asyncio.gather(*(tokens.token(60.0) for _ in range(CALLERS)), return_exceptions=True)
    (shared,) = set(errors)
    assert isinstance(shared, NotSentError)
    assert len(traceback.extract_tb(shared.__traceback__)) < CALLERS / 4
