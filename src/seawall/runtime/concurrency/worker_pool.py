"""Many things at a time and never more than so many: tasks in the async half, threads in the sync half.

The two stand side by side here, because running at the same time is where they really differ. In both the
items are taken by who asks for the results, one by one as there is room, so that a list of any length costs
no more than what is under way.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from contextvars import copy_context
from queue import SimpleQueue
from typing import Generic, ParamSpec, TypeVar, cast

from attrs import frozen

from seawall.core.validation.arguments import checked_count

__all__ = ["AsyncWorkers", "StoppedError", "Workers", "one_at_a_time"]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

_END = object()


class StoppedError(Exception):
    """Who wanted the result is gone: raised inside the work of the sync half, and seen by nobody else."""


@frozen
class _Outcome(Generic[R]):
    value: R | None = None
    error: BaseException | None = None

    def unwrapped(self) -> R:
        if self.error is not None:
            raise self.error
        return cast("R", self.value)


class _Bound:
    def __init__(self, at_once: int) -> None:
        self.at_once = checked_count(at_once, "at_once")


class AsyncWorkers(_Bound):
    """Does up to `at_once` things at a time, each in a task. Raises InputError for no number from 1 on."""

    async def each(self, items: Iterable[T], work: Callable[[T], Awaitable[R]]) -> AsyncGenerator[R, None]:
        """What `work` returns for each item, as they end.

        What it raises ends the whole and is raised here. Whoever stops asking, or is cancelled, cancels what
        is under way and waits for it.
        """
        source, done = iter(items), asyncio.Queue[_Outcome[R]]()
        running: set[asyncio.Task[None]] = set()
        pending = 0
        try:
            while True:
                while pending < self.at_once and (item := next(source, _END)) is not _END:
                    task = asyncio.create_task(_put(done, work, cast("T", item)))
                    running.add(task)
                    task.add_done_callback(running.discard)
                    pending += 1
                if not pending:
                    return
                outcome = await done.get()
                pending -= 1
                yield outcome.unwrapped()
        finally:
            for task in tuple(running):
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def check(self) -> None:
        """Nothing: a task that is not wanted any more is cancelled."""


async def _put(done: asyncio.Queue[_Outcome[R]], work: Callable[[T], Awaitable[R]], item: T) -> None:
    try:
        done.put_nowait(_Outcome(await work(item)))
    except asyncio.CancelledError as error:
        done.put_nowait(_Outcome(error=error))
        raise
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
        done.put_nowait(_Outcome(error=error))


class Workers(_Bound):
    """Does up to `at_once` things at a time, each in a thread. Raises InputError for no number from 1 on."""

    def __init__(self, at_once: int) -> None:
        super().__init__(at_once)
        self._is_stopped = False

    def each(self, items: Iterable[T], work: Callable[[T], R]) -> Generator[R, None]:
        """What `work` returns for each item, as they end.

        What it raises ends the whole and is raised here. Whoever stops asking waits for what is under way,
        which ends early where it asks `check`. A second Ctrl-C does not wait.
        """
        source, done = iter(items), SimpleQueue[_Outcome[R]]()
        todo = SimpleQueue[object]()
        threads: list[threading.Thread] = []
        pending = 0
        try:
            while True:
                while pending < self.at_once and (item := next(source, _END)) is not _END:
                    todo.put(item)
                    pending += 1
                    if pending > len(threads):
                        threads.append(_started(_serve, todo, done, work))
                if not pending:
                    return
                outcome = done.get()
                pending -= 1
                yield outcome.unwrapped()
        finally:
            self._is_stopped = True
            for _ in threads:
                todo.put(_END)
            for thread in threads:
                thread.join()

    def check(self) -> None:
        """Raise StoppedError where nobody wants the results any more."""
        if self._is_stopped:
            raise StoppedError


def _started(run: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> threading.Thread:
    # A daemon: who presses Ctrl-C twice means it. The context holds e.g. the trace that this belongs to.
    thread = threading.Thread(target=copy_context().run, args=(run, *args), kwargs=kwargs, daemon=True)
    thread.start()
    return thread


def _serve(todo: "SimpleQueue[object]", done: "SimpleQueue[_Outcome[R]]", work: Callable[[T], R]) -> None:
    while (item := todo.get()) is not _END:
        try:
            done.put(_Outcome(work(cast("T", item))))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            done.put(_Outcome(error=error))


def one_at_a_time(tell: Callable[[T], None]) -> Callable[[T], None]:
    """`tell`, for callers in several threads: never inside itself, so that it need not be made for that."""
    lock = threading.Lock()

    def told(what: T) -> None:
        with lock:
            tell(what)

    return told
