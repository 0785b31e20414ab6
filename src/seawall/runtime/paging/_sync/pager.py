# DO NOT EDIT. Derived from ../_async/pager.py by "python -m seawall.codegen.derive".
"""Lists that are read page by page, as their items are needed."""

from collections.abc import Generator, Callable, Sequence
from operator import index as whole_number
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.model.frames import to_pandas, to_polars
from seawall.core.model.with_data import without_methods
from seawall.core.paging.list_text import list_text
from seawall.core.paging.page_reader import PageReader, page_reader
from seawall.core.paging.read_items import ReadItems
from seawall.core.paging.strategies import Page, Paging
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import checked_count, checked_text
from seawall.runtime.concurrency.threads import Prefetch, call
from seawall.runtime.paging.reading_hints import ReadingHints

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl

__all__ = ["Pages"]

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")
V = TypeVar("V")


class Pages(ProcessBound, ReadingHints, Generic[R]):
    """The items of a paged list. Creating it sends nothing; each iteration reads the list from its start.

    `send` sends a call and returns its result, e.g. an engine's `send` with a policy. `call` requests the
    first page, and `paging` is the strategy for the next ones. `items` returns the items of a decoded page,
    `from_wire` converts each item for the user, and `key` returns the part of a converted item that never
    changes, e.g. its id: with it, an item that moves between pages is returned once. An error in one of these
    functions is a DecodeError that names the function and the field. With `prefetch`, the next page is
    requested while the current one is in use; an error in it is raised when that page is needed.

    `pages[3]`, `pages[:10]`, `len(pages)` and `bool(pages)` answer from the last reading and send nothing:
    its first 100 items are kept. They raise UsageError for what was not read.

    Pages are never cached, whatever the policy says: pages of different times would make a list with gaps.
    Raises ConfigError if `paging` sets a query parameter that the operation does not have.
    """

    _in_other_process = "Send the items, or the token of a page and read on there with `after(token)`."

    def __init__(
        self,
        send: Callable[[Call[W]], Result[W]],
        call: Call[W],
        paging: Paging[W],
        *,
        items: Callable[[W], Sequence[T]],
        from_wire: Callable[[T], R],
        key: Callable[[R], object] | None = None,
        prefetch: bool = Prefetch.DEFAULT,
    ) -> None:
        def read(
            token: str | None, *, prefetch: bool, with_tokens: bool
        ) -> Generator[tuple[Page[R], bool], None]:
            reader = page_reader(
                call,
                paging,
                items=items,
                from_wire=from_wire,
                key=key,
                token=token,
                with_tokens=with_tokens,
            )
            return _pages(lambda: _next_page(send, reader), reader, prefetch=prefetch)

        # Makes a reader now, so that a wrong argument is an error here and not in the first iteration.
        page_reader(call, paging, items=items, from_wire=from_wire, key=key)

        super().__init__(call_name(call))
        self._read = read
        self._prefetch = prefetch
        self._token: str | None = None
        self._call: Call[object] = call
        self._done: ReadItems[R] = ReadItems(self._name, self._advice)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list_text(self._call)}; {self._progress()})"

    def _repr_html_(self) -> str:
        from seawall.core.notebook.values import list_html  # noqa: PLC0415 - 10 ms, in notebooks only

        remark = f"{self._progress().capitalize()}."
        return list_html(
            list_text(self._call),
            [without_methods(item) for item in self._done.items],
            remark if self._done.count else f"{remark} {self._advice}",
        )

    def __len__(self) -> int:
        return self._done.length()

    def __bool__(self) -> bool:
        return self._done.is_any()

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> list[R]: ...
    def __getitem__(self, index: int | slice) -> R | list[R]:
        if isinstance(index, slice):
            return self._done.part(index)
        return self._done.at(whole_number(index))

    def after(self, token: str) -> Self:
        """Return the rest of the list after the page with `token`, which may come from another process.

        Raises InputError if the token is not one of this list.
        """
        checked_text(token, "token")
        rest = object.__new__(type(self))
        rest.__dict__.update(self.__dict__)
        rest._token = token
        rest._done = ReadItems(self._name, self._advice)
        # Decodes the token now, so that a wrong one is an error here and not in the first iteration.
        self._read(token, prefetch=False, with_tokens=False)
        return rest

    def map(self, convert: Callable[[R], V]) -> "Pages[V]":
        """Return the same list with each item converted by `convert`, page by page; nothing is sent.

        An error in `convert` is raised as it is.
        """

        def read(
            token: str | None, *, prefetch: bool, with_tokens: bool
        ) -> Generator[tuple[Page[V], bool], None]:
            return _converted(self._read(token, prefetch=prefetch, with_tokens=with_tokens), convert)

        made: Pages[V] = object.__new__(Pages)
        made.__dict__.update(self.__dict__)
        made._read = read
        made._done = ReadItems(self._name, self._advice)
        return made

    def pages(self) -> Generator[Page[R], None]:
        """Iterate over the pages; each has at least one item, and all but the last a token for `after`."""
        return self._reading(prefetch=self._prefetch, with_tokens=True)

    def __iter__(self) -> Generator[R, None]:
        pages = self._reading(prefetch=self._prefetch, with_tokens=False)
        try:
            for page in pages:
                for item in page.items:
                    yield item
        finally:
            pages.close()

    def first(self) -> R | None:
        """Return the first item, or None if the list is empty. Requests one page."""
        found = self.to_list(limit=1)
        return found[0] if found else None

    def first_page(self) -> Page[R] | None:
        """Return the first page, or None if the list is empty. Requests one page, and prefetches none.

        `after(token)` with the token of a page makes it the next page, e.g. for one page of a web service.
        """
        pages = self._reading(prefetch=False, with_tokens=True)
        try:
            return next(pages, None)
        finally:
            pages.close()

    def total(self) -> int | None:
        """Return the number of items in the list as the API reports it. Requests one page.

        None if the API does not report it and the list has more than that page.
        """
        page = self.first_page()
        if page is not None and page.total is not None:
            return page.total
        # After a token, the rest of the list is not its whole.
        return self._done.count if self._done.is_complete and self._token is None else None

    def to_list(self, *, limit: int | None = None) -> list[R]:
        """Return all items, or the first `limit`. Requests no more pages than that takes."""
        if limit is not None:
            limit = checked_count(limit, "limit", least=0)
        found: list[R] = []
        if limit == 0:
            return found
        # No prefetch: nothing happens between two pages, so it would gain nothing.
        pages = self._reading(prefetch=False, with_tokens=False)
        try:
            for page in pages:
                found += page.items
                if limit is not None and len(found) >= limit:
                    break
        finally:
            pages.close()
        return found[:limit]

    def to_pandas(self, *, limit: int | None = None) -> "pd.DataFrame":
        """Return all items, or the first `limit`, as a pandas data frame; see `to_pandas` of models.

        Raises MissingExtraError without the extra `pandas`.
        """
        return to_pandas(self.to_list(limit=limit))

    def to_polars(self, *, limit: int | None = None) -> "pl.DataFrame":
        """Return all items, or the first `limit`, as a polars data frame; see `to_polars` of models.

        Raises MissingExtraError without the extra `polars`.
        """
        return to_polars(self.to_list(limit=limit))

    def _reading(self, *, prefetch: bool, with_tokens: bool) -> Generator[Page[R], None]:
        """Iterate over the pages of one reading, whose items replace those of the last one."""
        done: ReadItems[R] = ReadItems(self._name, self._advice)
        pages = self._read(self._token, prefetch=prefetch, with_tokens=with_tokens)
        try:
            for page, is_last in pages:
                done.add(page.items)
                self._done, done.is_complete = done, is_last
                yield page
            self._done, done.is_complete = done, True
        finally:
            pages.close()

    def _progress(self) -> str:
        if self._done.is_complete:
            return f"{self._done.count:,} items"
        return f"{self._done.count:,} items read so far" if self._done.count else "nothing read yet"


