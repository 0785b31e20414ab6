"""The connections of a transport, by process and event loop. The async and the sync half really differ.

A forked child has copies of its parent's sockets. If both used one connection, each would read responses
to requests of the other. So a child makes its own connections. It drops its copies of the others without a
message to the server, such as the end of TLS.

An interrupt in the middle of a call may leave a connection that its pool counts as in use forever. So an
interrupted call retires the handle: later calls use another one, and calls of other threads finish on the old
one.
"""

import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

from seawall.core.errors import ConfigError, MaybeProcessedError, SeawallError
from seawall.core.event_loops import no_event_loop_error

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

__all__ = ["AsyncHandles", "Handles", "Owner", "async_current_loop", "current_loop"]

T = TypeVar("T")


class AsyncHandles(Generic[T]):
    """Makes one handle for each event loop of each process. A handle is closed at the end of its loop."""

    def __init__(self, make: Callable[[], T], close: Callable[[T], Awaitable[None]]) -> None:
        self._make = make
        self._close = close
        self._process = os.getpid()
        self._by_loop: WeakKeyDictionary[AbstractEventLoop, tuple[T, AsyncGenerator[None]]]
        self._by_loop = WeakKeyDictionary()
        # Kept until the loop ends, because the generators close the handles.
        self._retired: list[tuple[T, AsyncGenerator[None]]] = []

    async def get(self) -> T:
        """Return the handle of the running event loop in this process."""
        if self._process != os.getpid():
            self._process, self._by_loop = os.getpid(), WeakKeyDictionary()
        loop = async_current_loop()
        found = self._by_loop.get(loop)
        if found is None:
            handle = self._make()
            found = self._by_loop[loop] = handle, self._closed_at_end(handle)
            await anext(found[1])
        return found[0]

    def retire_after(self, error: BaseException, handle: T) -> None:
        """Use `handle` for no further call if `error` interrupted one; the end of its loop closes it."""
        # Not after a cancellation, which the pools handle: a task is cancelled only while it waits.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            loops = [loop for loop, found in self._by_loop.items() if found[0] is handle]
            for loop in loops:
                self._retired.append(self._by_loop.pop(loop))

    async def aclose(self) -> None:
        """Close the handles of this process; those of other loops that still run are closed soon."""
        from asyncio import run_coroutine_threadsafe  # noqa: PLC0415 - for the sync half: 30 ms

        handles = list(self._by_loop.items()) if self._process == os.getpid() else []
        for loop, (_, closing) in handles:
            if loop is async_current_loop():
                await closing.aclose()
            elif loop.is_running():
                run_coroutine_threadsafe(closing.aclose(), loop)
        self._by_loop = WeakKeyDictionary()

    async def _closed_at_end(self, handle: T) -> AsyncGenerator[None]:
        # asyncio.run finishes all generators that have begun, before it closes the loop. After that, no
        # connection of the loop could be closed.
        try:
            yield
        finally:
            await self._close(handle)


class Handles(Generic[T]):
    """Makes one handle for each process."""

    def __init__(self, make: Callable[[], T], close: Callable[[T], None]) -> None:
        self._make = make
        self._close = close
        self._by_process: dict[int, T] = {}

    def get(self) -> T:
        """Return the handle of this process."""
        process = os.getpid()
        handle = self._by_process.get(process)
        if handle is None:
            # Without a lock, which another thread might hold during a fork: if two threads make a handle at
            # the same time, `setdefault` lets both use the first.
            handle = self._by_process.setdefault(process, self._make())
            for other in set(self._by_process) - {process}:
                self._by_process.pop(other, None)
        return handle

    def retire_after(self, error: BaseException, handle: T) -> None:
        """Use `handle` for no further call if `error` interrupted one.

        It is not closed, because other threads may use it: its connections end when the last call returns.
        """
        # A signal handler may raise any exception, and those of a failed call are SeawallErrors.
        if isinstance(error, SeawallError | GeneratorExit):
            return
        process = os.getpid()
        if self._by_process.get(process) is handle:
            self._by_process.pop(process, None)

    def close(self) -> None:
        """Close the handle of this process."""
        handle = self._by_process.pop(os.getpid(), None)
        self._by_process.clear()
        if handle is not None:
            self._close(handle)


def async_current_loop() -> "AbstractEventLoop":
    """Return the running event loop; raises ConfigError if none of asyncio runs, under trio for example."""
    # A late import, for the sync half: it takes 30 ms.
    import asyncio  # noqa: PLC0415

    try:
        return asyncio.get_running_loop()
    except RuntimeError as error:
        raise no_event_loop_error() from error


def current_loop() -> object:
    """Return None: threads share connections."""
    return None


class Owner:
    """The process that made a client or a stream, and the event loop that uses the client."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._loop: object = None

    @property
    def is_this_process(self) -> bool:
        """Return whether this process is the owner, and not a child that it forked."""
        return self._process == os.getpid()

    def require_process(self) -> None:
        """Raise MaybeProcessedError in a forked child: the response of a stream belongs to its parent."""
        if not self.is_this_process:
            raise MaybeProcessedError(
                "the response belongs to the process that sent the request, and this process was forked from "
                "it. Send the request again."
            )

    def require_client(self, loop: object) -> None:
        """Raise ConfigError if a client of the user would be used in another process or another event loop.

        The first call fixes the event loop.
        """
        if not self.is_this_process:
            raise ConfigError(
                "the client that was passed in belongs to another process, from which this one was forked. "
                "Make another one here, or pass none: then Seawall makes one for each process."
            )
        self._loop = self._loop or loop
        if loop is not self._loop:
            raise ConfigError(
                "the client that was passed in belongs to another event loop. Make one for each loop, or "
                "pass none: then Seawall makes one for each loop."
            )
