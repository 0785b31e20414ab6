# DO NOT EDIT. Derived from ../_async/providers.py by "python -m seawall.codegen.derive".
"""Where the engine gets tokens that others made: one that was given, or what a function gives."""

from collections.abc import Callable
from typing import TypeAlias, cast

from attrs import field, frozen

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, is_sendable
from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.core.validation.arguments import has_methods, require_type
from seawall.runtime.auth._sync.token_renewal import TokenRenewer
from seawall.runtime.auth.token_callable import TokenSource
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.single_flight import Turns
from seawall.runtime.http._sync.protocols import TokenProvider

__all__ = ["CallableTokenProvider", "StaticToken", "TokenFunction"]

TokenFunction: TypeAlias = Callable[[], str | Token | str | Token]
"""What a user may hand in to give tokens: a text, asked for each time, or a Token with its lifetime."""


@frozen
class StaticToken:
    """A token or API key from outside, e.g. an environment variable. It can not be renewed."""

    _token: str = field(repr=False, converter=Secret)
    # Looked at once: every call asks for it.
    _is_sendable: bool = field(init=False, repr=False)

    @_is_sendable.default
    def _looked_at(self) -> bool:
        return is_sendable(self._token)

    def token(self, _timeout_s: float) -> str:
        """The token; raises ConfigError where it can be none."""
        if not self._is_sendable:
            raise ConfigError("The token that was given holds spaces or other characters that no token has.")
        return self._token

    def renew(self, rejected: str, _timeout_s: float) -> str:
        """The same token: the server's refusal then reaches the caller."""
        return rejected


class CallableTokenProvider:
    """Tokens that the function `get` gives.

    A plain text is good for one attempt: `get` is asked for each, and who asks meanwhile shares the answer. A
    Token is kept until `renew_before_s` seconds before its end, or until the server refuses it. What `get`
    raises reaches the caller as it is.
    """

    def __init__(
        self,
        get: TokenFunction,
        *,
        renew_before_s: float = RENEW_BEFORE_S,
        clock: Clock | None = None,
    ) -> None:
        require_type(get, "get", ok=callable(get), expected="a function that gives a token")
        self._source = TokenSource(get)
        self._clock = clock or SystemClock()
        self._shared = TokenRenewer(
            self._given, renew_before_s=renew_before_s, clock=self._clock, turns=Turns()
        )

    def token(self, timeout_s: float) -> str:
        """A token that should be good now; raises ConfigError where `get` gives none, and what it raises.

        Raises DeadlineExceededError where none comes within `timeout_s` seconds.
        """
        return self._shared.token(timeout_s)

    def renew(self, rejected: str, timeout_s: float) -> str:
        """What `get` gives now, in place of `rejected`; raises as `token` does."""
        return self._shared.renew(rejected, timeout_s)

    def close(self) -> None:
        """Wait for a renewal that nobody waits for any more, for 10 s at most."""
        self._shared.close()

    def _given(self, _: Token | None) -> Token:
        return self._source.ask(self._clock.wall())

    @classmethod
    def around(
        cls, tokens: TokenProvider | TokenFunction, *, clock: Clock | None = None
    ) -> TokenProvider:
        """`tokens` itself where it is a provider, else the provider around that function.

        Raises ConfigError where it is neither.
        """
        if has_methods(tokens, "token", "renew"):
            return cast("TokenProvider", tokens)
        what = "a provider of tokens, or a function that gives one; a token itself goes into `token`"
        require_type(tokens, "tokens", ok=callable(tokens) and not isinstance(tokens, type), expected=what)
        return cls(cast("TokenFunction", tokens), clock=clock)
