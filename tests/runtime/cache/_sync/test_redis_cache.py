# DO NOT EDIT. Derived from ../_async/test_redis_cache.py by "python -m seawall.codegen.derive".
"""The Redis cache store, on a real Redis."""

import logging
from collections.abc import Iterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from seawall.core.cache.keys import Invalidation
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.http.message import Response
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.cache._sync.redis_store import RedisCacheStore
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.concurrency.random_uuid import random_uuid
from seawall.testing import FakeClock
from tests.runtime.cache._sync.reading import Reads
from tests.runtime.cache.reads import SCOPE, TTL_S, Record, cancel_run, get_record, get_run, list_runs
from tests.runtime.redis.server import RedisServer, free_port, running_redis

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(autouse=True)
def _empty(redis: RedisServer) -> None:
    redis.flush()


@contextmanager
def process(
    url: str, *, prefix: str = "test[1]*", invalidation: Invalidation = Invalidation.RESOURCE
) -> Iterator[Reads]:
    """Stands for a process: own connections and an own clock."""
    clock = FakeClock()
    # A fake clock would make the same unique texts in each process.
    own = SystemClock(monotonic=clock.monotonic, wall=clock.wall, sleep=clock.sleep, unique=random_uuid)
    store = RedisCacheStore(url, prefix=prefix, clock=own)
    cache = OperationCache(store=store, invalidation=invalidation)
    reads = Reads(cache)
    reads.clock = clock
    try:
        yield reads
    finally:
        cache.close()


@contextmanager
def processes(redis: RedisServer) -> Iterator[tuple[Reads, Reads]]:
    with process(redis.url) as one, process(redis.url) as other:
        yield one, other


# --- Reads -----------------------------------------------------------------------------------------------


def test_processes_share_results(redis: RedisServer) -> None:
    with processes(redis) as (one, other):
        assert not (one.read(get_run()))[1]
        assert other.read(get_run()) == (one.server.state, True)
        assert other.server.loads == 0
        assert (other.cache.statistics.hits, other.cache.statistics.size) == (1, None)


def test_each_hit_is_decoded_and_immutable(redis: RedisServer) -> None:
    with process(redis.url) as reads:
        reads.read(get_run())
        first, second = (reads.read(get_run()))[0], (reads.read(get_run()))[0]
        assert first is not second
        with pytest.raises(TypeError, match="Change a copy"):
            first["version"] = 9
        reads.read(get_record())
        assert reads.read(get_record()) == (Record(["a"]), True)


def test_a_cached_response_has_its_content_headers_and_no_cookies(
    redis: RedisServer,
) -> None:
    headers = {
        "content-type": "application/json",
        "link": '<https://api.test/next>; rel="next"',
        "set-cookie": "hunter2",
        "x-api-key": "hunter2",
    }

    def load() -> Result[Any]:
        return Result({"a": 1}, Response(200, headers, b'{"a": 1}'))

    with process(redis.url) as reads:
        for was_cached in (False, True):
            result, cached = reads.cache.read(get_run(), TTL_S, load, scope=SCOPE)
            assert (cached, result.value, result.response.body) == (was_cached, {"a": 1}, b'{"a": 1}')
        assert {**result.response.headers} == {name: headers[name] for name in ("content-type", "link")}


def test_redis_receives_no_argument_no_principal_and_no_cookie(redis: RedisServer) -> None:
    def load() -> Result[Any]:
        return Result({}, Response(200, {"set-cookie": "hunter2"}, b"{}"))

    call = Call(get_run().operation, path={"run_id": "hunter2"}, query={"share_token": "hunter2"})
    with process(redis.url) as reads:
        reads.cache.read(call, TTL_S, load, scope="hunter2")
        with reads.cache.invalidating(cancel_run("hunter2")):
            stored = redis.contents()
    assert {key.split(":")[1] for key in stored} == {"result", "generation", "writers"}
    assert "hunter2" not in repr(stored)
    assert "get_run" not in repr(stored)


def test_redis_drops_an_expired_result(redis: RedisServer) -> None:
    with process(redis.url) as reads:
        reads.read(get_run(), ttl_s=0.05)
        while (reads.read(get_run(), ttl_s=TTL_S, scope=SCOPE))[1]:
            pass
        assert reads.server.loads == 2


def test_each_read_applies_its_own_ttl(redis: RedisServer) -> None:
    with process(redis.url) as reads:
        reads.read(get_run(), ttl_s=TTL_S)
        while (reads.read(get_run(), ttl_s=0.05))[1]:
            pass
        assert reads.server.loads == 2


