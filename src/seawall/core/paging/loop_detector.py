"""Find out that a server returns the same pages again and again. Pure."""

from collections.abc import Sequence

from seawall.core.paging.seen_keys import Key

__all__ = ["LoopDetector", "page_content"]


class LoopDetector:
    """Counts pages in a row that add nothing, so that a server in a loop is found out."""

    def __init__(self, max_idle: int) -> None:
        self.content: object = None
        self.is_repeated: bool = False
        self._max_idle = max_idle
        self._idle = 0
        self._useful = 0

    def record(self, content: object, *, is_new: bool) -> None:
        """Record a page with `content`; `is_new` says that it has an item that was not seen before."""
        self.is_repeated, self.content = content == self.content, content
        if is_new and not self.is_repeated:
            self._idle, self._useful = 0, self._useful + 1
        else:
            self._idle += 1

    @property
    def is_stuck(self) -> bool:
        """True if too many pages in a row added nothing."""
        # If many items were added in front, every page that was read may come again, each once.
        return self._idle > self._max_idle + (0 if self.is_repeated else self._useful)

    def restart(self) -> None:
        """Count from 0 again."""
        self._idle = 0


def page_content(items: Sequence[object], keys: Sequence[Key]) -> object:
    """Return a value that is equal for equal pages: their keys in any order, or else their items."""
    return frozenset(keys) if keys else tuple(items)
