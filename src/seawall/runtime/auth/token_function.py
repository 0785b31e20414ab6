"""Calls a user's function that returns tokens, from sync code. `async_token_function` is its async twin."""

import inspect
from collections.abc import Callable

from seawall.core.auth.tokens import Token, is_sendable
from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret

__all__ = ["CALL_IN_BACKGROUND", "as_secret", "as_token", "call_token_function"]

# In the thread that needs the token: the function may use what belongs to that thread.
CALL_IN_BACKGROUND = False


def call_token_function(get: Callable[[], str | Token], now: float) -> Token:
    """Call `get` in this thread, at `now`, in seconds since 1970.

    A text becomes a token without a lifetime. Raises ConfigError if there is no token in what `get` returns,
    and what `get` raises.
    """
    returned = as_secret(get())
    if inspect.iscoroutine(returned):
        returned.close()
        raise ConfigError("The function that returns tokens is async. Use it with an async client.")
    return as_token(returned, now)


def as_secret(returned: object) -> object:
    """Return a text as a Secret, and None for an object that can not be a token and may show one."""
    if isinstance(returned, str):
        return Secret(returned)
    return returned if isinstance(returned, Token) or inspect.isawaitable(returned) else None


def as_token(returned: object, now: float) -> Token:
    """Return the token in what the function returned; raises ConfigError if there is none."""
    if isinstance(returned, str):
        returned = Token(access_token=returned, obtained_at=now, lifetime_s=0.0)
    if isinstance(returned, Token) and is_sendable(returned.access_token):
        return returned
    raise ConfigError(
        "The function that returns tokens returned none. Return a Token, or a text without spaces."
    )
