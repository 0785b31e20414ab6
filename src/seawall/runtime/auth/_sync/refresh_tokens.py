# DO NOT EDIT. Derived from ../_async/refresh_tokens.py by "python -m seawall.codegen.derive".
"""A stored login, renewed with its refresh token (RFC 6749, section 6)."""

from collections.abc import Mapping
from functools import partial

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, other_server, token_from_response
from seawall.core.errors import AuthError, LoginRequiredError, NotSentError, TransportError
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._sync.token_endpoint import TokenEndpoint
from seawall.runtime.auth._sync.token_renewal import RenewedTokens, TokenRenewer
from seawall.runtime.auth.oauth import refresh_body, revocation_body
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["StoredTokens"]

# The time that another process has to store a token after the server has sent it.
_SAVE_TIMEOUT_S = 1.0


class StoredTokens(RenewedTokens):
    """The login in `store`, renewed with its refresh token when it is due.

    `issuer` is the URL of the login server; its `/.well-known/openid-configuration` names the token endpoint.
    `login_hint` is appended to the errors that require a new login. A token is due `renew_before_s` seconds
    before it expires. Callers that need a renewal at the same time share one, and so do processes that share
    the store. A due token that has not expired is used if its renewal fails. A client that was registered for
    the login has a `client_secret`; with a `token_url`, the issuer is not asked for it. Its methods raise
    LoginRequiredError or NotSentError.
    """

    def __init__(
        self,
        store: TokenStore,
        transport: Transport,
        *,
        issuer: str,
        client_id: str,
        client_secret: str | None = None,
        token_url: str | None = None,
        login_hint: str = "",
        renew_before_s: float = RENEW_BEFORE_S,
        clock: Clock | None = None,
    ) -> None:
        client_secret = hidden(client_secret)
        self._endpoint = TokenEndpoint(transport, client_id=client_id, issuer=issuer, url=token_url)
        self._store = store
        self._client_id = client_id
        self._client_secret = client_secret
        self._login_hint = login_hint
        self._clock = clock or SystemClock()
        self._renewer = TokenRenewer(
            self._obtain,
            store=store,
            accept=self._accept,
            missing=lambda: self._login_required("You are not logged in."),
            renew_before_s=renew_before_s,
            clock=self._clock,
        )

    def revoke(self) -> bool:
        """Revoke the stored login at its server (RFC 7009), and return whether it was; it stays in the store.

        Nothing is revoked if the discovery document names no endpoint for it, and a login to another server
        is not sent. Raises AuthError if the server refuses, ConfigError, TransportError.
        """
        token = self._store.load()
        if token is None or token.grant is not None or token.issuer != self._endpoint.issuer:
            return False
        return self._endpoint.revoke(
            partial(revocation_body, self._client_id, token),
            headers=self._headers,
            hidden=self._hidden(token.refresh_token, token.access_token),
        )

    def _accept(self, token: Token) -> bool:
        if token.grant is not None:
            raise self._login_required("The store contains the token of a program, not a login.")
        if token.issuer not in {None, self._endpoint.issuer}:
            raise self._login_required(other_server(token, self._endpoint.issuer))
        return True

    def _obtain(self, due: Token | None) -> Token:
        if due is None:
            raise self._login_required("You are no longer logged in.")
        if due.refresh_token is None:
            raise self._login_required("The login has expired.")
        if due.issuer is None:
            # A refresh token goes only to the server that issued it.
            raise self._login_required("The stored login does not name its server.")
        try:
            return self._refresh(due.refresh_token)
        except LoginRequiredError as error:
            return self._reload_after_race(due, error)

    def _refresh(self, refresh_token: str) -> Token:
        now = self._clock.wall()
        try:
            fields = self._endpoint.request(
                partial(refresh_body, self._client_id, refresh_token),
                headers=self._headers,
                rejected=self._rejected,
                hidden=self._hidden(refresh_token),
            )
        except TransportError as error:
            # Whatever happened to the renewal, the call that needs the token was not sent.
            raise NotSentError(f"the login could not be renewed: {error}") from error
        return token_from_response(fields, now, issuer=self._endpoint.issuer, refresh_token=refresh_token)

    def _hidden(self, *secrets: str | None) -> list[Secret]:
        return [Secret(one) for one in (*secrets, self._client_secret) if one]

    def _headers(self) -> Mapping[str, str]:
        if self._client_secret is None:
            return {}
        import_whole("seawall.runtime.auth.client_authentication")
        from seawall.runtime.auth.client_authentication import ConfidentialClient  # noqa: PLC0415 - 60 ms

        return ConfidentialClient(self._client_id, self._client_secret).headers()

    def _reload_after_race(self, used: Token, rejection: LoginRequiredError) -> Token:
        """Return the token that another process got with the same refresh token; raise `rejection` if none.

        The other process may not share the lock, e.g. on a network disk, and may be about to store the token.
        """
        for pause_s in (0.0, _SAVE_TIMEOUT_S):
            self._clock.sleep(pause_s)
            stored = self._renewer.stored_token()
            if stored is None:
                raise self._login_required("You are no longer logged in.") from rejection
            if stored.access_token != used.access_token:
                return stored
        raise rejection

    def _rejected(self, reason: str) -> AuthError:
        return self._login_required(f"The login can not be renewed ({reason}).")

    def _login_required(self, what: str) -> LoginRequiredError:
        return LoginRequiredError(f"{what} {self._login_hint}".strip())
