"""Wait for a call into pyreqwest. The async and the sync half really differ.

A call of a blocking client of pyreqwest can not be interrupted: Ctrl-C would take effect at the end of the
attempt. Only the main thread receives signals, so calls of other threads block. The main thread runs the
coroutines of an async client: it waits for a lock, which a signal or a timeout interrupts. pyreqwest then
needs asyncio, whose import takes 26 ms. So the first calls of a process block in a thread of their own.

All but the blocking calls of other threads limit a call, because the timers of pyreqwest run late while a
server floods a connection. The limit is longer than the timeout, so that pyreqwest raises its own, more exact
error first if it can.
"""

import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from itertools import count, repeat
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from seawall.core.extras import needs_extra
from seawall.transports.http_message.errors import strip_tracebacks, timed_out
from seawall.transports.network.handles import async_current_loop
from seawall.transports.pyreqwest.call_limits import CallLimits

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

with needs_extra("fast", "The transport pyreqwest"):
    from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
    from pyreqwest.request import RequestBuilder, SyncRequestBuilder
    from pyreqwest.response import Response, SyncResponse

__all__ = [
    "AsyncCalls",
    "AsyncLibraryClient",
    "AsyncLibraryRequest",
    "AsyncLibraryResponse",
    "BlockingCalls",
    "Calls",
    "CoroutineCalls",
    "LibraryClient",
    "LibraryRequest",
    "LibraryResponse",
    "Opening",
    "Result",
    "Step",
    "async_calls_over",
    "calls_over",
]

T = TypeVar("T")

# The async and the blocking client of pyreqwest have a type each for these, and one call uses either.
Opening: TypeAlias = Any
Step: TypeAlias = Callable[..., Any]
Result: TypeAlias = Any

_YEAR_S = 365 * 86400.0
# A thread for a call takes 0.13 ms longer, so all of them together take less time than the import.
_FIRST_CALLS = 100


