"""The engine under rate limits: each attempt waits for its turn, and what the server says is heeded."""

import pytest

from seawall.core.engine.policy import Policy, RateLimit
from seawall.core.errors import DeadlineExceededError
from seawall.core.http.message import Response
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, thing

OK = json_response(200, {"id": 1})
TWO_IN_TEN_S = Policy(limit=RateLimit(most=2, per_s=10.0), deadline_s=60.0)


def limited(clock: AsyncFakeClock, *steps: Response) -> AsyncEngine:
    return AsyncEngine(
        AsyncMemoryTransport(Script(*steps)),
        base_url=BASE_URL,
        clock=clock,
        limiter=AsyncLimiter(clock=clock),
    )


async def test_a_call_beyond_the_limit_waits_for_its_turn() -> None:
    clock = AsyncFakeClock()
    engine = limited(clock, OK, OK, OK)
    for _ in range(3):
        await engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


async def test_attempts_count_and_not_calls() -> None:
    clock = AsyncFakeClock(random=0.0)
    engine = limited(clock, Response(503), Response(503), OK)
    await engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


async def test_a_turn_after_the_deadline_is_not_waited_for() -> None:
    clock = AsyncFakeClock()
    engine = limited(clock, OK, OK)
    policy = Policy(limit=RateLimit(most=2, per_s=10.0), deadline_s=5.0)
    for _ in range(2):
        await engine.send(thing(), policy)
    with pytest.raises(DeadlineExceededError):
        await engine.send(thing(), policy)
    assert clock.sleeps_s == []
    assert engine.quota.quota.left == 500


async def test_the_engine_stops_asking_before_the_server_has_to_refuse() -> None:
    clock = AsyncFakeClock()
    last = json_response(
        200, {}, headers={"ratelimit-limit": "5", "ratelimit-remaining": "0", "ratelimit-reset": "7"}
    )
    engine = limited(clock, last, OK)
    await engine.send(thing(), Policy())
    assert clock.sleeps_s == []
    await engine.send(thing(), Policy())
    assert sum(clock.sleeps_s) >= 7.0


async def test_without_a_limiter_nothing_is_counted() -> None:
    clock = AsyncFakeClock()
    engine = AsyncEngine(AsyncMemoryTransport(Script(OK, OK, OK)), base_url=BASE_URL, clock=clock)
    for _ in range(3):
        await engine.send(thing(), TWO_IN_TEN_S)
    assert clock.sleeps_s == []
