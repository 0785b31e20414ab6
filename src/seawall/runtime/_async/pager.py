"""Pages as one lazy iterator: the next page is asked for when the one before is used up."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from seawall.core.answer import Answer
from seawall.core.paging import is_last_page

__all__ = ["items_of_pages"]

T = TypeVar("T")
R = TypeVar("R")


async def items_of_pages(
    page: Callable[[int], Awaitable[Answer[list[T]]]], from_wire: Callable[[T], R], *, page_size: int
) -> AsyncIterator[R]:
    """What `from_wire` makes of every item of every page; `page` answers page number n, from 1."""
    number, before = 1, list[T]()
    while True:
        items = (await page(number)).value
        is_last = is_last_page(items, page_size, before)
        for item in items:
            yield from_wire(item)
        if is_last:
            return
        number, before = number + 1, items
