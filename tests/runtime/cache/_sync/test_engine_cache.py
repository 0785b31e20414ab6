# DO NOT EDIT. Derived from ../_async/test_engine_cache.py by "python -m seawall.codegen.derive".
"""The engine with the operation cache."""

import contextlib
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import NotFoundError, NotSentError, StatusError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import AttemptStarted, CallEnded, CallStarted, Event
from seawall.runtime.auth._sync.providers import StaticToken
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.runtime.calls import BASE_URL

CACHED = Policy(cache_ttl_s=15.0)
ONCE = Policy(retry=RetryRule(attempts=1))


def run(run_id: str = "1", method: str = "GET", *, below: str = "") -> Call[Any]:
    path = f"/v1/runs/{{run_id}}{below}"
    operation: Operation[Any] = Operation(
        id=f"{method} {path}", method=method, path=path, result_types={200: dict}
    )
    return Call(operation, path={"run_id": run_id})


class CountingServer:
    """Responds to request number n with n and `status`."""

    def __init__(self) -> None:
        self.requests = 0
        self.status = 200
        self.clock = FakeClock()
        self.cache = OperationCache(clock=self.clock)
        self.events: list[Event] = []

    def respond(self, request: Request) -> Response:
        self.requests += 1
        return json_response(self.status, {"n": self.requests})

    def engine(self, *, token: str = "token", base_url: str = BASE_URL) -> Engine:
        return Engine(
            MemoryTransport(self.respond),
            base_url=base_url,
            tokens=StaticToken(token),
            clock=self.clock,
            cache=self.cache,
            observers=[self.events.append],
        )


def test_a_result_is_cached_for_its_ttl() -> None:
    server = CountingServer()
    engine = server.engine()
    for later_s, number in ((0, 1), (14.9, 1), (0.1, 2), (0, 2)):
        server.clock.advance(later_s)
        assert (engine.send(run(), CACHED)).value == {"n": number}
    assert (engine.send(run("2"), CACHED)).value == {"n": 3}


class NoToken:
    def token(self, timeout_s: float | None = None) -> str:
        return None  # type: ignore[return-value]

    def renew(self, rejected: str, timeout_s: float | None = None) -> str:
        return rejected


def test_results_without_a_token_of_the_provider_belong_to_their_engine() -> None:
    server = CountingServer()
    first, second = (
        Engine(
            MemoryTransport(server.respond), base_url=BASE_URL, tokens=NoToken(), cache=server.cache
        )
        for _ in range(2)
    )
    for engine, number in ((first, 1), (second, 2), (first, 1)):
        assert (engine.send(run(), CACHED)).value == {"n": number}


def test_a_policy_without_a_ttl_caches_nothing() -> None:
    server = CountingServer()
    for _ in range(2):
        server.engine().send(run(), Policy())
    assert server.requests == 2
    assert server.cache.statistics.misses == 0


def test_nocache_sends_the_call_and_caches_the_result() -> None:
    server = CountingServer()
    engine = server.engine()
    engine.send(run(), CACHED)
    assert (engine.send(run(), CACHED, nocache=True)).value == {"n": 2}
    assert (engine.send(run(), CACHED)).value == {"n": 2}


def test_another_user_or_another_api_does_not_get_a_cached_result() -> None:
    for other in [{"token": "another"}, {"base_url": "https://other.test"}]:
        server = CountingServer()
        server.engine().send(run(), CACHED)
        assert (server.engine(**other).send(run(), CACHED)).value == {"n": 2}, other
        assert (server.engine().send(run(), CACHED)).value == {"n": 1}, other


def test_two_engines_of_one_user_share_a_cache() -> None:
    server = CountingServer()
    server.engine().send(run(), CACHED)
    assert (server.engine().send(run(), CACHED)).value == {"n": 1}


