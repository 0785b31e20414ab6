from typing import Any

import pytest

from seawall.core.cache.keys import Invalidation
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import ConfigError, NotFoundError, SeawallError
from seawall.core.http.message import Response
from seawall.core.wire.freeze import FrozenDict
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from tests.runtime.cache._async.reading import AsyncReads
from tests.runtime.cache.reads import SCOPE, TTL_S, Record, cancel_run, get_record, get_run, list_runs

# --- Reads -----------------------------------------------------------------------------------------------


async def test_the_second_read_sends_no_request() -> None:
    reads = AsyncReads()
    assert await reads.read(get_run()) == (reads.server.state, False)
    assert await reads.read(get_run()) == (reads.server.state, True)
    assert reads.server.loads == 1


async def test_a_cached_result_has_its_response() -> None:
    reads = AsyncReads()
    call = get_run()
    first, _ = await reads.cache.read(call, TTL_S, lambda: reads.server.load(call), scope=SCOPE)
    second, _ = await reads.cache.read(call, TTL_S, lambda: reads.server.load(call), scope=SCOPE)
    assert second is first
    assert second.response.status == 200
    assert second.response.headers["content-type"] == "application/json"


async def test_another_call_or_principal_is_a_miss() -> None:
    for one, other, scope in [
        (get_run("1"), get_run("2"), SCOPE),
        (get_run(), list_runs(), SCOPE),
        (get_run(), get_run(), "other"),
    ]:
        reads = AsyncReads()
        assert [(await reads.read(call, scope=at))[1] for call, at in ((one, SCOPE), (other, scope))] == [
            False
        ] * 2, (one, other, scope)
        assert reads.server.loads == 2, (one, other, scope)


async def test_an_expired_result_is_loaded_again() -> None:
    reads = AsyncReads()
    await reads.read(get_run(), ttl_s=10.0)
    reads.clock.advance(9.9)
    assert (await reads.read(get_run(), ttl_s=10.0))[1]
    reads.clock.advance(0.1)
    assert not (await reads.read(get_run(), ttl_s=10.0))[1]
    assert (await reads.read(get_run(), ttl_s=10.0))[1]


async def test_each_read_applies_its_own_ttl() -> None:
    reads = AsyncReads()
    await reads.read(get_run(), ttl_s=5.0)
    reads.clock.advance(20.0)
    assert (await reads.read(get_run(), ttl_s=30.0))[1]
    assert not (await reads.read(get_run(), ttl_s=5.0))[1]


async def test_a_fresh_read_loads_and_is_cached() -> None:
    reads = AsyncReads()
    await reads.read(get_run())
    reads.server.state = {"version": 2}
    assert await reads.read(get_run(), fresh=True) == ({"version": 2}, False)
    assert await reads.read(get_run()) == ({"version": 2}, True)


async def test_a_fresh_read_that_fails_leaves_the_cached_result() -> None:
    reads = AsyncReads()
    await reads.read(get_run())
    reads.server.error = NotFoundError("gone.", status=404)
    with pytest.raises(NotFoundError):
        await reads.read(get_run(), fresh=True)
    assert (await reads.read(get_run()))[1]


async def test_a_failure_is_never_cached() -> None:
    for error in [NotFoundError("no.", status=404), KeyError("a bug")]:
        reads = AsyncReads()
        reads.server.error = error
        for _ in range(2):
            with pytest.raises(type(error)):
                await reads.read(get_run())
        assert reads.server.loads == 2, error
        reads.server.error = None
        assert not (await reads.read(get_run()))[1], error


async def test_the_cache_holds_at_most_max_entries() -> None:
    reads = AsyncReads(AsyncOperationCache(max_entries=2))
    for run_id in ("1", "2", "3"):
        await reads.read(get_run(run_id))
    assert (reads.cache.statistics.size, reads.cache.statistics.max_size) == (2, 2)
    assert [(await reads.read(get_run(run_id)))[1] for run_id in ("3", "2", "1")] == [True, True, False]


async def test_a_cache_without_entries_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="max_entries is 0"):
        AsyncOperationCache(max_entries=0)


