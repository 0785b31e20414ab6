"""The LRU cache: TTL, eviction, writes, and every order of the steps of reads and writes."""

from collections.abc import Iterator

import pytest

from seawall.core.cache.keys import ALL_READS, CacheKey, Tag
from seawall.core.cache.lru import FillLease, LruCache
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError
from seawall.core.http.message import Response
from tests.orders_of_steps import orders_of_steps

KEY, OTHER_KEY = CacheKey(("a",)), CacheKey(("b",))
RUN: Tag = ("entity", "runs", "1")
LISTS: Tag = ("lists", "runs")
TAGS = frozenset({ALL_READS, RUN})
OTHER_TAGS = frozenset({ALL_READS, LISTS})


def result_of(value: object) -> Result[object]:
    return Result(value, Response(200))


def stored(entries: LruCache, key: CacheKey = KEY, *, now_s: float = 0.0) -> object:
    value = entries.find(key, 60.0, now_s)
    assert value is None or isinstance(value, Result)
    return value and value.value


def begin_read(entries: LruCache, tags: frozenset[Tag] = TAGS, *, now_s: float = 0.0) -> FillLease:
    lease = entries.lease(tags, now_s)
    assert lease is not None
    return lease


def store(entries: LruCache, key: CacheKey, value: object, *, now_s: float = 0.0) -> None:
    tags = TAGS if key == KEY else OTHER_TAGS
    entries.put(key, begin_read(entries, tags, now_s=now_s), result_of(value))


# --- TTL and size ----------------------------------------------------------------------------------------


def test_each_reader_applies_its_own_ttl() -> None:
    for age_s, is_found in [(0.0, True), (9.9, True), (10.0, False), (99.0, False)]:
        entries = LruCache(10)
        store(entries, KEY, "value", now_s=100.0)
        assert (entries.find(KEY, 10.0, 100.0 + age_s) is not None) is is_found, (age_s, is_found)
        assert entries.find(KEY, 1000.0, 100.0 + age_s) is not None, (age_s, is_found)


def test_the_age_counts_from_the_request() -> None:
    # RFC 9111, section 4.2.3: the time until the response counts.
    entries = LruCache(10)
    lease = begin_read(entries, now_s=0.0)
    entries.put(KEY, lease, result_of("slow"))
    assert entries.find(KEY, 10.0, 9.0) is not None
    assert entries.find(KEY, 10.0, 10.0) is None


def test_the_least_recently_used_entry_is_evicted() -> None:
    entries = LruCache(3)
    keys = [CacheKey((number,)) for number in range(4)]
    for key in keys[:3]:
        store(entries, key, key)
    assert stored(entries, keys[0])
    store(entries, keys[3], keys[3])
    assert len(entries) == 3
    assert [stored(entries, key) is not None for key in keys] == [True, False, True, True]


def test_a_new_value_replaces_the_entry_of_its_key() -> None:
    entries = LruCache(2)
    store(entries, KEY, "old")
    store(entries, OTHER_KEY, "other")
    store(entries, KEY, "new")
    assert (stored(entries), stored(entries, OTHER_KEY), len(entries)) == ("new", "other", 2)


def test_a_cache_without_entries_is_a_config_error() -> None:
    for number in [0, -1]:
        with pytest.raises(ConfigError, match="at least 1"):
            LruCache(number)


# --- Writes ----------------------------------------------------------------------------------------------


def test_a_write_drops_the_entries_with_its_tags_when_it_begins() -> None:
    entries = LruCache(10)
    store(entries, KEY, "run")
    store(entries, OTHER_KEY, "list")
    entries.begin_write({RUN})
    assert (stored(entries), stored(entries, OTHER_KEY)) == (None, "list")


def test_unrelated_reads_are_stored_during_a_write() -> None:
    entries = LruCache(10)
    write = entries.begin_write({RUN})
    store(entries, OTHER_KEY, "list")
    entries.end_write(write)
    assert stored(entries, OTHER_KEY) == "list"


def test_nothing_is_stored_until_the_last_concurrent_write_ends() -> None:
    entries = LruCache(10)
    first, second = entries.begin_write({RUN}), entries.begin_write({RUN, LISTS})
    entries.end_write(first)
    assert entries.lease(TAGS, 0.0) is None
    entries.end_write(second)
    assert entries.lease(TAGS, 0.0) is not None


