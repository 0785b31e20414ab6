"""Verifies tokens that others show us, against the keys of the server that signs them (RFC 7517)."""

import math
from functools import partial

from seawall.core.auth.jwt import Claims, Jwt, JwtRules, VerificationKeys, jwt_in, keys_in, verified_claims
from seawall.core.errors import AuthError, NotSentError, TokenVerificationError, TransportError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.oauth import endpoints_in, require_secure
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.single_flight import AsyncTurns
from seawall.runtime.http._async.protocols import AsyncTransport

__all__ = ["AsyncTokenVerifier"]

_TIMEOUT_S = 30.0
_OK = 200


class AsyncTokenVerifier:
    """Takes the tokens that `rules` describe.

    The keys come from `jwks_url`, or from where the discovery document of the rules' issuer says. They are
    kept for `keep_s` seconds, by default a day. A token with a key that is not among them makes them be
    fetched again, though not within `pause_s` seconds after they were fetched last, or could not be: a stream
    of made-up keys does not reach the server. Who needs them at the same time shares one fetch.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        rules: JwtRules,
        *,
        jwks_url: str | None = None,
        keep_s: float = 86_400.0,
        pause_s: float = 60.0,
        clock: AsyncClock | None = None,
    ) -> None:
        self._transport = transport
        self._rules = rules
        self._jwks_url = jwks_url
        self._keep_s = keep_s
        self._pause_s = pause_s
        self._clock = clock or AsyncSystemClock()
        self._turns = AsyncTurns()
        self._keys: VerificationKeys | None = None
        self._kept_until = -math.inf
        self._rest_until = -math.inf

    async def claims(self, token: str) -> Claims:
        """What `token` says, if it can be trusted.

        Raises TokenVerificationError where it can not, AuthError or NotSentError where the keys could not be
        had, ConfigError where they would come over an insecure address.
        """
        token = Secret(token)
        jwt = jwt_in(token, self._rules)
        keys = self._fresh()
        key = keys.key_for(jwt) if keys else None
        if key is None:
            keys = await self._turns.run(None, partial(self._known, jwt), self._fetched)
            key = keys.key_for(jwt)
        if key is None:
            raise TokenVerificationError("The token is signed with a key that its server does not name.")
        return verified_claims(jwt, key, self._rules, self._clock.wall())

    async def aclose(self) -> None:
        """Wait for a fetch that nobody waits for any more, for 10 s at most."""
        await self._turns.aclose()

    def _fresh(self) -> VerificationKeys | None:
        return self._keys if self._clock.monotonic() < self._kept_until else None

    def _known(self, jwt: Jwt) -> VerificationKeys | None:
        """The keys at hand, where they fit `jwt` or may not be fetched again yet."""
        keys, is_resting = self._fresh(), self._clock.monotonic() < self._rest_until
        if keys is not None and (is_resting or keys.key_for(jwt) is not None):
            return keys
        if is_resting:
            raise NotSentError("the login server's keys could not be fetched a moment ago.")
        return None

    async def _fetched(self) -> VerificationKeys:
        self._rest_until = self._clock.monotonic() + self._pause_s
        try:
            self._keys = keys = keys_in(await self._document())
        except TransportError as error:
            raise NotSentError(f"the login server's keys could not be fetched: {error}") from error
        self._kept_until = self._clock.monotonic() + self._keep_s
        self._rest_until = self._clock.monotonic() + self._pause_s
        return keys

    async def _document(self) -> bytes:
        if self._jwks_url is None:
            issuer = self._rules.issuer.rstrip("/")
            answer = await self._get(f"{issuer}/.well-known/openid-configuration")
            self._jwks_url = endpoints_in(answer, self._rules.issuer).jwks
        if self._jwks_url is None:
            raise AuthError(f"{self._rules.issuer} names no keys (jwks_uri). Give the jwks_url.")
        response = await self._get(self._jwks_url)
        if response.status != _OK:
            raise NotSentError(f"the server of the keys answered {response.status}.")
        return response.body

    async def _get(self, url: str) -> Response:
        require_secure(url)
        return await self._transport.send(Request("GET", url, {"accept": "application/json"}), _TIMEOUT_S)
