"""The engine with the operation cache."""

import contextlib
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import NotFoundError, NotSentError, StatusError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import AttemptStarted, CallEnded, CallStarted, Event
from seawall.runtime.auth._async.providers import AsyncStaticToken
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response
from tests.runtime.calls import BASE_URL

CACHED = Policy(cache_ttl_s=15.0)
ONCE = Policy(retry=RetryRule(attempts=1))


def run(run_id: str = "1", method: str = "GET", *, below: str = "") -> Call[Any]:
    path = f"/v1/runs/{{run_id}}{below}"
    operation: Operation[Any] = Operation(
        id=f"{method} {path}", method=method, path=path, result_types={200: dict}
    )
    return Call(operation, path={"run_id": run_id})


class AsyncCountingServer:
    """Responds to request number n with n and `status`."""

    def __init__(self) -> None:
        self.requests = 0
        self.status = 200
        self.clock = AsyncFakeClock()
        self.cache = AsyncOperationCache(clock=self.clock)
        self.events: list[Event] = []

    def respond(self, request: Request) -> Response:
        self.requests += 1
        return json_response(self.status, {"n": self.requests})

    def engine(self, *, token: str = "token", base_url: str = BASE_URL) -> AsyncEngine:
        return AsyncEngine(
            AsyncMemoryTransport(self.respond),
            base_url=base_url,
            tokens=AsyncStaticToken(token),
            clock=self.clock,
            cache=self.cache,
            observers=[self.events.append],
        )


async def test_a_result_is_cached_for_its_ttl() -> None:
    server = AsyncCountingServer()
    engine = server.engine()
    for later_s, number in ((0, 1), (14.9, 1), (0.1, 2), (0, 2)):
        server.clock.advance(later_s)
        assert (await engine.send(run(), CACHED)).value == {"n": number}
    assert (await engine.send(run("2"), CACHED)).value == {"n": 3}


class AsyncNoToken:
    async def token(self, timeout_s: float | None = None) -> str:
        return None  # type: ignore[return-value]

    async def renew(self, rejected: str, timeout_s: float | None = None) -> str:
        return rejected


async def test_results_without_a_token_of_the_provider_belong_to_their_engine() -> None:
    server = AsyncCountingServer()
    first, second = (
        AsyncEngine(
            AsyncMemoryTransport(server.respond), base_url=BASE_URL, tokens=AsyncNoToken(), cache=server.cache
        )
        for _ in range(2)
    )
    for engine, number in ((first, 1), (second, 2), (first, 1)):
        assert (await engine.send(run(), CACHED)).value == {"n": number}


async def test_a_policy_without_a_ttl_caches_nothing() -> None:
    server = AsyncCountingServer()
    for _ in range(2):
        await server.engine().send(run(), Policy())
    assert server.requests == 2
    assert server.cache.statistics.misses == 0


async def test_nocache_sends_the_call_and_caches_the_result() -> None:
    server = AsyncCountingServer()
    engine = server.engine()
    await engine.send(run(), CACHED)
    assert (await engine.send(run(), CACHED, nocache=True)).value == {"n": 2}
    assert (await engine.send(run(), CACHED)).value == {"n": 2}


async def test_another_user_or_another_api_does_not_get_a_cached_result() -> None:
    for other in [{"token": "another"}, {"base_url": "https://other.test"}]:
        server = AsyncCountingServer()
        await server.engine().send(run(), CACHED)
        assert (await server.engine(**other).send(run(), CACHED)).value == {"n": 2}, other
        assert (await server.engine().send(run(), CACHED)).value == {"n": 1}, other


async def test_two_engines_of_one_user_share_a_cache() -> None:
    server = AsyncCountingServer()
    await server.engine().send(run(), CACHED)
    assert (await server.engine().send(run(), CACHED)).value == {"n": 1}


async def test_a_write_invalidates_its_resource_whatever_its_outcome() -> None:
    for method in ["POST", "PUT", "PATCH", "DELETE"]:
        for status in [200, 409, 503]:
            server = AsyncCountingServer()
            engine = server.engine()
            for run_id in ("1", "2"):
                await engine.send(run(run_id), CACHED)
            server.status = status
            with contextlib.suppress(StatusError):
                await engine.send(run("1", method, below="/cancel"), ONCE)
            server.status = 200
            before = server.requests
            await engine.send(run("1"), CACHED)
            await engine.send(run("2"), CACHED)
            assert server.requests == before + 1, (method, status)


