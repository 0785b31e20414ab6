"""The answer to one read of a log that grows. Pure."""

from typing import Generic, TypeVar

from attrs import field, frozen

__all__ = ["LogPart"]

R = TypeVar("R")
E = TypeVar("E")


@frozen
class LogPart(Generic[R, E]):
    """New entries of a log, and the resource if the answer contains it."""

    resource: R | None = field(repr=False)
    entries: tuple[E, ...] = field(repr=False)
