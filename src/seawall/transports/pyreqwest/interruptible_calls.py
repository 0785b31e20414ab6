"""Wait for a call into pyreqwest. The async and the sync half really differ.

A blocking call into pyreqwest can not be interrupted: Ctrl-C would take effect at the end of the attempt. So
the main thread, the only one that receives signals, waits for a thread that makes the call.
"""

import threading
from collections.abc import Awaitable, Callable
from queue import SimpleQueue
from typing import TypeVar, cast

from attrs import define, field

__all__ = ["AsyncCalls", "Calls"]

T = TypeVar("T")


class AsyncCalls:
    """Awaits each call, which the event loop can cancel."""

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return the result of `work`."""
        return await work()

    async def aclose(self) -> None:
        """Do nothing: there is no thread to end."""


@define(eq=False, repr=False)
class _Worker:
    """A thread that makes one call at a time."""

    _calls: "SimpleQueue[Callable[[], object] | None]" = field(factory=SimpleQueue, init=False)
    _results: "SimpleQueue[tuple[object, BaseException | None]]" = field(factory=SimpleQueue, init=False)

    _thread: threading.Thread = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._thread = threading.Thread(target=self._loop, name="seawall-pyreqwest", daemon=True)
        self._thread.start()

    def _loop(self) -> None:
        while (work := self._calls.get()) is not None:
            try:
                self._results.put((work(), None))
            except BaseException as error:  # noqa: BLE001 - `run` raises it
                self._results.put((None, error))
            # The thread waits here until the next call, and must not keep the request of this one alive.
            del work

    def run(self, work: Callable[[], T]) -> T:
        self._calls.put(work)
        result, error = self._results.get()
        if error is not None:
            raise error
        return cast("T", result)

    def stop(self) -> None:
        """End the thread after its current call."""
        self._calls.put(None)

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()


class Calls:
    """Blocks until a call returns, or a signal interrupts it; an interrupted call ends within its timeout."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._closed = False

    def __del__(self) -> None:
        if self._worker is not None:
            self._worker.stop()

    def run(self, work: Callable[[], T]) -> T:
        """Return the result of `work`. After `close`, the calling thread does the work itself."""
        if self._closed or threading.current_thread() is not threading.main_thread():
            return work()
        worker, self._worker = self._worker or _Worker(), None
        try:
            result = worker.run(work)
        except Exception:
            self._worker = worker
            raise
        except BaseException:
            # A signal handler raised: this thread is still busy, so the next call starts another.
            worker.stop()
            raise
        self._worker = worker
        return result

    def close(self) -> None:
        """End the thread; later calls start no other."""
        self._closed = True
        if self._worker is not None:
            self._worker.stop()
            self._worker.join()
            self._worker = None
