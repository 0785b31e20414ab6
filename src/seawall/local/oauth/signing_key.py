"""The RSA key that signs tokens (RFC 7515, RS256), and its public half for those who verify them."""

import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from seawall.local.serving.secret_files import load_or_create_secret

__all__ = ["ALGORITHM", "SigningKey"]

KEY_BITS = 2048  # the minimum for RS256, RFC 7518 section 3.3
KNOWN_TOKENS = 1024
ALGORITHM = "RS256"


def _generate_key() -> bytes:
    return RSAKey.generate_key(KEY_BITS, auto_kid=False).as_pem(private=True)


def _import_key(pem: bytes) -> RSAKey:
    # Its numbers are not tested again, which takes 50 ms at each start: this server has made them.
    key = load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the file with the signing key holds a key of another kind than RSA")  # noqa: TRY004
    return RSAKey.import_key(key)


class SigningKey:
    """Signs claims with the key in `key_file`, created at the first use if missing.

    Raises OSError or ValueError if the file can not be read or holds no RSA key.
    """

    def __init__(self, key_file: Path) -> None:
        self._key_file = key_file
        self._loading = threading.Lock()
        # Clients send the same token with each request. Its expiry is not part of what is remembered.
        self.signed_claims = lru_cache(KNOWN_TOKENS)(self._signed_claims)
        # A file that is broken fails the start of the server, not its first login.
        self._loaded = _import_key(key_file.read_bytes()) if key_file.exists() else None

    @property
    def _key(self) -> RSAKey:
        # Created here, not at the start: that takes 100 ms, and many servers never issue a token.
        with self._loading:
            if self._loaded is None:
                self._loaded = _import_key(load_or_create_secret(self._key_file, _generate_key))
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

    def _signed_claims(self, token: str) -> Mapping[str, object]:
        """Return the claims of a JWT that this key has signed; they may have expired. Raises ValueError."""
        try:
            # The algorithm is fixed: the token's own `alg` is not to be trusted (RFC 8725 section 3.1).
            return jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
        except JoseError as error:
            raise ValueError("The token is not signed by this key.") from error
