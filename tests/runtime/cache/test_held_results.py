"""A cached result that takes no wait: the engine returns it before it makes anything for the call."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import SeawallError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import CallEnded, Event, Observer
from seawall.runtime import (
    AsyncEngine,
    AsyncOperationCache,
    AsyncStaticToken,
    CallableTokenProvider,
    Engine,
    Metrics,
    OperationCache,
    StaticToken,
)
from seawall.runtime.cache._sync.memory_store import MemoryCacheStore
from seawall.testing import AsyncMemoryTransport, FakeClock, MemoryTransport, json_response
from tests.counted_calls import counted_calls

BASE_URL = "https://api.test"
CACHED = Policy(cache_ttl_s=10.0, retry=RetryRule(attempts=1))


@frozen(kw_only=True)
class Thing:
    """The model of an answer."""

    number: int
    size: int | None = None


GET: Operation[Thing] = Operation(
    id="get_thing", method="GET", path="/v1/things/{thing_id}", result_types={200: Thing}
)
PUT: Operation[None] = Operation(
    id="put_thing", method="PUT", path="/v1/things/{thing_id}", result_types={200: None}
)


class WaitedFor(CallableTokenProvider):
    """A provider whose token the cache can only get as an attempt does."""

    def token(self, timeout_s: float) -> str:
        return super().token(timeout_s)


class World:
    """An engine with a server, a clock and metrics. `observe` is one more observer of the engine."""

    def __init__(self, tokens: str, observe: Observer | None = None) -> None:
        self.requests = self.asked = 0
        self.clock = FakeClock()
        self.cache = OperationCache(clock=self.clock, max_entries=2)
        self.metrics = Metrics(monotonic=self.clock.monotonic)
        observers: list[Observer] = [self.metrics]
        if observe is not None:
            observers.append(observe)
        self.engine = Engine(
            MemoryTransport(self.respond),
            base_url=BASE_URL,
            tokens=self.tokens(tokens),
            clock=self.clock,
            cache=self.cache,
            observers=observers,
        )

    def tokens(self, kind: str) -> Any:
        def get() -> str | Token:
            self.asked += 1
            if kind == "failing" and self.asked % 3 == 0:
                raise ValueError("no token now")
            if kind == "text":
                return "one"
            now_s, lifetime_s = self.clock.wall(), RENEW_BEFORE_S + 6.0
            return Token(access_token=f"token-{self.asked}", obtained_at=now_s, lifetime_s=lifetime_s)

        if kind == "none":
            return None
        if kind == "waited for":
            return WaitedFor(get, clock=self.clock)
        return StaticToken("one") if kind == "static" else CallableTokenProvider(get, clock=self.clock)

    def respond(self, request: Request) -> Response:
        self.requests += 1
        self.clock.advance(0.3)
        # Every third answer does not match the spec.
        size = "large" if self.requests % 3 == 0 else None
        return json_response(200, {"number": self.requests, "size": size})

    def take(self, step: tuple[str, str]) -> object:
        """Do one step, and return what a user can see of it."""
        try:
            return self._seen(*step), self._counts()
        except (SeawallError, ValueError) as error:
            return type(error), self._counts()

    def _seen(self, action: str, thing: str) -> object:
        call = Call(GET, path={"thing_id": thing})
        match action:
            case "wait":
                self.clock.advance(4.0)
                return None
            case "write":
                return self.engine.send(Call(PUT, path={"thing_id": thing}), CACHED).value
            case "page":
                call = evolve(call, is_page=True)
            case "record":
                with ExitStack() as stack:
                    seen = stack.enter_context(responses_of(self.engine))
                    self.engine.send(call, CACHED)
                    return [(one.cached, one.content) for one in seen]
            case _:
                pass
        policy = evolve(CACHED, tolerant=action != "strict", cache_ttl_s=None if action == "uncached" else 10)
        return self.engine.send(call, policy, nocache=action == "nocache").value

    def _counts(self) -> object:
        return self.requests, self.asked, self.cache.statistics, dict(self.metrics.snapshot())


@contextmanager
def responses_of(engine: Engine) -> Iterator[Any]:
    from seawall.runtime.engine.responses import Responses

    with Responses(engine.stop_state) as seen:
        yield seen


ACTIONS = ["read", "nocache", "strict", "uncached", "page", "record", "write", "wait"]


@given(
    st.lists(st.tuples(st.sampled_from(["read", *ACTIONS]), st.sampled_from("abc")), max_size=12),
    st.sampled_from(["none", "static", "text", "renewed", "failing"]),
)
def test_the_short_way_decides_as_the_long_one(steps: list[tuple[str, str]], tokens: str) -> None:
    # An observer of every event needs the long way.
    short, long = World(tokens), World(tokens, lambda _: None)
    assert [short.take(step) for step in steps] == [long.take(step) for step in steps]


@given(st.lists(st.tuples(st.sampled_from(["read", *ACTIONS]), st.sampled_from("abc")), max_size=12))
def test_a_token_that_takes_no_wait_finds_the_same_results(steps: list[tuple[str, str]]) -> None:
    short, long = World("renewed"), World("waited for")
    assert [short.take(step) for step in steps] == [long.take(step) for step in steps]


def hit_of(world: World) -> Callable[[], object]:
    call = Call(GET, path={"thing_id": "a"})
    return lambda: world.engine.send(call, CACHED)


def test_a_cached_result_makes_nothing_for_its_call() -> None:
    for tokens in ["none", "static", "renewed"]:
        counted = counted_calls(hit_of(World(tokens)))
        assert "seawall.runtime.engine.call_context.CallContext.__init__" not in counted, tokens
        assert counted.total() <= 24, (tokens, counted.most_common())


def test_an_observer_and_the_debug_log_see_a_cached_call(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[Event] = []
    world = World("static", seen.append)
    for _ in range(2):
        hit_of(world)()
    assert [event.cached for event in seen if isinstance(event, CallEnded)] == [False, True]
    quiet = hit_of(World("static"))
    with caplog.at_level(logging.DEBUG, "seawall.http"):
        for _ in range(2):
            quiet()
    assert "from the cache" in caplog.text or "cached" in caplog.text


def test_metrics_of_a_subclass_receive_their_events() -> None:
    class Own(Metrics):
        def __call__(self, event: Event) -> None:
            seen.append(event)

    seen: list[Event] = []
    world = World("static", Own())
    for _ in range(2):
        hit_of(world)()
    assert len(seen) == 2


def test_a_token_of_a_subclass_decides_whose_result_it_is() -> None:
    class Changing(StaticToken):
        def token(self, _timeout_s: float) -> str:
            return next(names)

    names = iter(["one", "one", "two", "two", "two"])
    world = World("none")
    engine = Engine(
        MemoryTransport(world.respond), base_url=BASE_URL, tokens=Changing("one"), cache=OperationCache()
    )
    call = Call(GET, path={"thing_id": "a"})
    assert [engine.send(call, CACHED).value.number for _ in range(3)] == [1, 2, 2]


def test_a_store_of_a_subclass_is_asked() -> None:
    class Forgetful(MemoryCacheStore):
        def find(self, call: Call[object], key: Any, ttl_s: float, *, fresh: bool) -> Any:
            return super().find(call, key, ttl_s, fresh=True)

    world = World("none")
    cache = OperationCache(store=Forgetful(max_entries=9))
    engine = Engine(MemoryTransport(world.respond), base_url=BASE_URL, cache=cache)
    call = Call(GET, path={"thing_id": "a"})
    assert [engine.send(call, CACHED).value.number for _ in range(2)] == [1, 2]


def test_a_stopped_engine_returns_no_cached_result() -> None:
    world = World("static")
    hit = hit_of(world)
    hit()
    world.engine.stop("closed")
    with pytest.raises(SeawallError, match="closed"):
        hit()


async def test_async_calls_take_the_short_way_too() -> None:
    metrics, requests = Metrics(), []

    def respond(request: Request) -> Response:
        requests.append(request)
        return json_response(200, {"number": 1})

    engine = AsyncEngine(
        AsyncMemoryTransport(respond),
        base_url=BASE_URL,
        tokens=AsyncStaticToken("one"),
        cache=AsyncOperationCache(),
        observers=[metrics],
    )
    call = Call(GET, path={"thing_id": "a"})
    first, second = [await engine.send(call, CACHED) for _ in range(2)]
    assert second is first
    assert len(requests) == 1
    assert metrics.snapshot()["get_thing"].cache_hits == 1
