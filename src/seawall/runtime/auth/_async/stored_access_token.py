"""An access token that a user has stored once, for an API that has no other login."""

from seawall.core.auth.tokens import Token, other_server
from seawall.core.errors import LoginRequiredError
from seawall.runtime.auth._async.token_renewal import AsyncRenewedTokens, AsyncTokenRenewer
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._async.clock import AsyncClock

__all__ = ["AsyncStoredAccessToken"]


class AsyncStoredAccessToken(AsyncRenewedTokens):
    """The access token in `store`, used as it is; it can not be renewed.

    `issuer` is the URL of the server that the token is for. After a rejected token, the store is read again:
    a login that took place meanwhile is used. `login_hint` is appended to the errors that require a new
    login. Its methods raise LoginRequiredError.
    """

    def __init__(
        self, store: TokenStore, *, issuer: str, login_hint: str = "", clock: AsyncClock | None = None
    ) -> None:
        self._issuer = issuer
        self._login_hint = login_hint
        self._renewer = AsyncTokenRenewer(
            self._obtain,
            store=store,
            accept=self._accept,
            missing=lambda: self._login_required("You are not logged in."),
            clock=clock,
        )

    def _accept(self, token: Token) -> bool:
        if token.issuer != self._issuer:
            raise self._login_required(other_server(token, self._issuer))
        if token.grant is not None or not token.access_token:
            raise self._login_required("The store contains a login of another kind.")
        return True

    async def _obtain(self, due: Token | None) -> Token:
        if due is None:
            raise self._login_required("You are no longer logged in.")
        raise self._login_required("The server rejects the token that you logged in with.")

    def _login_required(self, what: str) -> LoginRequiredError:
        return LoginRequiredError(f"{what} {self._login_hint}".strip())
