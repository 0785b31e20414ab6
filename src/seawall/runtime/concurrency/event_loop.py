"""Leave the event loop for blocking work, and protect work from cancellation.

The sync half needs neither: derived code calls the function directly.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import ParamSpec, TypeVar

__all__ = ["run_in_thread", "shielded"]

P = ParamSpec("P")
T = TypeVar("T")


async def run_in_thread(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run blocking code, such as file access, in a thread; the event loop goes on meanwhile.

    If the caller is cancelled, the thread still runs to its end, and its result is lost. A StopIteration
    becomes a RuntimeError.
    """
    return await asyncio.to_thread(_call, partial(fn, *args, **kwargs))


async def shielded(fn: Callable[P, Coroutine[object, object, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a coroutine function to its end, even if the caller is cancelled."""
    return await asyncio.shield(asyncio.ensure_future(fn(*args, **kwargs)))


def _call(fn: Callable[[], T]) -> T:
    try:
        return fn()
    except StopIteration as error:
        # A future can not carry StopIteration: the caller would wait forever (PEP 479).
        raise RuntimeError("a function that runs in a thread raised StopIteration.") from error
