import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.cache.keys import (
    CacheStatistics,
    Invalidation,
    KeptCall,
    cache_key,
    invalidated_tags,
    key_digest,
    tag_digest,
    tags_of_read,
)
from seawall.core.engine.call import Call, Operation
from seawall.core.errors import InputError
from tests.core.cache.different_calls import (
    DIFFERENT,
    ID,
    READ,
    SCOPE,
    TOO_LATE,
    Filter,
    Size,
    State,
    body,
    operation,
    query,
)

# --- Keys ------------------------------------------------------------------------------------------------


def test_different_calls_have_different_keys() -> None:
    assert len({cache_key(call, SCOPE) for call in DIFFERENT}) == len(DIFFERENT)


def test_different_calls_have_different_digests() -> None:
    assert len({key_digest(cache_key(call, SCOPE)) for call in DIFFERENT}) == len(DIFFERENT)


def test_calls_that_send_the_same_request_have_the_same_key() -> None:
    for one, other in [
        (query(a="1", b="2"), query(b="2", a="1")),
        (query(a=None), query()),
        (query(a=["1", "2"]), query(a=("1", "2"))),
        (query(a={"1", "2"}), query(a=frozenset({"2", "1"}))),
        (query(a=State("NEW")), query(a=State("NEW"))),
        (
            query(a=datetime(2026, 1, 1, 12, tzinfo=UTC)),
            query(a=datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=1)))),
        ),
        (query(a=TOO_LATE), query(a=TOO_LATE)),
        (body({"a": 1, "b": Filter(2)}), body({"b": Filter(2), "a": 1})),
        (body([1], None), body([2], None)),
        (body(Filter("1")), body({"name": "1", "size": None})),
        (body(State.PENDING), body("PENDING")),
        (Call(READ), Call(operation("/v1/runs/{run_id}"))),
    ]:
        assert cache_key(one, SCOPE) == cache_key(other, SCOPE), (one, other)
        assert hash(cache_key(one, SCOPE)) == hash(cache_key(other, SCOPE)), (one, other)
        assert key_digest(cache_key(one, SCOPE)) == key_digest(cache_key(other, SCOPE)), (one, other)


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", 1, True, None, ["1"]])))
def test_an_argument_that_is_not_given_changes_no_key(arguments: dict[str, Any]) -> None:
    # With it, texts alone take the way of other arguments.
    assert cache_key(query(**arguments), SCOPE) == cache_key(query(**arguments, e=None), SCOPE)


def test_a_kept_call_has_the_key_of_any_call() -> None:
    for call in DIFFERENT:
        kept = KeptCall.of(call)
        assert cache_key(kept, SCOPE) == cache_key(kept, SCOPE) == cache_key(call, SCOPE), call
        assert cache_key(kept, "other") != cache_key(call, SCOPE), call
        assert key_digest(cache_key(kept, SCOPE)) == key_digest(cache_key(call, SCOPE)), call


def test_another_scope_is_another_key() -> None:
    assert cache_key(DIFFERENT[0], "a") != cache_key(DIFFERENT[0], "b")


def test_another_result_type_has_another_key() -> None:
    # Two versions of an SDK in one process: the same request, different result types.
    newer: Operation[Any] = Operation(id=READ.id, method="GET", path=READ.path, result_types={200: list[Any]})
    one, other = cache_key(Call(READ), SCOPE), cache_key(Call(newer), SCOPE)
    assert one != other
    assert key_digest(one) == key_digest(other)


def test_the_repr_of_a_key_shows_no_argument_and_no_scope() -> None:
    key = cache_key(query(token="hunter2"), "https://hunter3")
    assert "hunter" not in repr(key)
    assert "hunter" not in key_digest(key)


def test_a_body_that_is_not_json_is_rejected() -> None:
    for value in [object(), [object()], {"a": {1, "b", None}} | {"c": object()}]:
        with pytest.raises(InputError, match="op: the body can not be sent"):
            cache_key(body(value), SCOPE)


def test_a_recursive_body_is_rejected() -> None:
    recursive: list[object] = []
    recursive.append(recursive)
    with pytest.raises(InputError):
        cache_key(body(recursive), SCOPE)


