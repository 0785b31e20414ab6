# DO NOT EDIT. Derived from ../_async/client_credentials.py by "python -m seawall.codegen.derive".
"""Access tokens for a program, without a user: client credentials (RFC 6749, section 4.4)."""

from functools import partial

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, token_from_response
from seawall.core.errors import AuthError, ConfigError, NotSentError, TransportError
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.validation.arguments import require_type
from seawall.runtime.auth._sync.token_endpoint import TokenEndpoint
from seawall.runtime.auth._sync.token_renewal import RenewedTokens, TokenRenewer
from seawall.runtime.auth.client_authentication import ClientAuthentication, ConfidentialClient
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["ClientCredentials"]


class ClientCredentials(RenewedTokens):
    """Access tokens for `client_id` itself, obtained on first use and renewed before they expire.

    Give the `issuer`, whose discovery document names the token endpoint, or the `token_url`. `scope` is a
    text with spaces between the names; some servers require an `audience`. Processes that share a `store`
    share the token. Raises ConfigError if neither or both addresses are given. Its methods raise AuthError,
    NotSentError or ConfigError.
    """

    def __init__(
        self,
        transport: Transport,
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
        clock: Clock | None = None,
    ) -> None:
        client_secret = hidden(client_secret)
        require_type(client_secret, "client_secret", ok=isinstance(client_secret, str), expected="text")
        server = issuer or token_url
        if server is None or (issuer and token_url):
            raise ConfigError("Client credentials need either issuer or token_url. Give one of them.")
        self._client = ConfidentialClient(client_id, client_secret, authentication)
        self._endpoint = TokenEndpoint(transport, client_id=client_id, issuer=server, url=token_url)
        self._scope = scope
        self._audience = audience
        # A store may be shared with clients of another id or scope: their tokens are not used.
        self._grant = f"client_credentials {client_id} scope={scope or ''} audience={audience or ''}"
        self._clock = clock or SystemClock()
        self._renewer = TokenRenewer(
            self._obtain,
            store=store,
            accept=self._accept,
            renew_before_s=renew_before_s,
            clock=self._clock,
        )

    def _accept(self, token: Token) -> bool:
        if token.grant is None:
            raise ConfigError("The store contains the login of a user. Give this client a store of its own.")
        return token.issuer == self._endpoint.issuer and token.grant == self._grant

    def _obtain(self, _: Token | None) -> Token:
        now = self._clock.wall()
        try:
            fields = self._endpoint.request(
                partial(self._client.form, scope=self._scope, audience=self._audience),
                headers=self._client.headers,
                rejected=_rejected,
                hidden=[Secret(self._client.client_secret)],
            )
        except TransportError as error:
            # Whatever happened to this request, the call that needs the token was not sent.
            raise NotSentError(f"no token could be obtained for this client: {error}") from error
        # A server should send no refresh token here (RFC 6749, section 4.4.3); one that it sends is not used.
        fields.pop("refresh_token", None)
        return token_from_response(fields, now, issuer=self._endpoint.issuer, grant=self._grant)


def _rejected(reason: str) -> AuthError:
    return AuthError(
        f"The login server rejects this client ({reason}). Check the client's id, secret and scope."
    )
