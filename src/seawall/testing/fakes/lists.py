"""The order and the pages of lists of a fake API."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.problem import invalid

__all__ = ["page_of", "sorted_by"]

T = TypeVar("T")


def sorted_by(items: Sequence[T], call: FakeCall, keys: Mapping[str, Callable[[T], object]]) -> list[T]:
    """Sort `items` by the fields in the parameter `sort`, `-` before a field reverses it; equal ones stay.

    An absent value is the smallest. Raises ProblemError with status 422 for a field that is not in `keys`.
    """
    ordered = list(items)
    # Sorts are stable, so the most important field is applied last. A `+` in a query decodes to a blank.
    for value in reversed(call.all("sort") or ()):
        name = value[1:] if value[:1] in {"+", "-", " "} else value
        if name not in keys:
            raise invalid("query", "sort", f"sort by one of {', '.join(keys)}")
        key = keys[name]
        ordered.sort(key=lambda item: _sort_key(key(item)), reverse=value.startswith("-"))
    return ordered


def page_of(items: Sequence[T], call: FakeCall, *, size_name: str = "page_size") -> list[T]:
    """Return the page that the parameters `page` (from 1) and `size_name` ask for."""
    size = call.number(size_name, 50)
    start = (call.number("page", 1) - 1) * size
    return list(items[start : start + size])


def _sort_key(value: object) -> tuple[bool, str]:
    # Texts, ids and times in one format are ordered by their text.
    return value is not None, str(value)
