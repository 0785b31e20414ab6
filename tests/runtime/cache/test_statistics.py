"""The counts of a cache, which threads add to without a lock."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from seawall.core.cache.keys import CacheStatistics
from seawall.runtime.cache.statistics import CacheTally


@given(st.lists(st.sampled_from(["hit", "share", "miss", "read"])))
def test_to_read_the_counts_does_not_change_them(steps: list[str]) -> None:
    tally = CacheTally()
    for index, step in enumerate(steps):
        if step != "read":
            getattr(tally, step)()
            continue
        done = steps[:index]
        counts = done.count("hit"), done.count("share"), done.count("miss")
        assert tally.statistics(1, 2) == CacheStatistics(*counts, 1, 2)


def test_threads_lose_no_count() -> None:
    tally = CacheTally()

    def work(_: int) -> None:
        for _ in range(500):
            tally.hit()
            tally.miss()
            tally.statistics(None)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert tally.statistics(None) == CacheStatistics(2000, 0, 2000, None)
