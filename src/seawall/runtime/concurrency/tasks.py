"""Concurrency with tasks: what the async half has in place of `threads`.

This module and `threads` have the same names and hold all that really differs between the async and the sync
half of the runtime. They are two modules because the sync half never imports asyncio (30 ms).
"""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Hashable, Iterable
from concurrent.futures import Future
from inspect import isawaitable, iscoroutine
from typing import Generic, ParamSpec, TypeAlias, TypeVar, cast
from weakref import WeakKeyDictionary

from seawall.core.errors import ConfigError, InputError
from seawall.core.event_loops import no_event_loop_error
from seawall.core.validation.arguments import checked_callable, checked_count
from seawall.core.whole_import import import_whole
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.outcome import Outcome
from seawall.runtime.files.file_lock import Release

__all__ = [
    "OTHER_SCOPE",
    "AsyncBackgroundWork",
    "AsyncByScope",
    "AsyncCallback",
    "AsyncEvent",
    "AsyncOneScope",
    "AsyncPrefetch",
    "AsyncWaiter",
    "AsyncWorkers",
    "async_call",
    "async_checked_callback",
    "async_current_scope",
    "async_has_ended",
    "async_prepare_imports",
    "async_serialized",
    "async_try_lock",
]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])

_END = object()
OTHER_SCOPE = "belongs to one event loop, and another one uses it: make one per loop."
"""End of the error if an object is used in two event loops."""

# A cancelled task may ignore its cancellation: closing does not wait longer for it.
_CANCEL_TIMEOUT_S = 1.0


AsyncCallback: TypeAlias = Callable[[T], Awaitable[None] | None]
"""A plain or an async function of the user that receives a value."""


class AsyncEvent:
    """An event that one task waits for and that any thread or event loop can set."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def set(self) -> None:
        """Wake the waiting task."""
        # The task of a closed loop is gone; call_soon_threadsafe would raise RuntimeError.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        """Wait until the event is set."""
        await self._event.wait()


class AsyncWorkers:
    """Runs up to `at_once` tasks at a time. Raises InputError if that is not a whole number from 1 on."""

    def __init__(self, at_once: int) -> None:
        self.at_once: int = checked_count(at_once, "at_once")

    async def each(self, items: Iterable[T], work: Callable[[T], Awaitable[R]]) -> AsyncGenerator[R, None]:
        """Yield the result of `work` for each item, in the order in which they end.

        An item is taken from `items` when a task is free. The first error is raised here. If the caller stops
        reading, or is cancelled, the running tasks are cancelled and awaited.
        """
        source, done = iter(items), asyncio.Queue[Outcome[R]]()
        running: set[asyncio.Task[None]] = set()
        pending = 0
        try:
            while True:
                while pending < self.at_once and (item := next(source, _END)) is not _END:
                    task = asyncio.create_task(_put_outcome(done, work, cast("T", item)))
                    running.add(task)
                    task.add_done_callback(running.discard)
                    pending += 1
                if not pending:
                    return
                outcome = await done.get()
                pending -= 1
                yield outcome.result()
        finally:
            for task in tuple(running):
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def check(self) -> None:
        """Do nothing: a task whose result is not wanted any more is cancelled."""


async def _put_outcome(done: asyncio.Queue[Outcome[R]], work: Callable[[T], Awaitable[R]], item: T) -> None:
    # A task that raises KeyboardInterrupt would stop the event loop, so each error is carried to `each`.
    try:
        done.put_nowait(Outcome(await work(item)))
    except asyncio.CancelledError as error:
        done.put_nowait(Outcome(error=error))
        raise
    except BaseException as error:  # noqa: BLE001 - `each` raises it
        done.put_nowait(Outcome(error=error))


class AsyncPrefetch(Generic[T]):
    """Work that starts in a task before its result is needed."""

    # Lists prefetch by default: a task that is not needed can be cancelled.
    DEFAULT = True

    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self._task = asyncio.ensure_future(work())

    async def result(self) -> T:
        """Wait for the work; return its result or raise its error."""
        return await self._task

    async def cancel(self) -> None:
        """Cancel the work if it is not done, and wait for its end. Its error, if any, is dropped."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            # Read the error, or asyncio logs that it was never retrieved.
            self._task.exception()


def async_checked_callback(fn: F, name: str) -> F:
    """Check the function `fn`, the argument `name`; it may be async."""
    return checked_callable(fn, name)


