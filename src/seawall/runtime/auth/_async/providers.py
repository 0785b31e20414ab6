"""Where the engine gets tokens that others made: one that was given, or what a function gives."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias, cast

from attrs import field, frozen

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, is_sendable
from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.core.validation.arguments import has_methods, require_type
from seawall.runtime.auth._async.token_renewal import AsyncTokenRenewer
from seawall.runtime.auth.token_callable import AsyncTokenSource
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.single_flight import AsyncTurns
from seawall.runtime.http._async.protocols import AsyncTokenProvider

__all__ = ["AsyncCallableTokenProvider", "AsyncStaticToken", "AsyncTokenFunction"]

AsyncTokenFunction: TypeAlias = Callable[[], str | Token | Awaitable[str | Token]]
"""What a user may hand in to give tokens: a text, asked for each time, or a Token with its lifetime."""


@frozen
class AsyncStaticToken:
    """A token or API key from outside, e.g. an environment variable. It can not be renewed."""

    _token: str = field(repr=False, converter=Secret)
    # Looked at once: every call asks for it.
    _is_sendable: bool = field(init=False, repr=False)

    @_is_sendable.default
    def _looked_at(self) -> bool:
        return is_sendable(self._token)

    async def token(self, _timeout_s: float) -> str:
        """The token; raises ConfigError where it can be none."""
        if not self._is_sendable:
            raise ConfigError("The token that was given holds spaces or other characters that no token has.")
        return self._token

    async def renew(self, rejected: str, _timeout_s: float) -> str:
        """The same token: the server's refusal then reaches the caller."""
        return rejected


class AsyncCallableTokenProvider:
    """Tokens that the function `get` gives.

    A plain text is good for one attempt: `get` is asked for each, and who asks meanwhile shares the answer. A
    Token is kept until `renew_before_s` seconds before its end, or until the server refuses it. What `get`
    raises reaches the caller as it is.
    """

    def __init__(
        self,
        get: AsyncTokenFunction,
        *,
        renew_before_s: float = RENEW_BEFORE_S,
        clock: AsyncClock | None = None,
    ) -> None:
        require_type(get, "get", ok=callable(get), expected="a function that gives a token")
        self._source = AsyncTokenSource(get)
        self._clock = clock or AsyncSystemClock()
        self._shared = AsyncTokenRenewer(
            self._given, renew_before_s=renew_before_s, clock=self._clock, turns=AsyncTurns()
        )

    async def token(self, timeout_s: float) -> str:
        """A token that should be good now; raises ConfigError where `get` gives none, and what it raises.

        Raises DeadlineExceededError where none comes within `timeout_s` seconds.
        """
        return await self._shared.token(timeout_s)

    async def renew(self, rejected: str, timeout_s: float) -> str:
        """What `get` gives now, in place of `rejected`; raises as `token` does."""
        return await self._shared.renew(rejected, timeout_s)

    async def aclose(self) -> None:
        """Wait for a renewal that nobody waits for any more, for 10 s at most."""
        await self._shared.aclose()

    async def _given(self, _: Token | None) -> Token:
        return await self._source.ask(self._clock.wall())

    @classmethod
    def around(
        cls, tokens: AsyncTokenProvider | AsyncTokenFunction, *, clock: AsyncClock | None = None
    ) -> AsyncTokenProvider:
        """`tokens` itself where it is a provider, else the provider around that function.

        Raises ConfigError where it is neither.
        """
        if has_methods(tokens, "token", "renew"):
            return cast("AsyncTokenProvider", tokens)
        what = "a provider of tokens, or a function that gives one; a token itself goes into `token`"
        require_type(tokens, "tokens", ok=callable(tokens) and not isinstance(tokens, type), expected=what)
        return cls(cast("AsyncTokenFunction", tokens), clock=clock)
