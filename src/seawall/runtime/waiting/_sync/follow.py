# DO NOT EDIT. Derived from ../_async/follow.py by "python -m seawall.codegen.derive".
"""Follow a log that grows while a resource is active: yield its entries as they come."""

from collections.abc import Iterator, Callable
from typing import Generic, TypeVar

from attrs import define, evolve

from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.waiting.log_part import LogPart
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.waiting._sync.waiter import Pollable, Poller

__all__ = ["follow"]

R = TypeVar("R")
E = TypeVar("E")

# The log of a new resource may be missing for some seconds.
_MISSING_S = 10.0
_AT_ONCE = PollInterval(first_s=0.001, max_s=0.001)


def follow(
    pollable: Pollable[R, R],
    read_log: Callable[[int, float], Result[LogPart[R, E]]],
    *,
    has_resource: bool,
    page_size: int | None,
    after: int,
    deadline_s: float,
    poll_interval: PollInterval,
    clock: Clock,
    on_progress: Callback[R],
    on_outage: Callback[Outage],
) -> Iterator[E]:
    """Yield the entries of a log, without the first `after` ones, until the resource has ended.

    `read_log` receives the number of entries that are known and the seconds left. `has_resource` says that
    its result contains the resource, so that `pollable` is not read besides. For the rest, see
    `Engine.follow`.
    """
    checked_callback(on_progress, "on_progress")
    checked_callback(on_outage, "on_outage")
    log = _LogPolls(pollable, read_log, has_resource, clock, clock.monotonic(), after, after)
    poller = Poller(evolve(pollable, read=log.read), deadline_s=deadline_s, clock=clock)
    while True:
        look, has_more = poller.poll(), False
        if isinstance(look, Outage):
            call("on_outage", on_outage, look)
        else:
            call("on_progress", on_progress, look.value)
            for entry in log.entries:
                yield entry
            # The last entries may come after the end.
            has_ended = pollable.machine.is_terminal(look.state) and not log.is_missing
            if has_ended and not log.entries:
                return
            has_more = has_ended or len(log.entries) == page_size
        poller.pause(_AT_ONCE if has_more else poll_interval)


@define(eq=False)
class _LogPolls(Generic[R, E]):
    """The polls of a log; `entries` are those of the latest one."""

    pollable: Pollable[R, R]
    read_log: Callable[[int, float], Result[LogPart[R, E]]]
    has_resource: bool
    clock: Clock
    begin_s: float
    after: int
    seen: int
    is_missing: bool = False
    entries: tuple[E, ...] = ()

    def read(self, left_s: float) -> Result[R]:
        """Read the resource, and the entries of its log that are new."""
        self.entries = ()
        resource = None if self.has_resource else self.pollable.read(left_s)
        try:
            result = self.read_log(self.seen, left_s)
        except NotFoundError:
            if self.seen > self.after:
                raise
            # An unknown resource raises here.
            resource = resource or self.pollable.read(left_s)
            self.is_missing = self.clock.monotonic() - self.begin_s < _MISSING_S
            return resource
        self.is_missing, self.entries = False, result.value.entries
        self.seen += len(self.entries)
        if resource is not None:
            return resource
        assert result.value.resource is not None
        return Result(result.value.resource, result.response, result.drifts)
