"""Errors that say how a list is read, where Python would only say that an object does not support it.

The two halves of the pager differ in what they refuse, so both classes are written by hand.
"""

from typing import TYPE_CHECKING, ClassVar, NoReturn

from seawall.core.errors import UsageError

__all__ = ["AsyncReadingHints", "ReadingHints"]

_NO_AWAIT = "a list is not awaited, because it is read page by page"
_NO_IN = (
    "`in` would request the whole list and compare whole items. Compare a part of each item, such as its id, "
    "while you read it"
)


class _Hints:
    _advice: str

    def __init__(self, name: str) -> None:
        self._name = name

    def _refuse(self, reason: str) -> NoReturn:
        raise UsageError(f"{self._name}: {reason}. {self._advice}")

    # Type checkers do not see these methods, so that they refuse such a use themselves.
    if not TYPE_CHECKING:

        def __await__(self) -> NoReturn:
            self._refuse(_NO_AWAIT)

        def __contains__(self, item: object) -> NoReturn:
            self._refuse(_NO_IN)


class AsyncReadingHints(_Hints):
    """Base class of an async list: `await`, `for` and `in` raise a UsageError that says how to read it."""

    _advice = (
        "Read it with `async for item in pages`, or into a list: `items = await pages.to_list(limit=10)`."
    )

    if TYPE_CHECKING:
        # Otherwise pyright would iterate with `__getitem__`.
        __iter__: ClassVar[None]
    else:

        def __iter__(self) -> NoReturn:
            self._refuse("the list of an async client is not read with a plain `for`")


class ReadingHints(_Hints):
    """Base class of a list: `await`, `async for` and `in` raise a UsageError that says how to read it."""

    _advice = "Read it with `for item in pages`, or into a list: `items = pages.to_list(limit=10)`."

    if not TYPE_CHECKING:

        def __aiter__(self) -> NoReturn:
            self._refuse("the list of a sync client is not read with `async for`")
