# DO NOT EDIT. Derived from ../_async/test_cache.py by "python -m seawall.codegen.derive".
from typing import Any

import pytest

from seawall.core.cache.keys import Invalidation
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import ConfigError, NotFoundError, SeawallError
from seawall.core.http.message import Response
from seawall.core.wire.freeze import FrozenDict
from seawall.runtime.cache._sync.operation_cache import OperationCache
from tests.runtime.cache._sync.reading import Reads
from tests.runtime.cache.reads import SCOPE, TTL_S, Record, cancel_run, get_record, get_run, list_runs

# --- Reads -----------------------------------------------------------------------------------------------


def test_the_second_read_sends_no_request() -> None:
    reads = Reads()
    assert reads.read(get_run()) == (reads.server.state, False)
    assert reads.read(get_run()) == (reads.server.state, True)
    assert reads.server.loads == 1


def test_a_cached_result_has_its_response() -> None:
    reads = Reads()
    call = get_run()
    first, _ = reads.cache.read(call, TTL_S, lambda: reads.server.load(call), scope=SCOPE)
    second, _ = reads.cache.read(call, TTL_S, lambda: reads.server.load(call), scope=SCOPE)
    assert second is first
    assert second.response.status == 200
    assert second.response.headers["content-type"] == "application/json"


def test_another_call_or_principal_is_a_miss() -> None:
    for one, other, scope in [
        (get_run("1"), get_run("2"), SCOPE),
        (get_run(), list_runs(), SCOPE),
        (get_run(), get_run(), "other"),
    ]:
        reads = Reads()
        assert [(reads.read(call, scope=at))[1] for call, at in ((one, SCOPE), (other, scope))] == [
            False
        ] * 2, (one, other, scope)
        assert reads.server.loads == 2, (one, other, scope)


def test_an_expired_result_is_loaded_again() -> None:
    reads = Reads()
    reads.read(get_run(), ttl_s=10.0)
    reads.clock.advance(9.9)
    assert (reads.read(get_run(), ttl_s=10.0))[1]
    reads.clock.advance(0.1)
    assert not (reads.read(get_run(), ttl_s=10.0))[1]
    assert (reads.read(get_run(), ttl_s=10.0))[1]


def test_each_read_applies_its_own_ttl() -> None:
    reads = Reads()
    reads.read(get_run(), ttl_s=5.0)
    reads.clock.advance(20.0)
    assert (reads.read(get_run(), ttl_s=30.0))[1]
    assert not (reads.read(get_run(), ttl_s=5.0))[1]


def test_a_fresh_read_loads_and_is_cached() -> None:
    reads = Reads()
    reads.read(get_run())
    reads.server.state = {"version": 2}
    assert reads.read(get_run(), fresh=True) == ({"version": 2}, False)
    assert reads.read(get_run()) == ({"version": 2}, True)


def test_a_fresh_read_that_fails_leaves_the_cached_result() -> None:
    reads = Reads()
    reads.read(get_run())
    reads.server.error = NotFoundError("gone.", status=404)
    with pytest.raises(NotFoundError):
        reads.read(get_run(), fresh=True)
    assert (reads.read(get_run()))[1]


def test_a_failure_is_never_cached() -> None:
    for error in [NotFoundError("no.", status=404), KeyError("a bug")]:
        reads = Reads()
        reads.server.error = error
        for _ in range(2):
            with pytest.raises(type(error)):
                reads.read(get_run())
        assert reads.server.loads == 2, error
        reads.server.error = None
        assert not (reads.read(get_run()))[1], error


def test_the_cache_holds_at_most_max_entries() -> None:
    reads = Reads(OperationCache(max_entries=2))
    for run_id in ("1", "2", "3"):
        reads.read(get_run(run_id))
    assert (reads.cache.statistics.size, reads.cache.statistics.max_size) == (2, 2)
    assert [(reads.read(get_run(run_id)))[1] for run_id in ("3", "2", "1")] == [True, True, False]


