"""The Redis cache store, on a real Redis."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from seawall.core.cache.keys import Invalidation
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.http.message import Response
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.cache._async.redis_store import AsyncRedisCacheStore
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.concurrency.random_uuid import random_uuid
from seawall.testing import AsyncFakeClock
from tests.runtime.cache._async.reading import AsyncReads
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


@asynccontextmanager
async def process(
    url: str, *, prefix: str = "test[1]*", invalidation: Invalidation = Invalidation.RESOURCE
) -> AsyncIterator[AsyncReads]:
    """Stands for a process: own connections and an own clock."""
    clock = AsyncFakeClock()
    # A fake clock would make the same unique texts in each process.
    own = AsyncSystemClock(monotonic=clock.monotonic, wall=clock.wall, sleep=clock.sleep, unique=random_uuid)
    store = AsyncRedisCacheStore(url, prefix=prefix, clock=own)
    cache = AsyncOperationCache(store=store, invalidation=invalidation)
    reads = AsyncReads(cache)
    reads.clock = clock
    try:
        yield reads
    finally:
        await cache.aclose()


@asynccontextmanager
async def processes(redis: RedisServer) -> AsyncIterator[tuple[AsyncReads, AsyncReads]]:
    async with process(redis.url) as one, process(redis.url) as other:
        yield one, other


# --- Reads -----------------------------------------------------------------------------------------------


async def test_processes_share_results(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):
        assert not (await one.read(get_run()))[1]
        assert await other.read(get_run()) == (one.server.state, True)
        assert other.server.loads == 0
        assert (other.cache.statistics.hits, other.cache.statistics.size) == (1, None)


async def test_each_hit_is_decoded_and_immutable(redis: RedisServer) -> None:
    async with process(redis.url) as reads:
        await reads.read(get_run())
        first, second = (await reads.read(get_run()))[0], (await reads.read(get_run()))[0]
        assert first is not second
        with pytest.raises(TypeError, match="Change a copy"):
            first["version"] = 9
        await reads.read(get_record())
        assert await reads.read(get_record()) == (Record(["a"]), True)


async def test_a_cached_response_has_its_content_headers_and_no_cookies(
    redis: RedisServer,
) -> None:
    headers = {
        "content-type": "application/json",
        "link": '<https://api.test/next>; rel="next"',
        "set-cookie": "hunter2",
        "x-api-key": "hunter2",
    }

    async def load() -> Result[Any]:
        return Result({"a": 1}, Response(200, headers, b'{"a": 1}'))

    async with process(redis.url) as reads:
        for was_cached in (False, True):
            result, cached = await reads.cache.read(get_run(), TTL_S, load, scope=SCOPE)
            assert (cached, result.value, result.response.body) == (was_cached, {"a": 1}, b'{"a": 1}')
        assert {**result.response.headers} == {name: headers[name] for name in ("content-type", "link")}


async def test_redis_receives_no_argument_no_principal_and_no_cookie(redis: RedisServer) -> None:
    async def load() -> Result[Any]:
        return Result({}, Response(200, {"set-cookie": "hunter2"}, b"{}"))

    call = Call(get_run().operation, path={"run_id": "hunter2"}, query={"share_token": "hunter2"})
    async with process(redis.url) as reads:
        await reads.cache.read(call, TTL_S, load, scope="hunter2")
        async with reads.cache.invalidating(cancel_run("hunter2")):
            stored = redis.contents()
    assert {key.split(":")[1] for key in stored} == {"result", "generation", "writers"}
    assert "hunter2" not in repr(stored)
    assert "get_run" not in repr(stored)


async def test_redis_drops_an_expired_result(redis: RedisServer) -> None:
    async with process(redis.url) as reads:
        await reads.read(get_run(), ttl_s=0.05)
        while (await reads.read(get_run(), ttl_s=TTL_S, scope=SCOPE))[1]:
            pass
        assert reads.server.loads == 2


async def test_each_read_applies_its_own_ttl(redis: RedisServer) -> None:
    async with process(redis.url) as reads:
        await reads.read(get_run(), ttl_s=TTL_S)
        while (await reads.read(get_run(), ttl_s=0.05))[1]:
            pass
        assert reads.server.loads == 2


async def test_a_result_older_than_its_ttl_is_not_stored(redis: RedisServer) -> None:
    async with process(redis.url) as reads:
        await reads.read(get_run(), ttl_s=1e-6)
        assert not any(":result:" in key for key in redis.contents())


async def test_a_failure_is_never_cached(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):
        one.server.error = NotFoundError("no.", status=404)
        with pytest.raises(NotFoundError):
            await one.read(get_run())
        assert not (await other.read(get_run()))[1]


async def test_another_prefix_is_another_cache(redis: RedisServer) -> None:
    async with process(redis.url, prefix="one") as one, process(redis.url, prefix="other") as other:
        await one.read(get_run())
        assert not (await other.read(get_run()))[1]


async def test_an_entry_of_another_program_is_ignored(redis: RedisServer) -> None:
    for damage in [("body", "["), ("body", "[]"), ("status", "x"), ("status", "404"), ("headers", "[]")]:
        async with process(redis.url) as reads:
            await reads.read(get_run())
            for key in redis.contents():
                if ":result:" in key:
                    redis.execute("HSET", key, *damage)
            assert await reads.read(get_run()) == (reads.server.state, False), damage
            assert (await reads.read(get_run()))[1], damage


# --- Writes ----------------------------------------------------------------------------------------------


async def test_a_write_of_one_process_invalidates_for_the_other(redis: RedisServer) -> None:
    calls = (get_run("1"), list_runs(), get_run("2"), get_record())
    async with processes(redis) as (one, other):
        for call in calls:
            await one.read(call)
        async with other.cache.invalidating(cancel_run("1")):
            pass
        assert [(await one.read(call))[1] for call in calls] == [False, False, True, True]


async def test_a_write_may_invalidate_everything(redis: RedisServer) -> None:
    async with process(redis.url, invalidation=Invalidation.ALL) as one, process(redis.url) as other:
        await other.read(get_record())
        async with one.cache.invalidating(cancel_run()):
            pass
        assert not (await other.read(get_record()))[1]


async def test_during_a_write_of_one_process_the_other_caches_nothing(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):
        async with one.cache.invalidating(cancel_run()):
            assert [(await other.read(get_run()))[1] for _ in range(2)] == [False, False]
            async with other.cache.invalidating(cancel_run()):
                pass
            assert [(await other.read(get_run()))[1] for _ in range(2)] == [False, False]
        assert [(await other.read(get_run()))[1] for _ in range(2)] == [False, True]


@pytest.mark.parametrize("where", ["before", "around", "after"])
async def test_a_read_that_began_before_the_end_of_another_process_write_is_not_cached(
    redis: RedisServer, where: str
) -> None:
    async with processes(redis) as (one, other):

        async def load_during_a_write() -> Result[Any]:
            # The write begins or ends, or both, during the load.
            result = await one.server.load(get_run())
            if where == "before":
                await writing.__aexit__(None, None, None)
            else:
                await writing.__aenter__()
            if where == "around":
                await writing.__aexit__(None, None, None)
            return result

        writing = other.cache.invalidating(cancel_run())
        if where == "before":
            await writing.__aenter__()
        await one.cache.read(get_run(), TTL_S, load_during_a_write, scope=SCOPE)
        if where == "after":
            await writing.__aexit__(None, None, None)
        elif where == "around":
            # It could not be found, so it must not take memory either.
            assert not any(":result:" in key for key in redis.contents())
        assert [(await reads.read(get_run()))[1] for reads in (other, one)] == [False, True]


async def test_an_older_read_never_replaces_a_fresh_one_of_another_process(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):

        async def load_during_a_write() -> Result[Any]:
            result = await one.server.load(get_run())
            other.server.state = {"version": 2}
            await other.read(get_run(), fresh=True)
            return result

        await one.cache.read(get_run(), TTL_S, load_during_a_write, scope=SCOPE)
        assert await one.read(get_run()) == ({"version": 2}, True)


async def test_a_result_without_its_generation_is_not_valid(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):
        await one.read(get_run())
        for key in redis.contents():
            if ":generation:" in key:
                redis.execute("DEL", key)
        assert [(await other.read(get_run()))[1] for _ in range(2)] == [False, True]


async def test_the_lease_of_a_killed_writer_expires(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):
        killed = one.cache.invalidating(cancel_run())
        await killed.__aenter__()
        assert [(await other.read(get_run()))[1] for _ in range(2)] == [False, False]
        writers = {key for key in redis.contents() if ":writers:" in key}
        assert writers
        for key in writers:
            assert 0 < int(redis.execute("PTTL", key)) <= 600_000
            redis.execute("ZADD", key, "1", *redis.execute("ZRANGE", key, "0", "0"))
        assert [(await other.read(get_run()))[1] for _ in range(2)] == [False, True]
        await killed.__aexit__(None, None, None)


# --- Clearing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "removed", "cached"),
    [(None, 3, [False] * 3), ("get_run", 2, [False, False, True]), ("nothing", 0, [True] * 3)],
)
async def test_clear_applies_to_all_processes(
    redis: RedisServer, operation: str | None, removed: int, cached: list[bool]
) -> None:
    calls = (get_run("1"), get_run("2"), list_runs())
    async with processes(redis) as (one, other), process(redis.url, prefix="test1x") as third:
        for call in calls:
            await one.read(call)
        await third.read(get_run())
        assert await other.cache.clear(operation) == removed
        assert [(await one.read(call))[1] for call in calls] == cached
        # Brackets and stars in a prefix are not a pattern.
        assert (await third.read(get_run()))[1]


async def test_clear_applies_to_a_read_in_progress(redis: RedisServer) -> None:
    async with processes(redis) as (one, other):

        async def load_during_a_write() -> Result[Any]:
            result = await one.server.load(get_run())
            await other.cache.clear()
            return result

        await one.cache.read(get_run(), TTL_S, load_during_a_write, scope=SCOPE)
        assert not (await one.read(get_run()))[1]


# --- Without Redis ---------------------------------------------------------------------------------------


async def test_without_redis_calls_continue_and_one_warning_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with process(f"redis://user:hunter2@127.0.0.1:{free_port()}/0") as reads:
        for _ in range(2):
            assert [(await reads.read(get_run()))[1] for _ in range(2)] == [False, False]
            async with reads.cache.invalidating(cancel_run()):
                pass
            assert await reads.cache.clear() == 0
            reads.clock.advance(5.0)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "calls continue without it" in caplog.text
    assert "hunter2" not in caplog.text


async def test_a_redis_that_hangs_is_paused_and_receives_missed_invalidations_later(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "seawall")
    async with process(redis.impatient_url) as one, process(redis.impatient_url) as other:
        await one.read(get_run())
        await other.read(get_run())
        with redis.suspended():
            # Only the first of these waits, for half a second.
            assert not (await one.read(get_run()))[1]
            async with one.cache.invalidating(cancel_run()):
                one.server.state = other.server.state = {"version": 2}
            assert await one.read(get_run()) == ({"version": 2}, False)
        # Redis is not used for 5 seconds of this clock.
        assert not (await one.read(get_run()))[1]
        one.clock.advance(5.0)
        assert await one.read(get_run()) == ({"version": 2}, False)
        assert await other.read(get_run()) == ({"version": 2}, True)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_a_write_that_redis_began_too_late_leaves_no_writer(
    redis: RedisServer,
) -> None:
    async with process(redis.impatient_url) as reads:
        await reads.read(get_run())
        with redis.suspended():
            async with reads.cache.invalidating(cancel_run()):
                pass
        # Redis now runs the command that timed out.
        while not any(":writers:" in key for key in redis.contents()):
            pass
        reads.clock.advance(5.0)
        assert [(await reads.read(get_run()))[1] for _ in range(2)] == [False, True]


async def test_the_invalidations_that_redis_has_missed_are_bounded() -> None:
    async with process(f"redis://127.0.0.1:{free_port()}/0") as reads:
        for number in range(1500):
            async with reads.cache.invalidating(cancel_run(str(number))):
                pass
        store = reads.cache.store
        assert isinstance(store, AsyncRedisCacheStore)
        assert 0 < store.pending_invalidations <= 1001


async def test_a_connection_that_has_died_is_replaced(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with process(redis.url) as reads:
        await reads.read(get_run())
        redis.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        assert (await reads.read(get_run()))[1]
    assert caplog.records == []


# --- Settings --------------------------------------------------------------------------------------------


def test_the_repr_of_a_store_shows_no_password() -> None:
    assert "hunter2" not in repr(AsyncRedisCacheStore("redis://:hunter2@localhost"))