async def async_call(name: str, fn: Callable[P, Awaitable[R] | R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call `fn`, the argument `name`, and return its result, awaited if that is possible."""
    result = fn(*args, **kwargs)
    if isawaitable(result):
        return await result
    if hasattr(result, "__anext__"):
        raise InputError(f"{name} is an async generator. Give a function.")
    return result


def async_serialized(fn: AsyncCallback[T], check: Callable[[], None] = lambda: None) -> AsyncCallback[T]:
    """Wrap a callback: one task at a time runs it, after a call of `check`. Await its result, if any."""
    lock = asyncio.Lock()

    async def in_turn(result: Awaitable[None]) -> None:
        try:
            async with lock:
                await result
        finally:
            if iscoroutine(result):
                # A cancelled task may never have awaited it.
                result.close()

    def call_in_turn(argument: T) -> Awaitable[None] | None:
        check()
        result = fn(argument)
        return in_turn(result) if isawaitable(result) else result

    return call_in_turn


def async_current_scope() -> Hashable:
    """Return the running event loop: only its own tasks can wait for what one of them executes.

    Raises ConfigError if no event loop of asyncio runs, under trio for example.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError as error:
        raise no_event_loop_error() from error


def async_has_ended(scope: Hashable) -> bool:
    """Return whether the event loop `scope` is closed, so that nothing runs in it any more."""
    assert isinstance(scope, asyncio.AbstractEventLoop)
    return scope.is_closed()


class AsyncByScope(Generic[T]):
    """Objects such as connections: one for each event loop of each process, closed at the end of its loop."""

    def __init__(self, make: Callable[[], T], close: Callable[[T], Awaitable[None]]) -> None:
        self._make = make
        self._close = close
        self._process = os.getpid()
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[None]]]
        self._by_loop = WeakKeyDictionary()
        # Never closed: a forked child that closed them would disturb its parent.
        self._of_parents: list[object] = []

    async def get(self) -> T:
        """Return the object of the running event loop in this process."""
        if self._process != os.getpid():
            self._of_parents.append(list(self._by_loop.items()))
            self._process, self._by_loop = os.getpid(), WeakKeyDictionary()
        loop = asyncio.get_running_loop()
        found = self._by_loop.get(loop)
        if found is None:
            made = self._make()
            found = self._by_loop[loop] = made, self._closed_at_end(made)
            await anext(found[1])
        return found[0]

    async def aclose(self) -> None:
        """Close the objects of this process; those of other loops that still run are closed soon."""
        if self._process != os.getpid():
            return
        for loop, (_, closing) in list(self._by_loop.items()):
            if loop is asyncio.get_running_loop():
                await closing.aclose()
            elif loop.is_running():
                asyncio.run_coroutine_threadsafe(closing.aclose(), loop)
        self._by_loop = WeakKeyDictionary()

    async def _closed_at_end(self, made: T) -> AsyncGenerator[None]:
        # asyncio.run ends all generators that have begun, before it closes the loop.
        try:
            yield
        finally:
            await self._close(made)


class AsyncOneScope:
    """Checks that an object of the user is used in one event loop only."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._scope: tuple[int, Hashable] | None = None

    def check(self) -> None:
        """Raise ConfigError in another event loop or process than at the first call."""
        scope = os.getpid(), async_current_scope()
        self._scope = self._scope or scope
        if scope != self._scope:
            raise ConfigError(f"The {self._name} {OTHER_SCOPE}")


class AsyncWaiter:
    """One task that waits until another task of the same event loop wakes it."""

    def __init__(self) -> None:
        self._woken = asyncio.get_running_loop().create_future()

    async def wait(self, timeout_s: float | None) -> bool:
        """Wait until `wake` was called; return False after `timeout_s` seconds. None waits for ever."""
        # asyncio.timeout would raise TimeoutError, which the awaited work may raise too.
        done, _ = await asyncio.wait([self._woken], timeout=timeout_s)
        return bool(done)

    def wake(self) -> None:
        """Let the waiting task go on; the second call does nothing."""
        if not self._woken.done():
            self._woken.set_result(None)


class AsyncBackgroundWork:
    """Work in a task of its own. `on_lost` is called if the task is cancelled before the work is done."""

    def __init__(
        self, work: Callable[[], Coroutine[object, object, None]], on_lost: Callable[[], None]
    ) -> None:
        self._work = work
        self._on_lost = on_lost
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the task."""
        self._task = asyncio.get_running_loop().create_task(self._work())
        # A callback, not an `except` in the work: a task that is cancelled early never enters its coroutine.
        self._task.add_done_callback(self._report_loss)

    @property
    def is_running(self) -> bool:
        """True until the task has ended."""
        return self._task is not None and not self._task.done()

    async def join(self, timeout_s: float) -> None:
        """Wait for the end of the task; cancel it after `timeout_s` seconds."""
        if self._task is None:
            return
        await asyncio.wait([self._task], timeout=timeout_s)
        self._task.cancel()
        await asyncio.wait([self._task], timeout=_CANCEL_TIMEOUT_S)

    def _report_loss(self, task: "asyncio.Task[None]") -> None:
        if task.cancelled() or task.exception() is not None:
            self._on_lost()


async def async_try_lock(acquire: Callable[[], Release | None]) -> Release | None:
    """Call `acquire` in a thread. If the caller is cancelled meanwhile, the lock is released again."""
    outcome: Future[Release | None] = Future()
    try:
        await run_in_thread(lambda: outcome.set_result(acquire()))
    except BaseException:
        # The thread can not be stopped: it may take the lock after this task is gone.
        outcome.add_done_callback(_release)
        raise
    return outcome.result()


def _release(outcome: "Future[Release | None]") -> None:
    release = outcome.result()
    if release is not None:
        release()


async def async_prepare_imports(*modules: str) -> None:
    """Import modules that are needed later in a thread: to import them in the event loop would block it."""
    if any(name not in sys.modules for name in modules):
        await run_in_thread(import_whole, *modules)
