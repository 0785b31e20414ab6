"""Logs that grow while a resource, such as a run, is active. Pure."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from attrs import field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy

__all__ = ["GrowingLog", "LogPart"]

L = TypeVar("L")
R = TypeVar("R")
E = TypeVar("E")


@frozen(kw_only=True)
class GrowingLog(Generic[L, R, E]):
    """How to read a log that grows.

    `call` returns the call that reads it after a number of entries, under `policy`; `page_size` is the number
    of entries after which an answer may not be complete. `entries` returns the entries of an answer. If the
    API has no such call, and each answer is all text so far, `entries` is `GrowingText().new_lines`. If an
    answer contains the resource too, `resource` returns it; otherwise the resource is read before the log.
    """

    call: Callable[[int], Call[L]] = field(repr=False)
    policy: Policy
    entries: Callable[[L], Sequence[E]] = field(repr=False)
    resource: Callable[[L], R] | None = field(default=None, repr=False)
    page_size: int | None = None

    def part(self, answer: L) -> "LogPart[R, E]":
        """Convert an answer."""
        resource = None if self.resource is None else self.resource(answer)
        return LogPart(resource, tuple(self.entries(answer)))


@frozen
class LogPart(Generic[R, E]):
    """New entries of a log, and the resource if the answer contains it."""

    resource: R | None = field(repr=False)
    entries: tuple[E, ...] = field(repr=False)
