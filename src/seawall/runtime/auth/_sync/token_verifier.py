# DO NOT EDIT. Derived from ../_async/token_verifier.py by "python -m seawall.codegen.derive".
"""Verifies JSON Web Tokens from others with the keys of the server that signs them (RFC 7517)."""

import math
from functools import partial

from seawall.core.auth.jwt import (
    Claims,
    Jwt,
    JwtRules,
    VerificationKeys,
    parse_jwks,
    parse_jwt,
    verify_claims,
)
from seawall.core.errors import AuthError, NotSentError, TokenVerificationError, TransportError
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import Secret
from seawall.core.validation.arguments import require_type
from seawall.runtime.auth.oauth import parse_discovery, require_secure
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency._sync.single_flight import SingleFlight
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["TokenVerifier"]

_TIMEOUT_S = 30.0
_MAX_RESPONSE_BYTES = 1024 * 1024
_OK = 200


class TokenVerifier(ProcessBound):
    """Accepts the tokens that `rules` describe.

    The keys come from `jwks_url`, by default the one that the discovery document of the issuer names. They
    are cached for `keys_ttl_s` seconds. A token with an unknown key makes the verifier fetch them again, but
    not within `min_refetch_s` seconds after the last fetch, failed or not: tokens with made-up keys cause no
    load on the server. Callers that need the keys at the same time share one fetch.
    """

    def __init__(
        self,
        transport: Transport,
        rules: JwtRules,
        *,
        jwks_url: str | None = None,
        keys_ttl_s: float = 86_400.0,
        min_refetch_s: float = 60.0,
        clock: Clock | None = None,
    ) -> None:
        is_text = isinstance(jwks_url, str | None)
        require_type(jwks_url, "jwks_url", ok=is_text, expected="an https URL as text")
        self._transport = transport
        self._rules = rules
        self._jwks_url = jwks_url
        self._keys_ttl_s = keys_ttl_s
        self._min_refetch_s = min_refetch_s
        self._clock = clock or SystemClock()
        self._fetches = SingleFlight[VerificationKeys]("keys", background=True)
        self._keys: VerificationKeys | None = None
        self._keys_expire_at = -math.inf
        self._refetch_at = -math.inf

    def claims(self, token: str) -> Claims:
        """Verify `token` and return its claims.

        Raises TokenVerificationError if the token is not valid, AuthError or NotSentError if the keys could
        not be fetched, and ConfigError if their address is not secure.
        """
        token = Secret(token)
        jwt = parse_jwt(token, self._rules)
        keys = self._cached_keys()
        key = keys.key_for(jwt) if keys else None
        if key is None:
            keys = self._fetches.run(
                self._fetch,
                cached=partial(self._keys_without_fetch, jwt),
                timeout_s=None,
                fits=lambda shared: shared.key_for(jwt) is not None,
            )
            key = keys.key_for(jwt)
        if key is None:
            raise TokenVerificationError("The token is signed with a key that its issuer does not publish.")
        return verify_claims(jwt, key, self._rules, self._clock.wall())

    def close(self) -> None:
        """Wait up to 10 s for a fetch that has no waiting caller."""
        self._fetches.close()

    def _cached_keys(self) -> VerificationKeys | None:
        return self._keys if self._clock.monotonic() < self._keys_expire_at else None

    def _keys_without_fetch(self, jwt: Jwt) -> VerificationKeys | None:
        """Return the cached keys if they fit `jwt`, or if it is too early for another fetch."""
        keys, is_too_early = self._cached_keys(), self._clock.monotonic() < self._refetch_at
        if keys is not None and (is_too_early or keys.key_for(jwt) is not None):
            return keys
        if is_too_early:
            raise NotSentError("the login server's keys could not be fetched a moment ago.")
        return None

    def _fetch(self) -> VerificationKeys:
        self._refetch_at = self._clock.monotonic() + self._min_refetch_s
        try:
            self._keys = keys = parse_jwks(self._fetch_jwks())
        except TransportError as error:
            raise NotSentError(f"the login server's keys could not be fetched: {error}") from error
        # From the end of the fetch: a slow server gets the same pause.
        self._keys_expire_at = self._clock.monotonic() + self._keys_ttl_s
        self._refetch_at = self._clock.monotonic() + self._min_refetch_s
        return keys

    def _fetch_jwks(self) -> bytes:
        if self._jwks_url is None:
            issuer = self._rules.issuer.rstrip("/")
            response = self._get(f"{issuer}/.well-known/openid-configuration")
            self._jwks_url = parse_discovery(response, self._rules.issuer).jwks
        if self._jwks_url is None:
            raise AuthError(f"{self._rules.issuer} names no keys (jwks_uri). Give the jwks_url.")
        response = self._get(self._jwks_url)
        if response.status != _OK:
            raise NotSentError(f"the server of the keys answered {response.status}.")
        return response.body

    def _get(self, url: str) -> Response:
        require_secure(url)
        request = Request("GET", url, {"accept": "application/json"}, max_response_bytes=_MAX_RESPONSE_BYTES)
        return self._transport.send(request, _TIMEOUT_S)
