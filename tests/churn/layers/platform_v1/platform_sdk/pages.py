"""Lists, page by page."""

from collections.abc import Callable
from typing import TypeVar

from seawall.core.engine.call import Call
from seawall.core.paging.strategies import PageNumberPaging
from seawall.core.validation.arguments import checked_count
from seawall.runtime import ClientContext, Pages

from platform_sdk.policies import Policies, Settings

__all__ = ["pages"]

T = TypeVar("T")
R = TypeVar("R")


def pages(
    context: ClientContext[Policies, Settings],
    call: Call[list[T]],
    from_wire: Callable[[T], R],
    *,
    page_size: int,
    key: Callable[[R], object],
) -> Pages[R]:
    """The items that `call` lists; raises InputError for a page size that the platform refuses."""
    checked_count(page_size, "page_size", least=5, most=100)
    return Pages(
        lambda page: context.engine.send(page, context.policies.read),
        call,
        PageNumberPaging(page_size=page_size, exact_page_size=True),
        items=lambda body: body,
        from_wire=from_wire,
        key=key,
    )