def test_a_result_older_than_its_ttl_is_not_stored(redis: RedisServer) -> None:
    with process(redis.url) as reads:
        reads.read(get_run(), ttl_s=1e-6)
        assert not any(":result:" in key for key in redis.contents())


def test_a_failure_is_never_cached(redis: RedisServer) -> None:
    with processes(redis) as (one, other):
        one.server.error = NotFoundError("no.", status=404)
        with pytest.raises(NotFoundError):
            one.read(get_run())
        assert not (other.read(get_run()))[1]


def test_another_prefix_is_another_cache(redis: RedisServer) -> None:
    with process(redis.url, prefix="one") as one, process(redis.url, prefix="other") as other:
        one.read(get_run())
        assert not (other.read(get_run()))[1]


def test_an_entry_of_another_program_is_ignored(redis: RedisServer) -> None:
    for damage in [("body", "["), ("body", "[]"), ("status", "x"), ("status", "404"), ("headers", "[]")]:
        with process(redis.url) as reads:
            reads.read(get_run())
            for key in redis.contents():
                if ":result:" in key:
                    redis.execute("HSET", key, *damage)
            assert reads.read(get_run()) == (reads.server.state, False), damage
            assert (reads.read(get_run()))[1], damage


# --- Writes ----------------------------------------------------------------------------------------------


def test_a_write_of_one_process_invalidates_for_the_other(redis: RedisServer) -> None:
    calls = (get_run("1"), list_runs(), get_run("2"), get_record())
    with processes(redis) as (one, other):
        for call in calls:
            one.read(call)
        with other.cache.invalidating(cancel_run("1")):
            pass
        assert [(one.read(call))[1] for call in calls] == [False, False, True, True]


def test_a_write_may_invalidate_everything(redis: RedisServer) -> None:
    with process(redis.url, invalidation=Invalidation.ALL) as one, process(redis.url) as other:
        other.read(get_record())
        with one.cache.invalidating(cancel_run()):
            pass
        assert not (other.read(get_record()))[1]


def test_during_a_write_of_one_process_the_other_caches_nothing(redis: RedisServer) -> None:
    with processes(redis) as (one, other):
        with one.cache.invalidating(cancel_run()):
            assert [(other.read(get_run()))[1] for _ in range(2)] == [False, False]
            with other.cache.invalidating(cancel_run()):
                pass
            assert [(other.read(get_run()))[1] for _ in range(2)] == [False, False]
        assert [(other.read(get_run()))[1] for _ in range(2)] == [False, True]


@pytest.mark.parametrize("where", ["before", "around", "after"])
def test_a_read_that_began_before_the_end_of_another_process_write_is_not_cached(
    redis: RedisServer, where: str
) -> None:
    with processes(redis) as (one, other):

        def load_during_a_write() -> Result[Any]:
            # The write begins or ends, or both, during the load.
            result = one.server.load(get_run())
            if where == "before":
                writing.__exit__(None, None, None)
            else:
                writing.__enter__()
            if where == "around":
                writing.__exit__(None, None, None)
            return result

        writing = other.cache.invalidating(cancel_run())
        if where == "before":
            writing.__enter__()
        one.cache.read(get_run(), TTL_S, load_during_a_write, scope=SCOPE)
        if where == "after":
            writing.__exit__(None, None, None)
        elif where == "around":
            # It could not be found, so it must not take memory either.
            assert not any(":result:" in key for key in redis.contents())
        assert [(reads.read(get_run()))[1] for reads in (other, one)] == [False, True]


def test_an_older_read_never_replaces_a_fresh_one_of_another_process(redis: RedisServer) -> None:
    with processes(redis) as (one, other):

        def load_during_a_write() -> Result[Any]:
            result = one.server.load(get_run())
            other.server.state = {"version": 2}
            other.read(get_run(), fresh=True)
            return result

        one.cache.read(get_run(), TTL_S, load_during_a_write, scope=SCOPE)
        assert one.read(get_run()) == ({"version": 2}, True)


def test_a_result_without_its_generation_is_not_valid(redis: RedisServer) -> None:
    with processes(redis) as (one, other):
        one.read(get_run())
        for key in redis.contents():
            if ":generation:" in key:
                redis.execute("DEL", key)
        assert [(other.read(get_run()))[1] for _ in range(2)] == [False, True]