def _pages(
    read: Callable[[], Page[R] | None], reader: PageReader[W, R], *, prefetch: bool
) -> Generator[tuple[Page[R], bool], None]:
    """Yield each page and whether it is the last one."""
    page = read()
    while page is not None:
        # Before the prefetch, which moves the reader on. A page without a token may precede an error.
        is_last = reader.is_done
        upcoming = Prefetch(read) if prefetch and not is_last else None
        try:
            yield page, is_last
            page = (upcoming.result() if upcoming else read())
        finally:
            if upcoming:
                upcoming.cancel()


def _converted(
    pages: Generator[tuple[Page[R], bool], None], convert: Callable[[R], V]
) -> Generator[tuple[Page[V], bool], None]:
    try:
        for page, is_last in pages:
            items = tuple(convert(item) for item in page.items)
            yield Page(items=items, token=page.token, total=page.total), is_last
    finally:
        pages.close()


def _next_page(
    send: Callable[[Call[W]], Result[W]], reader: PageReader[W, R]
) -> Page[R] | None:
    while not reader.is_done:
        try:
            result: Result[W] = call("send", send, reader.next_call())
        except NotFoundError:
            if not reader.accept_missing():
                raise
            continue
        page = reader.accept(result)
        if page is not None:
            return page
    return None
