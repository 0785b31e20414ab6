"""Calls that an engine sends several times: the pages of a list, the polls of a wait or of a log."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from seawall.core.engine.call import Call, call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import SeawallError
from seawall.core.whole_import import import_whole
from seawall.runtime.concurrency._async.clock import AsyncClock

if TYPE_CHECKING:
    from seawall.core.notebook.progress import ItemCounts
    from seawall.core.paging.strategies import Paging
    from seawall.core.waiting.polling import Outage, PollInterval, PollResult
    from seawall.core.waiting.states import StateMachine, StateTracker
    from seawall.runtime.concurrency.tasks import AsyncCallback
    from seawall.runtime.engine.growing_log import GrowingLog
    from seawall.runtime.paging._async.pager import AsyncPages

__all__ = ["AsyncRepeatedCalls"]

E = TypeVar("E")
L = TypeVar("L")
T = TypeVar("T")
R = TypeVar("R")
V = TypeVar("V")
W = TypeVar("W")


class AsyncRepeatedCalls(ABC):
    """The part of an engine, and of the context of a client, that sends a call several times."""

    __slots__ = ()

    @property
    @abstractmethod
    def clock(self) -> AsyncClock:
        """The clock of waits."""

    @abstractmethod
    async def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """Send `call` and return its result."""

    def pages(
        self,
        call: Call[W],
        policy: Policy,
        paging: "Paging[W]",
        *,
        items: Callable[[W], Sequence[T]],
        from_wire: Callable[[T], R],
        key: Callable[[R], object] | None = None,
        prefetch: bool | None = None,
    ) -> "AsyncPages[R]":
        """The items of the list that `call` requests, read page by page under `policy`; nothing is sent yet.

        `paging` says how to request the next page; for the functions and the errors, see `AsyncPages`. Raises
        InputError for a page size, or another argument of `call`, that the spec does not allow.
        """
        import_whole("seawall.runtime.paging._async.pager")
        from seawall.runtime.paging._async.pager import AsyncPages  # noqa: PLC0415 - 20 ms

        send = partial(self._send_page, policy=policy)
        if prefetch is None:
            return AsyncPages(send, call, paging, items=items, from_wire=from_wire, key=key)
        return AsyncPages(send, call, paging, items=items, from_wire=from_wire, key=key, prefetch=prefetch)

    async def _send_page(self, page: Call[W], policy: Policy) -> Result[W]:
        return await self.send(page, policy)

    async def wait(
        self,
        call: Call[W],
        policy: Policy,
        *,
        name: str,
        from_wire: Callable[[W], R],
        state: Callable[[R], str],
        machine: "StateMachine",
        deadline_s: float = 3600.0,
        poll_interval: "PollInterval | None" = None,
        tracker: "StateTracker | None" = None,
        on_progress: "AsyncCallback[PollResult[R]]" = lambda _: None,
        on_outage: "AsyncCallback[Outage]" = lambda _: None,
        counts: "Callable[[R], ItemCounts | None]" = lambda _: None,
        show_progress: bool = True,
    ) -> R:
        """Send `call` again and again until the `state` of its value is terminal in `machine`; return that.

        `name` is the name of the resource in messages, e.g. `run 7`, and `from_wire` converts a result for
        the user. The deadline of `policy` is the time that is left, and no result comes from the cache. For
        the rest, and for the errors, see `async_wait` and `AsyncPollable`.
        """
        import_whole("seawall.runtime.waiting._async.waiter")
        from seawall.core.waiting.polling import PollInterval  # noqa: PLC0415 - with the waiter
        from seawall.runtime.waiting._async.waiter import AsyncPollable, async_wait  # noqa: PLC0415 - 15 ms

        poll = self._polls(policy, from_wire)
        return await async_wait(
            AsyncPollable(
                name=name,
                read=lambda left_s: poll(call, left_s),
                from_wire=lambda value: value,
                state=state,
                machine=machine,
                counts=counts,
            ),
            deadline_s=deadline_s,
            poll_interval=poll_interval or PollInterval(),
            clock=self.clock,
            tracker=tracker,
            on_progress=on_progress,
            on_outage=on_outage,
            show_progress=show_progress,
        )

    async def wait_many(
        self,
        ids: Sequence[str],
        list_call: Call[W],
        policy: Policy,
        *,
        kind: str,
        by_id: Callable[[W], Mapping[str, R]],
        one: Callable[[str], Call[V]],
        from_wire: Callable[[V], R],
        state: Callable[[R], str],
        machine: "StateMachine",
        concurrency: int,
        deadline_s: float = 3600.0,
        poll_interval: "PollInterval | None" = None,
        on_progress: "AsyncCallback[Mapping[str, R | SeawallError]]" = lambda _: None,
        on_outage: "AsyncCallback[Outage]" = lambda _: None,
    ) -> "dict[str, R | SeawallError]":
        """Send `list_call` again and again until each of `ids` has ended; return the result of each.

        `by_id` returns the resources of a list, by id. One that the list lacks is read with `one` and
        `from_wire`, up to `concurrency` at a time. For the rest, see `wait` and `async_wait_many`.
        """
        import_whole("seawall.runtime.waiting._async.wait_many")
        from seawall.core.waiting.polling import PollInterval  # noqa: PLC0415 - with the waiter
        from seawall.runtime.waiting._async.wait_many import (  # noqa: PLC0415 - 15 ms
            AsyncManyPollables,
            async_wait_many,
        )

        poll_all, poll_one = self._polls(policy, by_id), self._polls(policy, from_wire)
        return await async_wait_many(
            AsyncManyPollables(
                kind=kind,
                ids=ids,
                read_all=lambda left_s: poll_all(list_call, left_s),
                read_one=lambda one_id, left_s: poll_one(one(one_id), left_s),
                state=state,
                machine=machine,
                concurrency=concurrency,
            ),
            deadline_s=deadline_s,
            poll_interval=poll_interval or PollInterval(),
            clock=self.clock,
            on_progress=on_progress,
            on_outage=on_outage,
        )

    async def follow(
        self,
        call: Call[W],
        policy: Policy,
        *,
        name: str,
        from_wire: Callable[[W], R],
        state: Callable[[R], str],
        machine: "StateMachine",
        log: "GrowingLog[L, R, E]",
        after: int = 0,
        deadline_s: float = 3600.0,
        poll_interval: "PollInterval | None" = None,
        on_progress: "AsyncCallback[R]" = lambda _: None,
        on_outage: "AsyncCallback[Outage]" = lambda _: None,
    ) -> AsyncIterator[E]:
        """Yield the entries of `log`, without the first `after` ones, until the resource has ended.

        `call` reads the resource; the arguments up to `machine` are those of `wait`. A log that is missing
        (404) is waited for up to 10 s, if the resource is there. The log is read every 2 s, or at
        `poll_interval`, and without a delay if there may be more. `on_progress` receives the resource after
        each poll, before the entries. Raises as `wait` does: NotFoundError for an unknown resource,
        WaitTimeoutError after `deadline_s`, and the error of an outage that lasts a minute.
        """
        import_whole("seawall.runtime.waiting._async.follow")
        from seawall.core.validation.arguments import checked_count  # noqa: PLC0415 - with the waiter
        from seawall.core.waiting.polling import PollInterval  # noqa: PLC0415 - with the waiter
        from seawall.runtime.waiting._async.follow import async_follow  # noqa: PLC0415 - 15 ms
        from seawall.runtime.waiting._async.waiter import AsyncPollable  # noqa: PLC0415 - with `async_follow`

        poll, poll_log = self._polls(policy, from_wire), self._polls(log.policy, log.part)
        entries = async_follow(
            AsyncPollable(
                name=name,
                read=lambda left_s: poll(call, left_s),
                from_wire=lambda value: value,
                state=state,
                machine=machine,
            ),
            lambda seen, left_s: poll_log(log.call(seen), left_s),
            has_resource=log.resource is not None,
            page_size=log.page_size,
            after=checked_count(after, "after", least=0),
            deadline_s=deadline_s,
            poll_interval=poll_interval or PollInterval(first_s=2.0, max_s=2.0),
            clock=self.clock,
            on_progress=on_progress,
            on_outage=on_outage,
        )
        async for entry in entries:
            yield entry

    def _polls(
        self, policy: Policy, from_wire: Callable[[W], R]
    ) -> Callable[[Call[W], float], Awaitable[Result[R]]]:
        """A function that sends a call within the seconds left, and converts its result."""

        async def poll(call: Call[W], left_s: float) -> Result[R]:
            nonlocal policy
            call = call_converted_by(call, from_wire)
            result = await self.send(call, policy.with_deadline(left_s), nocache=True)
            # From now on the wait repeats failed polls: retries of the engine would hide an outage for long.
            policy = policy.without_retries
            return Result(converted(call, result, from_wire), result.response, result.drifts)

        return poll
