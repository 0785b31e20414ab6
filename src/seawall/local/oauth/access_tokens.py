"""Access tokens: RS256 JWTs (RFC 7519), signed by this server and verified on each request."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from seawall.local.serving.secret_files import load_or_create_secret

__all__ = ["AccessTokens", "InvalidAccessTokenError"]

KEY_BITS = 2048  # the minimum for RS256, RFC 7518 section 3.3
ALGORITHM = "RS256"
_NO_CLAIMS: Mapping[str, str] = {}


class InvalidAccessTokenError(Exception):
    """The token is expired, or its signature, issuer or audience is wrong."""


def _generate_key() -> bytes:
    return RSAKey.generate_key(KEY_BITS, auto_kid=False).as_pem(private=True)


class AccessTokens:
    """Signs and verifies access tokens with the key in `key_file`, created at the first use if missing."""

    def __init__(self, key_file: Path, *, audience: str, lifetime_s: int) -> None:
        self._key_file = key_file
        self._loading = threading.Lock()
        self._loaded: RSAKey | None = None
        self._audience = audience
        self.lifetime_s = lifetime_s

    @property
    def _key(self) -> RSAKey:
        # Not at the start: to make a key takes 100 ms, and many servers never issue a token.
        with self._loading:
            if self._loaded is None:
                self._loaded = RSAKey.import_key(load_or_create_secret(self._key_file, _generate_key))
            return self._loaded

    @property
    def _key_id(self) -> str:
        return self._key.thumbprint()  # RFC 7638: stable across restarts

    @property
    def key_set(self) -> dict[str, object]:
        """Public keys in the format of `/.well-known/jwks.json` (RFC 7517)."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "kid": self._key_id, "alg": ALGORITHM, "use": "sig"}]}

    def issue(
        self,
        *,
        issuer: str,
        audience: Sequence[str],
        user_id: str,
        client_id: str,
        scope: str,
        now: datetime,
        claims: Mapping[str, str] = _NO_CLAIMS,
    ) -> str:
        """Sign a new token; `claims` are those of the API."""
        issued_at = int(now.timestamp())
        signed = {
            "iss": issuer,
            "sub": user_id,
            "aud": audience[0] if len(audience) == 1 else list(audience),
            "iat": issued_at,
            "exp": issued_at + self.lifetime_s,
            "scope": scope,
            "azp": client_id,
            **claims,
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key_id}, signed, self._key)

    def verify(self, token: str, *, issuer: str | None, now: datetime) -> str:
        """Verify the token and return its user id. `issuer` None accepts each: the key is ours in any case.

        Raises InvalidAccessTokenError if the signature or a claim is wrong.
        """
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            iss={"essential": True} if issuer is None else {"essential": True, "value": issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            # The algorithm is fixed: the token's own `alg` is not to be trusted (RFC 8725 section 3.1).
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise InvalidAccessTokenError from error
        return str(claims["sub"])
