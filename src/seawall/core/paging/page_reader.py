"""Reads a list page by page: what to ask for next, which items are new, when the list ends. Pure.

A list may change while it is read. Where its items have a key, none is given twice, because the keys of the
last 10,000 are remembered. Where it is read by offset, or by page number with a total, none that was there
all the time is missed either, as long as the order of the others does not change: a page must then begin with
an item that was given before. If it does not, items before it may have gone and others moved up past it, so
the reading steps back until it finds its place.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError, InputError, SeawallError
from seawall.core.paging.resume_token import Place, Recent, fingerprint, from_token, token_for
from seawall.core.paging.strategies import (
    CursorPaging,
    LinkPaging,
    OffsetPaging,
    Page,
    PageNumberPaging,
    Paging,
)

__all__ = ["PageReading", "page_reading"]

W = TypeVar("W")
T = TypeVar("T")

_REMEMBERED = 10_000
# A list that grows in front by a whole page between two looks shows the same page again; not this often.
_MOST_IDLE = 10


class PageReading(Protocol[W, T]):
    """One reading of a list: ask for `next_call`, hand its answer to `take`, until `is_over`."""

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to ask for."""

    def next_call(self) -> Call[W]:
        """The call for the next page; raises DecodeError where the last answer leads nowhere."""

    def take(self, answer: Result[W]) -> Page[T] | None:
        """The page that `answer` is, without what was given before; None where nothing of it is new."""


def page_reading(
    call: Call[W],
    paging: Paging,
    *,
    items: Callable[[W], Sequence[T]],
    key: Callable[[T], object] | None = None,
    token: str | None = None,
) -> PageReading[W, T]:
    """A reading of the list that `call` asks for, from its begin or from where `token` was made.

    `items` finds the items in what an answer decodes into, `key` what stays the same of an item, e.g. its id.
    Raises InputError for a token of another list, ConfigError for an overlap that leaves nothing of a page.
    """
    source = _Source(call, items, key, fingerprint(call, type(paging).__name__, key is not None))
    place = None if token is None else from_token(token, source.list)
    if isinstance(paging, CursorPaging | LinkPaging):
        return _Following(source, paging, place)
    if isinstance(paging, OffsetPaging) and key is not None and paging.page_size == 1:
        raise ConfigError("page_size is 1: give at least 2, because each page begins with an item again.")
    return _Counting(source, paging, place)


class _Source(Generic[W, T]):
    """What stays the same from page to page."""

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

    def moved(self, query: Mapping[str, object]) -> Call[W]:
        return evolve(self.call, query={**self.call.query, **query})

    def digests(self, items: Sequence[T]) -> list[bytes]:
        return [] if self.key is None else [Recent.digest(self.key(item)) for item in items]


def _new(items: Sequence[T], digests: Sequence[bytes], given: Recent) -> tuple[T, ...]:
    """The items that were not given yet; from now on they are."""
    if not digests:
        return tuple(items)
    found = []
    for item, digest in zip(items, digests, strict=True):
        if digest not in given:
            given.add([digest])
            found.append(item)
    return tuple(found)


class _Progress:
    """Whether a list goes on, or its server gives the same again and again, page after page."""

    def __init__(self, most_idle: int = _MOST_IDLE) -> None:
        self._most_idle = most_idle
        self._idle = 0
        self._useful = 0
        self._before: object = None
        self._repeated = False

    def took(self, items: Sequence[object], digests: Sequence[bytes], new: Sequence[object]) -> bool:
        """Note a page that was taken; whether it shows what the one before did, in whatever order."""
        shown: object = frozenset(digests) if digests else items
        self._repeated, self._before = shown == self._before, shown
        if new and not self._repeated:
            self._idle, self._useful = 0, self._useful + 1
        else:
            self._idle += 1
        return self._repeated

    def check(self) -> None:
        """Raise DecodeError where too many pages in a row have added nothing new."""
        # Where much was added in front, every page that was given may come again, each once.
        most = self._most_idle + (0 if self._repeated else self._useful)
        if self._idle > most:
            raise DecodeError(
                "The server gives the same page, or nothing new, again and again. Tell its operator."
            )


