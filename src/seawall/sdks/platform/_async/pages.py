"""Lists of the platform, page by page."""

from collections.abc import Callable
from typing import TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.paging.strategies import PageNumberPaging
from seawall.core.validation.arguments import checked_count
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.sdks.platform._async.context import AsyncContext

__all__ = ["async_pages"]

T = TypeVar("T")
R = TypeVar("R")


def async_pages(
    context: AsyncContext,
    call: Call[list[T]],
    policy: Policy,
    from_wire: Callable[[T], R],
    *,
    page_size: int,
    key: Callable[[R], object],
    nocache: bool,
) -> AsyncPages[R]:
    """The items that `call` lists, read page by page; `key` identifies an item.

    Pages are never cached, so `nocache` changes nothing. Raises InputError if `page_size` is not from 5
    to 100, which the platform would refuse.
    """
    checked_count(page_size, "page_size", least=5, most=100)
    return AsyncPages(
        lambda page: context.engine.send(page, policy, nocache=nocache),
        call,
        # The platform refuses a page size that it does not serve.
        PageNumberPaging(page_size=page_size, exact_page_size=True),
        items=lambda body: body,
        from_wire=from_wire,
        key=key,
    )
