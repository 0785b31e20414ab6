"""Enums that survive a newer server: a value that the spec does not know keeps its text."""

from collections import Counter
from enum import StrEnum
from typing import Self

__all__ = ["OpenEnum", "unknown_values"]

# A hostile server must not grow this without end.
_MOST_COUNTED = 1000

unknown_values: Counter[tuple[str, str]] = Counter()
"""How often each (enum name, unknown value) was read in this process; a sign that a bump is due."""


class OpenEnum(StrEnum):
    """A string enum that is open on read: `RunState("NEW")` is a value whose `is_known` is False.

    An unknown value equals its text and any other unknown value with the same text; it is no member.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = value
        unknown._value_ = value
        key = (cls.__name__, value)
        if key in unknown_values or len(unknown_values) < _MOST_COUNTED:
            unknown_values[key] += 1
        return unknown

    @property
    def is_known(self) -> bool:
        """Whether the spec that this code was made from has this value."""
        return self._value_ in type(self)._value2member_map_
