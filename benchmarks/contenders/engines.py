"""The engine over a transport that takes no time, with token, deadline, cache, limiter and observer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.contenders.in_memory import AsyncInstant, Instant
from benchmarks.contenders.sync_calls import repeated
from benchmarks.harness.worker import Run
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RateLimit
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

BODY = b'{"id": 1, "name": "one"}'
URL = "https://api.test"
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
READ = Call(GET, path={"thing_id": "one"})
POLICY = Policy(
    cache_ttl_s=60.0, limit=RateLimit(most=10**9, per_s=1.0), idempotency_header="Idempotency-Key"
)


def _write() -> Call[Any]:
    return Call(POST, body={"name": "one"}, media_type="application/json")


def _engine() -> Engine:
    return Engine(
        Instant(lambda _: BODY),
        base_url=URL,
        tokens=StaticToken("token"),
        cache=OperationCache(),
        limiter=Limiter(),
        observers=[Metrics()],
    )


@contextmanager
def read() -> Iterator[Run]:
    """A read that no cached answer serves."""
    engine = _engine()
    yield repeated(lambda: engine.send(READ, POLICY, nocache=True))


@contextmanager
def write() -> Iterator[Run]:
    """A write, whose call is made anew."""
    engine = _engine()
    yield repeated(lambda: engine.send(_write(), POLICY))


@contextmanager
def async_read() -> Iterator[Run]:
    """The read, awaited one after another."""
    with asyncio.Runner() as runner:
        engine = AsyncEngine(
            AsyncInstant(lambda _: BODY),
            base_url=URL,
            tokens=AsyncStaticToken("token"),
            cache=AsyncOperationCache(),
            limiter=AsyncLimiter(),
            observers=[Metrics()],
        )

        async def reads(count: int) -> None:
            for _ in range(count):
                await engine.send(READ, POLICY, nocache=True)

        yield lambda count: runner.run(reads(count))
