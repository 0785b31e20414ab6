"""Read a list page by page: which page to request next, which items are new, when the list ends. Pure.

A list may change while it is read. If its items have a key, no item is returned twice, because the last
10,000 keys are remembered. If it is also read by offset, or by page number with a total, no item that stays
in the list is missed either, as long as the order of the other items does not change: each page must then
begin with an item that was seen before. If it does not, items in front of it may have been deleted and others
moved up past the reader, so the reader steps back until it finds an item that it has seen.
"""

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any, Generic, Protocol, TypeVar

from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, InputError, ListChangedError, SeawallError
from seawall.core.paging.list_source import ListSource
from seawall.core.paging.loop_detector import LoopDetector, page_content
from seawall.core.paging.resume_token import Position, decode_token, encode_token, fingerprint
from seawall.core.paging.seen_keys import Key, SeenKeys, digest
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
R = TypeVar("R")

_REMEMBERED_KEYS = 10_000
# If a whole page of items is added in front between two requests, the same page comes again: rarely more
# often than this in a row.
_MAX_IDLE_PAGES = 10
# Without keys, a page that equals the one before is a shifted list or a loop.
_MAX_EQUAL_PAGES = 2
# Far behind the first page: no list shifts by so much between two requests.
_FAR_ITEMS, _FAR_PAGES = 1000, 10
# How often a list may have shifted by so much before the reader gives up.
_MAX_PROBES = 10
# How often a page may show, with the same totals, that items moved, before the totals count as wrong.
_MAX_SUSPICIONS = 4
_BAD_POSITION = "This resume token contains no position in this list. Read the list from its start."


class PageReader(Protocol[W, R]):
    """One pass over a list: send `next_call`, pass its result to `accept`, until `is_done`."""

    @property
    def is_done(self) -> bool:
        """True at the end of the list."""

    def next_call(self) -> Call[W]:
        """Return the call for the next page; raise DecodeError if the last page named no usable next page."""

    def accept(self, result: Result[W]) -> Page[R] | None:
        """Return the new items of a page; None if it has none."""

    def accept_missing(self) -> bool:
        """Record that the next page does not exist; False if that is an error of the list."""


def page_reader(
    call: Call[W],
    paging: Paging[W],
    *,
    items: Callable[[W], Sequence[T]],
    from_wire: Callable[[T], R],
    key: Callable[[R], object] | None = None,
    token: str | None = None,
    with_tokens: bool = True,
) -> PageReader[W, R]:
    """Make a reader of the list that `call` requests, from its start or from the position in `token`.

    `items` returns the items of a decoded page, `from_wire` converts one of them for the user, and `key`
    returns the part of a converted item that never changes, e.g. its id. An error in one of them is a
    DecodeError. Pages have a token only `with_tokens`: making one takes longer than the rest of a page.

    Raises InputError for a token of another list and for a page size or another argument beyond the limits
    of its parameter, and ConfigError for a query parameter that the operation does not have, and for an
    offset with a key and a page size of 1: each page repeats one item.
    """
    source = ListSource(call, paging, items, from_wire, key)
    list_ = fingerprint(call, type(paging).__name__, key is not None)
    position = None if token is None else decode_token(token, list_)
    tokens_of = list_ if with_tokens else None
    if isinstance(paging, CursorPaging | LinkPaging):
        return _CursorReader(source, paging, tokens_of, position)
    if isinstance(paging, OffsetPaging) and key is not None and paging.page_size == 1:
        raise ConfigError("page_size is 1: give 2 or more, because each page repeats one item.")
    return _OffsetReader(source, paging, tokens_of, position)


def _take_new(items: tuple[R, ...], keys: Sequence[Key], seen: SeenKeys) -> tuple[R, ...]:
    """Return the items that were not seen before, and add their keys to `seen`."""
    return tuple(compress(items, seen.add(keys))) if keys else items


class _CursorReader(Generic[W, R]):
    """Reads a list in which each page names the next one."""

    def __init__(
        self,
        source: ListSource[W, R],
        paging: CursorPaging[W] | LinkPaging[W],
        tokens_of: str | None,
        position: Position | None,
    ) -> None:
        if position is not None and not _is_cursor(position, paging):
            raise InputError(_BAD_POSITION)
        self.is_done = False
        self._source = source
        self._paging = paging
        self._tokens_of = tokens_of
        self._call = source.call if position is None else source.with_query(position.query)
        self._seen = SeenKeys(_REMEMBERED_KEYS, b"" if position is None else position.seen)
        # The URLs of requested pages: a cursor that comes again would loop forever.
        self._requested = SeenKeys(_REMEMBERED_KEYS)
        self._loop = LoopDetector(_MAX_IDLE_PAGES)
        self._error: SeawallError | None = None

    def next_call(self) -> Call[W]:
        if self._error is not None:
            raise self._error
        return self._call

    def accept(self, result: Result[W]) -> Page[R] | None:
        items, total = self._source.items(result), self._source.total(result)
        keys = self._source.keys(items, result)
        new = _take_new(items, keys, self._seen)
        token = self._advance(result, len(items))
        self._loop.record(page_content(items, keys), is_new=bool(new))
        if not self.is_done and self._loop.is_stuck:
            raise self._source.same_page_error()
        if not new:
            return None
        return Page(items=new, token=token, total=total)

    def accept_missing(self) -> bool:
        return False

    def _advance(self, result: Result[W], count: int) -> str | None:
        """Move on to the next page and return the token for it.

        An error is kept for `next_call`, so that the items of this page are returned first.
        """
        try:
            query = self._source.next_query(self._paging.next_query, self._call, result)
            if query is None:
                self.is_done = True
                return None
            self._requested.add([_url_digest(self._call)])
            self._call = self._source.with_query(query)
            if _url_digest(self._call) in self._requested:
                raise self._source.same_page_error()
        except SeawallError as error:
            self._error = error
            return None
        if self._tokens_of is None:
            return None
        return encode_token(self._tokens_of, Position(query=query, seen=self._seen.last(count)))


