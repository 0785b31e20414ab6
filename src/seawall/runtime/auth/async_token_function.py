"""Calls a user's function that returns tokens, from async code. `token_function` does so from sync code.

They are two modules because the sync half never imports asyncio.
"""

import inspect
from collections.abc import Awaitable, Callable

from seawall.core.auth.tokens import Token
from seawall.runtime.auth.token_function import as_secret, as_token
from seawall.runtime.concurrency.event_loop import run_in_thread

__all__ = ["CALL_IN_BACKGROUND", "async_call_token_function"]

# If a caller times out, the call goes on for the others: a thread can not be stopped.
CALL_IN_BACKGROUND = True


async def async_call_token_function(
    get: Callable[[], str | Token | Awaitable[str | Token]], now: float
) -> Token:
    """Call `get` in a thread, because it may block, and await what it returns if that is awaitable.

    `now` is in seconds since 1970. A text becomes a token without a lifetime. Raises ConfigError if there is
    no token in it, and what `get` raises.
    """
    returned = as_secret(await run_in_thread(get))
    return as_token(as_secret(await returned) if inspect.isawaitable(returned) else returned, now)
