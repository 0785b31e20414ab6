"""How a call into pyreqwest waits, async and sync side by side.

A blocking call into pyreqwest can not be interrupted: Ctrl-C would take effect when the attempt ends. So
calls of the main thread, the only one that signals reach, wait here for a thread that makes them.
"""

import threading
from collections.abc import Awaitable, Callable
from queue import SimpleQueue
from typing import TypeVar

from attrs import define, field

__all__ = ["AsyncCalls", "Calls"]

T = TypeVar("T")


class AsyncCalls:
    """Awaits: cancelling is asyncio's business."""

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` gives."""
        return await work()

    async def aclose(self) -> None:
        """Nothing to close."""


@define(eq=False)
class _Worker:
    """A thread that does one piece of work at a time and hands each back to whom it came from."""

    _work: "SimpleQueue[Callable[[], object] | None]" = field(factory=SimpleQueue, init=False)
    _done: "SimpleQueue[tuple[object, BaseException | None]]" = field(factory=SimpleQueue, init=False)

    _thread: threading.Thread = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._thread = threading.Thread(target=self._loop, name="seawall-pyreqwest", daemon=True)
        self._thread.start()

    def _loop(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                self._done.put((work(), None))
            except BaseException as error:  # noqa: BLE001
                self._done.put((None, error))
            del work

    def run(self, work: Callable[[], object]) -> object:
        self._work.put(work)
        result, error = self._done.get()
        if error is not None:
            raise error
        return result

    def stop(self) -> None:
        """Let the thread end when it is through."""
        self._work.put(None)

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()


class Calls:
    """Blocks, and lets go at a signal; what was asked for then ends by itself, within its time."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._closed = False

    def __del__(self) -> None:
        if self._worker is not None:
            self._worker.stop()

    def run(self, work: Callable[[], T]) -> T:
        """What `work` gives. After `close`, what is still read of a stream is read in place."""
        if self._closed or threading.current_thread() is not threading.main_thread():
            return work()
        worker, self._worker = self._worker or _Worker(), None
        try:
            result = worker.run(work)
        except Exception:
            self._worker = worker
            raise
        except BaseException:
            # A signal: the thread is still at work, and the next call takes another.
            worker.stop()
            raise
        self._worker = worker
        return result  # type: ignore[return-value]

    def close(self) -> None:
        """End the thread, and make no other."""
        self._closed = True
        if self._worker is not None:
            self._worker.stop()
            self._worker.join()
            self._worker = None
