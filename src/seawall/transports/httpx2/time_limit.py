"""The time of calls over a client of the user. The async and the sync half really differ.

The connections of such a client do not know the deadline of an attempt.
"""

from contextlib import AbstractAsyncContextManager, nullcontext

__all__ = ["async_time_limit", "time_limit"]

# A step that takes all the time, e.g. the wait for a connection, ends first: its error says more.
_GRACE_S = 0.05


def async_time_limit(seconds: float) -> AbstractAsyncContextManager[object]:
    """Return a block that is cancelled and raises TimeoutError a moment after `seconds`."""
    # A late import, for the sync half: it takes 30 ms.
    from asyncio import timeout  # noqa: PLC0415

    return timeout(seconds + _GRACE_S)


def time_limit(_: float) -> nullcontext[None]:
    """Return a block without a limit: nothing can interrupt a blocking step of another library."""
    return nullcontext()
