"""A long list, read page by page as it is needed."""

import copy
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Generic, Self, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.paging.page_reader import PageReading, page_reading
from seawall.core.paging.strategies import Page, Paging
from seawall.core.validation.arguments import checked_count, checked_text
from seawall.runtime.paging.prefetch import AsyncPrefetch

__all__ = ["AsyncPages"]

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")


class AsyncPages(Generic[R]):
    """The items of a long list. Making it asks nothing of the server; each iteration reads the list anew.

    `send` answers a call, e.g. an engine's `send` under a policy; `call` asks for the first page, `paging`
    says how the next one is asked for. `items` finds the items in what an answer decodes into, `from_wire`
    makes of each what the user gets, and `key` is what stays the same of an item, e.g. its id: it keeps items
    that move between pages from coming twice. With `ahead`, the page after the one in use is fetched
    meanwhile, never more; an error in it is raised when that page is asked for.
    """

    def __init__(
        self,
        send: Callable[[Call[W]], Awaitable[Result[W]]],
        call: Call[W],
        paging: Paging,
        *,
        items: Callable[[W], Sequence[T]],
        from_wire: Callable[[T], R],
        key: Callable[[T], object] | None = None,
        ahead: bool = AsyncPrefetch.IS_USUAL,
    ) -> None:
        def read(token: str | None, *, ahead: bool) -> AsyncGenerator[Page[R], None]:
            reading = page_reading(call, paging, items=items, key=key, token=token)
            return _pages(lambda: _next_page(send, reading, from_wire), reading, ahead=ahead)

        self._read = read
        self._ahead = ahead
        self._token: str | None = None

    def after(self, token: str) -> Self:
        """The rest of the same list after the page that carried `token`, in this process or another.

        Raises InputError where the token is of another list, or of none.
        """
        checked_text(token, "token")
        rest = copy.copy(self)
        rest._token = token  # noqa: SLF001
        self._read(token, ahead=False)
        return rest

    async def pages(self) -> AsyncGenerator[Page[R], None]:
        """Page by page; each has at least one item and carries the token to go on after it."""
        pages = self._read(self._token, ahead=self._ahead)
        try:
            async for page in pages:
                yield page
        finally:
            await pages.aclose()

    async def __aiter__(self) -> AsyncGenerator[R, None]:
        pages = self._read(self._token, ahead=self._ahead)
        try:
            async for page in pages:
                for item in page.items:
                    yield item
        finally:
            await pages.aclose()

    async def first(self) -> R | None:
        """The first item, None where there is none; asks for one page."""
        found = await self.to_list(limit=1)
        return found[0] if found else None

    async def to_list(self, *, limit: int | None = None) -> list[R]:
        """All items, or the first `limit`; no page is asked for beyond those it needs."""
        if limit is not None:
            limit = checked_count(limit, "limit", least=0)
        found: list[R] = []
        if limit == 0:
            return found
        # Nothing happens between two pages that one of them could be fetched meanwhile.
        pages = self._read(self._token, ahead=False)
        try:
            async for page in pages:
                found += page.items
                if limit is not None and len(found) >= limit:
                    break
        finally:
            await pages.aclose()
        return found[:limit]


async def _pages(
    read: Callable[[], Awaitable[Page[R] | None]], reading: PageReading[W, T], *, ahead: bool
) -> AsyncGenerator[Page[R], None]:
    page = await read()
    while page is not None:
        coming = AsyncPrefetch(read) if ahead and not reading.is_over else None
        try:
            yield page
            page = await (coming.result() if coming else read())
        finally:
            if coming:
                await coming.drop()


async def _next_page(
    send: Callable[[Call[W]], Awaitable[Result[W]]],
    reading: PageReading[W, T],
    from_wire: Callable[[T], R],
) -> Page[R] | None:
    while not reading.is_over:
        page = reading.take(await send(reading.next_call()))
        if page is not None:
            items = tuple(from_wire(item) for item in page.items)
            return Page(items=items, token=page.token, total=page.total)
    return None
