"""Proof Key for Code Exchange (RFC 7636): ties an authorization code to the client that requested it.

S256 is the only method: with `plain`, anyone who sees the authorization request could use the code.
"""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256

__all__ = ["CHALLENGE_METHOD", "code_challenge", "code_verifier", "is_code_challenge", "is_code_verifier"]

CHALLENGE_METHOD = "S256"
"""The value of `code_challenge_method` (RFC 7636, section 4.3)."""

_MIN_BYTES = 32
_MAX_BYTES = 96
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def code_verifier(random_bytes: bytes) -> str:
    """Return a verifier of 43 to 128 characters for 32 to 96 random bytes (RFC 7636, section 4.1).

    Raises ValueError for fewer bytes, which could be guessed, and for more, which would be too long.
    """
    if not _MIN_BYTES <= len(random_bytes) <= _MAX_BYTES:
        raise ValueError(f"A code verifier needs {_MIN_BYTES} to {_MAX_BYTES} random bytes.")
    return _base64url(random_bytes)


def code_challenge(verifier: str) -> str:
    """Return the challenge for `verifier`: its SHA-256 in base64url (RFC 7636, section 4.2)."""
    return _base64url(sha256(verifier.encode("ascii")).digest())


def is_code_verifier(text: str) -> bool:
    """Check that `text` has the form of a verifier: 43 to 128 unreserved characters (RFC 7636, 4.1)."""
    return _VERIFIER.fullmatch(text) is not None


def is_code_challenge(text: str) -> bool:
    """Check that `text` has the form of an S256 challenge: 43 characters of base64url."""
    return _CHALLENGE.fullmatch(text) is not None


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
