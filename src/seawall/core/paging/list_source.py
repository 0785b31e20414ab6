"""The list that a page reader reads: its first call, and the functions that read a page. Pure.

An error in one of the functions is a DecodeError; see `seawall.core.engine.conversion`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

import attrs
from attrs import evolve

from seawall.core.engine.argument_limits import check_arguments
from seawall.core.engine.call import Call, call_converted_by
from seawall.core.engine.call_name import call_name
from seawall.core.engine.conversion import conversion_error, run_for_each, run_function
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError
from seawall.core.paging.seen_keys import Key, keys_of
from seawall.core.paging.strategies import (
    CursorPaging,
    OffsetPaging,
    PageNumberPaging,
    Paging,
    Query,
    items_of_list,
)
from seawall.core.validation.arguments import checked_count
from seawall.core.wire.unset import UNSET

__all__ = ["ListSource"]

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")
A = TypeVar("A")
V = TypeVar("V")

_MOST = 2**53


def _reads_values(paging: Paging[Any]) -> bool:
    """Return whether functions of a strategy may read the wire models of a page."""
    if isinstance(paging, CursorPaging) or getattr(paging, "next_url", None) is not None:
        return True
    return paging.total is not attrs.fields_dict(type(paging))["total"].default


class ListSource(Generic[W, R]):
    """The list that `call` requests; see `page_reader` for the functions."""

    def __init__(
        self,
        call: Call[W],
        paging: Paging[W],
        items: Callable[[W], Sequence[T]],
        from_wire: Callable[[T], R],
        key: Callable[[R], object] | None,
    ) -> None:
        self.call: Call[W] = evolve(call, is_page=True)
        if items is items_of_list and not _reads_values(paging):
            self.call = call_converted_by(self.call, from_wire)
        self.has_key: bool = key is not None
        self.parameters: str = ", ".join(repr(name) for name in sorted(paging.parameters_of_position))
        self._paging = paging
        self._key = key

        def converted(result: Result[W]) -> tuple[R, ...]:
            found: object = self._run("items", items, result, result.value)
            if isinstance(found, str | bytes | Mapping):
                # Their parts, letters or names, would be returned as items.
                raise self._error(f"`items` returns {type(found).__name__}, not a list", result)
            wire = self._run("items", lambda _: tuple(cast("Iterable[T]", found)), result, result.value)
            return tuple(run_for_each("from_wire", from_wire, wire, call=self.call, response=result.response))

        # Returns the items of a page, converted for the user.
        self.items: Callable[[Result[W]], tuple[R, ...]] = converted
        _check_parameters(call, paging)
        # First the limits of the spec: an error should name them.
        check_arguments(call)
        if isinstance(paging, PageNumberPaging | OffsetPaging):
            checked_count(paging.page_size, "page_size")

    @property
    def name(self) -> str:
        """The name of the list in messages."""
        return call_name(self.call)

    def with_query(self, query: Mapping[str, object]) -> Call[W]:
        """Return the call for the page that `query` selects."""
        return evolve(self.call, query={**self.call.query, **query})

    def keys(self, items: Sequence[R], result: Result[W]) -> list[Key]:
        """Return the keys of `items`; none if the items have no key."""
        if self._key is None:
            return []
        found = run_for_each("key", self._key, items, call=self.call, response=result.response)
        missing = next((at for at, key in enumerate(found, start=1) if key is None or key is UNSET), None)
        if missing is not None:
            # All items without a key would count as one item, and all but the first be lost.
            raise self._error(f"`key` returns no value for item {missing} of a page", result)
        return keys_of(found)

    def total(self, result: Result[W]) -> int | None:
        """Return the number of items in the list, if the API reports it."""
        total: object = self._run("total", self._paging.total, result, result)
        if total is None or total is UNSET:
            return None
        if isinstance(total, int) and not isinstance(total, bool):
            # No list is longer, and no page token can hold such a number.
            return None if abs(total) > _MOST else total
        raise self._error(f"`total` returns {type(total).__name__}, not int or None", result)

    def next_query(
        self, next_query: Callable[[Call[object], Result[W]], Query | None], call: Call[W], result: Result[W]
    ) -> Query | None:
        """Return the query parameters of the next page of a list by cursor or link; None at the end."""
        name = "next_cursor" if hasattr(self._paging, "next_cursor") else "next_url"
        return self._run(name, lambda found: next_query(call, found), result, result)

    def same_page_error(self) -> DecodeError:
        """Build the error for a server that returns one page again and again."""
        return DecodeError(
            f"{self.name}: the server returns the same page, or nothing new, again and again. It may not "
            f"know the query parameter {self.parameters}. Check the paging strategy, then report it to the "
            "operator of the server."
        )

    def _run(self, name: str, function: Callable[[A], V], result: Result[W], argument: A) -> V:
        return run_function(name, function, argument, call=self.call, response=result.response)

    def _error(self, reason: str, result: Result[W]) -> DecodeError:
        return conversion_error(reason, self.call, result.response)


def _check_parameters(call: Call[Any], paging: Paging[Any]) -> None:
    """Raise ConfigError if the strategy sets a query parameter that the operation does not have."""
    known = call.operation.query_parameters
    if known is None:
        return
    unknown = sorted(name for name in paging.parameters_of_position if name not in known)
    if unknown:
        raise ConfigError(
            f"{call_name(call)} has no query parameter {unknown[0]!r} to page "
            f"by. Give one of: {', '.join(sorted(known)) or '(it has none)'}."
        )