def test_a_cache_without_entries_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="max_entries is 0"):
        OperationCache(max_entries=0)


def test_find_returns_a_fill_and_then_the_completed_result() -> None:
    reads, call = Reads(), get_run()
    fill = reads.cache.find(call, TTL_S, scope=SCOPE)
    assert not isinstance(fill, Result)
    completed = fill.complete(reads.server.load(call))
    assert reads.cache.find(call, TTL_S, scope=SCOPE) is completed
    with pytest.raises(TypeError, match="Change a copy"):
        completed.value["version"] = 9
    statistics = reads.cache.statistics
    assert (statistics.hits, statistics.misses) == (1, 1)


def test_an_abandoned_fill_stores_nothing() -> None:
    reads, call = Reads(), get_run()
    fill = reads.cache.find(call, TTL_S, scope=SCOPE)
    assert not isinstance(fill, Result)
    fill.abandon(SeawallError("no connection."))
    fill.abandon()
    assert reads.cache.loads_in_progress == 0
    assert not (reads.read(call))[1]


def test_a_hit_does_not_extend_the_ttl() -> None:
    reads, call = Reads(), get_run()
    reads.read(call)
    reads.clock.advance(TTL_S / 2)
    assert (reads.read(call))[1]
    reads.clock.advance(TTL_S / 2)
    assert not (reads.read(call))[1]


# --- Shared values ---------------------------------------------------------------------------------------


def test_no_reader_can_change_a_shared_value() -> None:
    for number in [0, 1, 2]:
        reads = Reads()
        values = [(reads.read(get_run(), fresh=fresh))[0] for fresh in (False, False, True)]
        with pytest.raises(TypeError, match="Change a copy"):
            values[number]["version"] = 9
        with pytest.raises(TypeError, match="Change a copy"):
            values[number]["names"].append("b")
        assert (reads.read(get_run()))[0] == {"version": 1, "names": ["a"]}, number


def test_each_caller_gets_its_own_mutable_value() -> None:
    reads = Reads()
    for was_cached in (False, True, True):
        value, cached = reads.read(get_record())
        assert (value, cached) == (Record(["a"]), was_cached)
        value.names.append("b")
    assert reads.server.loads == 1


def test_each_caller_gets_its_own_value_that_is_too_deep_to_freeze() -> None:
    reads, deep = Reads(), b'{"a":' * 600 + b"1" + b"}" * 600

    def load() -> Result[Any]:
        return result_for(get_run(), Response(200, {}, deep))

    found = [reads.cache.read(get_run(), TTL_S, load, scope=SCOPE) for _ in range(2)]
    assert [was_cached for _, was_cached in found] == [False, True]
    first, second = (result.value for result, _ in found)
    # The recursion limit differs between the versions of Python: a value within it is frozen and shared.
    assert first is not second or isinstance(first, FrozenDict)


# --- Writes ----------------------------------------------------------------------------------------------


def test_a_write_invalidates_its_resource() -> None:
    reads, calls = Reads(), (get_run(), list_runs(), get_run("2"), get_record())
    for call in calls:
        reads.read(call)
    with reads.cache.invalidating(cancel_run()):
        pass
    assert [(reads.read(call))[1] for call in calls] == [False, False, True, True]


def test_a_write_invalidates_for_every_principal() -> None:
    reads = Reads()
    for scope in ("one", "other"):
        reads.read(get_run(), scope=scope)
    with reads.cache.invalidating(cancel_run()):
        pass
    assert [(reads.read(get_run(), scope=scope))[1] for scope in ("one", "other")] == [False] * 2


def test_invalidation_is_a_setting() -> None:
    for invalidation, is_kept in [(Invalidation.RESOURCE, True), (Invalidation.ALL, False)]:
        reads = Reads(OperationCache(invalidation=invalidation))
        reads.read(get_run("2"))
        with reads.cache.invalidating(cancel_run("1")):
            pass
        assert (reads.read(get_run("2")))[1] is is_kept, (invalidation, is_kept)


