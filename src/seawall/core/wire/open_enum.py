"""Enums that accept values of a newer server: an unknown value keeps its text or number."""

from collections import Counter
from enum import IntEnum, StrEnum
from typing import Self

__all__ = ["MAX_COUNTED_VALUES", "OpenEnum", "OpenIntEnum", "count_unknown", "unknown_values"]

# A limit, because a hostile server could fill the memory.
MAX_COUNTED_VALUES = 1000

unknown_values: Counter[tuple[str, str]] = Counter()
"""The number of reads of each (enum or union, unknown value) in this process; a sign that a bump is due."""


def count_unknown(name: str, value: str) -> None:
    """Count one read of `value`, which the enum or union `name` does not have."""
    if (name, value) in unknown_values or len(unknown_values) < MAX_COUNTED_VALUES:
        unknown_values[name, value] += 1


class OpenEnum(StrEnum):
    """A string enum that is open on read: `RunState("NEW")` is a value whose `is_known` is False.

    An unknown value equals its text and other unknown values with the same text; it is not a member.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = value
        unknown._value_ = value
        count_unknown(cls.__name__, value)
        return unknown

    @property
    def is_known(self) -> bool:
        """True if the spec of this version has the value."""
        return self._value_ in type(self)._value2member_map_


class OpenIntEnum(IntEnum):
    """An integer enum that is open on read, as `OpenEnum` is for texts."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        unknown = int.__new__(cls, value)
        unknown._name_ = str(value)
        unknown._value_ = value
        count_unknown(cls.__name__, str(value))
        return unknown

    @property
    def is_known(self) -> bool:
        """True if the spec of this version has the value."""
        return self._value_ in type(self)._value2member_map_
