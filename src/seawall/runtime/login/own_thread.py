"""Blocking work that can be given up. The async and the sync half stand side by side.

The work is done in a thread of its own. Who no longer waits for it, because it is cancelled, interrupted or
out of time, has it cut off: `cut` makes what blocks end at once.
"""

import asyncio
import contextvars
import math
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

__all__ = ["async_in_own_thread", "in_own_thread"]

T = TypeVar("T")

# A Ctrl-C is seen that soon on systems where it does not interrupt the waiting.
_LOOK_S = 0.1
# What was cut off ends in milliseconds, but for the look-up of a name, which nobody can interrupt.
_ENDING_S = 1.0


async def async_in_own_thread(
    work: Callable[[], T], *, cut: Callable[[], None], timeout_s: float | None = None
) -> T:
    """What `work` gives; raises TimeoutError after `timeout_s` seconds, and what the work raises."""
    outcome = asyncio.wrap_future(_begun(work))
    outcome.add_done_callback(_seen)
    try:
        await asyncio.wait([outcome], timeout=timeout_s)
    finally:
        if is_late := not outcome.done():
            cut()
            await asyncio.wait([outcome], timeout=_ENDING_S)
            outcome.cancel()
    if is_late:
        raise TimeoutError
    return outcome.result()


def in_own_thread(work: Callable[[], T], *, cut: Callable[[], None], timeout_s: float | None = None) -> T:
    """What `work` gives; raises TimeoutError after `timeout_s` seconds, and what the work raises."""
    outcome = _begun(work)
    end = math.inf if timeout_s is None else time.monotonic() + timeout_s
    try:
        while not outcome.done() and (left_s := end - time.monotonic()) > 0:
            wait([outcome], min(left_s, _LOOK_S))
    finally:
        if is_late := not outcome.done():
            cut()
            wait([outcome], _ENDING_S)
    if is_late:
        raise TimeoutError
    return outcome.result()


def _begun(work: Callable[[], T]) -> "Future[T]":
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()

    def do() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001
            outcome.set_exception(error)

    Thread(target=contextvars.copy_context().run, args=[do], name="seawall-login", daemon=True).start()
    return outcome


def _seen(outcome: "asyncio.Future[T]") -> None:
    # Where nobody waits for it any more, nobody need be told of an error that nobody saw.
    if not outcome.cancelled():
        outcome.exception()
