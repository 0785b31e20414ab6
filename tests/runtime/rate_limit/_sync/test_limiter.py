# DO NOT EDIT. Derived from ../_async/test_limiter.py by "python -m seawall.codegen.derive".
import gc

import pytest

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.errors import ConfigError, NotSentError
from seawall.core.http.message import Headers
from seawall.core.rate_limit.counters import Usage
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.rate_limit.fair_queue import FairQueue
from seawall.testing import FakeClock

THREE_IN_10 = RateLimit(most=3, per_s=10.0)
BUCKET = RateLimit(most=3, per_s=9.0, kind=LimitKind.TOKEN_BUCKET)
FAR = 1e9


def acquire(limiter: Limiter, count: int, limit: RateLimit | None = THREE_IN_10) -> None:
    for _ in range(count):
        limiter.acquire("api", limit, FAR)


def test_requests_within_the_limit_do_not_wait() -> None:
    clock = FakeClock()
    acquire(Limiter(clock=clock), 3)
    assert clock.sleeps_s == []


@pytest.mark.parametrize(
    ("limit", "expected_s"), [(THREE_IN_10, [10.0, 10.0]), (BUCKET, [3.0, 3.0, 3.0, 3.0])]
)
def test_requests_beyond_the_limit_wait(limit: RateLimit, expected_s: list[float]) -> None:
    clock = FakeClock()
    acquire(Limiter(clock=clock), 7, limit)
    assert clock.sleeps_s == pytest.approx(expected_s)


def test_a_wait_beyond_the_deadline_raises_at_once() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    acquire(limiter, 3)
    with pytest.raises(NotSentError, match=r"of 3 in 10 s allows it in 10 s, which is after the deadline"):
        limiter.acquire("api", THREE_IN_10, clock.now_s + 9.9)
    assert clock.sleeps_s == []
    # The rejected request does not count.
    assert limiter.usage("api", THREE_IN_10).waiting == 0
    limiter.acquire("api", THREE_IN_10, clock.now_s + 10.0)
    assert clock.sleeps_s == [10.0]


def test_each_pair_of_key_and_limit_has_its_own_counter() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    acquire(limiter, 3)
    limiter.acquire("another", THREE_IN_10, FAR)
    limiter.acquire("api", RateLimit(most=1, per_s=60.0), FAR)
    limiter.acquire("api", None, FAR)
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
def test_the_limits_of_the_server_are_kept(
    limit: RateLimit | None, status: int, fields: dict[str, str], expected_s: list[float]
) -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    limiter.observe("api", status, Headers(fields))
    limiter.acquire("another", limit, FAR)
    assert clock.sleeps_s == []
    limiter.acquire("api", limit, FAR)
    assert clock.sleeps_s == expected_s


def test_no_more_requests_are_sent_than_the_server_has_left() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    policy = {"ratelimit-policy": '"default";q=5;w=60', "ratelimit": '"default";r=4;t=60'}
    limiter.observe("api", 200, Headers(policy))
    acquire(limiter, 4, None)
    assert clock.sleeps_s == []
    # After the reset there are 5, as its policy states; the first request probes the reset.
    acquire(limiter, 7, None)
    assert clock.sleeps_s == [60.0, 1.0, 59.0, 1.0]


def test_dates_of_the_server_count_from_the_receipt_if_the_response_has_no_date() -> None:
    # The fake clock says Tue, 14 Nov 2023 22:13:20 GMT.
    at = "Tuesday, 14-Nov-23 22:13:40 GMT"
    for status, fields in [
        (429, {"retry-after": at}),
        (503, {"retry-after": at, "date": "today"}),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": at}),
    ]:
        clock = FakeClock()
        limiter = Limiter(clock=clock)
        limiter.observe("api", status, Headers(fields))
        limiter.acquire("api", None, FAR)
        assert clock.sleeps_s == [20.0], fields


def test_a_block_by_the_server_beyond_the_deadline_raises_at_once() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    limiter.observe("api", 429, Headers({"retry-after": "20"}))
    with pytest.raises(NotSentError, match=r"the rate limit allows it in 20 s"):
        limiter.acquire("api", None, clock.now_s + 10.0)
    assert clock.sleeps_s == []


SMALL_REST = Headers(
    {"ratelimit-policy": '"default";q=100;w=60', "ratelimit": '"default";r=2;t=30'},
)


def test_a_small_rest_is_spread_until_the_reset() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    limiter.observe("api", 200, SMALL_REST)
    limiter.acquire("api", None, FAR)
    limiter.acquire("api", None, FAR)
    assert clock.sleeps_s == [15.0]


def test_spreading_fails_no_call() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    limiter.observe("api", 200, SMALL_REST)
    for _ in range(2):
        limiter.acquire("api", None, clock.now_s + 1.0)
    assert clock.sleeps_s == []


def test_usage() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    assert limiter.usage("api", THREE_IN_10) == Usage(used=0, remaining=3, resets_in_s=0.0)
    acquire(limiter, 2)
    clock.advance(4.0)
    assert limiter.usage("api", THREE_IN_10) == Usage(used=2, remaining=1, resets_in_s=6.0)
    limiter.observe("api", 200, Headers({"ratelimit": '"default";r=0;t=30'}))
    assert limiter.usage("api", THREE_IN_10) == Usage(used=2, remaining=0, resets_in_s=30.0)
    assert limiter.usage("api", None) == Usage(used=0, remaining=0, resets_in_s=30.0)
    assert limiter.usage("another", None) == Usage(used=0, remaining=None, resets_in_s=0.0)


IDLE = RateLimit(most=3, per_s=10.5)


def test_idle_keys_are_deleted() -> None:
    clock = FakeClock()
    limiter = Limiter(clock=clock)
    for number in range(3000):
        limiter.acquire(f"key-{number}", IDLE, FAR)
        limiter.observe(f"key-{number}", 429, Headers({"retry-after": "5"}))
        clock.advance(0.1)
    queues = [each for each in gc.get_objects() if isinstance(each, FairQueue) and each.limit is IDLE]
    assert len(queues) <= 1024
    # The last key is not idle yet.
    assert limiter.usage("key-2999", IDLE).used == 1


@pytest.mark.parametrize("url", ["", "localhost", "http://localhost", "redis://host:port:secret"])
def test_a_bad_redis_url_is_a_config_error_that_does_not_show_it(url: str) -> None:
    with pytest.raises(ConfigError, match="Redis URL") as caught:
        Limiter(redis_url=url)
    assert "secret" not in str(caught.value)


def test_a_limiter_in_memory_has_nothing_to_close() -> None:
    Limiter().close()