def test_a_write_invalidates_its_resource_whatever_its_outcome() -> None:
    for method in ["POST", "PUT", "PATCH", "DELETE"]:
        for status in [200, 409, 503]:
            server = CountingServer()
            engine = server.engine()
            for run_id in ("1", "2"):
                engine.send(run(run_id), CACHED)
            server.status = status
            with contextlib.suppress(StatusError):
                engine.send(run("1", method, below="/cancel"), ONCE)
            server.status = 200
            before = server.requests
            engine.send(run("1"), CACHED)
            engine.send(run("2"), CACHED)
            assert server.requests == before + 1, (method, status)


def test_an_error_is_not_cached() -> None:
    server = CountingServer()
    engine = server.engine()
    server.status = 404
    for before in (1, 2):
        with pytest.raises(NotFoundError):
            engine.send(run(), CACHED)
        assert server.requests == before
    server.status = 200
    assert (engine.send(run(), CACHED)).value == {"n": 3}


def test_the_events_of_a_cached_call() -> None:
    server = CountingServer()
    engine = server.engine()
    engine.send(run(), CACHED)
    first = list(server.events)
    server.events.clear()
    engine.send(run(), CACHED)
    started, ended = server.events
    assert isinstance(started, CallStarted)
    assert isinstance(ended, CallEnded)
    assert (ended.cached, ended.attempts, ended.status) == (True, 0, 200)
    assert isinstance(first[-1], CallEnded)
    assert not first[-1].cached
    assert any(isinstance(event, AttemptStarted) for event in first)


def test_a_failing_token_provider_is_retried() -> None:
    class ShakyTokens(StaticToken):
        failures = 2

        def token(self, timeout_s: float) -> str:
            if ShakyTokens.failures:
                ShakyTokens.failures -= 1
                raise NotSentError("the login could not be renewed.")
            return "token"

    server = CountingServer()
    engine = Engine(
        MemoryTransport(server.respond),
        base_url=BASE_URL,
        tokens=ShakyTokens("token"),
        clock=server.clock,
        cache=server.cache,
    )
    assert (engine.send(run(), CACHED)).value == {"n": 1}


def test_a_caller_can_not_change_a_cached_result() -> None:
    server = CountingServer()
    engine = server.engine()
    engine.send(run(), CACHED)
    value = (engine.send(run(), CACHED)).value
    with contextlib.suppress(TypeError):
        value["n"] = "changed"
    assert (engine.send(run(), CACHED)).value == {"n": 1}


# --- Scopes of results -----------------------------------------------------------------------------------


class TokenSequence(StaticToken):
    """Returns these tokens, one after the other."""

    def __init__(self, *tokens: str) -> None:
        super().__init__("unused")
        object.__setattr__(self, "left", list(tokens))

    def token(self, timeout_s: float) -> str:
        left: list[str] = self.left  # type: ignore[attr-defined]
        return left.pop(0)


def engine_with(server: CountingServer, **options: Any) -> Engine:
    transport = MemoryTransport(server.respond)
    return Engine(transport, base_url=BASE_URL, clock=server.clock, cache=server.cache, **options)


def test_engines_without_a_token_do_not_share_results() -> None:
    server = CountingServer()
    one, other = engine_with(server), engine_with(server)
    assert (one.send(run(), CACHED)).value == {"n": 1}
    assert (other.send(run(), CACHED)).value == {"n": 2}
    assert (one.send(run(), CACHED)).value == {"n": 1}


def test_engines_of_one_principal_share_results() -> None:
    server = CountingServer()
    for token in ("first", "second"):
        engine = engine_with(server, tokens=StaticToken(token), principal="alice")
        assert (engine.send(run(), CACHED)).value == {"n": 1}
    other = engine_with(server, tokens=StaticToken("first"), principal="bob")
    assert (other.send(run(), CACHED)).value == {"n": 2}


def test_a_result_of_another_token_than_the_lookup_is_not_cached() -> None:
    server = CountingServer()
    engine = engine_with(server, tokens=TokenSequence("alice", "bob", "alice", "alice", "alice"))
    assert (engine.send(run(), CACHED)).value == {"n": 1}
    assert (engine.send(run(), CACHED)).value == {"n": 2}
    assert (engine.send(run(), CACHED)).value == {"n": 2}
