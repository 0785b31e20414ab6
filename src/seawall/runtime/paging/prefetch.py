"""Prefetch: start one piece of work before its result is needed.

The async and the sync half are both here because they differ: a task can be cancelled, a thread can not. So
async lists prefetch by default and sync lists do not.
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
    """Work that runs in a task."""

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
            # Read the error, or asyncio logs it as never retrieved.
            self._task.exception()


class Prefetch(Generic[T]):
    """Work that runs in a thread, with the caller's context variables."""

    DEFAULT = False

    def __init__(self, work: Callable[[], T]) -> None:
        self._future: Future[T] = Future()
        self._thread = Thread(target=copy_context().run, args=(self._run, work), name="seawall-prefetch")
        self._thread.start()

    def result(self) -> T:
        """Wait for the work; return its result or raise its error."""
        return self._future.result()

    def cancel(self) -> None:
        """Wait for the end of the work: a thread can not be cancelled. Its error, if any, is dropped."""
        self._thread.join()

    def _run(self, work: Callable[[], T]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - `result` raises it
            self._future.set_exception(error)
        else:
            self._future.set_result(result)
