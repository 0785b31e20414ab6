"""The sentinel for a key that is absent from a JSON body, which is not the same as `null`.

Only wire models hold it; the stable layer converts it to None with `or_none`.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec import UNSET, UnsetType

__all__ = ["UNSET", "UnsetType", "if_given", "or_none"]

T = TypeVar("T")
R = TypeVar("R")


def or_none(value: T | UnsetType) -> T | None:
    """`value`, or None if the key is absent."""
    return None if isinstance(value, UnsetType) else value


def if_given(value: T | UnsetType | None, make: Callable[[T], R]) -> R | None:
    """The result of `make(value)`, or None if the key is absent or null."""
    return None if value is None or isinstance(value, UnsetType) else make(value)
