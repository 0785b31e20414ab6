"""The retry quota: few retries to a server that is down; successes give tokens back.

Source: the retry quota of botocore's standard mode, as of 2026: 500 tokens, 14 for a transient retry, 5 for a
throttled one, 1 back for each first success.
"""

import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import RateLimitedError, SeawallError, ServerStatusError
from seawall.core.http.message import Request, Response
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

OK = json_response(200, {"id": 1})


async def requests_of(calls: int, status: int) -> int:
    """Return the number of requests of `calls` failing calls of one engine."""
    sent = 0

    def answer(request: Request) -> Response:
        nonlocal sent
        sent += 1
        return Response(status)

    transport = AsyncMemoryTransport(answer)
    engine = AsyncEngine(transport, base_url=BASE_URL, clock=AsyncFakeClock())
    for _ in range(calls):
        with pytest.raises(SeawallError):
            await engine.send(thing(), POLICY)
        transport.requests.clear()
    return sent


async def test_a_thousand_failing_calls_cause_at_most_forty_retries() -> None:
    assert 1_000 < await requests_of(1_000, 503) <= 1_040


async def test_the_quota_limits_the_retries() -> None:
    for status, retries in [(500, 500 // 14), (503, 500 // 14), (429, 500 // 5)]:
        assert await requests_of(200, status) == 200 + retries, (status, retries)


async def left_after(*steps: Response) -> int:
    engine = AsyncEngine(AsyncMemoryTransport(Script(*steps)), base_url=BASE_URL, clock=AsyncFakeClock())
    engine.quota.take(500 - 100)
    await engine.send(thing(), POLICY)
    return engine.quota.left


async def test_a_success_gives_back_the_cost_of_its_last_retry() -> None:
    for steps, left in [
        ((OK,), 101),
        # Only the cost of the retry that succeeded comes back.
        ((Response(503), OK), 100),
        ((Response(503), Response(503), OK), 86),
        ((Response(429), OK), 100),
        ((Response(503), Response(429), OK), 86),
        ((Response(429), Response(503), OK), 95),
    ]:
        assert await left_after(*steps) == left, (steps, left)


async def test_the_quota_never_exceeds_its_capacity() -> None:
    engine = AsyncEngine(AsyncMemoryTransport(Script(OK, OK)), base_url=BASE_URL)
    await engine.send(thing(), POLICY)
    await engine.send(thing(), POLICY)
    assert engine.quota.left == 500


async def test_an_empty_quota_raises_the_error_of_the_attempt() -> None:
    engine = AsyncEngine(
        AsyncMemoryTransport(Script(Response(503))), base_url=BASE_URL, clock=AsyncFakeClock()
    )
    engine.quota.take(500 - 13)
    with pytest.raises(ServerStatusError):
        await engine.send(thing(), POLICY)
    assert engine.quota.left == 13


async def test_a_retry_that_does_not_happen_costs_nothing() -> None:
    for steps, policy in (
        ((Response(404),), POLICY),
        ((Response(503),), Policy(retry=RetryRule(attempts=1))),
        ((json_response(503, {}, headers={"retry-after": "61"}),), POLICY),
    ):
        engine = AsyncEngine(AsyncMemoryTransport(Script(*steps)), base_url=BASE_URL, clock=AsyncFakeClock())
        with pytest.raises(SeawallError):
            await engine.send(thing(), policy)
        assert engine.quota.left == 500


async def test_a_retry_after_above_the_cap_fails_at_once() -> None:
    for asked_s, requests in [(30, 2), (31, 1), (86_400, 1)]:
        limited = json_response(429, {}, headers={"retry-after": str(asked_s)})
        transport, clock = AsyncMemoryTransport(Script(limited, limited)), AsyncFakeClock()
        policy = Policy(retry=RetryRule(attempts=2, max_retry_after_s=30))
        with pytest.raises(RateLimitedError) as caught:
            await AsyncEngine(transport, base_url=BASE_URL, clock=clock).send(thing(), policy)
        assert caught.value.retry_after_s == asked_s, (asked_s, requests)
        assert len(transport.requests) == requests, (asked_s, requests)
        assert clock.sleeps_s == [asked_s] * (requests - 1), (asked_s, requests)
