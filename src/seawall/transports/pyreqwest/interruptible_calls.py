"""Wait for a call into pyreqwest. The async and the sync half really differ.

A blocking call into pyreqwest can not be interrupted: Ctrl-C would take effect at the end of the attempt. So
the main thread, the only one that receives signals, waits for a thread that makes the call.

Both halves limit a call, because the timers of pyreqwest run late while a server floods a connection. The
limit is longer than the timeout, so that pyreqwest raises its own, more exact error first if it can.
"""

import threading
from collections.abc import Awaitable, Callable
from queue import Empty, SimpleQueue
from typing import TypeVar, cast

from attrs import define, field

from seawall.transports.http_message.errors import strip_tracebacks, timed_out
from seawall.transports.network.handles import async_current_loop

__all__ = ["AsyncCalls", "Calls"]

T = TypeVar("T")

_YEAR_S = 365 * 86400.0


class AsyncCalls:
    """Awaits each call, which the event loop can cancel."""

    async def run(self, work: Callable[[], Awaitable[T]], timeout_s: float, limit_s: float) -> T:
        """Return the result of `work`; raises AttemptTimeoutError after `limit_s` seconds."""
        # A late import, for the sync half: it takes 30 ms.
        from asyncio import timeout  # noqa: PLC0415

        # First: without a loop of asyncio, `timeout` would raise an error that does not say what to do.
        async_current_loop()
        limit = timeout(min(limit_s, _YEAR_S))
        try:
            async with limit:
                return await work()
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise timed_out(timeout_s) from strip_tracebacks(error)

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

    def run(self, work: Callable[[], T], limit_s: float) -> T:
        """Return the result of `work`; raises queue.Empty after `limit_s` seconds."""
        self._calls.put(work)
        result, error = self._results.get(timeout=min(limit_s, _YEAR_S))
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

    def run(self, work: Callable[[], T], timeout_s: float, limit_s: float) -> T:
        """Return the result of `work`; in the main thread, raise AttemptTimeoutError after `limit_s` seconds.

        After `close`, the calling thread does the work itself.
        """
        if self._closed or threading.current_thread() is not threading.main_thread():
            return work()
        worker, self._worker = self._worker or _Worker(), None
        try:
            result = worker.run(work, limit_s)
        except Empty:
            # The thread is still busy, so the next call starts another.
            worker.stop()
            raise timed_out(timeout_s) from None
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
