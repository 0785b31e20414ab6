"""What all lists share: sorting, paging and metadata filters."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query
from sqlalchemy import ColumnElement, Select, func, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import Boolean, Text

from seawall.local.platform.api.http_errors import invalid_query
from seawall.local.platform.jsonpath import JsonPathError, parse
from seawall.local.platform.store.tables import JsonObject

__all__ = ["Page", "PageSize", "metadata_matches", "paged", "sort_keys", "sorted_by"]

Page = Annotated[int, Query(ge=1)]
PageSize = Annotated[int, Query(ge=5, le=100)]
Row = TypeVar("Row")
Column = InstrumentedAttribute[Any]
Order = ColumnElement[Any] | Column


def sort_keys(sort: Sequence[str] | None, fields: Sequence[str]) -> list[tuple[str, bool]]:
    """(field, descending) for each `sort` value. Raises the 422 of an unknown field.

    A blank counts as `+`: that is what a `+` becomes in a query that was not percent-encoded.
    """
    keys = []
    for value in sort or ():
        field = value.lstrip("+- ")
        if field not in fields or len(value) > len(field) + 1:
            raise invalid_query("sort", f"sort by one of {', '.join(fields)}, after + or -", value)
        keys.append((field, value.startswith("-")))
    return keys


def sorted_by(
    query: Select[Row],
    sort: Sequence[str] | None,
    columns: Mapping[str, Column],
    *,
    then: Sequence[Order],
) -> Select[Row]:
    """The query in the order that the caller wants; `then` decides what is left open, so pages are stable."""
    keys = sort_keys(sort, list(columns))
    return query.order_by(
        *(columns[field].desc() if descending else columns[field].asc() for field, descending in keys), *then
    )


def paged(query: Select[Row], page: int, page_size: int) -> Select[Row]:
    """One page, the first being 1; an empty one when the page lies beyond what SQLite can count."""
    return query.limit(page_size).offset(min((page - 1) * page_size, 2**63 - 1))


def metadata_matches(
    column: InstrumentedAttribute[JsonObject | None], expression: str
) -> ColumnElement[bool]:
    """The condition that the metadata matches a JSONPath. Raises the 422 of a bad expression."""
    try:
        parse(expression)
    except JsonPathError as error:
        raise invalid_query("custom_metadata", f"this is no JSONPath: {error}", expression) from error
    return func.jsonpath_exists(type_coerce(column, Text), expression, type_=Boolean)