def test_the_lease_of_a_killed_writer_expires(redis: RedisServer) -> None:
    with processes(redis) as (one, other):
        killed = one.cache.invalidating(cancel_run())
        killed.__enter__()
        assert [(other.read(get_run()))[1] for _ in range(2)] == [False, False]
        writers = {key for key in redis.contents() if ":writers:" in key}
        assert writers
        for key in writers:
            assert 0 < int(redis.execute("PTTL", key)) <= 600_000
            redis.execute("ZADD", key, "1", *redis.execute("ZRANGE", key, "0", "0"))
        assert [(other.read(get_run()))[1] for _ in range(2)] == [False, True]
        killed.__exit__(None, None, None)


# --- Clearing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "removed", "cached"),
    [(None, 3, [False] * 3), ("get_run", 2, [False, False, True]), ("nothing", 0, [True] * 3)],
)
def test_clear_applies_to_all_processes(
    redis: RedisServer, operation: str | None, removed: int, cached: list[bool]
) -> None:
    calls = (get_run("1"), get_run("2"), list_runs())
    with processes(redis) as (one, other), process(redis.url, prefix="test1x") as third:
        for call in calls:
            one.read(call)
        third.read(get_run())
        assert other.cache.clear(operation) == removed
        assert [(one.read(call))[1] for call in calls] == cached
        # Brackets and stars in a prefix are not a pattern.
        assert (third.read(get_run()))[1]


def test_clear_applies_to_a_read_in_progress(redis: RedisServer) -> None:
    with processes(redis) as (one, other):

        def load_during_a_write() -> Result[Any]:
            result = one.server.load(get_run())
            other.cache.clear()
            return result

        one.cache.read(get_run(), TTL_S, load_during_a_write, scope=SCOPE)
        assert not (one.read(get_run()))[1]


# --- Without Redis ---------------------------------------------------------------------------------------


def test_without_redis_calls_continue_and_one_warning_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with process(f"redis://user:hunter2@127.0.0.1:{free_port()}/0") as reads:
        for _ in range(2):
            assert [(reads.read(get_run()))[1] for _ in range(2)] == [False, False]
            with reads.cache.invalidating(cancel_run()):
                pass
            assert reads.cache.clear() == 0
            reads.clock.advance(5.0)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "calls continue without it" in caplog.text
    assert "hunter2" not in caplog.text


def test_a_redis_that_hangs_is_paused_and_receives_missed_invalidations_later(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "seawall")
    with process(redis.impatient_url) as one, process(redis.impatient_url) as other:
        one.read(get_run())
        other.read(get_run())
        with redis.suspended():
            # Only the first of these waits, for half a second.
            assert not (one.read(get_run()))[1]
            with one.cache.invalidating(cancel_run()):
                one.server.state = other.server.state = {"version": 2}
            assert one.read(get_run()) == ({"version": 2}, False)
        # Redis is not used for 5 seconds of this clock.
        assert not (one.read(get_run()))[1]
        one.clock.advance(5.0)
        assert one.read(get_run()) == ({"version": 2}, False)
        assert other.read(get_run()) == ({"version": 2}, True)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_a_write_that_redis_began_too_late_leaves_no_writer(
    redis: RedisServer,
) -> None:
    with process(redis.impatient_url) as reads:
        reads.read(get_run())
        with redis.suspended():
            with reads.cache.invalidating(cancel_run()):
                pass
        # Redis now runs the command that timed out.
        while not any(":writers:" in key for key in redis.contents()):
            pass
        reads.clock.advance(5.0)
        assert [(reads.read(get_run()))[1] for _ in range(2)] == [False, True]


def test_the_invalidations_that_redis_has_missed_are_bounded() -> None:
    with process(f"redis://127.0.0.1:{free_port()}/0") as reads:
        for number in range(1500):
            with reads.cache.invalidating(cancel_run(str(number))):
                pass
        store = reads.cache.store
        assert isinstance(store, RedisCacheStore)
        assert 0 < store.pending_invalidations <= 1001


def test_a_connection_that_has_died_is_replaced(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with process(redis.url) as reads:
        reads.read(get_run())
        redis.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        assert (reads.read(get_run()))[1]
    assert caplog.records == []


# --- Settings --------------------------------------------------------------------------------------------


def test_the_repr_of_a_store_shows_no_password() -> None:
    assert "hunter2" not in repr(RedisCacheStore("redis://:hunter2@localhost"))
