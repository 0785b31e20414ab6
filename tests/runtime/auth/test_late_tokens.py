"""Callers wait for a token until their timeout; the renewal goes on. Tasks and threads."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import DeadlineExceededError, LoginRequiredError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime import (
    AsyncCallableTokenProvider,
    AsyncClientCredentials,
    AsyncEngine,
    AsyncOperationCache,
    AsyncStoredTokens,
    CallableTokenProvider,
    ClientCredentials,
    Engine,
    MemoryTokenStore,
    OperationCache,
    StoredTokens,
)
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.sse._async.event_stream import AsyncEventSource
from seawall.testing import (
    AsyncFakeClock,
    AsyncMemoryTransport,
    FakeClock,
    MemoryTransport,
    Script,
    json_response,
)
from seawall.transports import AsyncHttpx2Transport, Httpx2Transport
from tests.runtime.answering_server import answering
from tests.runtime.auth.login.logins import DISCOVERY, ISSUER, NOW_S, login, renewal
from tests.runtime.calls import BASE_URL, thing

SHORT_S, LONG_S = 0.005, 20.0
EXPIRED, DUE = 4000.0, 3500.0
SHORT = Policy(deadline_s=0.2, cache_ttl_s=60.0)
OK = json_response(200, {"id": 1})
UNAUTHORIZED = json_response(401, {})


class AsyncSlowLoginServer(AsyncMemoryTransport):
    """A login server that holds its response to a form back."""

    def __init__(self, *steps: Response | BaseException) -> None:
        super().__init__(Script(DISCOVERY, *steps))
        self.requested, self.may_respond = asyncio.Event(), asyncio.Event()

    async def send(self, request: Request, timeout_s: float) -> Response:
        if request.method == "POST":
            self.requested.set()
            await self.may_respond.wait()
        return await super().send(request, timeout_s)


class SlowLoginServer(MemoryTransport):
    """A login server that holds its response to a form back."""

    def __init__(self, *steps: Response | BaseException) -> None:
        super().__init__(Script(DISCOVERY, *steps))
        self.requested, self.may_respond = threading.Event(), threading.Event()

    def send(self, request: Request, timeout_s: float) -> Response:
        if request.method == "POST":
            self.requested.set()
            assert self.may_respond.wait(LONG_S)
        return super().send(request, timeout_s)


async def async_stored(
    folder: Path, transport: AsyncMemoryTransport, age_s: float = EXPIRED
) -> AsyncStoredTokens:
    """A provider that holds a login of `age_s` seconds."""
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = AsyncStoredTokens(login(folder), transport, issuer=ISSUER, client_id="c", clock=clock)
    assert await tokens.token(LONG_S) == "old"
    clock.advance(age_s)
    return tokens


def stored(folder: Path, transport: MemoryTransport, age_s: float = EXPIRED) -> StoredTokens:
    """A provider that holds a login of `age_s` seconds."""
    clock = FakeClock(wall_s=NOW_S)
    tokens = StoredTokens(login(folder), transport, issuer=ISSUER, client_id="c", clock=clock)
    assert tokens.token(LONG_S) == "old"
    clock.advance(age_s)
    return tokens


@contextmanager
def no_thread_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


# --- Slow renewals ---------------------------------------------------------------------------------------


async def test_a_task_waits_until_its_timeout_and_the_renewal_goes_on(tmp_path: Path) -> None:
    transport = AsyncSlowLoginServer(renewal())
    tokens = await async_stored(tmp_path, transport)
    patient = asyncio.create_task(tokens.token(LONG_S))
    await transport.requested.wait()
    with pytest.raises(DeadlineExceededError, match="no token came before the deadline of the call"):
        await tokens.token(SHORT_S)
    assert not patient.done()
    transport.may_respond.set()
    assert [await patient, await tokens.token(SHORT_S)] == ["new", "new"]
    assert len(transport.requests) == 2


def test_a_thread_waits_until_its_timeout_and_the_renewal_goes_on(tmp_path: Path) -> None:
    transport = SlowLoginServer(renewal())
    tokens = stored(tmp_path, transport)
    with ThreadPoolExecutor(1) as pool, no_thread_left():
        patient = pool.submit(tokens.token, LONG_S)
        assert transport.requested.wait(LONG_S)
        with pytest.raises(DeadlineExceededError, match="no token came before the deadline of the call"):
            tokens.token(SHORT_S)
        assert not patient.done()
        transport.may_respond.set()
        assert [patient.result(LONG_S), tokens.token(SHORT_S)] == ["new", "new"]
        tokens.close()
        pool.shutdown()
    assert len(transport.requests) == 2


async def test_other_tasks_join_a_renewal_whose_first_caller_timed_out(tmp_path: Path) -> None:
    transport = AsyncSlowLoginServer(renewal())
    tokens = await async_stored(tmp_path, transport)
    with pytest.raises(DeadlineExceededError):
        await tokens.token(SHORT_S)
    late = asyncio.create_task(tokens.renew("old", LONG_S))
    await asyncio.sleep(0)
    transport.may_respond.set()
    assert await late == "new"
    assert len(transport.requests) == 2


def test_other_threads_join_a_renewal_whose_first_caller_timed_out(tmp_path: Path) -> None:
    transport = SlowLoginServer(renewal())
    with no_thread_left():
        tokens = stored(tmp_path, transport)
        with pytest.raises(DeadlineExceededError):
            tokens.token(SHORT_S)
        transport.may_respond.set()
        assert tokens.renew("old", LONG_S) == "new"
        tokens.close()
    assert len(transport.requests) == 2


async def test_tasks_with_no_time_left_start_no_second_renewal(tmp_path: Path) -> None:
    transport = AsyncSlowLoginServer(renewal())
    tokens = await async_stored(tmp_path, transport)
    for left_s in (0.0, -1.0, SHORT_S):
        with pytest.raises(DeadlineExceededError):
            await tokens.token(left_s)
    transport.may_respond.set()
    assert await tokens.token(LONG_S) == "new"
    assert len(transport.requests) == 2


def test_threads_with_no_time_left_start_no_second_renewal(tmp_path: Path) -> None:
    transport = SlowLoginServer(renewal())
    tokens = stored(tmp_path, transport)
    for left_s in (0.0, -1.0, SHORT_S):
        with pytest.raises(DeadlineExceededError):
            tokens.token(left_s)
    transport.may_respond.set()
    assert tokens.token(LONG_S) == "new"
    tokens.close()
    assert len(transport.requests) == 2


async def test_an_error_after_all_timeouts_is_not_raised_to_later_callers(tmp_path: Path) -> None:
    transport = AsyncSlowLoginServer(NotSentError("gone."), renewal())
    tokens = await async_stored(tmp_path, transport)
    with pytest.raises(DeadlineExceededError):
        await tokens.token(SHORT_S)
    transport.may_respond.set()
    await tokens.aclose()
    assert await tokens.token(LONG_S) == "new"


def test_the_error_of_a_renewal_reaches_the_waiting_thread(tmp_path: Path) -> None:
    transport = SlowLoginServer(json_response(400, {"error": "invalid_grant"}))
    transport.may_respond.set()
    tokens = stored(tmp_path, transport)
    with pytest.raises(LoginRequiredError, match="invalid_grant"):
        tokens.token(LONG_S)
    tokens.close()


async def test_a_task_without_time_uses_the_due_token(tmp_path: Path) -> None:
    transport = AsyncSlowLoginServer(renewal())
    tokens = await async_stored(tmp_path, transport, DUE)
    # The second call does not wait: a failed renewal is repeated after 30 s.
    assert [await tokens.token(SHORT_S), await tokens.token(LONG_S)] == ["old", "old"]
    transport.may_respond.set()
    await tokens.aclose()
    assert await tokens.token(LONG_S) == "new"
    assert len(transport.requests) == 2


def test_a_thread_without_time_uses_the_due_token(tmp_path: Path) -> None:
    transport = SlowLoginServer(renewal())
    tokens = stored(tmp_path, transport, DUE)
    assert [tokens.token(SHORT_S), tokens.token(LONG_S)] == ["old", "old"]
    transport.may_respond.set()
    tokens.close()
    assert tokens.token(LONG_S) == "new"
    assert len(transport.requests) == 2


# --- Slow stores -----------------------------------------------------------------------------------------


def expired() -> Token:
    return Token(access_token="old", refresh_token="r", obtained_at=0.0, lifetime_s=1.0, issuer=ISSUER)


class SlowStore(MemoryTokenStore):
    """A store that blocks, such as a keyring that asks the user to unlock it."""

    def __init__(self) -> None:
        super().__init__(Token(access_token="old", obtained_at=NOW_S, lifetime_s=3600.0, issuer=ISSUER))
        self.may_load = threading.Event()

    def load(self) -> Token | None:
        assert self.may_load.wait(LONG_S)
        return super().load()


async def test_a_task_waits_for_a_locked_store_until_its_timeout() -> None:
    store, waits, freed = MemoryTokenStore(expired()), asyncio.Event(), asyncio.Event()
    transport = AsyncMemoryTransport(Script(DISCOVERY, renewal()))

    async def sleep(_: float) -> None:
        waits.set()
        await freed.wait()

    tokens = AsyncStoredTokens(
        store, transport, issuer=ISSUER, client_id="c", clock=AsyncSystemClock(sleep=sleep)
    )
    release = store.try_lock()
    assert release
    patient = asyncio.create_task(tokens.token(LONG_S))
    await waits.wait()
    with pytest.raises(DeadlineExceededError):
        await tokens.token(SHORT_S)
    assert transport.requests == []
    release()
    freed.set()
    assert await patient == "new"


def test_a_thread_waits_for_a_locked_store_until_its_timeout() -> None:
    store, waits, freed = MemoryTokenStore(expired()), threading.Event(), threading.Event()
    transport = MemoryTransport(Script(DISCOVERY, renewal()))

    def sleep(_: float) -> None:
        waits.set()
        assert freed.wait(LONG_S)

    tokens = StoredTokens(store, transport, issuer=ISSUER, client_id="c", clock=SystemClock(sleep=sleep))
    release = store.try_lock()
    assert release
    with ThreadPoolExecutor(1) as pool:
        patient = pool.submit(tokens.token, LONG_S)
        assert waits.wait(LONG_S)
        with pytest.raises(DeadlineExceededError):
            tokens.token(SHORT_S)
        assert transport.requests == []
        release()
        freed.set()
        assert patient.result(LONG_S) == "new"
    tokens.close()


async def test_a_task_waits_for_a_slow_store_until_its_timeout() -> None:
    store, clock = SlowStore(), AsyncFakeClock(wall_s=NOW_S)
    tokens = AsyncStoredTokens(
        store, AsyncMemoryTransport(Script()), issuer=ISSUER, client_id="c", clock=clock
    )
    with pytest.raises(DeadlineExceededError):
        await tokens.token(SHORT_S)
    store.may_load.set()
    assert await tokens.token(LONG_S) == "old"


def test_a_thread_waits_for_a_slow_store_until_its_timeout() -> None:
    store, clock = SlowStore(), FakeClock(wall_s=NOW_S)
    tokens = StoredTokens(store, MemoryTransport(Script()), issuer=ISSUER, client_id="c", clock=clock)
    with pytest.raises(DeadlineExceededError):
        tokens.token(SHORT_S)
    store.may_load.set()
    assert tokens.token(LONG_S) == "old"
    tokens.close()


async def test_the_time_of_a_slow_store_counts_against_the_timeout() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)

    class Slow(MemoryTokenStore):
        def load(self) -> Token | None:
            clock.advance(LONG_S)
            return super().load()

    transport = AsyncMemoryTransport(Script(DISCOVERY, renewal()))
    tokens = AsyncStoredTokens(Slow(expired()), transport, issuer=ISSUER, client_id="c", clock=clock)
    with pytest.raises(DeadlineExceededError):
        await tokens.token(LONG_S)
    assert await tokens.token(LONG_S) == "new"


# --- Token functions -------------------------------------------------------------------------------------


async def test_a_task_waits_for_an_async_function_until_its_timeout() -> None:
    may_return = asyncio.Event()

    async def get() -> str:
        await may_return.wait()
        return "a"

    tokens = AsyncCallableTokenProvider(get)
    with pytest.raises(DeadlineExceededError):
        await tokens.token(SHORT_S)
    may_return.set()
    assert await tokens.token(LONG_S) == "a"


async def test_a_task_waits_for_a_blocking_function_until_its_timeout() -> None:
    may_return = threading.Event()

    def get() -> str:
        assert may_return.wait(LONG_S)
        return "a"

    tokens = AsyncCallableTokenProvider(get)
    with pytest.raises(DeadlineExceededError):
        await tokens.token(SHORT_S)
    may_return.set()
    assert await tokens.token(LONG_S) == "a"


def test_a_thread_waits_for_the_call_of_another_thread_until_its_timeout() -> None:
    called, may_return = threading.Event(), threading.Event()

    def get() -> str:
        called.set()
        assert may_return.wait(LONG_S)
        return "a"

    tokens = CallableTokenProvider(get)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(tokens.token, SHORT_S)
        assert called.wait(LONG_S)
        with pytest.raises(DeadlineExceededError):
            tokens.token(SHORT_S)
        may_return.set()
        # A function can not be interrupted: its caller gets its result after the timeout.
        assert first.result(LONG_S) == "a"


def test_a_function_is_called_in_the_thread_that_needs_the_token() -> None:
    called_in: list[threading.Thread] = []

    def get() -> str:
        called_in.append(threading.current_thread())
        return "a"

    CallableTokenProvider(get).token(LONG_S)
    assert called_in == [threading.current_thread()]


async def test_a_timeout_error_of_the_function_is_raised_unchanged() -> None:
    error = TimeoutError("theirs")

    async def get() -> str:
        raise error

    with pytest.raises(TimeoutError) as caught:
        await AsyncCallableTokenProvider(get).token(LONG_S)
    assert caught.value is error


# --- A call ----------------------------------------------------------------------------------------------


class AsyncLateTokens:
    """A token provider that gets no token in time, or none but the first."""

    def __init__(self, *, has_token: bool) -> None:
        self._tokens = AsyncCallableTokenProvider(self._get)
        self._has_token = has_token
        self._may_end = asyncio.Event()

    async def _get(self) -> str:
        if self._has_token:
            self._has_token = False
            return "old"
        await self._may_end.wait()
        return "late"

    async def token(self, timeout_s: float) -> str:
        return await self._tokens.token(timeout_s)

    async def renew(self, rejected: str, timeout_s: float) -> str:
        return await self._tokens.renew(rejected, timeout_s)

    async def close(self) -> None:
        self._may_end.set()
        await self._tokens.aclose()


@pytest.mark.parametrize("cache", [None, AsyncOperationCache()])
@pytest.mark.parametrize("has_token", [False, True])
async def test_a_call_ends_with_its_deadline(cache: AsyncOperationCache | None, has_token: bool) -> None:
    tokens = AsyncLateTokens(has_token=has_token)
    transport = AsyncMemoryTransport(Script(UNAUTHORIZED))
    engine = AsyncEngine(transport, base_url=BASE_URL, tokens=tokens, cache=cache)
    with pytest.raises(DeadlineExceededError, match=r"GET /v1/things/\S+: no token came") as caught:
        await engine.send(thing(), SHORT)
    assert len(transport.requests) == (1 if has_token and cache is None else 0)
    assert isinstance(caught.value, NotSentError)
    await tokens.close()


async def test_a_call_with_a_due_token_has_half_of_its_time_left(tmp_path: Path) -> None:
    login_server = AsyncSlowLoginServer(renewal())
    tokens = await async_stored(tmp_path, login_server, DUE)
    transport = AsyncMemoryTransport(Script(OK))
    engine = AsyncEngine(transport, base_url=BASE_URL, tokens=tokens)
    await engine.send(thing(), Policy(deadline_s=0.2))
    assert transport.requests[0].headers["authorization"] == "Bearer old"
    login_server.may_respond.set()
    await tokens.aclose()


@pytest.mark.parametrize("cache", [None, OperationCache()])
def test_a_call_is_not_sent_if_its_token_function_exceeded_the_deadline(cache: OperationCache | None) -> None:
    clock = FakeClock()

    def get() -> str:
        clock.advance(2.0)
        return "a"

    transport = MemoryTransport(Script(OK))
    engine = Engine(transport, base_url=BASE_URL, tokens=CallableTokenProvider(get), cache=cache, clock=clock)
    with pytest.raises(DeadlineExceededError, match=r"the deadline of 1 s passed before the request"):
        engine.send(thing(), Policy(deadline_s=1.0, cache_ttl_s=60.0))
    assert transport.requests == []


async def test_an_event_stream_may_retry_after_a_late_token() -> None:
    tokens = AsyncLateTokens(has_token=False)
    source = AsyncEventSource(
        transport=AsyncMemoryTransport(Script()), url="u", name="events", tokens=tokens, timeout_s=SHORT_S
    )
    with pytest.raises(NotSentError, match="events: no token came") as caught:
        async with source.connect(""):
            pass
    assert not isinstance(caught.value, DeadlineExceededError)
    await tokens.close()


# --- A login server that hangs, over a real socket -------------------------------------------------------


@contextmanager
def silent_server() -> Iterator[tuple[str, threading.Event, Callable[[], int]]]:
    """Yield the URL of a token endpoint that does not respond yet, an event that lets it, and a count."""
    requests: list[Request] = []
    may_respond = threading.Event()

    def respond(request: Request) -> Response:
        requests.append(request)
        assert may_respond.wait(LONG_S)
        return json_response(200, {"access_token": "a", "expires_in": 3600})

    with answering(respond) as url:
        try:
            yield url, may_respond, lambda: len(requests)
        finally:
            may_respond.set()


@pytest.mark.slow
async def test_an_async_call_ends_with_its_deadline_if_the_login_server_hangs() -> None:
    with silent_server() as (url, may_respond, count):
        login_transport, api = AsyncHttpx2Transport(), AsyncMemoryTransport(Script(OK))
        tokens = AsyncClientCredentials(login_transport, client_id="c", client_secret="s", token_url=url)
        engine = AsyncEngine(api, base_url=BASE_URL, tokens=tokens)
        with pytest.raises(DeadlineExceededError):
            await engine.send(thing(), Policy(deadline_s=0.1))
        assert api.requests == []
        may_respond.set()
        assert (await engine.send(thing(), Policy(deadline_s=LONG_S))).value == {"id": 1}
        assert count() == 1
        await tokens.aclose()
        await login_transport.aclose()


@pytest.mark.slow
def test_a_sync_call_ends_with_its_deadline_if_the_login_server_hangs() -> None:
    with no_thread_left(), silent_server() as (url, may_respond, count):
        login_transport, api = Httpx2Transport(), MemoryTransport(Script(OK))
        tokens = ClientCredentials(login_transport, client_id="c", client_secret="s", token_url=url)
        engine = Engine(api, base_url=BASE_URL, tokens=tokens)
        with pytest.raises(DeadlineExceededError):
            engine.send(thing(), Policy(deadline_s=0.1))
        assert api.requests == []
        may_respond.set()
        assert engine.send(thing(), Policy(deadline_s=LONG_S)).value == {"id": 1}
        assert count() == 1
        tokens.close()
        login_transport.close()


# --- Cached reads that wait --------------------------------------------------------------------------------


async def test_token_and_shared_load_are_waited_for_within_one_deadline() -> None:
    read, clock = Policy(deadline_s=1000.0, cache_ttl_s=60.0), AsyncFakeClock()
    cache, has_begun = AsyncOperationCache(), asyncio.Event()

    class Silent(AsyncMemoryTransport):
        async def send(self, request: Request, timeout_s: float) -> Response:
            has_begun.set()
            await asyncio.Event().wait()
            raise AssertionError

    async def token() -> str:
        if has_begun.is_set():
            clock.advance(999.99)
        return "token"

    engine = AsyncEngine(
        Silent(Script()),
        base_url=BASE_URL,
        tokens=AsyncCallableTokenProvider(token),
        clock=clock,
        cache=cache,
    )
    leader = asyncio.create_task(engine.send(thing(), read))
    async with asyncio.timeout(LONG_S):
        await has_begun.wait()
        with pytest.raises(DeadlineExceededError):
            await engine.send(thing(), read)
    leader.cancel()
    await asyncio.wait([leader])


async def test_several_shared_loads_are_waited_for_within_one_deadline() -> None:
    clock = AsyncFakeClock()
    cache, may_end = AsyncOperationCache(clock=clock), asyncio.Event()

    async def gives_up() -> None:
        # A load without a result is abandoned: waiting callers look for another load.
        fill = await cache.find(thing(), 60.0, scope="a", fresh=True)
        assert not isinstance(fill, Result)
        await may_end.wait()
        clock.advance(600.0)
        last = asyncio.create_task(for_ever())
        await asyncio.sleep(0)
        leaders.append(last)
        await fill.abandon()

    async def for_ever() -> None:
        fill = await cache.find(thing(), 60.0, scope="a", fresh=True)
        assert not isinstance(fill, Result)
        try:
            await asyncio.Event().wait()
        finally:
            await fill.abandon()

    leaders = [asyncio.create_task(gives_up())]
    await asyncio.sleep(0)
    follower = asyncio.create_task(cache.find(thing(), 60.0, scope="a", wait_s=600.01))
    await asyncio.sleep(0)
    may_end.set()
    async with asyncio.timeout(LONG_S):
        assert not isinstance(await follower, Result)
    leaders[-1].cancel()
    await asyncio.wait(leaders)
