"""Work that callers share: one after another, to its end. The async and the sync half stand side by side.

Who waits for it waits as long as told, and no longer: the work goes on for the others.
"""

import asyncio
import atexit
import os
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TypeVar
from weakref import WeakSet

from seawall.core.errors import ConfigError, DeadlineExceededError
from seawall.runtime.files.file_lock import Release

__all__ = ["AsyncLastingTurns", "AsyncTurns", "LastingTurns", "Turns", "async_taken", "taken"]

T = TypeVar("T")

_PATIENCE_S = 10.0
# How long what was cancelled may take to end: it may not heed it.
_ENDING_S = 1.0
_GIVEN_UP = "what gets tokens was closed, or cancelled its own work, before there was one."
_TOO_LATE = "no token came before the time of the call was over."


class AsyncTurns:
    """Work of one event loop that is done in turn, and goes on where nobody waits for it any more."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[object] | None = None

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
            self._loop, self._lock, self._task = loop, asyncio.Lock(), None

    async def run(
        self,
        timeout_s: float | None,
        known: Callable[[], T | None],
        work: Callable[[], Coroutine[object, object, T]],
    ) -> T:
        """What `known` says when it is its turn; where that is None, what `work` gives.

        Raises DeadlineExceededError after `timeout_s` seconds, what the two raise, and ConfigError as `check`
        does.
        """
        self.check()
        try:
            async with asyncio.timeout(timeout_s) as limit:
                return await self._in_turn(known, work)
        except TimeoutError as error:
            # The work may raise it too.
            if not limit.expired():
                raise
            raise DeadlineExceededError(_TOO_LATE) from error

    async def aclose(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Wait for work that nobody waits for any more; after `patience_s` seconds it is cancelled."""
        task = self._task
        if task is None or self._loop is not asyncio.get_running_loop():
            return
        await asyncio.wait([task], timeout=patience_s)
        task.cancel()
        await asyncio.wait([task], timeout=_ENDING_S)

    async def _in_turn(
        self, known: Callable[[], T | None], work: Callable[[], Coroutine[object, object, T]]
    ) -> T:
        await self._lock.acquire()
        try:
            there = known()
            task = None if there is not None else asyncio.ensure_future(work())
        except BaseException:
            self._lock.release()
            raise
        if task is None:
            self._lock.release()
            assert there is not None
            return there
        self._task = task
        task.add_done_callback(self._ended)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError as error:
            waiting = asyncio.current_task()
            if not task.cancelled() or (waiting is not None and waiting.cancelling()):
                raise
            # Who waits was not cancelled: the work was, by `aclose` or by itself.
            raise DeadlineExceededError(_GIVEN_UP) from error

    def _ended(self, _: "asyncio.Future[T]") -> None:
        self._task = None
        self._lock.release()


AsyncLastingTurns = AsyncTurns


class Turns:
    """Work that is done in turn, by the thread that asks for it: it ends when the work does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        _EVERY.add(self)

    def check(self) -> None:
        """Every thread may use it."""

    def forked(self) -> None:
        """Begin anew in a process that was forked: the thread whose turn it was has not come along."""
        self._lock = threading.Lock()

    def run(self, timeout_s: float | None, known: Callable[[], T | None], work: Callable[[], T]) -> T:
        """What `known` says when it is its turn; where that is None, what `work` gives.

        Raises DeadlineExceededError where it has no turn within `timeout_s` seconds, and what the two raise.
        """
        lock = self._begin(timeout_s)
        try:
            there = known()
            return work() if there is None else there
        finally:
            lock.release()

    def close(self) -> None:
        """Nothing goes on that nobody waits for."""

    def _begin(self, timeout_s: float | None) -> threading.Lock:
        wait_s = -1.0 if timeout_s is None else min(max(0.0, timeout_s), threading.TIMEOUT_MAX)
        lock = self._lock
        if not lock.acquire(timeout=wait_s):
            raise DeadlineExceededError(_TOO_LATE)
        return lock


class LastingTurns(Turns):
    """Work that is done in turn, in a thread of its own: it goes on where nobody waits for it any more."""

    def __init__(self) -> None:
        super().__init__()
        self._thread: threading.Thread | None = None

    def run(self, timeout_s: float | None, known: Callable[[], T | None], work: Callable[[], T]) -> T:
        """What `known` says when it is its turn; where that is None, what `work` gives.

        Raises DeadlineExceededError after `timeout_s` seconds, and what the two raise.
        """
        end = None if timeout_s is None else time.monotonic() + timeout_s
        lock = self._begin(timeout_s)
        # Who takes it out of here gives it back: an interrupt may come when the thread has begun already.
        turn = [lock]
        try:
            there = known()
            if there is None:
                outcome: Future[T] = Future()
                self._thread = threading.Thread(
                    target=_work, args=[work, outcome, turn], name="seawall-token", daemon=True
                )
                self._thread.start()
        except BaseException:
            if mine := _taken_out(turn):
                mine.release()
            raise
        if there is not None:
            lock.release()
            return there
        try:
            return outcome.result(None if end is None else max(0.0, end - time.monotonic()))
        except TimeoutError as error:
            # The work may raise it too, or have ended just now.
            if outcome.done():
                return outcome.result()
            raise DeadlineExceededError(_TOO_LATE) from error

    def close(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Wait for work that nobody waits for any more, for `patience_s` seconds at most."""
        thread = self._thread
        if thread is not None:
            thread.join(patience_s)


def _work(work: Callable[[], T], outcome: "Future[T]", turn: list[threading.Lock]) -> None:
    lock = _taken_out(turn)
    if lock is None:
        return
    _UNDER_WAY.add(threading.current_thread())
    try:
        given = work()
    except BaseException as error:  # noqa: BLE001
        lock.release()
        outcome.set_exception(error)
    else:
        lock.release()
        outcome.set_result(given)
    finally:
        _UNDER_WAY.discard(threading.current_thread())


def _taken_out(turn: list[threading.Lock]) -> "threading.Lock | None":
    """The turn, for the first who asks for it."""
    try:
        return turn.pop()
    except IndexError:
        return None


# Work that the end of the program would kill: a refresh token is good once, and its successor must be kept.
_UNDER_WAY: set[threading.Thread] = set()
_EVERY: WeakSet[Turns] = WeakSet()


def _wait_at_exit() -> None:
    end = time.monotonic() + _PATIENCE_S
    for thread in list(_UNDER_WAY):
        thread.join(max(0.0, end - time.monotonic()))


def _begin_anew() -> None:
    for turns in _EVERY:
        turns.forked()


atexit.register(_wait_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


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