async def test_find_returns_a_fill_and_then_the_completed_result() -> None:
    reads, call = AsyncReads(), get_run()
    fill = await reads.cache.find(call, TTL_S, scope=SCOPE)
    assert not isinstance(fill, Result)
    completed = await fill.complete(await reads.server.load(call))
    assert await reads.cache.find(call, TTL_S, scope=SCOPE) is completed
    with pytest.raises(TypeError, match="Change a copy"):
        completed.value["version"] = 9
    statistics = reads.cache.statistics
    assert (statistics.hits, statistics.misses) == (1, 1)


async def test_an_abandoned_fill_stores_nothing() -> None:
    reads, call = AsyncReads(), get_run()
    fill = await reads.cache.find(call, TTL_S, scope=SCOPE)
    assert not isinstance(fill, Result)
    await fill.abandon(SeawallError("no connection."))
    await fill.abandon()
    assert reads.cache.loads_in_progress == 0
    assert not (await reads.read(call))[1]


async def test_a_hit_does_not_extend_the_ttl() -> None:
    reads, call = AsyncReads(), get_run()
    await reads.read(call)
    reads.clock.advance(TTL_S / 2)
    assert (await reads.read(call))[1]
    reads.clock.advance(TTL_S / 2)
    assert not (await reads.read(call))[1]


# --- Shared values ---------------------------------------------------------------------------------------


async def test_no_reader_can_change_a_shared_value() -> None:
    for number in [0, 1, 2]:
        reads = AsyncReads()
        values = [(await reads.read(get_run(), fresh=fresh))[0] for fresh in (False, False, True)]
        with pytest.raises(TypeError, match="Change a copy"):
            values[number]["version"] = 9
        with pytest.raises(TypeError, match="Change a copy"):
            values[number]["names"].append("b")
        assert (await reads.read(get_run()))[0] == {"version": 1, "names": ["a"]}, number


async def test_each_caller_gets_its_own_mutable_value() -> None:
    reads = AsyncReads()
    for was_cached in (False, True, True):
        value, cached = await reads.read(get_record())
        assert (value, cached) == (Record(["a"]), was_cached)
        value.names.append("b")
    assert reads.server.loads == 1


async def test_each_caller_gets_its_own_value_that_is_too_deep_to_freeze() -> None:
    reads, deep = AsyncReads(), b'{"a":' * 600 + b"1" + b"}" * 600

    async def load() -> Result[Any]:
        return result_for(get_run(), Response(200, {}, deep))

    found = [await reads.cache.read(get_run(), TTL_S, load, scope=SCOPE) for _ in range(2)]
    assert [was_cached for _, was_cached in found] == [False, True]
    first, second = (result.value for result, _ in found)
    # The recursion limit differs between the versions of Python: a value within it is frozen and shared.
    assert first is not second or isinstance(first, FrozenDict)


# --- Writes ----------------------------------------------------------------------------------------------


async def test_a_write_invalidates_its_resource() -> None:
    reads, calls = AsyncReads(), (get_run(), list_runs(), get_run("2"), get_record())
    for call in calls:
        await reads.read(call)
    async with reads.cache.invalidating(cancel_run()):
        pass
    assert [(await reads.read(call))[1] for call in calls] == [False, False, True, True]


async def test_a_write_invalidates_for_every_principal() -> None:
    reads = AsyncReads()
    for scope in ("one", "other"):
        await reads.read(get_run(), scope=scope)
    async with reads.cache.invalidating(cancel_run()):
        pass
    assert [(await reads.read(get_run(), scope=scope))[1] for scope in ("one", "other")] == [False] * 2


async def test_invalidation_is_a_setting() -> None:
    for invalidation, is_kept in [(Invalidation.RESOURCE, True), (Invalidation.ALL, False)]:
        reads = AsyncReads(AsyncOperationCache(invalidation=invalidation))
        await reads.read(get_run("2"))
        async with reads.cache.invalidating(cancel_run("1")):
            pass
        assert (await reads.read(get_run("2")))[1] is is_kept, (invalidation, is_kept)


