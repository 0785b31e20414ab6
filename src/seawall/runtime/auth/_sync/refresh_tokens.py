# DO NOT EDIT. Derived from ../_async/refresh_tokens.py by "python -m seawall.codegen.derive".
"""The login that a store keeps, renewed with its refresh token (RFC 6749, section 6)."""

from functools import partial

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, token_from_answer
from seawall.core.errors import AuthError, LoginRequiredError, NotSentError, TransportError
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth._sync.token_endpoint import TokenEndpoint
from seawall.runtime.auth._sync.token_renewal import TokenRenewer
from seawall.runtime.auth.oauth import refresh_body
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["StoredTokens"]

_SAVING_S = 1.0


class StoredTokens:
    """The login that `store` keeps, renewed with its refresh token when it is due.

    `issuer` is the URL below which `/.well-known/openid-configuration` names the token endpoint; `login_hint`
    ends the errors that only a new login mends. A token is due `renew_before_s` seconds before its end.
    Callers that renew at the same time share one renewal, or its failure, and so do processes that share the
    store. A token that is due but still good is used where its renewal fails.
    """

    def __init__(
        self,
        store: TokenStore,
        transport: Transport,
        *,
        issuer: str,
        client_id: str,
        login_hint: str = "",
        renew_before_s: float = RENEW_BEFORE_S,
        clock: Clock | None = None,
    ) -> None:
        self._endpoint = TokenEndpoint(transport, client_id=client_id, issuer=issuer)
        self._client_id = client_id
        self._login_hint = login_hint
        self._clock = clock or SystemClock()
        self._shared = TokenRenewer(
            self._refreshed,
            store=store,
            accept=self._is_ours,
            missing=lambda: self._login_required("Nobody is logged in."),
            renew_before_s=renew_before_s,
            clock=self._clock,
        )

    def token(self, timeout_s: float) -> str:
        """The access token, renewed first if it is due; raises LoginRequiredError or NotSentError.

        DeadlineExceededError, a kind of NotSentError, says that none came within `timeout_s` seconds.
        """
        return self._shared.token(timeout_s)

    def renew(self, rejected: str, timeout_s: float) -> str:
        """An access token in place of `rejected`; raises as `token` does."""
        return self._shared.renew(rejected, timeout_s)

    def close(self) -> None:
        """Wait for a renewal that nobody waits for any more, for 10 s at most."""
        self._shared.close()

    def _is_ours(self, token: Token) -> bool:
        if token.grant is not None:
            raise self._login_required("The store keeps a program's token, and no person's login.")
        if token.issuer not in {None, self._endpoint.issuer}:
            raise self._login_required("The store keeps a login to another server.")
        return True

    def _refreshed(self, token: Token | None) -> Token:
        if token is None:
            raise self._login_required("Nobody is logged in any more.")
        if token.refresh_token is None:
            raise self._login_required("The login has expired.")
        if token.issuer is None:
            # A refresh token goes to the server that gave it alone.
            raise self._login_required("The kept login does not say which server it is of.")
        try:
            return self._asked(token.refresh_token)
        except LoginRequiredError as error:
            return self._of_another_process(token, error)

    def _asked(self, refresh_token: str) -> Token:
        now = self._clock.wall()
        try:
            fields = self._endpoint.ask(
                partial(refresh_body, self._client_id, refresh_token),
                refused=self._refused,
                hidden=[Secret(refresh_token)],
            )
        except TransportError as error:
            # Whatever became of the renewal, the call that asked for a token was never sent.
            raise NotSentError(f"the login could not be renewed: {error}") from error
        return token_from_answer(fields, now, issuer=self._endpoint.issuer, refresh_token=refresh_token)

    def _of_another_process(self, token: Token, refusal: LoginRequiredError) -> Token:
        """What a process that shares no lock with us got with the same token; it may be about to save it."""
        for pause_s in (0.0, _SAVING_S):
            self._clock.sleep(pause_s)
            kept = self._shared.kept()
            if kept is None:
                raise self._login_required("Nobody is logged in any more.") from refusal
            if kept.access_token != token.access_token:
                return kept
        raise refusal

    def _refused(self, reason: str) -> AuthError:
        return self._login_required(f"The login can not be renewed ({reason}).")

    def _login_required(self, what: str) -> LoginRequiredError:
        return LoginRequiredError(f"{what} {self._login_hint}".strip())
