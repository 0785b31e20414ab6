"""Lists that are read page by page, as their items are needed."""

import copy
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Generic, Self, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.paging.page_reader import PageReader, page_reader
from seawall.core.paging.strategies import Page, Paging
from seawall.core.validation.arguments import checked_count, checked_text
from seawall.runtime.concurrency.tasks import AsyncPrefetch, async_call

__all__ = ["AsyncPages"]

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")


class AsyncPages(Generic[R]):
    """The items of a paged list. Creating it sends nothing; each iteration reads the list from its start.

    `send` sends a call and returns its result, e.g. an engine's `send` with a policy. `call` requests the
    first page, and `paging` is the strategy for the next ones. `items` returns the items of a decoded page,
    `from_wire` converts each item for the user, and `key` returns the part of a converted item that never
    changes, e.g. its id: with it, an item that moves between pages is returned once. An error in one of these
    functions is a DecodeError that names the function and the field. With `prefetch`, the next page is
    requested while the current one is in use; an error in it is raised when that page is needed.

    Pages are never cached, whatever the policy says: pages of different times would make a list with gaps.
    Raises ConfigError if `paging` sets a query parameter that the operation does not have.
    """

    def __init__(
        self,
        send: Callable[[Call[W]], Awaitable[Result[W]]],
        call: Call[W],
        paging: Paging[W],
        *,
        items: Callable[[W], Sequence[T]],
        from_wire: Callable[[T], R],
        key: Callable[[R], object] | None = None,
        prefetch: bool = AsyncPrefetch.DEFAULT,
    ) -> None:
        def read(token: str | None, *, prefetch: bool) -> AsyncGenerator[Page[R], None]:
            reader = page_reader(call, paging, items=items, from_wire=from_wire, key=key, token=token)
            return _pages(lambda: _next_page(send, reader), reader, prefetch=prefetch)

        # Makes a reader now, so that a wrong argument is an error here and not in the first iteration.
        page_reader(call, paging, items=items, from_wire=from_wire, key=key)

        self._read = read
        self._prefetch = prefetch
        self._token: str | None = None

    def after(self, token: str) -> Self:
        """Return the rest of the list after the page with `token`, which may come from another process.

        Raises InputError if the token is not one of this list.
        """
        checked_text(token, "token")
        rest = copy.copy(self)
        rest._token = token  # noqa: SLF001 - it is of our own class
        # Decodes the token now, so that a wrong one is an error here and not in the first iteration.
        self._read(token, prefetch=False)
        return rest

    async def pages(self) -> AsyncGenerator[Page[R], None]:
        """Iterate over the pages; each has at least one item, and all but the last a token for `after`."""
        pages = self._read(self._token, prefetch=self._prefetch)
        try:
            async for page in pages:
                yield page
        finally:
            await pages.aclose()

    async def __aiter__(self) -> AsyncGenerator[R, None]:
        pages = self._read(self._token, prefetch=self._prefetch)
        try:
            async for page in pages:
                for item in page.items:
                    yield item
        finally:
            await pages.aclose()

    async def first(self) -> R | None:
        """Return the first item, or None if the list is empty. Requests one page."""
        found = await self.to_list(limit=1)
        return found[0] if found else None

    async def to_list(self, *, limit: int | None = None) -> list[R]:
        """Return all items, or the first `limit`. Requests no more pages than that takes."""
        if limit is not None:
            limit = checked_count(limit, "limit", least=0)
        found: list[R] = []
        if limit == 0:
            return found
        # No prefetch: nothing happens between two pages, so it would gain nothing.
        pages = self._read(self._token, prefetch=False)
        try:
            async for page in pages:
                found += page.items
                if limit is not None and len(found) >= limit:
                    break
        finally:
            await pages.aclose()
        return found[:limit]


async def _pages(
    read: Callable[[], Awaitable[Page[R] | None]], reader: PageReader[W, R], *, prefetch: bool
) -> AsyncGenerator[Page[R], None]:
    page = await read()
    while page is not None:
        upcoming = AsyncPrefetch(read) if prefetch and not reader.is_done else None
        try:
            yield page
            page = await (upcoming.result() if upcoming else read())
        finally:
            if upcoming:
                await upcoming.cancel()


async def _next_page(
    send: Callable[[Call[W]], Awaitable[Result[W]]], reader: PageReader[W, R]
) -> Page[R] | None:
    while not reader.is_done:
        try:
            result: Result[W] = await async_call("send", send, reader.next_call())
        except NotFoundError:
            if not reader.accept_missing():
                raise
            continue
        page = reader.accept(result)
        if page is not None:
            return page
    return None