async def test_an_error_is_not_cached() -> None:
    server = AsyncCountingServer()
    engine = server.engine()
    server.status = 404
    for before in (1, 2):
        with pytest.raises(NotFoundError):
            await engine.send(run(), CACHED)
        assert server.requests == before
    server.status = 200
    assert (await engine.send(run(), CACHED)).value == {"n": 3}


async def test_the_events_of_a_cached_call() -> None:
    server = AsyncCountingServer()
    engine = server.engine()
    await engine.send(run(), CACHED)
    first = list(server.events)
    server.events.clear()
    await engine.send(run(), CACHED)
    started, ended = server.events
    assert isinstance(started, CallStarted)
    assert isinstance(ended, CallEnded)
    assert (ended.cached, ended.attempts, ended.status) == (True, 0, 200)
    assert isinstance(first[-1], CallEnded)
    assert not first[-1].cached
    assert any(isinstance(event, AttemptStarted) for event in first)


async def test_a_failing_token_provider_is_retried() -> None:
    class AsyncShakyTokens(AsyncStaticToken):
        failures = 2

        async def token(self, timeout_s: float) -> str:
            if AsyncShakyTokens.failures:
                AsyncShakyTokens.failures -= 1
                raise NotSentError("the login could not be renewed.")
            return "token"

    server = AsyncCountingServer()
    engine = AsyncEngine(
        AsyncMemoryTransport(server.respond),
        base_url=BASE_URL,
        tokens=AsyncShakyTokens("token"),
        clock=server.clock,
        cache=server.cache,
    )
    assert (await engine.send(run(), CACHED)).value == {"n": 1}


async def test_a_caller_can_not_change_a_cached_result() -> None:
    server = AsyncCountingServer()
    engine = server.engine()
    await engine.send(run(), CACHED)
    value = (await engine.send(run(), CACHED)).value
    with contextlib.suppress(TypeError):
        value["n"] = "changed"
    assert (await engine.send(run(), CACHED)).value == {"n": 1}


# --- Scopes of results -----------------------------------------------------------------------------------


class AsyncTokenSequence(AsyncStaticToken):
    """Returns these tokens, one after the other."""

    def __init__(self, *tokens: str) -> None:
        super().__init__("unused")
        object.__setattr__(self, "left", list(tokens))

    async def token(self, timeout_s: float) -> str:
        left: list[str] = self.left  # type: ignore[attr-defined]
        return left.pop(0)


def engine_with(server: AsyncCountingServer, **options: Any) -> AsyncEngine:
    transport = AsyncMemoryTransport(server.respond)
    return AsyncEngine(transport, base_url=BASE_URL, clock=server.clock, cache=server.cache, **options)


async def test_engines_without_a_token_do_not_share_results() -> None:
    server = AsyncCountingServer()
    one, other = engine_with(server), engine_with(server)
    assert (await one.send(run(), CACHED)).value == {"n": 1}
    assert (await other.send(run(), CACHED)).value == {"n": 2}
    assert (await one.send(run(), CACHED)).value == {"n": 1}


async def test_engines_of_one_principal_share_results() -> None:
    server = AsyncCountingServer()
    for token in ("first", "second"):
        engine = engine_with(server, tokens=AsyncStaticToken(token), principal="alice")
        assert (await engine.send(run(), CACHED)).value == {"n": 1}
    other = engine_with(server, tokens=AsyncStaticToken("first"), principal="bob")
    assert (await other.send(run(), CACHED)).value == {"n": 2}


async def test_a_result_of_another_token_than_the_lookup_is_not_cached() -> None:
    server = AsyncCountingServer()
    engine = engine_with(server, tokens=AsyncTokenSequence("alice", "bob", "alice", "alice", "alice"))
    assert (await engine.send(run(), CACHED)).value == {"n": 1}
    assert (await engine.send(run(), CACHED)).value == {"n": 2}
    assert (await engine.send(run(), CACHED)).value == {"n": 2}