def test_a_write_ends_once() -> None:
    entries = LruCache(10)
    first, second = entries.begin_write({RUN}), entries.begin_write({RUN})
    entries.end_write(first)
    entries.end_write(first)
    assert entries.lease(TAGS, 0.0) is None
    entries.end_write(second)
    assert entries.lease(TAGS, 0.0) is not None


def test_a_write_whose_owner_is_gone_has_ended() -> None:
    entries = LruCache(10)
    write = entries.begin_write({RUN})
    assert entries.lease(TAGS, 0.0) is None
    del write
    assert entries.lease(TAGS, 0.0) is not None


def test_invalidate_returns_the_number_of_entries() -> None:
    entries = LruCache(10)
    store(entries, KEY, "run")
    store(entries, OTHER_KEY, "list")
    assert [entries.invalidate({RUN}), entries.invalidate({RUN}), entries.invalidate({ALL_READS})] == [
        1,
        0,
        1,
    ]


def test_invalidate_ends_the_lease_of_a_read_in_progress() -> None:
    entries = LruCache(10)
    lease = begin_read(entries)
    entries.invalidate({RUN})
    entries.put(KEY, lease, result_of("old"))
    assert stored(entries) is None


def test_an_earlier_read_does_not_replace_a_later_one() -> None:
    entries = LruCache(10)
    first, second = begin_read(entries), begin_read(entries)
    entries.put(KEY, second, result_of("newer"))
    entries.put(KEY, first, result_of("older"))
    assert stored(entries) == "newer"


def test_ten_thousand_tags_are_tracked_and_one_more_ends_the_leases_of_reads_in_progress() -> None:
    entries = LruCache(10)
    store(entries, OTHER_KEY, "list")
    lease = begin_read(entries)
    for number in range(10_000):
        entries.invalidate({("entity", "runs", f"other {number}")})
    entries.put(KEY, lease, result_of("run"))
    lease = begin_read(entries)
    entries.invalidate({("entity", "runs", "one more")})
    entries.put(KEY, lease, result_of("newer"))
    assert (stored(entries), stored(entries, OTHER_KEY)) == ("run", "list")
    store(entries, KEY, "newest")
    assert stored(entries) == "newest"


# --- Every order of steps --------------------------------------------------------------------------------


class World:
    """A server with one value, a cache, readers and writers."""

    def __init__(self) -> None:
        self.entries = LruCache(10)
        self.value = 0
        self.ended = 0
        self.was_stored = False

    def reader(self) -> Iterator[None]:
        """A read takes three steps: it begins, the server reads its value, the response arrives."""
        ended = self.ended
        found = stored(self.entries)
        assert found is None or found == self.ended, "a stored result is older than a finished write"
        if found is not None:
            yield
            yield
            return
        lease = self.entries.lease(TAGS, 0.0)
        yield
        seen = self.value
        assert seen >= ended
        yield
        if lease is not None:
            self.entries.put(KEY, lease, result_of(seen))
        self.was_stored |= stored(self.entries) is not None

    def writer(self) -> Iterator[None]:
        """A write takes three steps: it begins, the server changes its value, it ends."""
        write = self.entries.begin_write({RUN})
        yield
        self.value += 1
        yield
        self.entries.end_write(write)
        self.ended += 1


@pytest.mark.parametrize(("readers", "writers"), [(1, 1), (2, 1), (1, 2)])
def test_no_order_of_steps_stores_a_result_older_than_a_finished_write(readers: int, writers: int) -> None:
    orders = orders_of_steps([("read", 3)] * readers + [("write", 3)] * writers)
    assert len(orders) == {2: 20, 3: 840}[readers + writers]
    stored_in = 0
    for order in orders:
        world = World()
        actors = [world.reader() for _ in range(readers)] + [world.writer() for _ in range(writers)]
        for actor in order:
            next(actors[actor], None)
        assert stored(world.entries) in {None, writers}
        assert world.entries.lease(TAGS, 0.0) is not None
        stored_in += world.was_stored
    # The cache must store something in some orders.
    assert stored_in > 0
