"""Opaque codes and tokens: returned once, stored only as hashes."""

import hashlib
import secrets

__all__ = ["hash_opaque", "new_opaque", "new_user_code", "normalize_user_code"]

USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 section 6.1: no vowels, so no words; no digits
USER_CODE_LENGTH = 8


def new_opaque() -> str:
    """Create an opaque value: 256 random bits in base64url."""
    return secrets.token_urlsafe(32)


def hash_opaque(opaque: str) -> str:
    """Hash an opaque value for storage. With 256 bits of entropy, plain SHA-256 is enough."""
    return hashlib.sha256(opaque.encode()).hexdigest()


def new_user_code() -> str:
    """Create a code that people can read and type, e.g. `WDJB-MJHT`."""
    letters = "".join(secrets.choice(USER_CODE_ALPHABET) for _ in range(USER_CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def normalize_user_code(typed: str) -> str:
    """Normalize user input: upper case, no blanks, hyphen in the middle."""
    letters = "".join(character for character in typed.upper() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"
