"""Sorting, paging and metadata filters of lists."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query
from sqlalchemy import ColumnElement, Select, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import Boolean, Text

from seawall.local.platform.jsonpath import JsonPathError, parse
from seawall.local.platform.jsonpath.nodes import Node
from seawall.local.serving.json_object import JsonObject
from seawall.local.serving.validation_errors import invalid_query_error

__all__ = [
    "Order",
    "PageNumber",
    "PageSize",
    "apply_sort",
    "has_at_most",
    "metadata_matches",
    "paginate",
    "parse_sort",
    "parsed_filter",
    "without_index",
]

PageNumber = Annotated[int, Query(ge=1)]
PageSize = Annotated[int, Query(ge=5, le=100)]
Row = TypeVar("Row")
Value = TypeVar("Value")
Order = ColumnElement[Any] | InstrumentedAttribute[Any]
"""What a list is sorted by."""


def parse_sort(sort: Sequence[str] | None, fields: Sequence[str]) -> list[tuple[str, bool]]:
    """Parse `sort` values into pairs (field, descending). Raises a 422 for an unknown field.

    A leading blank counts as `+`: a `+` in a query decodes to a blank if it is not percent-encoded.
    """
    keys = []
    for value in sort or ():
        field = value.lstrip("+- ")
        if field not in fields or len(value) > len(field) + 1:
            raise invalid_query_error(
                "sort", f"sort by one of {', '.join(fields)}, each with an optional + or - before it"
            )
        keys.append((field, value.startswith("-")))
    return keys


def apply_sort(
    query: Select[Row],
    sort: Sequence[str] | None,
    columns: Mapping[str, Order],
    *,
    then: Sequence[Order],
) -> Select[Row]:
    """Sort the query; `then` breaks ties, so that pages are stable."""
    keys = parse_sort(sort, list(columns))
    # A column that comes twice keeps SQLite from an index.
    sorted_by = {columns[field].key for field, _ in keys}
    if any(columns[field].expression.primary_key for field, _ in keys):
        then = ()  # there are no ties
    return query.order_by(
        *(columns[field].desc() if descending else columns[field].asc() for field, descending in keys),
        *(each for each in then if getattr(each, "element", each).key not in sorted_by),
    )


def has_at_most(session: Session, count: int, matches: Select[Row]) -> bool:
    """Return True if the query has at most `count` rows, without reading more."""
    first = matches.limit(count + 1).subquery()
    found = session.scalar(select(func.count()).select_from(first))
    return found is not None and found <= count


def without_index(column: InstrumentedAttribute[Value]) -> ColumnElement[Value]:
    """Return the column so that SQLite searches by the other conditions.

    https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
    """
    return UnaryExpression(column.expression, operator=custom_op("+"), type_=column.type)


def paginate(query: Select[Row], page: int, page_size: int) -> Select[Row]:
    """Select one page, counted from 1. The offset is capped at SQLite's largest integer."""
    return query.limit(page_size).offset(min((page - 1) * page_size, 2**63 - 1))


def metadata_matches(
    column: InstrumentedAttribute[JsonObject | None], expression: str
) -> ColumnElement[bool]:
    """Create the SQL condition that the metadata matches a JSONPath. Raises a 422 for a bad expression."""
    parsed_filter(expression)
    return func.jsonpath_exists(type_coerce(column, Text), expression, type_=Boolean)


def parsed_filter(expression: str) -> Node:
    """Parse the JSONPath of a metadata filter. Raises a 422 for a bad expression."""
    try:
        return parse(expression)
    except JsonPathError as error:
        raise invalid_query_error("custom_metadata", f"not a valid JSONPath: {error}") from error
