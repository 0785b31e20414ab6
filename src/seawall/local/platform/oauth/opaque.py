"""Opaque codes and tokens: handed out once, stored as hashes only."""

import hashlib
import secrets

__all__ = ["fingerprint", "new_opaque", "new_user_code", "normal_user_code"]

USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 section 6.1: no vowels, so no words; no digits
USER_CODE_LENGTH = 8


def new_opaque() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def fingerprint(opaque: str) -> str:
    """What is stored of an opaque value; its entropy makes a plain SHA-256 enough."""
    return hashlib.sha256(opaque.encode()).hexdigest()


def new_user_code() -> str:
    """A code that people can read and type: `WDJB-MJHT`."""
    letters = "".join(secrets.choice(USER_CODE_ALPHABET) for _ in range(USER_CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def normal_user_code(typed: str) -> str:
    """The code that somebody meant who typed it in lower case, with blanks or without the hyphen."""
    letters = "".join(character for character in typed.upper() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"
