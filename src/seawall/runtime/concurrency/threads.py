"""Concurrency with threads: what the sync half has in place of `tasks`.

This module and `tasks` have the same names and hold all that really differs between the async and the sync
half of the runtime. This one never imports asyncio.
"""

import atexit
import os
import threading
import time
from collections.abc import Callable, Generator, Hashable, Iterable
from contextvars import copy_context
from functools import cache
from inspect import isawaitable, iscoroutine
from queue import SimpleQueue
from typing import Generic, ParamSpec, TypeAlias, TypeVar, cast

from seawall.core.errors import InputError
from seawall.core.validation.arguments import checked_count, checked_sync_callable
from seawall.runtime.concurrency.outcome import Outcome
from seawall.runtime.files.file_lock import Release

__all__ = [
    "OTHER_SCOPE",
    "BackgroundWork",
    "ByScope",
    "Callback",
    "Event",
    "OneScope",
    "Prefetch",
    "StoppedError",
    "Waiter",
    "Workers",
    "call",
    "checked_callback",
    "current_scope",
    "has_ended",
    "prepare_imports",
    "serialized",
    "try_lock",
]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])

_END = object()
OTHER_SCOPE = "belongs to another process."
"""End of the error if an object is used in two processes. It is never raised: a parent process has ended."""

# The time that the end of the program waits for background work: a refresh token is good once, so a renewal
# must store the next one.
_EXIT_TIMEOUT_S = 10.0

_running: set[threading.Thread] = set()

Event = threading.Event

Callback: TypeAlias = Callable[[T], None]
"""A plain function of the user that receives a value."""


class StoppedError(Exception):
    """The result is not wanted any more. Raised inside the work of `Workers`, and never seen outside it."""


class Workers:
    """Runs up to `at_once` threads at a time. Raises InputError if that is not a whole number from 1 on."""

    def __init__(self, at_once: int) -> None:
        self.at_once: int = checked_count(at_once, "at_once")
        self._is_stopped = False

    def each(self, items: Iterable[T], work: Callable[[T], R]) -> Generator[R, None]:
        """Yield the result of `work` for each item, in the order in which they end.

        An item is taken from `items` when a thread is free. The first error is raised here. If the caller
        stops reading, it waits for the running work, which ends early if it calls `check`. A second Ctrl-C
        does not wait.
        """
        source, done = iter(items), SimpleQueue[Outcome[R]]()
        todo = SimpleQueue[object]()
        threads: list[threading.Thread] = []
        pending = 0
        try:
            while True:
                while pending < self.at_once and (item := next(source, _END)) is not _END:
                    todo.put(item)
                    pending += 1
                    if pending > len(threads):
                        threads.append(_start_thread(_serve, todo, done, work))
                if not pending:
                    return
                outcome = done.get()
                pending -= 1
                yield outcome.result()
        finally:
            self._is_stopped = True
            for _ in threads:
                todo.put(_END)
            for thread in threads:
                thread.join()

    def check(self) -> None:
        """Raise StoppedError if the results are not wanted any more."""
        if self._is_stopped:
            raise StoppedError


def _start_thread(run: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> threading.Thread:
    # A daemon, so that a second Ctrl-C ends the process. The context holds e.g. the trace of the caller.
    thread = threading.Thread(target=copy_context().run, args=(run, *args), kwargs=kwargs, daemon=True)
    thread.start()
    return thread


def _serve(todo: "SimpleQueue[object]", done: "SimpleQueue[Outcome[R]]", work: Callable[[T], R]) -> None:
    while (item := todo.get()) is not _END:
        try:
            done.put(Outcome(work(cast("T", item))))
        except BaseException as error:  # noqa: BLE001 - `each` raises it
            done.put(Outcome(error=error))


def checked_callback(fn: F, name: str) -> F:
    """Check the function `fn`, the argument `name`; raises InputError for an async one."""
    return checked_sync_callable(fn, name)


def call(name: str, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call `fn`, the argument `name`, and return its result; raises InputError for a result to await."""
    result = fn(*args, **kwargs)
    if isawaitable(result):
        if iscoroutine(result):
            # Or Python warns that it was never awaited.
            result.close()
        raise InputError(f"{name} returned something to await. Give a plain function.")
    return result


def serialized(fn: Callback[T], check: Callable[[], None] = lambda: None) -> Callback[T]:
    """Wrap a callback that is not thread-safe: one thread at a time calls it, after a call of `check`."""
    lock = threading.Lock()

    def call_in_turn(argument: T) -> None:
        check()
        with lock:
            call("on_progress", fn, argument)

    return call_in_turn


class Prefetch(Generic[T]):
    """Work that starts in a thread before its result is needed, with the caller's context variables."""

    # Lists do not prefetch by default: a thread can not be cancelled, so `break` would wait for it.
    DEFAULT = False

    def __init__(self, work: Callable[[], T]) -> None:
        self._outcome = Outcome[T]()
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._run, work), name="seawall-prefetch"
        )
        self._thread.start()

    def result(self) -> T:
        """Wait for the work; return its result or raise its error."""
        self._thread.join()
        return self._outcome.result()

    def cancel(self) -> None:
        """Wait for the end of the work: a thread can not be cancelled. Its error, if any, is dropped."""
        self._thread.join()

    def _run(self, work: Callable[[], T]) -> None:
        try:
            self._outcome = Outcome(work())
        except BaseException as error:  # noqa: BLE001 - `result` raises it
            self._outcome = Outcome(error=error)