class AsyncCalls:
    """Awaits each step of a call, which the event loop can cancel."""

    new_builder = ClientBuilder

    def __init__(self) -> None:
        self._limits: WeakKeyDictionary[AbstractEventLoop, CallLimits] = WeakKeyDictionary()

    def steps(self, opening: Opening) -> tuple[Step, Step]:
        """Return the functions that send a request, and that end it."""
        return opening.__aenter__, opening.__aexit__

    async def run(self, work: Callable[[], Awaitable[T]], timeout_s: float, limit_s: float) -> T:
        """Return the result of `work`; raises AttemptTimeoutError after `limit_s` seconds."""
        # A late import, for the sync half: it takes 26 ms.
        import asyncio  # noqa: PLC0415

        # First: without a loop of asyncio, `current_task` would raise an error that does not say what to do.
        loop = async_current_loop()
        limits = self._limits.get(loop)
        if limits is None:
            limits = self._limits.setdefault(loop, CallLimits())
        task = asyncio.current_task(loop)
        assert task is not None
        call = limits.begin(loop, task, min(limit_s, _YEAR_S))
        try:
            result = await work()
        except asyncio.CancelledError as error:
            if not limits.end(call):
                raise
            raise timed_out(timeout_s) from strip_tracebacks(error)
        except BaseException:
            limits.end(call)
            raise
        limits.end(call)
        return result

    async def run_at_once(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return the result of `work`, which does not wait for the server."""
        return await work()


class _Wakeup:
    """Stands in for the event loop of a coroutine of pyreqwest, which uses these two methods.

    Another thread may wake the coroutine more than once.
    """

    __slots__ = ("_lock",)

    # A future is an iterator that yields something as long as it is not set.
    create_future = staticmethod(partial(repeat, "pending"))

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()

    def call_soon_threadsafe(self, _callback: object, _future: object, /) -> None:
        try:  # noqa: SIM105 - `suppress` takes longer
            self._lock.release()
        except RuntimeError:
            pass

    def wait(self, limit_s: float) -> bool:
        return limit_s > 0 and self._lock.acquire(timeout=limit_s)


class Calls(ABC):
    """Makes the steps of a call, each until it returns or a signal interrupts it."""

    new_builder: type[ClientBuilder | SyncClientBuilder]

    @abstractmethod
    def steps(self, opening: Opening) -> tuple[Step, Step]:
        """Return the functions that send a request, and that end it."""

    @abstractmethod
    def run(self, work: Step, timeout_s: float, limit_s: float) -> Result:
        """Return the result of `work`; raises AttemptTimeoutError after `limit_s` seconds."""

    @abstractmethod
    def run_at_once(self, work: Step) -> Result:
        """Return the result of `work`, which does not wait for the server."""


class CoroutineCalls(Calls):
    """Runs each step of a call in this thread, until it returns or a signal interrupts it.

    An interrupted call ends for the server within its timeout.
    """

    new_builder: type[ClientBuilder | SyncClientBuilder] = ClientBuilder

    def steps(self, opening: Opening) -> tuple[Step, Step]:
        """Return the functions that send a request, and that end it."""
        return opening.__aenter__, opening.__aexit__

    def run(self, work: Step, timeout_s: float, limit_s: float) -> Result:
        """Return the result of `work`; raises AttemptTimeoutError after `limit_s` seconds."""
        # A late import: it takes 26 ms.
        from asyncio.events import _get_running_loop, _set_running_loop  # noqa: PLC0415

        coroutine: Coroutine[Any, None, Any] = work()
        until = time.monotonic() + min(limit_s, _YEAR_S)
        wakeup: Any = _Wakeup()
        # A notebook runs its cells inside of an event loop.
        outer = _get_running_loop()
        try:
            while True:
                try:
                    _set_running_loop(wakeup)
                    is_pending = coroutine.send(None)
                finally:
                    # No signal can come before: CPython looks for them after the call of a function.
                    _set_running_loop(outer)
                # None: it was woken meanwhile.
                if is_pending and not wakeup.wait(until - time.monotonic()):
                    raise timed_out(timeout_s)
        except StopIteration as done:
            return done.value
        finally:
            coroutine.close()

    def run_at_once(self, work: Step) -> Result:
        """Return the result of `work`, which does not wait for the server."""
        coroutine: Coroutine[Any, None, Any] = work()
        try:
            return coroutine.send(None)
        except StopIteration as done:
            return done.value
        finally:
            coroutine.close()


class BlockingCalls(Calls):
    """Blocks until a step of a call returns; in the main thread, another thread runs the step."""

    new_builder: type[ClientBuilder | SyncClientBuilder] = SyncClientBuilder

    def steps(self, opening: Opening) -> tuple[Step, Step]:
        """Return the functions that send a request, and that end it."""
        return opening.__enter__, opening.__exit__

    def run(self, work: Step, timeout_s: float, limit_s: float) -> Result:
        """Return the result of `work`.

        In the main thread, raises AttemptTimeoutError after `limit_s` seconds.
        """
        if threading.current_thread() is not threading.main_thread():
            return work()
        results: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

        def put_result() -> None:
            try:
                results.put((work(), None))
            except BaseException as error:  # noqa: BLE001 - raised below
                results.put((None, error))

        threading.Thread(target=put_result, name="seawall-pyreqwest", daemon=True).start()
        try:
            result, error = results.get(timeout=min(limit_s, _YEAR_S))
        except Empty:
            raise timed_out(timeout_s) from None
        if error is not None:
            raise error
        return result

    def run_at_once(self, work: Step) -> Result:
        """Return the result of `work`, which does not wait for the server."""
        return work()


AsyncLibraryClient: TypeAlias = Client
LibraryClient: TypeAlias = Client | SyncClient
AsyncLibraryRequest: TypeAlias = RequestBuilder
LibraryRequest: TypeAlias = RequestBuilder | SyncRequestBuilder
AsyncLibraryResponse: TypeAlias = Response
LibraryResponse: TypeAlias = Response | SyncResponse

_ASYNC_CALLS, _COROUTINE_CALLS, _BLOCKING_CALLS = AsyncCalls(), CoroutineCalls(), BlockingCalls()
_calls_of_process = count()


def async_calls_over(_given: Client | None) -> AsyncCalls:
    """Return how to call; the same for a client of the user and for another."""
    return _ASYNC_CALLS


def calls_over(given: SyncClient | None) -> Calls:
    """Return how to make the next call of this thread: over a client of the user if one is `given`."""
    if given is not None or threading.current_thread() is not threading.main_thread():
        # Half the CPU time of coroutines, which take turns with the thread of pyreqwest.
        return _BLOCKING_CALLS
    if "asyncio" in sys.modules or next(_calls_of_process) >= _FIRST_CALLS:
        return _COROUTINE_CALLS
    return _BLOCKING_CALLS
