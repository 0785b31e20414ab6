"""Values for the builders of every SDK: ids, numbers, times, members of enums and derived defaults.

Ids are distinct, and the same in each run of a test: with pytest, they start again with each test.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar
from uuid import UUID
from zlib import crc32

from seawall.core.validation.arguments import checked_member
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import UNSET, UnsetType

__all__ = ["START", "UNSET", "UnsetType", "member_of", "next_id", "next_number", "or_derived", "restart"]

T = TypeVar("T")
E = TypeVar("E", bound=OpenEnum)

START = datetime.fromtimestamp(1_700_000_000, UTC)
"""The time at which a fake clock starts, unless the test says otherwise."""


class _Sequence:
    """The ids of one test: its checksum, then the numbers from 1."""

    def __init__(self, test: str) -> None:
        # An object that was built outside of a test, at the start of a module for example, stays distinct.
        self.prefix = f"{crc32(test.encode()):08x}-0000-4000-8000"
        self.numbers = count(1)


_current = [_Sequence("")]


def restart(test: str) -> None:
    """Start the ids and numbers of the test of this name."""
    _current[0] = _Sequence(test)


def next_number() -> int:
    """Return 1, 2 and so on."""
    return next(_current[0].numbers)


def next_id() -> UUID:
    """Return a new id; its last digits are a number of `next_number`."""
    return UUID(f"{_current[0].prefix}-{next_number():012d}")


def member_of(value: str, kind: type[E], name: str) -> E:
    """Return `value` as a member of `kind`; raises InputError for a text that the enum does not have.

    A member that is unknown on purpose, such as `RunState("NEW")`, is kept: newer servers send them.
    """
    if isinstance(value, kind):
        return value
    member = checked_member(value, kind, name)
    assert member is not None
    return member


def or_derived(value: T | UnsetType, derive: Callable[[], T]) -> T:
    """Return `value`, None included, or the result of `derive` if the caller did not give one."""
    return derive() if isinstance(value, UnsetType) else value
