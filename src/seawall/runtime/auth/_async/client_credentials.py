"""Tokens that a program gets in its own name: client credentials (RFC 6749, section 4.4)."""

from functools import partial

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, token_from_answer
from seawall.core.errors import AuthError, ConfigError, NotSentError, TransportError
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth._async.token_endpoint import AsyncTokenEndpoint
from seawall.runtime.auth._async.token_renewal import AsyncTokenRenewer
from seawall.runtime.auth.client_authentication import ClientAuthentication, ConfidentialClient
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncTransport

__all__ = ["AsyncClientCredentials"]


class AsyncClientCredentials:
    """Tokens for `client_id` itself, with no person: obtained on first use and again before they end.

    Give the `issuer`, whose discovery document names the token endpoint, or the `token_url`. `scope` is a
    text with spaces between; `audience` is for servers that ask for one. With a `store`, processes that share
    it share the token too. Raises ConfigError where neither or both addresses are given.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        *,
        client_id: str,
        client_secret: str,
        issuer: str | None = None,
        token_url: str | None = None,
        scope: str | None = None,
        audience: str | None = None,
        authentication: ClientAuthentication = ClientAuthentication.BASIC,
        store: TokenStore | None = None,
        renew_before_s: float = RENEW_BEFORE_S,
        clock: AsyncClock | None = None,
    ) -> None:
        server = issuer or token_url
        if server is None or (issuer and token_url):
            raise ConfigError("Client credentials want either the issuer or the token_url. Give one of them.")
        self._client = ConfidentialClient(client_id, client_secret, authentication)
        self._endpoint = AsyncTokenEndpoint(transport, client_id=client_id, issuer=server, url=token_url)
        self._scope = scope
        self._audience = audience
        self._grant = f"client_credentials {client_id} scope={scope or ''} audience={audience or ''}"
        self._clock = clock or AsyncSystemClock()
        self._shared = AsyncTokenRenewer(
            self._obtained,
            store=store,
            accept=self._is_ours,
            renew_before_s=renew_before_s,
            clock=self._clock,
        )

    async def token(self, timeout_s: float) -> str:
        """The access token, renewed first if it is due; raises AuthError, NotSentError or ConfigError.

        DeadlineExceededError, a kind of NotSentError, says that none came within `timeout_s` seconds.
        """
        return await self._shared.token(timeout_s)

    async def renew(self, rejected: str, timeout_s: float) -> str:
        """An access token in place of `rejected`; raises as `token` does."""
        return await self._shared.renew(rejected, timeout_s)

    async def aclose(self) -> None:
        """Wait for a renewal that nobody waits for any more, for 10 s at most."""
        await self._shared.aclose()

    def _is_ours(self, token: Token) -> bool:
        if token.grant is None:
            raise ConfigError("The store keeps the login of a person. Give the client a store of its own.")
        return token.issuer == self._endpoint.issuer and token.grant == self._grant

    async def _obtained(self, _: Token | None) -> Token:
        now = self._clock.wall()
        try:
            fields = await self._endpoint.ask(
                partial(self._client.form, scope=self._scope, audience=self._audience),
                headers=self._client.headers,
                refused=_refused,
                hidden=[Secret(self._client.client_secret)],
            )
        except TransportError as error:
            # Whatever became of it, the call that needs the token was never sent.
            raise NotSentError(f"no token could be got for this client: {error}") from error
        # A refresh token has no business here (RFC 6749, section 4.4.3).
        fields.pop("refresh_token", None)
        return token_from_answer(fields, now, issuer=self._endpoint.issuer, grant=self._grant)


def _refused(reason: str) -> AuthError:
    return AuthError(
        f"The login server gives this client no token ({reason}). Check the client's id, secret and scope."
    )