def test_a_failed_write_invalidates_too() -> None:
    reads = Reads()
    reads.read(get_run())
    with pytest.raises(SeawallError, match="maybe"):
        with reads.cache.invalidating(cancel_run()):
            raise SeawallError("maybe.")
    assert not (reads.read(get_run()))[1]
    assert (reads.read(get_run()))[1]


def test_reads_during_a_write_are_not_cached() -> None:
    for fresh in [False, True]:
        reads = Reads()
        with reads.cache.invalidating(cancel_run()):
            assert [(reads.read(get_run(), fresh=fresh))[1] for _ in range(2)] == [False] * 2, fresh
            with pytest.raises(TypeError, match="Change a copy"):
                (reads.read(get_run()))[0]["version"] = 9
        assert not (reads.read(get_run()))[1], fresh


def test_a_read_that_began_before_the_end_of_a_write_is_not_cached() -> None:
    reads = Reads()

    def load_during_a_write(call: Call[Any]) -> Result[Any]:
        result = reads.server.load(call)
        with reads.cache.invalidating(cancel_run()):
            reads.server.state = {"version": 2}
        return result

    result, _ = reads.cache.read(get_run(), TTL_S, lambda: load_during_a_write(get_run()), scope=SCOPE)
    assert result.value["version"] == 1
    assert reads.read(get_run()) == ({"version": 2}, False)


def test_an_older_read_never_replaces_a_fresh_one() -> None:
    reads = Reads()

    def load_during_a_write(call: Call[Any]) -> Result[Any]:
        result = reads.server.load(call)
        reads.server.state = {"version": 2}
        reads.read(call, fresh=True)
        return result

    reads.cache.read(get_run(), TTL_S, lambda: load_during_a_write(get_run()), scope=SCOPE)
    assert reads.read(get_run()) == ({"version": 2}, True)


# --- Clearing and counting -------------------------------------------------------------------------------


def test_clear_drops_all_results_or_those_of_one_operation() -> None:
    for operation, removed, cached in [
        (None, 3, [False, False, False]),
        ("get_run", 2, [False, False, True]),
        (get_run().operation, 2, [False, False, True]),
        ("list_runs", 1, [True, True, False]),
        ("nothing", 0, [True, True, True]),
    ]:
        reads, calls = Reads(), (get_run("1"), get_run("2"), list_runs())
        for call in calls:
            reads.read(call)
        assert reads.cache.clear(operation) == removed, (operation, removed, cached)
        assert [(reads.read(call))[1] for call in calls] == cached, (operation, removed, cached)


def test_clear_applies_to_a_read_in_progress() -> None:
    reads = Reads()

    def load_during_a_write(call: Call[Any]) -> Result[Any]:
        result = reads.server.load(call)
        assert reads.cache.clear("get_run") == 0
        return result

    reads.cache.read(get_run(), TTL_S, lambda: load_during_a_write(get_run()), scope=SCOPE)
    assert not (reads.read(get_run()))[1]


def test_hits_and_misses_are_counted() -> None:
    reads = Reads()
    assert reads.cache.statistics.rate == 0.0
    for _ in range(3):
        reads.read(get_run())
    reads.read(get_run(), fresh=True)
    reads.server.error = NotFoundError("no.", status=404)
    with pytest.raises(NotFoundError):
        reads.read(get_run("2"))
    with reads.cache.invalidating(cancel_run("3")):
        reads.server.error = None
        reads.read(get_run("3"))
    statistics = reads.cache.statistics
    assert (statistics.hits, statistics.shared, statistics.misses, statistics.size) == (2, 0, 4, 1)
    assert statistics.rate == pytest.approx(1 / 3)


def test_closing_a_memory_cache_drops_nothing() -> None:
    reads = Reads()
    reads.read(get_run())
    reads.cache.close()
    assert (reads.read(get_run()))[1]
