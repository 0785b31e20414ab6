"""Proof Key for Code Exchange (RFC 7636): what ties an authorization code to who asked for it.

Only the method S256 is there: with `plain` whoever sees the request can use the code.
"""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256

__all__ = ["CHALLENGE_METHOD", "code_challenge", "code_verifier", "is_code_challenge", "is_code_verifier"]

CHALLENGE_METHOD = "S256"
"""The value of `code_challenge_method` (RFC 7636, section 4.3)."""

_LEAST_OCTETS = 32
_MOST_OCTETS = 96
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def code_verifier(octets: bytes) -> str:
    """The verifier of 43 to 128 characters that 32 to 96 random octets make (RFC 7636, section 4.1).

    Raises ValueError for fewer octets, which could be guessed, and for more, which would be too long.
    """
    if not _LEAST_OCTETS <= len(octets) <= _MOST_OCTETS:
        raise ValueError(f"A code verifier is made of {_LEAST_OCTETS} to {_MOST_OCTETS} octets.")
    return _base64url(octets)


def code_challenge(verifier: str) -> str:
    """What the server is told of `verifier` before it sees it: its SHA-256 (RFC 7636, section 4.2)."""
    return _base64url(sha256(verifier.encode("ascii")).digest())


def is_code_verifier(text: str) -> bool:
    """Whether `text` can be a verifier: 43 to 128 unreserved characters (RFC 7636, section 4.1)."""
    return _VERIFIER.fullmatch(text) is not None


def is_code_challenge(text: str) -> bool:
    """Whether `text` can be a challenge of the method S256: 43 characters of base64url."""
    return _CHALLENGE.fullmatch(text) is not None


def _base64url(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
