"""The rule of the cache, by every order in which reads and writes can take their steps."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from seawall.core.cache.keys import ALL_READS, CacheKey, Tag
from seawall.core.cache.lru import FillLease, LruCache
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError
from seawall.core.http.message import Response

KEY, OTHER_KEY = CacheKey(("a",)), CacheKey(("b",))
RUN: Tag = ("entity", "runs", "1")
LISTS: Tag = ("lists", "runs")
TAGS = frozenset({ALL_READS, RUN})
OTHER_TAGS = frozenset({ALL_READS, LISTS})


def answer(value: object) -> Result[object]:
    return Result(value, Response(200))


def kept(entries: LruCache, key: CacheKey = KEY, *, now_s: float = 0.0) -> object:
    shared = entries.find(key, 60.0, now_s)
    assert shared is None or isinstance(shared, Result)
    return shared and shared.value


def begun(entries: LruCache, tags: frozenset[Tag] = TAGS, *, now_s: float = 0.0) -> FillLease:
    ticket = entries.lease(tags, now_s)
    assert ticket is not None
    return ticket


def keep(entries: LruCache, key: CacheKey, value: object, *, now_s: float = 0.0) -> None:
    tags = TAGS if key == KEY else OTHER_TAGS
    entries.put(key, begun(entries, tags, now_s=now_s), answer(value))


# --- How long, and how many ------------------------------------------------------------------------------


@pytest.mark.parametrize(("age_s", "is_found"), [(0.0, True), (9.9, True), (10.0, False), (99.0, False)])
def test_each_reader_applies_its_own_ttl(age_s: float, is_found: bool) -> None:
    entries = LruCache(10)
    keep(entries, KEY, "value", now_s=100.0)
    assert (entries.find(KEY, 10.0, 100.0 + age_s) is not None) is is_found
    assert entries.find(KEY, 1000.0, 100.0 + age_s) is not None


def test_the_age_counts_from_the_request() -> None:
    # RFC 9111, section 4.2.3: the time that the answer took counts.
    entries = LruCache(10)
    ticket = begun(entries, now_s=0.0)
    entries.put(KEY, ticket, answer("slow"))
    assert entries.find(KEY, 10.0, 9.0) is not None
    assert entries.find(KEY, 10.0, 10.0) is None


def test_the_least_recently_used_entry_is_evicted() -> None:
    entries = LruCache(3)
    keys = [CacheKey((number,)) for number in range(4)]
    for key in keys[:3]:
        keep(entries, key, key)
    assert kept(entries, keys[0])
    keep(entries, keys[3], keys[3])
    assert len(entries) == 3
    assert [kept(entries, key) is not None for key in keys] == [True, False, True, True]


def test_a_new_value_replaces_the_entry_of_its_key() -> None:
    entries = LruCache(2)
    keep(entries, KEY, "old")
    keep(entries, OTHER_KEY, "other")
    keep(entries, KEY, "new")
    assert (kept(entries), kept(entries, OTHER_KEY), len(entries)) == ("new", "other", 2)


@pytest.mark.parametrize("number", [0, -1])
def test_a_cache_without_entries_is_a_config_error(number: int) -> None:
    with pytest.raises(ConfigError, match="at least 1"):
        LruCache(number)


# --- Writes ----------------------------------------------------------------------------------------------


def test_a_write_drops_the_entries_with_its_tags_when_it_begins() -> None:
    entries = LruCache(10)
    keep(entries, KEY, "run")
    keep(entries, OTHER_KEY, "list")
    entries.begin_write({RUN})
    assert (kept(entries), kept(entries, OTHER_KEY)) == (None, "list")


def test_unrelated_reads_are_stored_during_a_write() -> None:
    entries = LruCache(10)
    entries.begin_write({RUN})
    keep(entries, OTHER_KEY, "list")
    entries.end_write({RUN})
    assert kept(entries, OTHER_KEY) == "list"


def test_nothing_is_stored_until_the_last_concurrent_write_ends() -> None:
    entries = LruCache(10)
    entries.begin_write({RUN})
    entries.begin_write({RUN, LISTS})
    entries.end_write({RUN})
    assert entries.lease(TAGS, 0.0) is None
    entries.end_write({RUN, LISTS})
    assert entries.lease(TAGS, 0.0) is not None


def test_invalidate_returns_the_number_of_entries() -> None:
    entries = LruCache(10)
    keep(entries, KEY, "run")
    keep(entries, OTHER_KEY, "list")
    assert [entries.invalidate({RUN}), entries.invalidate({RUN}), entries.invalidate({ALL_READS})] == [
        1,
        0,
        1,
    ]


def test_invalidate_ends_the_lease_of_a_read_in_progress() -> None:
    entries = LruCache(10)
    ticket = begun(entries)
    entries.invalidate({RUN})
    entries.put(KEY, ticket, answer("old"))
    assert kept(entries) is None


def test_an_earlier_read_does_not_replace_a_later_one() -> None:
    entries = LruCache(10)
    first, second = begun(entries), begun(entries)
    entries.put(KEY, second, answer("newer"))
    entries.put(KEY, first, answer("older"))
    assert kept(entries) == "newer"


def test_ten_thousand_tags_are_tracked_and_one_more_ends_the_leases_of_reads_in_progress() -> None:
    entries = LruCache(10)
    keep(entries, OTHER_KEY, "list")
    lease = begun(entries)
    for number in range(10_000):
        entries.invalidate({("entity", "runs", f"other {number}")})
    entries.put(KEY, lease, answer("run"))
    lease = begun(entries)
    entries.invalidate({("entity", "runs", "one more")})
    entries.put(KEY, lease, answer("newer"))
    assert (kept(entries), kept(entries, OTHER_KEY)) == ("run", "list")
    keep(entries, KEY, "newest")
    assert kept(entries) == "newest"


# --- Every order of steps --------------------------------------------------------------------------------


class World:
    """A server with one value, a cache in front of it, and who reads and writes."""

    def __init__(self) -> None:
        self.entries = LruCache(10)
        self.value = 0
        self.ended = 0
        self.was_kept = False

    def reader(self) -> Iterator[None]:
        """A read takes three steps: it begins, the server reads its value, the answer arrives."""
        ended = self.ended
        found = kept(self.entries)
        assert found is None or found == self.ended, "a kept answer is older than a write that has ended"
        if found is not None:
            yield
            yield
            return
        ticket = self.entries.lease(TAGS, 0.0)
        yield
        answered = self.value
        assert answered >= ended
        yield
        if ticket is not None:
            self.entries.put(KEY, ticket, answer(answered))
        self.was_kept |= kept(self.entries) is not None

    def writer(self) -> Iterator[None]:
        """A write takes three steps: it begins, the server changes its value, it ends."""
        self.entries.begin_write({RUN})
        yield
        self.value += 1
        yield
        self.entries.end_write({RUN})
        self.ended += 1


@pytest.mark.parametrize(("readers", "writers"), [(1, 1), (2, 1), (1, 2)])
def test_no_order_of_steps_stores_a_result_older_than_a_finished_write(readers: int, writers: int) -> None:
    orders = set(permutations([actor for actor in range(readers + writers) for _ in range(3)]))
    assert len(orders) == {2: 20, 3: 1680}[readers + writers]
    kept_in = 0
    for order in orders:
        world = World()
        actors = [world.reader() for _ in range(readers)] + [world.writer() for _ in range(writers)]
        for actor in order:
            next(actors[actor], None)
        assert kept(world.entries) in {None, writers}
        assert world.entries.lease(TAGS, 0.0) is not None
        kept_in += world.was_kept
    # The rule is no excuse to keep nothing.
    assert kept_in > 0
