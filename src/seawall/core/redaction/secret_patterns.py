"""Patterns that identify secrets in text, by the name of a value or by its format. Pure."""

import re
from collections.abc import Collection
from urllib.parse import unquote

__all__ = ["HIDDEN", "is_secret_name", "without_named", "without_tokens"]

HIDDEN = "[redacted]"
"""The text that replaces a secret."""

# As text: `re` compiles and caches those that are used. To compile all costs 2 ms of every start.
_WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+"
# Matched against the words of a name, in lower case, joined by `_`: `accountKey` is `account_key`.
_SENSITIVE_NAME = (
    r"token|secret|passw|passphrase|credential|signature|assertion|cookie|authorization"
    r"|(?:api|access|private|account|shared)_?key|sess(?:ion)?id"
    r"|(?:^|_)(?:keys?|pwds?|pins?|t?otps?|auth|sids?|jwts?|sigs?|session|sessions_?ids?|session_ids?)(?:_|$)"
    r"|^codes?$|(?:device|user|auth|login|verification)_?codes?|code_?verifier"
)
_BEARER = r"\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}|(?i:\b(?:bearer|basic|dpop)\s+[\w.~+/=-]{8,})"
_USERINFO = r"""(://)[^\s/?#"'<>]+@"""
_NAMED = r"""(?<![\w.%\[\]-])([\w.%\[\]-]++)(\\*["']?\s*[=:]\s*)(\\*["']?)"""
# The name of a value is no part of an operation, `POST /auth/token: …`, or of a JSON pointer.
_PATH_BEFORE = r"(?:\b[A-Z]{3,7} /|#/)[^\s?&=]*\Z"
_VALUES = {
    "": r"""(?:(?i:bearer|basic|dpop)\s+)?[^\s"'&,;<>\\]+""",
    '"': r'(?:\\.|[^"\\])+',
    "'": r"(?:\\.|[^'\\])+",
}
# Credentials of any scheme (RFC 9110, section 11.6.2), and all pairs of a cookie (RFC 6265, section 4.2.1).
_CREDENTIALS = r"""(?:[A-Za-z][\w-]*\s+)?[^\s"'&,;<>\\]+"""
_COOKIES = r"""[^\s"'&,;<>\\]+(?:;\s*[^\s"'&,;=<>\\]+=[^\s"'&,;<>\\]*)*"""
_ESCAPED_VALUE = r"""[^"'\\]+"""


def is_secret_name(name: str) -> bool:
    """Check whether a field of this name holds a secret, as `accountKey` does and `status_code` does not."""
    return bool(re.search(_SENSITIVE_NAME, "_".join(re.findall(_WORD, unquote(name))).lower()))


def without_tokens(text: str) -> str:
    """Replace tokens, and user and password in URLs."""
    return re.sub(_BEARER, HIDDEN, re.sub(_USERINFO, rf"\1{HIDDEN}@", text))


def without_named(text: str, *, spared: Collection[str] = ()) -> str:
    """Replace the values in `name=value` and `name: value` if the name is that of a secret.

    Names in `spared`, in lower case, are ordinary names.
    """
    named = re.compile(_NAMED)
    kept, at = [], 0
    while found := named.search(text, at):
        kept.append(text[at : found.end()])
        at = found.end()
        is_secret = (
            found[1].lower() not in spared
            and is_secret_name(found[1])
            and not (found[2] == ": " and not found[3] and _is_end_of_path(text[: found.start()]))
        )
        if is_secret and (value := re.compile(_values_of(found[1].lower(), found[3])).match(text, at)):
            kept.append(HIDDEN)
            at = value.end()
    return "".join(kept) + text[at:]


def _is_end_of_path(before: str) -> bool:
    # A path has no space, so the last two words are enough.
    return re.search(_PATH_BEFORE, " ".join(before[-2_000:].rsplit(" ", 2)[-2:])) is not None


def _values_of(name: str, quote: str) -> str:
    if quote:
        return _ESCAPED_VALUE if quote.startswith("\\") else _VALUES[quote]
    if name.endswith("authorization"):
        return _CREDENTIALS
    return _COOKIES if name.endswith("cookie") else _VALUES[""]
