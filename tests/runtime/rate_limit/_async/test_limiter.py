import pytest

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.errors import ConfigError, NotSentError
from seawall.core.http.message import Headers
from seawall.core.rate_limit.counters import Usage
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.testing import AsyncFakeClock

THREE_IN_10 = RateLimit(most=3, per_s=10.0)
BUCKET = RateLimit(most=3, per_s=9.0, kind=LimitKind.TOKEN_BUCKET)
FAR = 1e9


async def taken(limiter: AsyncLimiter, count: int, limit: RateLimit | None = THREE_IN_10) -> None:
    for _ in range(count):
        await limiter.acquire("api", limit, FAR)


async def test_within_the_limit_nobody_waits() -> None:
    clock = AsyncFakeClock()
    await taken(AsyncLimiter(clock=clock), 3)
    assert clock.sleeps_s == []


@pytest.mark.parametrize(
    ("limit", "expected_s"), [(THREE_IN_10, [10.0, 10.0]), (BUCKET, [3.0, 3.0, 3.0, 3.0])]
)
async def test_beyond_it_each_waits_for_its_turn(limit: RateLimit, expected_s: list[float]) -> None:
    clock = AsyncFakeClock()
    await taken(AsyncLimiter(clock=clock), 7, limit)
    assert clock.sleeps_s == pytest.approx(expected_s)


async def test_a_turn_after_the_deadline_is_refused_at_once() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    await taken(limiter, 3)
    with pytest.raises(NotSentError, match=r"of 3 in 10 s comes in 10 s, which is after the deadline"):
        await limiter.acquire("api", THREE_IN_10, clock.now_s + 9.9)
    assert clock.sleeps_s == []
    # Who was refused has used nothing up.
    assert limiter.usage("api", THREE_IN_10).waiting == 0
    await limiter.acquire("api", THREE_IN_10, clock.now_s + 10.0)
    assert clock.sleeps_s == [10.0]


async def test_keys_and_limits_count_for_themselves() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    await taken(limiter, 3)
    await limiter.acquire("another", THREE_IN_10, FAR)
    await limiter.acquire("api", RateLimit(most=1, per_s=60.0), FAR)
    await limiter.acquire("api", None, FAR)
    assert clock.sleeps_s == []


@pytest.mark.parametrize("limit", [None, THREE_IN_10])
@pytest.mark.parametrize(
    ("status", "fields", "expected_s"),
    [
        (429, {"retry-after": "20"}, [20.0]),
        (503, {"retry-after": "20"}, [20.0]),
        (429, {}, [1.0]),
        (200, {"ratelimit": '"default";r=0;t=30'}, [30.0]),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000015"}, [15.0]),
        (200, {"ratelimit": '"default";r=1;t=30'}, []),
        (503, {}, []),
        (200, {}, []),
        (200, {"retry-after": "20"}, []),
    ],
)
async def test_what_the_server_says_is_waited_for(
    limit: RateLimit | None, status: int, fields: dict[str, str], expected_s: list[float]
) -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    limiter.observe("api", status, Headers(fields))
    await limiter.acquire("another", limit, FAR)
    assert clock.sleeps_s == []
    await limiter.acquire("api", limit, FAR)
    assert clock.sleeps_s == expected_s


async def test_nobody_asks_beyond_what_the_server_has_left() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    policy = {"ratelimit-policy": '"default";q=5;w=60', "ratelimit": '"default";r=4;t=60'}
    limiter.observe("api", 200, Headers(policy))
    await taken(limiter, 4, None)
    assert clock.sleeps_s == []
    # After the reset there are 5, as its policy says; the first asks whether it has come.
    await taken(limiter, 7, None)
    assert clock.sleeps_s == [60.0, 1.0, 59.0, 1.0]


async def test_a_wait_that_the_server_asks_for_is_not_begun_beyond_the_deadline() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    limiter.observe("api", 429, Headers({"retry-after": "20"}))
    with pytest.raises(NotSentError, match=r"under the rate limit comes in 20 s"):
        await limiter.acquire("api", None, clock.now_s + 10.0)
    assert clock.sleeps_s == []


SMALL_REST = Headers(
    {"ratelimit-policy": '"default";q=100;w=60', "ratelimit": '"default";r=2;t=30'},
)


async def test_a_small_rest_is_spread_over_the_time_until_the_reset() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    limiter.observe("api", 200, SMALL_REST)
    await limiter.acquire("api", None, FAR)
    await limiter.acquire("api", None, FAR)
    assert clock.sleeps_s == [15.0]


async def test_no_call_fails_for_the_spreading_alone() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    limiter.observe("api", 200, SMALL_REST)
    for _ in range(2):
        await limiter.acquire("api", None, clock.now_s + 1.0)
    assert clock.sleeps_s == []


async def test_usage_is_that_of_the_moment() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    assert limiter.usage("api", THREE_IN_10) == Usage(used=0, left=3, resets_in_s=0.0)
    await taken(limiter, 2)
    clock.advance(4.0)
    assert limiter.usage("api", THREE_IN_10) == Usage(used=2, left=1, resets_in_s=6.0)
    limiter.observe("api", 200, Headers({"ratelimit": '"default";r=0;t=30'}))
    assert limiter.usage("api", THREE_IN_10) == Usage(used=2, left=0, resets_in_s=30.0)
    assert limiter.usage("api", None) == Usage(used=0, left=0, resets_in_s=30.0)
    assert limiter.usage("another", None) == Usage(used=0, left=None, resets_in_s=0.0)


async def test_keys_that_nobody_uses_any_more_are_forgotten() -> None:
    clock = AsyncFakeClock()
    limiter = AsyncLimiter(clock=clock)
    for number in range(3000):
        await limiter.acquire(f"key-{number}", THREE_IN_10, FAR)
        limiter.observe(f"key-{number}", 429, Headers({"retry-after": "5"}))
        clock.advance(0.1)
    assert len(limiter._keys) <= 1024
    # The one of this moment is still counted.
    assert limiter.usage("key-2999", THREE_IN_10).used == 1


@pytest.mark.parametrize("url", ["", "localhost", "http://localhost", "redis://host:port:secret"])
async def test_a_redis_url_that_is_none_is_told_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigError, match="Redis URL") as caught:
        AsyncLimiter(redis_url=url)
    assert "secret" not in str(caught.value)


async def test_a_limiter_in_memory_has_nothing_to_close() -> None:
    await AsyncLimiter().aclose()
