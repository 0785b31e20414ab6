"""A bounded LRU cache that knows which results a write has made stale. Pure: the caller passes the time.

A read that begins receives a `FillLease`. A write that shares a tag with it, and is in progress at any time
before the result is stored, ends the lease: the result may be older than the write, so it is not stored. A
result never replaces one whose request began later.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, TypeAlias
from weakref import ref

from attrs import define

from seawall.core.cache.keys import CacheKey, Tag
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError
from seawall.core.http.message import Response

__all__ = ["CachedValue", "FillLease", "LruCache", "WriteId"]

CachedValue: TypeAlias = Result[Any] | Response
"""A value that callers can share: an immutable result, or a response that each caller decodes."""

_MAX_TAGS = 10_000


# Not frozen: every read that is sent makes one, and a frozen class takes three times as long to make.
@define(eq=False, repr=False)
class FillLease:
    """The right to store the result of one read, which has `tags`.

    `generation` changes with each write that shares one of the tags; `number` is higher for a read that began
    later. `began_s` is on the clock of the store.
    """

    generation: object
    number: int
    began_s: float = 0.0
    tags: frozenset[Tag] = frozenset()


class WriteId(str):
    """The id of a write. If an interrupt keeps its owner from ending it, the write ends with its id."""

    # A weak reference needs it.
    __slots__ = ("__weakref__",)


class LruCache:
    """At most `max_entries` values. Not thread-safe: its owner holds a lock.

    An interrupt at any moment loses entries at most.
    """

    def __init__(self, max_entries: int) -> None:
        if max_entries < 1:
            raise ConfigError(f"max_entries is {max_entries}: give at least 1.")
        self._max_entries = max_entries
        self._entries: OrderedDict[CacheKey, tuple[FillLease, CachedValue]] = OrderedDict()
        self._number = 0
        self._writes: dict[str, tuple[ref[WriteId], frozenset[Tag]]] = {}
        # The number of the last invalidation of each tag; for a tag that is missing, at most `_floor`.
        self._invalidated_at: dict[Tag, int] = {}
        self._floor = 0

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: CacheKey, ttl_s: float, now_s: float) -> CachedValue | None:
        """Return the value of `key` if its request began less than `ttl_s` seconds ago."""
        entry = self._entries.get(key)
        # RFC 9111, section 4.2.3: the age of a response counts from its request.
        if entry is None or now_s - entry[0].began_s >= ttl_s:
            return None
        self._entries.move_to_end(key)
        return entry[1]

    def lease(self, tags: frozenset[Tag], now_s: float) -> FillLease | None:
        """Return the lease of a read that begins now; None during a write that shares one of `tags`."""
        if self._writes and self._is_written(tags):
            return None
        self._number += 1
        generation = self._generation(tags) if self._invalidated_at else self._floor
        return FillLease(generation, self._number, now_s, tags)

    def put(self, key: CacheKey, lease: FillLease, value: CachedValue) -> None:
        """Store `value`, unless a write has ended its lease or a later read is already stored."""
        # No check for writes in progress: a write invalidates when it begins, and there is no lease until it
        # ends.
        generation = self._generation(lease.tags) if self._invalidated_at else self._floor
        if generation != lease.generation:
            return
        entry = lease, value
        stored = self._entries.pop(key, entry)
        self._entries[key] = stored if stored[0].number > lease.number else entry
        if len(self._entries) > self._max_entries:
            self._entries.popitem(last=False)

    def begin_write(self, tags: Iterable[Tag]) -> WriteId:
        """Drop the entries with one of `tags`; none is stored until `end_write`. Keep the id until then."""
        self._number += 1
        number = str(self._number)
        write = WriteId(number)
        # One step, as in `end_write`: an interrupt leaves no half of a write behind.
        self._writes[number] = ref(write), frozenset(tags)
        self.invalidate(tags)
        return write

    def end_write(self, write: str) -> None:
        """End a write, successful or not."""
        self._writes.pop(write, None)

    def end_all_writes(self) -> None:
        """End the writes in progress, whose `end_write` never comes."""
        self._writes.clear()

    def invalidate(self, tags: Iterable[Tag]) -> int:
        """Drop every entry with one of `tags`, end the leases with one, and return the number of entries."""
        self._end_leases(tags)
        stale = [key for key, (lease, _) in self._entries.items() if not lease.tags.isdisjoint(tags)]
        for key in stale:
            del self._entries[key]
        return len(stale)

    def _is_written(self, tags: frozenset[Tag]) -> bool:
        """Return whether a write that shares one of `tags` is in progress."""
        for write, (is_alive, _) in tuple(self._writes.items()):
            if is_alive() is None:
                self._writes.pop(write, None)
        return any(not written.isdisjoint(tags) for _, written in self._writes.values())

    def _end_leases(self, tags: Iterable[Tag]) -> None:
        self._number += 1
        self._invalidated_at.update(dict.fromkeys(tags, self._number))
        if len(self._invalidated_at) > _MAX_TAGS:
            # Bounds the memory. It ends all leases, which costs the reads in progress their entry, once in
            # ten thousand writes.
            self._floor = self._number
            self._invalidated_at.clear()

    def _generation(self, tags: frozenset[Tag]) -> int:
        """The number of the last invalidation of one of `tags`."""
        return max(self._invalidated_at.get(tag, self._floor) for tag in tags)