# It starts two interpreters.
@pytest.mark.slow
def test_a_digest_is_the_same_in_every_process() -> None:
    code = (
        "from tests.core.cache.different_calls import DIFFERENT, SCOPE\n"
        "from seawall.core.cache.keys import cache_key, key_digest\n"
        "print([key_digest(cache_key(call, SCOPE)) for call in DIFFERENT])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {f"{[key_digest(cache_key(call, SCOPE)) for call in DIFFERENT]}\n"}


atoms = st.one_of(
    st.text(alphabet="ab,{}()'\"|", max_size=3),
    st.integers(-2, 2),
    st.booleans(),
    st.floats(allow_nan=False, width=16),
    st.sampled_from([ID, State.PENDING, State("1"), Size.ONE]),
)
arguments = st.one_of(atoms, st.lists(atoms, max_size=2))
names = st.text(alphabet="ab,=", min_size=1, max_size=2)
mappings = st.dictionaries(names, arguments, max_size=2)
json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.text(alphabet="a1", max_size=1)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(names, inner, max_size=2)),
    max_leaves=4,
)
calls = st.builds(
    lambda path, query, headers, body, scope: (
        Call(READ, path=path, query=query, headers=headers, body=body, media_type="application/json"),
        scope,
    ),
    mappings,
    mappings,
    mappings,
    json,
    st.text(alphabet="ab,()'", max_size=3),
)


def exactly(value: object) -> object:
    """Return a form of a value in which == compares the type too, without the code under test."""
    if isinstance(value, dict):
        return ("dict", sorted(((name, exactly(item)) for name, item in value.items()), key=repr))
    if isinstance(value, list):
        return ("list", [exactly(item) for item in value])
    return (type(value).__name__, repr(value))


def facts(case: tuple[Call[Any], str]) -> object:
    call, scope = case
    return scope, *(exactly(part) for part in (call.path, call.query, call.headers, call.body))


@settings(max_examples=100, derandomize=True)
@given(calls, calls)
def test_two_calls_have_the_same_key_only_if_they_are_equal(
    one: tuple[Call[Any], str], other: tuple[Call[Any], str]
) -> None:
    keys = cache_key(*one), cache_key(*other)
    assert (keys[0] == keys[1]) is (facts(one) == facts(other))
    assert (key_digest(keys[0]) == key_digest(keys[1])) is (facts(one) == facts(other))


