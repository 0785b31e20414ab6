"""Work that callers share: one after another, to its end. The async and the sync half stand side by side."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from seawall.core.errors import ConfigError
from seawall.runtime.lock_file import Release

__all__ = ["AsyncTurns", "Turns", "async_taken", "taken"]

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE_S = 10.0


class AsyncTurns:
    """Work of one event loop that is done in turn, and goes on where who waits for it is cancelled."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[object]] = set()

    def check(self) -> None:
        """Raise ConfigError where this belongs to another event loop; one that is closed has no claim."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        with self._guard:
            if self._loop is not None and not self._loop.is_closed():
                raise ConfigError(
                    "What gets tokens belongs to one event loop, and this is another: make one per loop."
                )
            self._loop, self._lock, self._tasks = loop, asyncio.Lock(), set()

    async def run(
        self, work: Callable[P, Coroutine[object, object, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `work` gives, when it is its turn; raises what it raises, and ConfigError as `check` does."""
        self.check()
        task = asyncio.ensure_future(self._in_turn(work, *args, **kwargs))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def aclose(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Wait for work that nobody waits for any more; after `patience_s` seconds it is cancelled."""
        if not self._tasks or self._loop is not asyncio.get_running_loop():
            return
        _, late = await asyncio.wait(self._tasks, timeout=patience_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _in_turn(
        self, work: Callable[P, Coroutine[object, object, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async with self._lock:
            return await work(*args, **kwargs)


class Turns:
    """Work that is done in turn, by the thread that asks for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def check(self) -> None:
        """Every thread may use it."""

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` gives, when it is its turn; raises what it raises."""
        with self._lock:
            return work(*args, **kwargs)

    def close(self) -> None:
        """Nothing goes on that nobody waits for."""


async def async_taken(take: Callable[[], Release | None]) -> Release | None:
    """What `take` takes, in a thread; given up again where nobody waits for it any more."""
    outcome: Future[Release | None] = Future()
    try:
        await asyncio.to_thread(lambda: outcome.set_result(take()))
    except BaseException:
        outcome.add_done_callback(_given_up)
        raise
    return outcome.result()


def taken(take: Callable[[], Release | None]) -> Release | None:
    """What `take` takes."""
    return take()


def _given_up(outcome: "Future[Release | None]") -> None:
    release = outcome.result()
    if release is not None:
        release()
