# DO NOT EDIT. Derived from ../_async/test_shared_limit.py by "python -m seawall.codegen.derive".
"""Rate limits that processes share, on a real Redis."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.errors import NotSentError
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.testing import FakeClock
from tests.runtime.redis.server import RedisServer, free_port, running_redis

pytestmark = pytest.mark.slow

WINDOW = RateLimit(most=3, per_s=100.0)
BUCKET = RateLimit(most=3, per_s=100.0, kind=LimitKind.TOKEN_BUCKET)
FAR = 1e9


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


def limiter_on(url: str, clock: FakeClock) -> Limiter:
    # The real wall clock, which Redis and the other processes use.
    real_wall = SystemClock(
        monotonic=clock.monotonic, wall=SystemClock().wall, sleep=clock.sleep, random=lambda: 0.0
    )
    return Limiter(redis_url=url, clock=real_wall)


@pytest.mark.parametrize(("limit", "next_s"), [(WINDOW, 100.0), (BUCKET, 100.0 / 3)])
def test_two_limiters_count_together(redis: RedisServer, limit: RateLimit, next_s: float) -> None:
    clock = FakeClock()
    one, other = limiter_on(redis.url, clock), limiter_on(redis.url, clock)
    key = f"together-{limit.kind.name}-{__name__}"
    try:
        one.acquire(key, limit, FAR)
        one.acquire(key, limit, FAR)
        other.acquire(key, limit, FAR)
        with pytest.raises(NotSentError, match="after the deadline"):
            other.acquire(key, limit, clock.now_s + next_s - 5.0)
        # Each of them has requests left by its own counter, and still has to wait.
        assert (one.usage(key, limit).remaining, other.usage(key, limit).remaining) == (1, 2)
        assert clock.sleeps_s == []
    finally:
        one.close()
        other.close()


@pytest.mark.parametrize(("limit", "expected_s"), [(WINDOW, 100.0), (BUCKET, 100.0 / 3)])
def test_a_process_waits_for_the_requests_of_another_one(
    redis: RedisServer, limit: RateLimit, expected_s: float
) -> None:
    slept_s: list[float] = []

    def sleep(seconds: float) -> None:
        slept_s.append(seconds)
        redis.flush()

    key = f"turn-{limit.kind.name}-{__name__}"
    clock = FakeClock()
    real_wall = SystemClock(
        monotonic=clock.monotonic, wall=SystemClock().wall, sleep=sleep, random=lambda: 0.5
    )
    one, other = limiter_on(redis.url, clock), Limiter(redis_url=redis.url, clock=real_wall)
    try:
        for _ in range(3):
            one.acquire(key, limit, FAR)
        other.acquire(key, limit, FAR)
    finally:
        one.close()
        other.close()
    # Jitter: half of the share of one request.
    assert slept_s == pytest.approx([expected_s + 0.5 * 100.0 / 3], abs=5.0)


def test_half_a_second_becomes_the_same_rate_over_one_second(redis: RedisServer) -> None:
    clock, key = FakeClock(), f"half-{__name__}"
    limit = RateLimit(most=1, per_s=0.5)
    one, other, third = (limiter_on(redis.url, clock) for _ in range(3))
    try:
        one.acquire(key, limit, FAR)
        other.acquire(key, limit, FAR)
        assert clock.sleeps_s == []
        with pytest.raises(NotSentError):
            third.acquire(key, limit, clock.now_s + 0.1)
    finally:
        for limiter in (one, other, third):
            limiter.close()


def test_without_redis_each_process_counts_alone_with_one_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeClock()
    limiter = limiter_on(f"redis://127.0.0.1:{free_port()}/0", clock)
    try:
        with caplog.at_level(logging.INFO, "seawall"):
            for _ in range(3):
                limiter.acquire("alone", WINDOW, FAR)
                clock.advance(31.0)
            limiter.acquire("alone", WINDOW, FAR)
    finally:
        limiter.close()
    assert clock.sleeps_s == pytest.approx([7.0])
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        (
            "WARNING",
            "Redis: ConnectionError. This process counts its rate limits alone until Redis answers.",
        )
    ]


def test_redis_is_used_again_when_it_answers(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    with running_redis(tmp_path) as server:
        one, other = limiter_on(server.url, clock), limiter_on(server.url, clock)
        try:
            with caplog.at_level(logging.INFO, "seawall"):
                one.acquire("back", WINDOW, FAR)
                server.stop()
                one.acquire("back", WINDOW, FAR)
                server.start()
                clock.advance(29.0)
                one.acquire("back", WINDOW, FAR)
                clock.advance(71.1)
                one.acquire("back", WINDOW, FAR)
            assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
            # Redis has counted only the last request.
            other.acquire("back", WINDOW, FAR)
            other.acquire("back", WINDOW, FAR)
            with pytest.raises(NotSentError):
                other.acquire("back", WINDOW, clock.now_s + 50.0)
        finally:
            one.close()
            other.close()