def reordered(value: object) -> Any:
    if isinstance(value, dict):
        return {name: reordered(value[name]) for name in reversed(list(value))}
    return [reordered(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=100, derandomize=True)
@given(calls)
def test_the_order_of_arguments_does_not_change_the_key(
    case: tuple[Call[Any], str],
) -> None:
    call, scope = case
    same = Call(
        READ,
        path=reordered(call.path),
        query=reordered(call.query),
        headers=reordered(call.headers),
        body=reordered(call.body),
        media_type=call.media_type,
    )
    assert cache_key(same, scope) == cache_key(call, scope)
    assert key_digest(cache_key(same, scope)) == key_digest(cache_key(call, scope))


@settings(max_examples=100, derandomize=True)
@given(st.dictionaries(names, atoms, min_size=1, max_size=2))
def test_the_place_of_an_argument_changes_the_key(given: dict[str, object]) -> None:
    every = Call(READ, path=given), Call(READ, query=given), Call(READ, headers=given)
    assert len({cache_key(call, SCOPE) for call in every}) == 3
    assert len({key_digest(cache_key(call, SCOPE)) for call in every}) == 3


# --- Tags ------------------------------------------------------------------------------------------------


def invalidates(
    write: str, read: str, invalidation: Invalidation = Invalidation.RESOURCE, **ids: object
) -> bool:
    method, path = write.split()
    arguments: dict[str, object] = {"id": "1", "sub": "2", "tenant": "t"} | ids
    read_id = arguments.pop("read_id", "1")
    tags = invalidated_tags(Call(operation(path, method=method), path=arguments), invalidation)
    return not tags.isdisjoint(tags_of_read(Call(operation(read), path={**arguments, "id": read_id})))


def test_the_reads_that_a_write_invalidates() -> None:
    for write, read, expected in [
        # The entity itself, everything below it, and every list of its collection.
        ("PUT /v1/runs/{id}", "/v1/runs/{id}", True),
        ("PUT /v1/runs/{id}", "/v1/runs", True),
        ("PUT /v1/runs/{id}", "/v1/runs/{id}/items", True),
        ("PUT /v1/runs/{id}", "/v1/runs/{id}/items/{sub}", True),
        ("PUT /v1/runs/{id}", "/v1/runs/statistics", True),
        ("POST /v1/runs/{id}/cancel", "/v1/runs/{id}", True),
        ("PUT /v1/runs/{id}/items/{sub}", "/v1/runs/{id}", True),
        ("DELETE /v1/runs/{id}", "/v1/runs", True),
        ("PATCH /v1/runs/{id}", "/v1/applications/{id}", False),
        ("PATCH /v1/runs/{id}", "/v1/applications", False),
        ("PATCH /v1/runs/{id}", "/v1/me", False),
        # A new entity: every list, no entity.
        ("POST /v1/runs", "/v1/runs", True),
        ("POST /v1/runs", "/v1/runs/statistics", True),
        ("POST /v1/runs", "/v1/runs/{id}", False),
        ("POST /v1/runs/", "/v1/runs/{id}", False),
        # No id and no new entity: the whole collection.
        ("DELETE /v1/runs", "/v1/runs/{id}", True),
        ("PATCH /v1/runs", "/v1/runs", True),
        ("POST /v1/runs/cancel", "/v1/runs/{id}", True),
        ("POST /v1/runs:cancel", "/v1/runs/{id}", True),
        ("POST /v1/runs:cancel", "/v1/applications/{id}", False),
        # Leading versions, `api` and placeholders are not collections.
        ("PUT /runs/{id}", "/v1/runs/{id}", True),
        ("PUT /api/v2beta1/runs/{id}", "/v1/runs/{id}", True),
        ("PUT /API/V2.1/runs/{id}", "/v1/runs/{id}", True),
        ("PUT /2026-01-01/runs/{id}", "/v1/runs/{id}", True),
        ("PUT /{tenant}/runs/{id}", "/{tenant}/runs/{id}", True),
        ("PUT /v1/vans/{id}", "/v1/runs/{id}", False),
        # Other ways to write a path.
        ("PUT /v1/runs/{id}:cancel", "/v1/runs/{id}", True),
        ("PUT /v1/Runs({id})/cancel", "/v1/Runs({id})", True),
        ("POST /v1/Runs", "/v1/Runs({id})", False),
        # No collection: such a write invalidates everything, such a read is invalidated by everything.
        ("PUT /{tenant}/{id}", "/v1/runs/{id}", True),
        ("PUT /v1", "/v1/runs", True),
        ("PUT /v1/runs/{id}", "/{tenant}", True),
        ("POST /v1/runs", "/", True),
        ("DELETE /v1/runs", "/v1", True),
    ]:
        assert invalidates(write, read) is expected, (write, read, expected)
        assert invalidates(write, read, Invalidation.ALL), (write, read, expected)


def test_a_write_leaves_other_entities_alone() -> None:
    assert not invalidates("PUT /v1/runs/{id}", "/v1/runs/{id}", read_id="2")
    assert not invalidates("PUT /v1/runs/{id}", "/v1/runs/{id}/items", read_id="2")


def test_the_type_and_case_of_an_id_do_not_change_its_tag() -> None:
    for written, read in [(ID, str(ID)), (ID, str(ID).upper()), (1, "1"), ("A", "a")]:
        assert invalidates("PUT /v1/runs/{id}", "/v1/runs/{id}", id=written, read_id=read), (written, read)


def test_different_tags_have_different_digests() -> None:
    tags = [("a", "bc"), ("ab", "c"), ("a", "b", "c"), ("a", "b','c"), ("a",)]
    assert len({tag_digest(tag) for tag in tags}) == len(tags)


# --- Statistics ------------------------------------------------------------------------------------------


def test_the_rate_is_the_share_of_reads_that_sent_no_request() -> None:
    for hits, shared, misses, rate in [(0, 0, 0, 0.0), (1, 0, 1, 0.5), (1, 2, 1, 0.75), (0, 0, 3, 0.0)]:
        assert CacheStatistics(hits, shared, misses, 0).rate == rate, (hits, shared, misses, rate)
