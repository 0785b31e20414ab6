"""The answers that one process keeps: bounded, least recently used first out. Pure: the clock is handed in.

A read that begins gets a `FillToken`. A write that touches it, and is under way at any time until the read's
answer is kept, makes the ticket worthless: the answer is older than the write's end, so it is not kept. An
answer never takes the place of one whose read began later.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from typing import Any, TypeAlias

from attrs import define

from seawall.core.cache.keys import CacheKey, Tag
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError
from seawall.core.http.message import Response

__all__ = ["CachedValue", "FillToken", "LruCache"]

CachedValue: TypeAlias = Result[Any] | Response
"""What callers may share: an answer in which nothing can be changed, or a response that each decodes."""

_MOST_TAGS = 10_000


# Not frozen: each read that is sent makes one, and a frozen one takes three times as long.
@define
class FillToken:
    """The right to keep what a read brings, which depends on `tags`.

    `generation` changes with each write that touches one of them; `number` is higher for a read that began
    later. `began_s` is on the clock of who hands it in.
    """

    generation: object
    number: int
    began_s: float = 0.0
    tags: frozenset[Tag] = frozenset()


class LruCache:
    """At most `max_entries` answers. It sees to no threads: who holds it does."""

    def __init__(self, max_entries: int) -> None:
        if max_entries < 1:
            raise ConfigError(f"max_entries is {max_entries}: give at least 1.")
        self._max_entries = max_entries
        self._entries: OrderedDict[CacheKey, tuple[FillToken, CachedValue]] = OrderedDict()
        self._number = 0
        self._writing: Counter[Tag] = Counter()
        # When each tag was last touched, in numbers; tags that are not there, at `_floor` at the latest.
        self._touched: dict[Tag, int] = {}
        self._floor = 0

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: CacheKey, ttl_s: float, now_s: float) -> CachedValue | None:
        """What is kept under `key`, if it was asked for less than `ttl_s` seconds ago."""
        entry = self._entries.get(key)
        # RFC 9111, section 4.2.3: an answer is as old as its request.
        if entry is None or now_s - entry[0].began_s >= ttl_s:
            return None
        self._entries.move_to_end(key)
        return entry[1]

    def ticket(self, tags: frozenset[Tag], now_s: float) -> FillToken | None:
        """The ticket of a read that begins now; None while a write that touches it is under way."""
        if not self._writing.keys().isdisjoint(tags):
            return None
        self._number += 1
        return FillToken(self._last_touch(tags), self._number, now_s, tags)

    def keep(self, key: CacheKey, ticket: FillToken, shared: CachedValue) -> None:
        """Keep what a read brought, unless a write has come in between or a later read was faster."""
        # A write has touched its tags when it began, and gave no ticket until it ended.
        if self._last_touch(ticket.tags) != ticket.generation:
            return
        kept = ticket, shared
        there = self._entries.pop(key, kept)
        self._entries[key] = there if there[0].number > ticket.number else kept
        if len(self._entries) > self._max_entries:
            self._entries.popitem(last=False)

    def write_began(self, tags: Iterable[Tag]) -> None:
        """A write is under way: what it may touch is gone, and is not kept until it has ended."""
        self._writing.update(tags)
        self.forget(tags)

    def write_ended(self, tags: Iterable[Tag]) -> None:
        """That write has ended, however it did."""
        for tag in tags:
            self._writing[tag] -= 1
            if not self._writing[tag]:
                del self._writing[tag]

    def forget(self, tags: Iterable[Tag]) -> int:
        """Drop every entry that has one of `tags`, also what is being read now; how many were there."""
        self._touch(tags)
        gone = [key for key, (ticket, _) in self._entries.items() if not ticket.tags.isdisjoint(tags)]
        for key in gone:
            del self._entries[key]
        return len(gone)

    def _touch(self, tags: Iterable[Tag]) -> None:
        self._number += 1
        self._touched.update(dict.fromkeys(tags, self._number))
        if len(self._touched) > _MOST_TAGS:
            # Reads that are under way lose their tickets, once in ten thousand writes.
            self._touched.clear()
            self._floor = self._number

    def _last_touch(self, tags: frozenset[Tag]) -> int:
        if not self._touched:
            return self._floor
        return max(self._touched.get(tag, self._floor) for tag in tags)
