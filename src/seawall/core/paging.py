"""When a list of pages ends. Pure."""

from collections.abc import Sequence

from seawall.core.errors import DecodeError

__all__ = ["is_last_page"]


def is_last_page(items: Sequence[object], size: int, before: Sequence[object]) -> bool:
    """Whether `items` is the last page: it is shorter than the page size.

    `before` is the page before it. Raises DecodeError where a server ignores the page number and would be
    asked forever.
    """
    if items and items == before:
        raise DecodeError("The server gives the same page again and again. Tell its operator.")
    return len(items) < size
