"""Read a list page by page: which page to request next, which items are new, when the list ends. Pure.

A list may change while it is read. If its items have a key, no item is returned twice, because the last
10,000 keys are remembered. If it is also read by offset, or by page number with a total, no item that stays
in the list is missed either, as long as the order of the other items does not change: each page must then
begin with an item that was seen before. If it does not, items in front of it may have been deleted and others
moved up past the reader, so the reader steps back until it finds an item that it has seen.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError, InputError, SeawallError
from seawall.core.paging.resume_token import Position, SeenKeys, decode_token, encode_token, fingerprint
from seawall.core.paging.strategies import (
    CursorPaging,
    LinkPaging,
    OffsetPaging,
    Page,
    PageNumberPaging,
    Paging,
)

__all__ = ["PageReader", "page_reader"]

W = TypeVar("W")
T = TypeVar("T")

_REMEMBERED_KEYS = 10_000
# If a whole page of items is added in front between two requests, the same page comes again: rarely more
# often than this in a row.
_MAX_IDLE_PAGES = 10
_SAME_PAGE = "The server returns the same page again and again. Report it to the operator of the server."
_BAD_POSITION = "This resume token contains no position in this list. Read the list from its start."


class PageReader(Protocol[W, T]):
    """One pass over a list: send `next_call`, pass its result to `accept`, until `is_done`."""

    @property
    def is_done(self) -> bool:
        """True at the end of the list."""

    def next_call(self) -> Call[W]:
        """Return the call for the next page; raise DecodeError if the last page named no usable next page."""

    def accept(self, result: Result[W]) -> Page[T] | None:
        """Return the new items of a page; None if it has none."""


def page_reader(
    call: Call[W],
    paging: Paging,
    *,
    items: Callable[[W], Sequence[T]],
    key: Callable[[T], object] | None = None,
    token: str | None = None,
) -> PageReader[W, T]:
    """Make a reader of the list that `call` requests, from its start or from the position in `token`.

    `items` returns the items of a decoded page, `key` the part of an item that never changes, e.g. its id.
    Raises InputError for a token of another list, and ConfigError for an offset with a key and a page size
    of 1: each page repeats one item.
    """
    source = _Source(call, items, key, fingerprint(call, type(paging).__name__, key is not None))
    position = None if token is None else decode_token(token, source.list)
    if isinstance(paging, CursorPaging | LinkPaging):
        return _CursorReader(source, paging, position)
    if isinstance(paging, OffsetPaging) and key is not None and paging.page_size == 1:
        raise ConfigError("page_size is 1: give 2 or more, because each page repeats one item.")
    return _OffsetReader(source, paging, position)


class _Source(Generic[W, T]):
    """The list itself: its first call, and how to find items and keys in a page."""

    def __init__(
        self,
        call: Call[W],
        items: Callable[[W], Sequence[T]],
        key: Callable[[T], object] | None,
        list_: str,
    ) -> None:
        self.call = call
        self.items = items
        self.key = key
        self.list = list_

    def with_query(self, query: Mapping[str, object]) -> Call[W]:
        return evolve(self.call, query={**self.call.query, **query})

    def digests(self, items: Sequence[T]) -> list[bytes]:
        return [] if self.key is None else [SeenKeys.digest(self.key(item)) for item in items]


def _take_new(items: Sequence[T], digests: Sequence[bytes], seen: SeenKeys) -> tuple[T, ...]:
    """Return the items that were not seen before, and add them to `seen`."""
    if not digests:
        return tuple(items)
    found = []
    for item, digest in zip(items, digests, strict=True):
        if digest not in seen:
            seen.add([digest])
            found.append(item)
    return tuple(found)


class _LoopDetector:
    """Counts pages in a row that add nothing, so that a server in a loop is found out."""

    def __init__(self, max_idle: int = _MAX_IDLE_PAGES) -> None:
        self._max_idle = max_idle
        self._idle = 0
        self._useful = 0
        self._previous: object = None
        self._is_repeated = False

    def record(self, items: Sequence[object], digests: Sequence[bytes], new: Sequence[object]) -> bool:
        """Record a page; return whether it has the same items as the page before, in any order."""
        content: object = frozenset(digests) if digests else items
        self._is_repeated, self._previous = content == self._previous, content
        if new and not self._is_repeated:
            self._idle, self._useful = 0, self._useful + 1
        else:
            self._idle += 1
        return self._is_repeated

    def check(self) -> None:
        """Raise DecodeError if too many pages in a row added nothing."""
        # If many items were added in front, every page that was read may come again, each once.
        limit = self._max_idle + (0 if self._is_repeated else self._useful)
        if self._idle > limit:
            raise DecodeError(
                "The server returns the same page, or nothing new, again and again. Report it to the "
                "operator of the server."
            )


class _CursorReader(Generic[W, T]):
    """Reads a list in which each page names the next one."""

    def __init__(
        self, source: _Source[W, T], paging: CursorPaging | LinkPaging, position: Position | None
    ) -> None:
        if position is not None and not _is_cursor(position, paging):
            raise InputError(_BAD_POSITION)
        self.is_done = False
        self._source = source
        self._paging = paging
        self._call = source.call if position is None else source.with_query(position.query)
        self._seen = SeenKeys(_REMEMBERED_KEYS, b"" if position is None else position.seen)
        # The URLs of requested pages: a cursor that comes again would loop forever.
        self._requested = SeenKeys(_REMEMBERED_KEYS)
        self._loop = _LoopDetector()
        self._error: SeawallError | None = None

    def next_call(self) -> Call[W]:
        if self._error is not None:
            raise self._error
        return self._call

    def accept(self, result: Result[W]) -> Page[T] | None:
        items = self._source.items(result.value)
        digests = self._source.digests(items)
        new = _take_new(items, digests, self._seen)
        token = self._advance(result, len(items))
        self._loop.record(items, digests, new)
        if not self.is_done:
            self._loop.check()
        if not new:
            return None
        return Page(items=new, token=token, total=self._paging.total(result))

    def _advance(self, result: Result[W], count: int) -> str | None:
        """Move on to the next page and return the token for it.

        An error is kept for `next_call`, so that the items of this page are returned first.
        """
        try:
            query = self._paging.next_query(self._call, result)
            if query is None:
                self.is_done = True
                return None
            self._requested.add([_url_digest(self._call)])
            self._call = self._source.with_query(query)
            if _url_digest(self._call) in self._requested:
                raise DecodeError(_SAME_PAGE)
        except SeawallError as error:
            self._error = error
            return None
        return encode_token(self._source.list, Position(query=query, seen=self._seen.last(count)))


def _is_cursor(position: Position, paging: CursorPaging | LinkPaging) -> bool:
    """Check that a position from a token sets only cursor parameters: a forged one could set any other."""
    names = position.query.keys()
    return bool(names) and all(position.query.values()) and names <= paging.cursor_parameters


def _url_digest(call: Call[Any]) -> bytes:
    return SeenKeys.digest(request_for(call, "", {}).url)


class _OffsetReader(Generic[W, T]):
    """Reads a list by page number or offset."""

    def __init__(
        self, source: _Source[W, T], paging: PageNumberPaging | OffsetPaging, position: Position | None
    ) -> None:
        self.is_done = False
        self._source = source
        self._paging = paging
        self._position = Position(at=paging.first) if position is None else position
        if self._position.at < paging.first:
            raise InputError(_BAD_POSITION)
        self._seen = SeenKeys(
            _REMEMBERED_KEYS, self._position.seen, has_forgotten=self._position.has_forgotten
        )
        self._at = self._position.at
        self._stepped_back = 0
        # Without keys two equal pages in a row are a loop; with keys a shifted list may repeat some.
        self._loop = _LoopDetector(0 if source.key is None else _MAX_IDLE_PAGES)

    def next_call(self) -> Call[W]:
        return self._source.with_query({self._paging.parameter: self._at})

    def accept(self, result: Result[W]) -> Page[T] | None:
        items, total = self._source.items(result.value), self._paging.total(result)
        digests = self._source.digests(items)
        if not self._is_in_place(digests, total):
            self._step_back()
            return None
        self._stepped_back = 0
        new = _take_new(items, digests, self._seen)
        self._advance(len(items), total, is_repeated=self._loop.record(items, digests, new))
        if not self.is_done:
            self._loop.check()
        if not new:
            return None
        token = None if self.is_done else encode_token(self._source.list, self._position)
        return Page(items=new, token=token, total=total)

    def _is_in_place(self, digests: Sequence[bytes], total: int | None) -> bool:
        """Return False if unread items may have moved up to a page that was read."""
        if self._source.key is None or (digests and digests[0] in self._seen):
            return True
        # The first page has nothing in front of it. If keys were forgotten, its items can not be recognized.
        if self._at == self._paging.first:
            return not self._seen.has_forgotten
        # With an overlap, and after a step back, the first item of the page must be a seen one.
        if self._paging.overlap or self._stepped_back:
            return False
        # Page numbers have no overlap: an equal total is the only sign that nothing has moved.
        return None in {total, self._position.total} or total == self._position.total

    def _step_back(self) -> None:
        # Further back than this, items that were returned can no longer be told from items that were not.
        is_lost = self._stepped_back >= len(self._seen) or self._at == self._paging.first
        if is_lost and self._seen.has_forgotten:
            raise DecodeError(
                "The list has changed so much that the position in it is lost. Read it from its start."
            )
        # Doubling bounds the extra requests to the logarithm of the shift.
        self._stepped_back = max(self._paging.page_size, 2 * self._stepped_back)
        self._at = self._paging.position_before(self._position.at, self._stepped_back)

    def _advance(self, count: int, total: int | None, *, is_repeated: bool) -> None:
        at, page_size = self._at, self._paging.page_size
        overlap = self._paging.overlap if self._source.key is not None else 0
        is_complete = total is not None and self._paging.items_up_to(at, count) >= total
        is_short = count < page_size
        # Pages that are short although the total says that more follow: the server limits the page size.
        has_short_pages = self._position.has_short_pages or (
            self._paging.is_numbered and is_short and not is_complete and total is not None
        )
        # A page with nothing but the overlap is the end, whatever the total says: totals can be too high.
        if count <= (overlap if at > self._paging.first else 0):
            self.is_done = True
        elif not has_short_pages and not is_repeated:
            self.is_done = is_complete or (is_short and total is None)
        self._at = self._paging.next_position(at, count) - overlap
        self._position = Position(
            at=self._at,
            seen=self._seen.last(page_size),
            has_forgotten=self._seen.has_forgotten or len(self._seen) > page_size,
            total=total,
            has_short_pages=has_short_pages,
        )
