"""ID tokens: tell a client who logged in, and when (OpenID Connect Core 1.0, section 2)."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from seawall.local.oauth.signing_key import SigningKey

__all__ = ["issue_id_token"]


def issue_id_token(
    key: SigningKey,
    *,
    issuer: str,
    user_id: str,
    client_id: str,
    nonce: str | None,
    authenticated_at: datetime,
    access_token: str,
    claims: Mapping[str, object],
    lifetime_s: int,
    now: datetime,
) -> str:
    """Sign an ID token for the client; `claims` are those about the user that its scope gives."""
    issued_at = int(now.timestamp())
    return key.sign(
        {
            **claims,
            "iss": issuer,
            "sub": user_id,
            "aud": client_id,
            "azp": client_id,
            "iat": issued_at,
            "exp": issued_at + lifetime_s,
            "auth_time": int(authenticated_at.timestamp()),
            "at_hash": _half_hash(access_token),
            **({} if nonce is None else {"nonce": nonce}),
        }
    )


def _half_hash(access_token: str) -> str:
    """The left half of the hash of the signature's algorithm (OpenID Connect Core 1.0, section 3.1.3.6)."""
    return urlsafe_b64encode(sha256(access_token.encode("ascii")).digest()[:16]).decode().rstrip("=")
