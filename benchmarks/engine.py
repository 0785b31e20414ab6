"""Cost of the engine over a transport that takes no time, with cache, limiter, token and observer."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.measure import Figure, paired
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RateLimit
from seawall.core.http.message import Request, Response
from seawall.runtime import (
    AsyncEngine,
    AsyncLimiter,
    AsyncOperationCache,
    AsyncStaticToken,
    Engine,
    Limiter,
    Metrics,
    OperationCache,
    StaticToken,
)

CALLS = 5000
RESPONSE = Response(200, {"content-type": "application/json"}, b'{"id": 1, "name": "one"}')
GET: Operation[Any] = Operation(
    id="get_thing", method="GET", path="/v1/things/{thing_id}", result_types={200: dict[str, Any]}
)
POST: Operation[Any] = Operation(
    id="make_thing",
    method="POST",
    path="/v1/things",
    result_types={200: dict[str, Any]},
    header_parameters={"Idempotency-Key"},
)
CALL = Call(GET, path={"thing_id": "one"})
POLICY = Policy(
    cache_ttl_s=60.0, limit=RateLimit(most=10**9, per_s=1.0), idempotency_header="Idempotency-Key"
)


class Instant:
    """A transport that returns a fixed response."""

    def send(self, request: Request, timeout_s: float) -> Response:
        return RESPONSE

    def stream(self, request: Request, timeout_s: float) -> Any:
        raise NotImplementedError

    def close(self) -> None:
        pass


class AsyncInstant:
    """The same for the async engine."""

    async def send(self, request: Request, timeout_s: float) -> Response:
        return RESPONSE

    def stream(self, request: Request, timeout_s: float) -> Any:
        raise NotImplementedError

    async def aclose(self) -> None:
        pass


def engine() -> Engine:
    return Engine(
        Instant(),
        base_url="https://api.test",
        tokens=StaticToken("token"),
        cache=OperationCache(),
        limiter=Limiter(),
        observers=[Metrics()],
    )


def async_engine() -> AsyncEngine:
    return AsyncEngine(
        AsyncInstant(),
        base_url="https://api.test",
        tokens=AsyncStaticToken("token"),
        cache=AsyncOperationCache(),
        limiter=AsyncLimiter(),
        observers=[Metrics()],
    )


def write() -> Call[Any]:
    return Call(POST, body={"name": "one"}, media_type="application/json")


def send_all(call: Callable[[], Call[Any]], *, nocache: bool) -> Callable[[], None]:
    ours = engine()

    def work() -> None:
        for _ in range(CALLS):
            ours.send(call(), POLICY, nocache=nocache)

    return work


def send_all_async(call: Callable[[], Call[Any]], *, nocache: bool) -> Callable[[], None]:
    async def work() -> None:
        ours = async_engine()
        for _ in range(CALLS):
            await ours.send(call(), POLICY, nocache=nocache)

    return lambda: asyncio.run(work())


def transport_alone() -> None:
    transport = Instant()
    request = Request("GET", "https://api.test/v1/things/one", {"accept": "application/json"})
    for _ in range(CALLS):
        transport.send(request, 30.0)


def figures() -> Iterator[Figure]:
    for what, work in (
        ("a read through the engine, everything on", send_all(lambda: CALL, nocache=True)),
        ("a write through the engine, everything on", send_all(write, nocache=False)),
        ("an async read, everything on", send_all_async(lambda: CALL, nocache=True)),
        ("an async write, everything on", send_all_async(write, nocache=False)),
        ("a cached read through the engine", send_all(lambda: CALL, nocache=False)),
    ):
        mine, theirs = paired(work, transport_alone)
        yield Figure(what, mine / CALLS * 1e6, theirs / CALLS * 1e6, "us", "the transport alone, instant")
