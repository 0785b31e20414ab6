"""Wait until many resources have ended: each poll reads one list, and not each resource."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

from attrs import define, field

from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError, SeawallError, WaitTimeoutError
from seawall.core.notebook.progress import ItemCounts
from seawall.core.process_bound import ProcessBound
from seawall.core.waiting.polling import Outage, PollInterval, PollResult
from seawall.core.waiting.states import StateMachine
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.concurrency.tasks import AsyncCallback, AsyncWorkers, async_call, async_checked_callback
from seawall.runtime.waiting._async.waiter import AsyncPollable, async_wait

__all__ = ["AsyncManyPollables", "async_wait_many"]

T = TypeVar("T")

_ALL = StateMachine(transitions={"running": ("ended",), "ended": ()}, terminal=("ended",))
_DEFAULT_INTERVAL = PollInterval()


@define(eq=False, kw_only=True)
class AsyncManyPollables(ProcessBound, Generic[T]):
    """The resources of one kind to wait for, by their ids, and the last observation of each.

    `kind` is the name of one in messages, e.g. `run`. `read_all` receives the remaining seconds and returns
    the resources that the server lists, by id; `read_one` reads one that the list lacks. `state` returns the
    state of one in `machine`.
    """

    _in_other_process = "Send the ids."

    kind: str
    ids: Sequence[str] = field(repr=False)
    read_all: Callable[[float], Awaitable[Result[Mapping[str, T]]]] = field(repr=False)
    read_one: Callable[[str, float], Awaitable[Result[T]]] = field(repr=False)
    state: Callable[[T], str] = field(repr=False)
    machine: StateMachine = field(repr=False)
    concurrency: int = 8
    results: dict[str, T | SeawallError] = field(factory=dict, init=False, repr=False)
    """The resources that have ended, and the errors of those that are gone."""
    running: dict[str, T | None] = field(init=False, repr=False)
    """The others as they were seen last, None before the first poll."""
    outage: SeawallError | None = field(default=None, init=False, repr=False)
    """The error of the latest poll, if there was a response before."""
    _is_polled: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        self.running = dict.fromkeys(self.ids)

    async def poll(self, left_s: float) -> Result[None]:
        """Read the list, and each resource that it lacks."""
        try:
            result = await self._poll(left_s)
        except SeawallError as error:
            self.outage = error if self._is_polled else None
            raise
        self._is_polled = True
        return result

    async def _poll(self, left_s: float) -> Result[None]:
        listed = await self.read_all(left_s)
        for one in [each for each in self.running if each in listed.value]:
            self._observe(one, listed.value[one])
        # Gone, or of a kind that the list leaves out.
        missing = [each for each in self.running if each not in listed.value]

        async def read(one: str) -> tuple[str, T | NotFoundError]:
            try:
                return one, (await self.read_one(one, left_s)).value
            except NotFoundError as error:
                return one, error

        async for one, found in AsyncWorkers(self.concurrency).each(missing, read):
            self._observe(one, found)
        return Result(None, listed.response)

    def end(self, error: Callable[[str, T | None], SeawallError]) -> None:
        """End the wait for those that are still running: `error` makes the result of each."""
        self.results |= {one: error(one, last) for one, last in self.running.items()}
        self.running = {}

    def _observe(self, one: str, found: T | NotFoundError) -> None:
        if isinstance(found, NotFoundError) or self.machine.is_terminal(self.state(found)):
            self.results[one] = found
            del self.running[one]
        else:
            self.running[one] = found


async def async_wait_many(
    many: AsyncManyPollables[T],
    *,
    deadline_s: float = 3600.0,
    poll_interval: PollInterval = _DEFAULT_INTERVAL,
    clock: AsyncClock,
    on_progress: AsyncCallback[Mapping[str, T | SeawallError]] = lambda _: None,
    on_outage: AsyncCallback[Outage] = lambda _: None,
) -> dict[str, T | SeawallError]:
    """Poll until all of `many` have ended; return the last observation of each, or why there is none.

    NotFoundError is the result of one that is gone, WaitTimeoutError of one that is still running after
    `deadline_s` seconds. As `async_wait` does, it raises the error of the first poll; the error of an outage
    of 60 s is the result of those that are still running. `on_progress` receives the results so far
    after each poll.
    """
    async_checked_callback(on_progress, "on_progress")

    async def progress(_: PollResult[None]) -> None:
        await async_call("on_progress", on_progress, many.results)

    pollable = AsyncPollable(
        name=f"{len(many.running)} {many.kind}s",
        read=many.poll,
        from_wire=lambda seen: seen,
        state=lambda _: "running" if many.running else "ended",
        machine=_ALL,
        counts=lambda _: ItemCounts(done=len(many.results), total=len(many.results) + len(many.running)),
    )
    try:
        if many.running:
            await async_wait(
                pollable,
                deadline_s=deadline_s,
                poll_interval=poll_interval,
                clock=clock,
                on_progress=progress,
                on_outage=on_outage,
            )
    except WaitTimeoutError:
        text = f"did not end within {deadline_s:g} s. It is still running; wait again."
        many.end(lambda one, last: WaitTimeoutError(f"{many.kind} {one} {text}", last=last))
    except SeawallError as error:
        # Otherwise it is the error of the first poll, or of a callback.
        if error is not (error_of_all := many.outage):
            raise
        many.end(lambda *_: error_of_all)
    return many.results