async def test_a_failed_write_invalidates_too() -> None:
    reads = AsyncReads()
    await reads.read(get_run())
    with pytest.raises(SeawallError, match="maybe"):
        async with reads.cache.invalidating(cancel_run()):
            raise SeawallError("maybe.")
    assert not (await reads.read(get_run()))[1]
    assert (await reads.read(get_run()))[1]


async def test_reads_during_a_write_are_not_cached() -> None:
    for fresh in [False, True]:
        reads = AsyncReads()
        async with reads.cache.invalidating(cancel_run()):
            assert [(await reads.read(get_run(), fresh=fresh))[1] for _ in range(2)] == [False] * 2, fresh
            with pytest.raises(TypeError, match="Change a copy"):
                (await reads.read(get_run()))[0]["version"] = 9
        assert not (await reads.read(get_run()))[1], fresh


async def test_a_read_that_began_before_the_end_of_a_write_is_not_cached() -> None:
    reads = AsyncReads()

    async def load_during_a_write(call: Call[Any]) -> Result[Any]:
        result = await reads.server.load(call)
        async with reads.cache.invalidating(cancel_run()):
            reads.server.state = {"version": 2}
        return result

    result, _ = await reads.cache.read(get_run(), TTL_S, lambda: load_during_a_write(get_run()), scope=SCOPE)
    assert result.value["version"] == 1
    assert await reads.read(get_run()) == ({"version": 2}, False)


async def test_an_older_read_never_replaces_a_fresh_one() -> None:
    reads = AsyncReads()

    async def load_during_a_write(call: Call[Any]) -> Result[Any]:
        result = await reads.server.load(call)
        reads.server.state = {"version": 2}
        await reads.read(call, fresh=True)
        return result

    await reads.cache.read(get_run(), TTL_S, lambda: load_during_a_write(get_run()), scope=SCOPE)
    assert await reads.read(get_run()) == ({"version": 2}, True)


# --- Clearing and counting -------------------------------------------------------------------------------


async def test_clear_drops_all_results_or_those_of_one_operation() -> None:
    for operation, removed, cached in [
        (None, 3, [False, False, False]),
        ("get_run", 2, [False, False, True]),
        (get_run().operation, 2, [False, False, True]),
        ("list_runs", 1, [True, True, False]),
        ("nothing", 0, [True, True, True]),
    ]:
        reads, calls = AsyncReads(), (get_run("1"), get_run("2"), list_runs())
        for call in calls:
            await reads.read(call)
        assert await reads.cache.clear(operation) == removed, (operation, removed, cached)
        assert [(await reads.read(call))[1] for call in calls] == cached, (operation, removed, cached)


async def test_clear_applies_to_a_read_in_progress() -> None:
    reads = AsyncReads()

    async def load_during_a_write(call: Call[Any]) -> Result[Any]:
        result = await reads.server.load(call)
        assert await reads.cache.clear("get_run") == 0
        return result

    await reads.cache.read(get_run(), TTL_S, lambda: load_during_a_write(get_run()), scope=SCOPE)
    assert not (await reads.read(get_run()))[1]


async def test_hits_and_misses_are_counted() -> None:
    reads = AsyncReads()
    assert reads.cache.statistics.rate == 0.0
    for _ in range(3):
        await reads.read(get_run())
    await reads.read(get_run(), fresh=True)
    reads.server.error = NotFoundError("no.", status=404)
    with pytest.raises(NotFoundError):
        await reads.read(get_run("2"))
    async with reads.cache.invalidating(cancel_run("3")):
        reads.server.error = None
        await reads.read(get_run("3"))
    statistics = reads.cache.statistics
    assert (statistics.hits, statistics.shared, statistics.misses, statistics.size) == (2, 0, 4, 1)
    assert statistics.rate == pytest.approx(1 / 3)


async def test_closing_a_memory_cache_drops_nothing() -> None:
    reads = AsyncReads()
    await reads.read(get_run())
    await reads.cache.aclose()
    assert (await reads.read(get_run()))[1]
