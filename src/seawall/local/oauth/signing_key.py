"""The RSA key that signs tokens (RFC 7515, RS256), and its public half for those who verify them."""

import threading
from collections.abc import Mapping
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from seawall.local.serving.secret_files import load_or_create_secret

__all__ = ["ALGORITHM", "SigningKey"]

KEY_BITS = 2048  # the minimum for RS256, RFC 7518 section 3.3
ALGORITHM = "RS256"


def _generate_key() -> bytes:
    return RSAKey.generate_key(KEY_BITS, auto_kid=False).as_pem(private=True)


class SigningKey:
    """Signs claims with the key in `key_file`, created at the first use if missing."""

    def __init__(self, key_file: Path) -> None:
        self._key_file = key_file
        self._loading = threading.Lock()
        self._loaded: RSAKey | None = None

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

    def sign(self, claims: Mapping[str, object]) -> str:
        """Return a signed JWT with these claims."""
        return jwt.encode({"alg": ALGORITHM, "kid": self._key_id}, dict(claims), self._key)

    def signed_claims(self, token: str) -> Mapping[str, object]:
        """Return the claims of a JWT that this key has signed; they may have expired. Raises ValueError."""
        try:
            # The algorithm is fixed: the token's own `alg` is not to be trusted (RFC 8725 section 3.1).
            return jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
        except JoseError as error:
            raise ValueError("The token is not signed by this key.") from error
