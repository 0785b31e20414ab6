"""Writes whose end never comes, as in a forked child."""

from seawall.core.cache.lru import LruCache


def test_writes_that_never_end_can_be_ended_together() -> None:
    cache = LruCache(10)
    write = cache.begin_write([("runs",)])
    cache.end_all_writes()
    cache.end_write(write)
    assert len(cache) == 0