def _is_cursor(position: Position, paging: CursorPaging[Any] | LinkPaging[Any]) -> bool:
    """Check that a position from a token sets only cursor parameters: a forged one could set any other."""
    names = position.query.keys()
    return bool(names) and all(position.query.values()) and names <= paging.parameters_of_position


def _url_digest(call: Call[Any]) -> bytes:
    return digest(request_for(call, "", {}).url)


class _OffsetReader(Generic[W, R]):
    """Reads a list by page number or offset."""

    def __init__(
        self,
        source: ListSource[W, R],
        paging: PageNumberPaging[W] | OffsetPaging[W],
        tokens_of: str | None,
        position: Position | None,
    ) -> None:
        self.is_done = False
        self._is_complete = False
        # The first page was not full, no total says whether more follow, and no other page has come yet.
        self._may_be_one_page = False
        self._source = source
        self._paging = paging
        self._tokens_of = tokens_of
        self._overlap = paging.overlap if source.has_key else 0
        self._position = Position(at=paging.first) if position is None else position
        if self._position.at < paging.first:
            raise InputError(_BAD_POSITION)
        self._seen = SeenKeys(
            _REMEMBERED_KEYS, self._position.seen, has_forgotten=self._position.has_forgotten
        )
        self._at = self._position.at
        self._stepped_back = 0
        # A page whose total differs from that of the page before, and how often it came again.
        self._suspect: object = None
        self._suspicions = 0
        self._ignores_totals = False
        self._loop = LoopDetector(_MAX_IDLE_PAGES if source.has_key else _MAX_EQUAL_PAGES)
        # Without keys: pages that equal the one before. They are returned once another page follows.
        self._held: tuple[R, ...] = ()
        self._is_probe = False
        self._probes = 0

    def next_call(self) -> Call[W]:
        at = self._probe_position() if self._is_probe else self._at
        return self._source.with_query({self._paging.parameter: at})

    def accept(self, result: Result[W]) -> Page[R] | None:
        items, reported = self._source.items(result), self._source.total(result)
        keys = self._source.keys(items, result)
        if self._is_probe:
            self._end_probe(page_content(items, keys))
            return None
        total = self._credible(reported, len(items))
        if not self._is_in_place(keys, total):
            self._step_back()
            return None
        self._stepped_back = 0
        new = _take_new(items, keys, self._seen)
        self._loop.record(page_content(items, keys), is_new=bool(new))
        self._advance(len(items), total)
        # A server in a loop returns the same page everywhere, a list that has shifted does not.
        is_suspect = self._may_be_one_page and self._loop.is_repeated and self._source.has_key
        self._is_probe = not self.is_done and (self._loop.is_stuck or is_suspect)
        new = self._release(new)
        if not new:
            return None
        return Page(items=new, token=self._token(), total=reported)

    def accept_missing(self) -> bool:
        if self._is_probe and self._may_be_one_page:
            # The server has pages.
            self._end_probe(None)
            return True
        # Some servers respond with 404 to a page behind the last one.
        if self._is_complete:
            self.is_done = True
            return True
        # Without a key or a total, the end of the list can not be told from a list that was deleted.
        is_first = self._is_probe or self._at == self._paging.first
        if is_first or not self._source.has_key or self._position.total is None:
            return False
        self._step_back()
        return True

    def _release(self, new: tuple[R, ...]) -> tuple[R, ...]:
        """Return the items to return now: without a key, a page that equals the one before waits."""
        if not self._source.has_key:
            new, self._held = self._held + new, ()
            if self._loop.is_repeated and not self.is_done:
                new, self._held = (), new
        self._is_complete = self._is_complete and not self._held
        return new

    def _probe_position(self) -> int:
        """Return the position that tells a server in a loop from a list that has shifted: the first one.

        A server that has returned one page only, twice, may have no pages at all. Then it returns the same
        page far behind it too.
        """
        if not self._may_be_one_page:
            return self._paging.first
        return self._paging.next_position(self._at, _FAR_ITEMS) + _FAR_PAGES

    def _end_probe(self, content: object) -> None:
        self._is_probe = False
        self._probes += 1
        if content == self._loop.content and self._may_be_one_page:
            # A server without pages: it returns its whole list each time.
            self.is_done, self._held = True, ()
            return
        if content == self._loop.content:
            raise self._source.same_page_error()
        if self._probes >= _MAX_PROBES:
            raise ListChangedError(
                f"{self._source.name}: the list changes faster than it can be read. Read it again later, or "
                "with larger pages."
            )
        self._loop.restart()

    def _credible(self, total: int | None, count: int) -> int | None:
        """Return `total`, but None if it is less than the number of items so far: then it is no total."""
        # An empty page shows nothing: it may be far behind the end of a list that has shrunk.
        least = self._paging.items_up_to(self._at, count, self._full_page()) if count else 0
        return None if total is None or total < least or self._ignores_totals else total

    def _full_page(self) -> int:
        """The size of a full page: a server may return fewer items than were requested."""
        return min(self._paging.page_size, self._position.largest or self._paging.page_size)

    def _is_in_place(self, keys: Sequence[Key], total: int | None) -> bool:
        """Return False if unread items may have moved up to a page that was read."""
        if not self._source.has_key or (keys and keys[0] in self._seen):
            return True
        # The first page has nothing in front of it. If keys were forgotten, its items can not be recognized.
        if self._at == self._paging.first:
            return not self._seen.has_forgotten
        if not keys and self._may_be_one_page and len(self._seen) == 1:
            return True
        # With an overlap, and after a step back, the first item of the page must be a seen one.
        if self._overlap or self._stepped_back:
            return False
        # Page numbers have no overlap: an equal total is the only sign that nothing has moved.
        if None in {total, self._position.total} or total == self._position.total:
            return True
        # The same pages with the same totals again and again: the total differs from page to page, and says
        # nothing about the list.
        suspect = self._at, total, self._position.total, len(self._seen), tuple(keys)
        self._suspicions = self._suspicions + 1 if suspect == self._suspect else 0
        self._suspect = suspect
        self._ignores_totals = self._suspicions >= _MAX_SUSPICIONS
        return self._ignores_totals

    def _step_back(self) -> None:
        # Further back than this, items that were returned can no longer be told from items that were not.
        is_lost = self._stepped_back >= len(self._seen) or self._at == self._paging.first
        if is_lost and self._seen.has_forgotten:
            raise ListChangedError(
                f"{self._source.name}: the list has changed so much that the position in it is lost. Read it "
                "from its start."
            )
        # Doubling bounds the extra requests to the logarithm of the shift.
        self._stepped_back = max(self._paging.page_size, 2 * self._stepped_back)
        self._at = self._paging.position_before(self._position.at, self._stepped_back)

    def _advance(self, count: int, total: int | None) -> None:
        at, full_page = self._at, self._full_page()
        has_reached_total = total is not None and self._paging.items_up_to(at, count, full_page) >= total
        is_short = count < full_page
        # Pages that are short although the total says that more follow: the server limits the page size.
        has_short_pages = self._position.has_short_pages or (
            is_short and total is not None and not has_reached_total
        )
        is_first = at == self._paging.first
        # The server may limit the page size: only the next page shows whether this one is the last.
        is_limited = is_short and is_first and total is None and not self._paging.exact_page_size
        # A page with nothing but the overlap is the end, whatever the total says: totals can be too high.
        if count <= (0 if is_first else self._overlap):
            self.is_done = True
        # A full page is never the end, whatever the total says: totals can be too low.
        elif is_short and not is_limited and not self._loop.is_repeated:
            self.is_done = self._is_last(has_short_pages=has_short_pages, has_reached_total=has_reached_total)
        self._may_be_one_page = is_limited or (self._may_be_one_page and self._loop.is_repeated)
        self._is_complete = (has_reached_total or is_limited) and not self._loop.is_repeated
        self._at = self._paging.next_position(at, count) - self._overlap
        if self._at == at:
            # A page of one item, which the next page would only repeat.
            self._at += self._overlap
        self._position = Position(
            at=self._at,
            total=total,
            has_short_pages=has_short_pages,
            largest=max(count, self._position.largest),
        )

    def _token(self) -> str | None:
        """Return the token that resumes the list after this page."""
        if self.is_done or self._tokens_of is None:
            return None
        size = self._paging.page_size
        has_forgotten = self._seen.has_forgotten or len(self._seen) > size
        position = evolve(self._position, seen=self._seen.last(size), has_forgotten=has_forgotten)
        return encode_token(self._tokens_of, position)

    def _is_last(self, *, has_short_pages: bool, has_reached_total: bool) -> bool:
        """Decide whether a page that is not full is the last one."""
        if not has_short_pages:
            return True
        # The items before a page with a number can not be counted if those pages are short.
        return has_reached_total and isinstance(self._paging, OffsetPaging)
