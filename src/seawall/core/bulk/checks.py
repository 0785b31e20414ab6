"""Checks of the items of a job, all of them before the first one is sent. Pure."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from seawall.core.errors import InputError

__all__ = ["checked_each"]

T = TypeVar("T")
V = TypeVar("V")


def checked_each(items: Iterable[T], check: Callable[[T], V], kind: str) -> list[V]:
    """Return the result of `check` for each item; an InputError names the item by its number: `Run 2`."""
    return [_checked(item, check, f"{kind.capitalize()} {number}") for number, item in enumerate(items, 1)]


def _checked(item: T, check: Callable[[T], V], name: str) -> V:
    try:
        return check(item)
    except InputError as error:
        raise InputError(f"{name}: {error}", error.problems) from error
