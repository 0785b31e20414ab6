"""The log of a resource, such as a run, which grows while the resource is active. Data only."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from attrs import field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.waiting.log_part import LogPart

__all__ = ["GrowingLog"]

L = TypeVar("L")
R = TypeVar("R")
E = TypeVar("E")


@frozen(kw_only=True)
class GrowingLog(Generic[L, R, E]):
    """The calls that read a log that grows.

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

    def part(self, answer: L) -> LogPart[R, E]:
        """Convert an answer."""
        resource = None if self.resource is None else self.resource(answer)
        return LogPart(resource, tuple(self.entries(answer)))
