"""The items that a reading of a list has returned so far, the first 100 of them. Pure.

`pages[3]`, `len(pages)` and the display of pages answer from it, so that none of them sends a request.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from seawall.core.errors import UsageError

__all__ = ["KEPT_ITEMS", "ReadItems"]

R = TypeVar("R")

KEPT_ITEMS = 100
"""The number of items that are kept: a bound, so that a long list takes the memory of a page."""


class ReadItems(Generic[R]):
    """The first items of one reading; `count` is the number of all items that it has returned.

    `name` is the name of the list in messages, and `advice` says how to read items into a list.
    """

    def __init__(self, name: str, advice: str) -> None:
        self.items: list[R] = []
        self.count: int = 0
        self.is_complete: bool = False
        self._name = name
        self._advice = advice

    def add(self, items: Sequence[R]) -> None:
        """Record the items of the next page."""
        self.count += len(items)
        self.items += items[: KEPT_ITEMS - len(self.items)]

    def length(self) -> int:
        """Return the number of items of the list; raises UsageError if it was not read to its end."""
        if not self.is_complete:
            raise self._error("its length is not known before it was read to its end")
        return self.count

    def is_any(self) -> bool:
        """Return whether the list has an item; raises UsageError if nothing was read."""
        if not self.count and not self.is_complete:
            raise self._error("whether it has an item is not known before it was read")
        return bool(self.count)

    def at(self, index: int) -> R:
        """Return one item; raises UsageError if it was not read or not kept."""
        position = index + self.count if index < 0 and self.is_complete else index
        if 0 <= position < len(self.items):
            return self.items[position]
        if self.is_complete and not 0 <= position < self.count:
            raise UsageError(f"{self._name}: there is no item {index}, for its length is {self.count:,}.")
        raise self._error(f"item {index} can not be taken from it")

    def part(self, index: slice) -> list[R]:
        """Return the items of a slice; raises UsageError if one of them was not read or not kept."""
        bounds = [one for one in (index.start, index.stop) if one is not None]
        if self.is_complete:
            positions = range(*index.indices(self.count))
        elif index.stop is None or min(bounds) < 0:
            raise self._error("a slice that ends at its end can not be taken from it")
        else:
            positions = range(*index.indices(max(bounds) + 1))
        if positions and max(positions[0], positions[-1]) >= len(self.items):
            raise self._error("not all items of the slice can be taken from it")
        return [self.items[position] for position in positions]

    def _error(self, reason: str) -> UsageError:
        plural = "s were" if self.count > 1 else " was"
        state = f"{self.count:,} item{plural} read" if self.count else "nothing was read"
        kept = f", and the first {KEPT_ITEMS} are kept" if self.count > KEPT_ITEMS else ""
        return UsageError(f"{self._name}: {reason}; {state}{kept}. {self._advice}")