def current_scope() -> Hashable:
    """Return the id of this process: a forked child does not have the threads of its parent."""
    return os.getpid()


def has_ended(scope: Hashable) -> bool:
    """Return whether `scope` is another process, e.g. the parent of this one."""
    return scope != os.getpid()


class ByScope(Generic[T]):
    """Objects such as connections: one for each process."""

    def __init__(self, make: Callable[[], T], close: Callable[[T], None]) -> None:
        self._make = make
        self._close = close
        # Those of the parents of this process stay, unused: to close them here would disturb a parent.
        self._by_process: dict[int, T] = {}

    def get(self) -> T:
        """Return the object of this process."""
        made = self._by_process.get(os.getpid())
        # If two threads make one at the same time, `setdefault` lets both use the first.
        return self._by_process.setdefault(os.getpid(), self._make()) if made is None else made

    def close(self) -> None:
        """Close the object of this process."""
        made = self._by_process.pop(os.getpid(), None)
        if made is not None:
            self._close(made)


class OneScope:
    """Stands for the check of the async half. Blocking clients are for all threads and forked processes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def check(self) -> None:
        """Do nothing."""


class Waiter:
    """One thread that waits until another thread wakes it."""

    def __init__(self) -> None:
        # One lock for each waiting thread: an interrupt in one of them leaves the others alone.
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def wait(self, timeout_s: float | None) -> bool:
        """Wait until `wake` was called; return False after `timeout_s` seconds. None waits for ever."""
        limit_s = -1.0 if timeout_s is None else min(max(0.0, timeout_s), threading.TIMEOUT_MAX)
        return self._asleep.acquire(timeout=limit_s)

    def wake(self) -> None:
        """Let the waiting thread go on; the second call does nothing."""
        if self._asleep.locked():
            self._asleep.release()


class BackgroundWork:
    """Work in a daemon thread; the end of the program waits up to 10 s for it.

    `on_lost` is called if the work ends with an error.
    """

    def __init__(self, work: Callable[[], None], on_lost: Callable[[], None]) -> None:
        self._work = work
        self._on_lost = on_lost
        self._thread = threading.Thread(target=self._run, name="seawall-background", daemon=True)

    def start(self) -> None:
        """Start the thread. If an interrupt is raised here, the thread may have started."""
        _wait_at_exit()
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """True until the thread has ended."""
        return self._thread.is_alive()

    def join(self, timeout_s: float) -> None:
        """Wait for the end of the thread, for `timeout_s` seconds at most."""
        # A thread that did not start can not be joined.
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        _running.add(threading.current_thread())
        try:
            self._work()
        except BaseException:
            self._on_lost()
            raise
        finally:
            _running.discard(threading.current_thread())


def try_lock(acquire: Callable[[], Release | None]) -> Release | None:
    """Call `acquire`, which tries to take a lock."""
    return acquire()


@cache
def _wait_at_exit() -> None:
    # Registered by the first background work: importing this module changes nothing in the process.
    atexit.register(_join_running)


def _join_running() -> None:
    end = time.monotonic() + _EXIT_TIMEOUT_S
    for thread in list(_running):
        thread.join(max(0.0, end - time.monotonic()))


def prepare_imports(*modules: str) -> None:
    """Do nothing: a thread imports a module when it needs it, and waits for it."""
