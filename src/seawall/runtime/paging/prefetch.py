"""Work that is begun before anybody asks for what it brings.

The async and the sync half stand side by side here, because they really differ: a task can be given up, a
thread can not. So async lists fetch one page ahead unless told not to, sync lists only where told to.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import Generic, TypeVar

__all__ = ["AsyncPrefetch", "Prefetch"]

T = TypeVar("T")


class AsyncPrefetch(Generic[T]):
    """One piece of work, in a task."""

    IS_USUAL = True

    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self._task = asyncio.ensure_future(work())

    async def result(self) -> T:
        """What the work returns, or raises."""
        return await self._task

    async def drop(self) -> None:
        """Give the work up, if it still goes on; nothing of it is left then, and nothing is raised."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.exception()


class Prefetch(Generic[T]):
    """One piece of work, in a thread with the caller's context variables."""

    IS_USUAL = False

    def __init__(self, work: Callable[[], T]) -> None:
        self._future: Future[T] = Future()
        self._thread = Thread(target=copy_context().run, args=(self._run, work), name="seawall-ahead")
        self._thread.start()

    def result(self) -> T:
        """What the work returns, or raises."""
        return self._future.result()

    def drop(self) -> None:
        """Wait for the work to end, for it can not be given up; nothing is raised."""
        self._thread.join()

    def _run(self, work: Callable[[], T]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001
            self._future.set_exception(error)
        else:
            self._future.set_result(result)
