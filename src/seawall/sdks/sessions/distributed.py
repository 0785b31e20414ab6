"""Which items of a list a replica works on.

Each replica of a headless session has its number, from 1, in REPLICA_ID and the number of all in
REPLICA_COUNT. Without these variables a program is the only replica.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from seawall.core.errors import InputError

__all__ = ["chunk", "stripe"]

T = TypeVar("T")


def chunk(items: Iterable[T], replica: int | None = None, total: int | None = None) -> Iterator[T]:
    """Yield the consecutive items of this replica; the last replica takes the rest, too.

    Of fewer items than replicas, each of the first replicas gets one. Without `replica` and `total`, both are
    read from the environment. Raises InputError if `replica` is not from 1 to `total`.
    """
    number, count = _replica(replica, total)
    if not 1 <= number <= count:
        raise InputError(f"replica is {number}. Give a number from 1 to total, which is {count}.")
    every = items if isinstance(items, list | tuple | range | str) else list(items)
    length = len(every)
    if length < count:
        return islice(every, number - 1, number)
    size = length // count
    begin = size * (number - 1)
    return islice(every, begin, length if number == count else begin + size)


def stripe(items: Iterable[T], replica: int | None = None, total: int | None = None) -> Iterator[T]:
    """Yield every `total`-th item, beginning with number `replica`; nothing for a number that is no replica.

    Without `replica` and `total`, both are read from the environment. Raises InputError if `total` is not
    above 0.
    """
    number, count = _replica(replica, total)
    if number < 1 or 0 < count < number:
        return iter(())
    if count < 1:
        raise InputError(f"total is {count}. Give the number of replicas, 1 or more.")
    return islice(items, number - 1, None, count)


def _replica(replica: int | None, total: int | None) -> tuple[int, int]:
    return (
        _from_environment("REPLICA_ID") if replica is None else replica,
        _from_environment("REPLICA_COUNT") if total is None else total,
    )


def _from_environment(name: str) -> int:
    text = os.environ.get(name, "1")
    try:
        return int(text)
    except ValueError as error:
        raise InputError(f"{name} is {text[:80]!r}. Set it to a whole number.") from error
