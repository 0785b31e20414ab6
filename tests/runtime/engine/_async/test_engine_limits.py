"""The engine with a limiter: limits of policies and rate limit headers of the server."""

import pytest
from attrs import evolve

from seawall.core.auth.auth_scheme import api_key_in_cookie, api_key_in_header, api_key_in_query, bearer
from seawall.core.engine.policy import Policy, RateLimit, RetryRule
from seawall.core.errors import (
    DeadlineExceededError,
    NotSentError,
    RateLimitedError,
    ResponseTooLargeError,
    SeawallError,
    ServerStatusError,
)
from seawall.core.http.message import Response
from seawall.runtime.auth._async.providers import AsyncStaticToken
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


async def test_a_call_over_the_rate_limit_waits() -> None:
    clock = AsyncFakeClock()
    engine = limited(clock, OK, OK, OK)
    for _ in range(3):
        await engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


async def test_the_rate_limit_counts_attempts_not_calls() -> None:
    clock = AsyncFakeClock(random=0.0)
    engine = limited(clock, Response(503), Response(503), OK)
    await engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


async def test_a_call_whose_turn_is_after_its_deadline_fails_at_once() -> None:
    clock = AsyncFakeClock()
    engine = limited(clock, OK, OK)
    policy = Policy(limit=RateLimit(most=2, per_s=10.0), deadline_s=5.0)
    for _ in range(2):
        await engine.send(thing(), policy)
    with pytest.raises(DeadlineExceededError):
        await engine.send(thing(), policy)
    assert clock.sleeps_s == []
    assert engine.quota.left == 500


async def test_the_engine_respects_the_rate_limit_headers_of_the_server() -> None:
    clock = AsyncFakeClock()
    last = json_response(
        200, {}, headers={"ratelimit-limit": "5", "ratelimit-remaining": "0", "ratelimit-reset": "7"}
    )
    engine = limited(clock, last, OK)
    await engine.send(thing(), Policy())
    assert clock.sleeps_s == []
    await engine.send(thing(), Policy())
    assert sum(clock.sleeps_s) >= 7.0


async def test_without_a_limiter_the_limit_is_ignored() -> None:
    clock = AsyncFakeClock()
    engine = AsyncEngine(AsyncMemoryTransport(Script(OK, OK, OK)), base_url=BASE_URL, clock=clock)
    for _ in range(3):
        await engine.send(thing(), TWO_IN_TEN_S)
    assert clock.sleeps_s == []


async def test_a_response_that_is_larger_than_the_policy_allows_is_an_error_and_no_retry() -> None:
    for body_bytes, policy in [
        (1001, Policy(max_response_bytes=1000)),
        (64 * 1024 * 1024 + 1, Policy()),
    ]:
        transport = AsyncMemoryTransport(Script(Response(200, {}, bytes(body_bytes))))
        engine = AsyncEngine(transport, base_url=BASE_URL, clock=AsyncFakeClock())
        with pytest.raises(ResponseTooLargeError, match=r"^GET /v1/things/\[redacted\]: the") as caught:
            await engine.send(thing(), policy)
        assert (caught.value.status, len(transport.requests)) == (200, 1)


async def test_every_auth_scheme_keeps_the_limit_of_the_policy() -> None:
    large = json_response(200, {"a": "x" * 1000})
    policy = Policy(max_response_bytes=len(large.body))
    schemes = [bearer, api_key_in_header("x-key"), api_key_in_query("key"), api_key_in_cookie("key")]
    for scheme in schemes:
        transport = AsyncMemoryTransport(Script(large))
        engine = AsyncEngine(
            transport, base_url=BASE_URL, tokens=AsyncStaticToken("token"), auth_scheme=scheme
        )
        await engine.send(thing(), policy)
        assert transport.requests[0].max_response_bytes == len(large.body)


async def test_the_usage_of_a_limit_is_that_of_the_calls_of_the_engine() -> None:
    clock = AsyncFakeClock()
    engine = limited(clock, OK)
    await engine.send(thing(), TWO_IN_TEN_S)
    usage = engine.limit_usage(TWO_IN_TEN_S)
    assert usage is not None
    assert (usage.used, usage.remaining, usage.resets_in_s) == (1, 1, 10.0)
    assert AsyncEngine(AsyncMemoryTransport(Script()), base_url=BASE_URL).limit_usage(Policy()) is None


async def test_before_send_is_called_after_all_waits_and_may_refuse() -> None:
    clock = AsyncFakeClock()
    times: list[float] = []

    async def before_send() -> None:
        times.append(clock.monotonic())
        if len(times) == 4:
            raise NotSentError("stopped.")

    engine = limited(clock, OK, OK, OK).with_options(before_send=before_send)
    for _ in range(3):
        await engine.send(thing(), TWO_IN_TEN_S)
    with pytest.raises(NotSentError, match="stopped"):
        await engine.send(thing(), evolve(TWO_IN_TEN_S, retry=RetryRule(attempts=1)))
    assert times == [1000.0, 1000.0, 1010.0, 1010.0]


async def test_before_retry_is_called_with_the_error_before_the_wait() -> None:
    clock = AsyncFakeClock()
    seen: list[tuple[type[SeawallError], float]] = []

    async def before_retry(error: SeawallError) -> None:
        seen.append((type(error), clock.monotonic()))

    busy = json_response(503, {}, headers={"retry-after": "5"})
    engine = limited(clock, busy, busy, OK).with_options(before_retry=before_retry)
    await engine.send(thing(), Policy())
    assert seen == [(ServerStatusError, 1000.0), (ServerStatusError, 1005.0)]


async def test_a_429_delays_only_the_calls_of_its_budget() -> None:
    clock = AsyncFakeClock()
    limit = json_response(429, {}, headers={"retry-after": "40"})
    engine = limited(clock, limit, OK, OK, OK)
    one, other = (Policy(budget=name, deadline_s=60.0) for name in ("one", "other"))
    with pytest.raises(RateLimitedError):
        await engine.send(thing(), one.without_retries)
    await engine.send(thing(), other)
    await engine.send(thing(), Policy())
    assert clock.sleeps_s == []
    await engine.send(thing(), one)
    assert clock.sleeps_s == [pytest.approx(40.0)]
