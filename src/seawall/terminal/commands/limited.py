"""The first items of a list, and the message that there are more."""

from typing import Protocol, TypeVar

from seawall.terminal.screen import note

__all__ = ["first_items"]

T = TypeVar("T")


class _Pages(Protocol[T]):
    def to_list(self, *, limit: int | None = None) -> list[T]: ...


def first_items(pages: _Pages[T], limit: int, counted: str) -> list[T]:
    """Return the first `limit` items, and say if there are more; `counted` are the items, e.g. `runs`."""
    # One more than is shown: no command may leave out items without a word.
    found = pages.to_list(limit=limit + 1)
    if len(found) > limit:
        note(f"There are more {counted}. To see them, give a larger --limit.")
    return found[:limit]
