"""A user's function that gives tokens, asked from async and from sync code.

Both halves stand here, side by side: how a function is waited for is where they really differ.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

from attrs import frozen

from seawall.core.auth.tokens import Token, is_sendable
from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret

__all__ = ["AsyncTokenSource", "TokenSource"]


@frozen
class AsyncTokenSource:
    """Calls a function in a thread, for it may block, and awaits here what it gives to await."""

    get: Callable[[], str | Token | Awaitable[str | Token]]

    async def ask(self, now: float) -> Token:
        """What the function gives at `now`, seconds since 1970; what it raises comes through as it is.

        Raises ConfigError where it gives no token. A text is a token without a lifetime.
        """
        given = _unseen(await asyncio.to_thread(self._called))
        return _token_in(_unseen(await given) if inspect.isawaitable(given) else given, now)

    def _called(self) -> object:
        try:
            return self.get()
        except StopIteration as error:
            # asyncio can carry any error out of a thread but this one (PEP 479).
            raise RuntimeError("The function that gives tokens raised StopIteration.") from error


@frozen
class TokenSource:
    """Asks a function in place."""

    get: Callable[[], str | Token]

    def ask(self, now: float) -> Token:
        """What the function gives at `now`, seconds since 1970; what it raises comes through as it is.

        Raises ConfigError where it gives no token. A text is a token without a lifetime.
        """
        given = _unseen(self.get())
        if inspect.iscoroutine(given):
            given.close()
            raise ConfigError("The function that gives tokens is async: it wants an async client.")
        return _token_in(given, now)


def _unseen(given: object) -> object:
    """What was given, in a form that no traceback shows."""
    return Secret(given) if isinstance(given, str) else given


def _token_in(given: object, now: float) -> Token:
    if isinstance(given, str):
        given = Token(access_token=given, obtained_at=now, lifetime_s=0.0)
    if isinstance(given, Token) and is_sendable(given.access_token):
        return given
    raise ConfigError(
        "The function that gives tokens gave none. Let it return a Token, or a text without spaces."
    )
