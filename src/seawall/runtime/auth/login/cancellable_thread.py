"""Blocking work that can be given up. The async and the sync half stand side by side.

The work is done in a thread of its own. Who no longer waits for it, because it is cancelled, interrupted or
out of time, has it cut off: `cut` makes what blocks end at once, and may be called again.
"""

import asyncio
import contextvars
import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import TypeVar

__all__ = ["async_in_own_thread", "in_own_thread"]

T = TypeVar("T")

# A Ctrl-C is seen that soon on systems where it does not interrupt the waiting.
_LOOK_S = 0.1
# What was cut off ends in milliseconds, but for the look-up of a name, which nobody can interrupt. A cut that
# comes just before the work blocks does nothing, so it is made again.
_ENDING_S = 0.02
_MOST_CUTS = 50


async def async_in_own_thread(
    work: Callable[[], T], *, cut: Callable[[], None], timeout_s: float | None = None
) -> T:
    """What `work` gives; raises TimeoutError after `timeout_s` seconds, and what the work raises."""
    thread, begun, _ = _begun(work)
    outcome = asyncio.wrap_future(begun)
    outcome.add_done_callback(_seen)
    try:
        await asyncio.wait([outcome], timeout=timeout_s)
    finally:
        if is_late := not outcome.done():
            for _ in range(_MOST_CUTS):
                cut()
                await asyncio.wait([outcome], timeout=_ENDING_S)
                if outcome.done():
                    break
            outcome.cancel()
        if begun.done():
            # It has nothing left to do but to end.
            thread.join()
    if is_late:
        raise TimeoutError
    return outcome.result()


def in_own_thread(work: Callable[[], T], *, cut: Callable[[], None], timeout_s: float | None = None) -> T:
    """What `work` gives; raises TimeoutError after `timeout_s` seconds, and what the work raises."""
    # A bare lock is waited for, and nothing that locks by itself: an interrupt could leave that locked, and
    # the thread would then wait for it while we wait for the thread.
    thread, outcome, landed = _begun(work)
    end, has_landed = math.inf if timeout_s is None else time.monotonic() + timeout_s, False
    try:
        while not has_landed and (left_s := end - time.monotonic()) > 0:
            has_landed = landed.acquire(timeout=min(left_s, _LOOK_S))
    finally:
        is_late = not has_landed
        for _ in range(_MOST_CUTS):
            if has_landed:
                thread.join()
                break
            cut()
            has_landed = landed.acquire(timeout=_ENDING_S)
    if is_late:
        raise TimeoutError
    return outcome.result()


def _begun(work: Callable[[], T]) -> "tuple[Thread, Future[T], Lock]":
    """The thread, what comes of the work, and a lock that is free once that is known."""
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()
    landed = Lock()
    landed.acquire()

    def do() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001
            outcome.set_exception(error)
        finally:
            landed.release()

    run = contextvars.copy_context().run
    thread = Thread(target=run, args=[do], name="seawall-login", daemon=True)
    thread.start()
    return thread, outcome, landed


def _seen(outcome: "asyncio.Future[T]") -> None:
    # Where nobody waits for it any more, nobody need be told of an error that nobody saw.
    if not outcome.cancelled():
        outcome.exception()
