# DO NOT EDIT. Derived from ../_async/providers.py by "python -m seawall.codegen.derive".
"""Token providers for tokens from elsewhere: a fixed token, or a function that returns tokens."""

from collections.abc import Callable
from typing import TypeAlias, cast

from attrs import field, frozen

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, token_fault
from seawall.core.errors import ConfigError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import has_methods, require_type
from seawall.runtime.auth._sync.token_renewal import RenewedTokens, TokenRenewer
from seawall.runtime.auth.token_function import CALL_IN_BACKGROUND, call_token_function
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import TokenProvider

__all__ = ["CallableTokenProvider", "StaticToken", "TokenFunction"]

TokenFunction: TypeAlias = Callable[[], str | Token | str | Token]
"""A user's function that returns an access token: a text for one attempt, or a Token with its lifetime."""


@frozen(eq=False, repr=False, init=False)
class StaticToken(ProcessBound):
    """A fixed token or API key, e.g. from an environment variable. It can not be renewed."""

    _in_other_process = "Make a provider in the other process; logins in a TokenFile are shared."

    _token: str = field(repr=False)
    # Computed once: every attempt asks for the token.
    _fault: str | None = field(init=False, repr=False)

    # By hand: an error in an `__init__` of attrs would show the token as a local variable.
    def __init__(self, token: str) -> None:
        token = hidden(token)
        require_type(token, "token", ok=isinstance(token, str), expected="text; decode bytes")
        self.__attrs_init__(token)

    @_fault.default
    def _check(self) -> str | None:
        return token_fault(self._token)

    def token(self, _timeout_s: float) -> str:
        """Return the token; raises ConfigError if it can not stand in a header."""
        if self._fault is not None:
            raise ConfigError(f"The given token is not valid: it {self._fault}.")
        return self._token

    def token_now(self) -> str | None:
        """Return the token that `token` returns, None if it raises."""
        return self._token if self._fault is None else None

    def renew(self, rejected: str, _timeout_s: float) -> str:
        """Return the same token, so that the caller gets the 401."""
        return rejected


class CallableTokenProvider(RenewedTokens):
    """Tokens that the function `get` returns.

    A text is used for one attempt: `get` is called for each, and callers that ask at the same time share the
    call. A Token is used until `renew_before_s` seconds before it expires, or until the server rejects it.
    Errors of `get` reach the caller unchanged; its methods raise ConfigError if it returns no token.
    """

    def __init__(
        self,
        get: TokenFunction,
        *,
        renew_before_s: float = RENEW_BEFORE_S,
        clock: Clock | None = None,
    ) -> None:
        require_type(get, "get", ok=callable(get), expected="a function that returns a token")
        self._get = get
        self._clock = clock or SystemClock()
        self._renewer = TokenRenewer(
            self._obtain, renew_before_s=renew_before_s, clock=self._clock, background=CALL_IN_BACKGROUND
        )

    def _obtain(self, _: Token | None) -> Token:
        return call_token_function(self._get, self._clock.wall())

    @classmethod
    def from_callable(
        cls, tokens: TokenProvider | TokenFunction, *, clock: Clock | None = None
    ) -> TokenProvider:
        """Return `tokens` if it is a token provider, otherwise a provider that calls it.

        Raises ConfigError if it is neither a provider nor a function.
        """
        tokens = hidden(tokens)
        if has_methods(tokens, "token", "renew"):
            return cast("TokenProvider", tokens)
        what = "a token provider, or a function that returns a token; a token itself goes into `token`"
        require_type(tokens, "tokens", ok=callable(tokens) and not isinstance(tokens, type), expected=what)
        return cls(cast("TokenFunction", tokens), clock=clock)