class _Following(Generic[W, T]):
    """A reading in which each answer leads to the next page."""

    def __init__(self, source: _Source[W, T], paging: CursorPaging | LinkPaging, place: Place | None) -> None:
        if place is not None and not _moves(place, paging):
            raise InputError("This token of a page names no place in this list. Begin anew.")
        self.is_over = False
        self._source = source
        self._paging = paging
        self._call = source.call if place is None else source.moved(place.to)
        self._given = Recent(_REMEMBERED, b"" if place is None else place.given)
        self._asked = Recent(_REMEMBERED)
        self._progress = _Progress()
        self._trouble: SeawallError | None = None

    def next_call(self) -> Call[W]:
        if self._trouble is not None:
            raise self._trouble
        return self._call

    def take(self, answer: Result[W]) -> Page[T] | None:
        items = self._source.items(answer.value)
        digests = self._source.digests(items)
        new = _new(items, digests, self._given)
        token = self._token_after(answer, len(items))
        self._progress.took(items, digests, new)
        if not self.is_over:
            self._progress.check()
        if not new:
            return None
        return Page(items=new, token=token, total=self._paging.total(answer))

    def _token_after(self, answer: Result[W], count: int) -> str | None:
        """Turn to the next page; what is wrong with it is told when it is asked for, after these items."""
        try:
            query = self._paging.next_query(self._call, answer)
            if query is None:
                self.is_over = True
                return None
            self._asked.add([_address(self._call)])
            self._call = self._source.moved(query)
            if _address(self._call) in self._asked:
                raise DecodeError("The server gives the same page again and again. Tell its operator.")
        except SeawallError as error:
            self._trouble = error
            return None
        return token_for(self._source.list, Place(to=query, given=self._given.last(count)))


def _moves(place: Place, paging: CursorPaging | LinkPaging) -> bool:
    """Whether `place` moves what pages move, and nothing else."""
    return bool(place.to) and all(place.to.values()) and place.to.keys() <= paging.moving


def _address(call: Call[Any]) -> bytes:
    return Recent.digest(request_for(call, "", {}).url)


class _Counting(Generic[W, T]):
    """A reading that counts pages or items itself."""

    def __init__(
        self, source: _Source[W, T], paging: PageNumberPaging | OffsetPaging, place: Place | None
    ) -> None:
        self.is_over = False
        self._source = source
        self._paging = paging
        self._place = Place(at=paging.first) if place is None else place
        if self._place.at < paging.first:
            raise InputError("This token of a page names no place in this list. Begin anew.")
        self._given = Recent(_REMEMBERED, self._place.given, forgot=self._place.forgot)
        self._at = self._place.at
        self._back = 0
        self._progress = _Progress(0 if source.key is None else _MOST_IDLE)

    def next_call(self) -> Call[W]:
        return self._source.moved({self._paging.parameter: self._at})

    def take(self, answer: Result[W]) -> Page[T] | None:
        items, total = self._source.items(answer.value), self._paging.total(answer)
        digests = self._source.digests(items)
        if not self._is_in_place(digests, total):
            self._step_back()
            return None
        self._back = 0
        new = _new(items, digests, self._given)
        self._go_on(len(items), total, repeated=self._progress.took(items, digests, new))
        if not self.is_over:
            self._progress.check()
        if not new:
            return None
        token = None if self.is_over else token_for(self._source.list, self._place)
        return Page(items=new, token=token, total=total)

    def _is_in_place(self, digests: Sequence[bytes], total: int | None) -> bool:
        """Whether nothing can have moved up past the begin of this page."""
        if self._source.key is None or (digests and digests[0] in self._given):
            return True
        if self._at == self._paging.first:
            return not self._given.forgot
        if self._paging.overlap or self._back:
            return False
        return None in {total, self._place.total} or total == self._place.total

    def _step_back(self) -> None:
        # Further back than that, what was given can not be told from what was not.
        is_lost = self._back >= len(self._given) or self._at == self._paging.first
        if is_lost and self._given.forgot:
            raise DecodeError(
                "The list has changed so much that the place in it is lost. Read it anew from its begin."
            )
        self._back = max(self._paging.page_size, 2 * self._back)
        self._at = self._paging.back(self._place.at, self._back)

    def _go_on(self, count: int, total: int | None, *, repeated: bool) -> None:
        at = self._at
        overlap = self._paging.overlap if self._source.key is not None else 0
        ended = total is not None and self._paging.end(at, count) >= total
        is_short = count < self._paging.page_size
        ragged = self._place.ragged or (
            self._paging.is_numbered and is_short and not ended and total is not None
        )
        if count <= (overlap if at > self._paging.first else 0):
            self.is_over = True
        elif not ragged and not repeated:
            self.is_over = ended or (is_short and total is None)
        self._at = self._paging.after(at, count) - overlap
        size = self._paging.page_size
        self._place = Place(
            at=self._at,
            given=self._given.last(size),
            forgot=self._given.forgot or len(self._given) > size,
            total=total,
            ragged=ragged,
        )
