"""Pages of lists."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from seawall.local.serving.stored_json import MAX_INTEGER

__all__ = ["Limit", "Page", "Skip", "page_of"]

T = TypeVar("T")

Skip = Annotated[int, Query(ge=0, le=MAX_INTEGER, description="Number of items to skip.")]
Limit = Annotated[int, Query(ge=1, le=100, description="Largest number of items to return.")]


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T] = Field(description="The items of this page.")
    total: int = Field(description="Number of items in the whole list.")
    page: int = Field(description="Number of this page, from 1.")
    size: int = Field(description="Largest number of items of a page.")
    pages: int = Field(description="Number of pages.")


def page_of(items: list[T], *, total: int, skip: int, limit: int) -> Page[T]:
    """Make the page that starts after `skip` items."""
    return Page(items=items, total=total, page=skip // limit + 1, size=limit, pages=-(-total // limit))
