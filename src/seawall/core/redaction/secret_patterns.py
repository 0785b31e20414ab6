"""Patterns that identify secrets in text, by the name of a value or by its format. Pure."""

import re
from collections.abc import Collection
from urllib.parse import unquote

__all__ = ["HIDDEN", "is_secret_name", "without_named", "without_tokens"]

HIDDEN = "[redacted]"
"""The text that replaces a secret."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Matched against the words of a name, in lower case, joined by `_`: `accountKey` is `account_key`.
_SECRET_NAME = re.compile(
    r"token|secret|passw|passphrase|credential|signature|assertion|cookie|authorization"
    r"|(?:api|access|private|account|shared)_?key|sess(?:ion)?id"
    r"|(?:^|_)(?:keys?|pwds?|pins?|t?otps?|auth|sids?|jwts?|sigs?|session|sessions_?ids?|session_ids?)(?:_|$)"
    r"|^codes?$|(?:device|user|auth|login|verification)_?codes?|code_?verifier"
)
_TOKEN = re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}|(?i:\b(?:bearer|basic|dpop)\s+[\w.~+/=-]{8,})")
_USERINFO = re.compile(r"""(://)[^\s/?#"'<>]+@""")
_NAMED = re.compile(r"""(?<![\w.%\[\]-])([\w.%\[\]-]++)(\\*["']?\s*[=:]\s*)(\\*["']?)""")
_VALUES = {
    "": re.compile(r"""(?:(?i:bearer|basic|dpop)\s+)?[^\s"'&,;<>\\]+"""),
    '"': re.compile(r'(?:\\.|[^"\\])+'),
    "'": re.compile(r"(?:\\.|[^'\\])+"),
}
# Credentials of any scheme (RFC 9110, section 11.6.2), and all pairs of a cookie (RFC 6265, section 4.2.1).
_CREDENTIALS = re.compile(r"""(?:[A-Za-z][\w-]*\s+)?[^\s"'&,;<>\\]+""")
_COOKIES = re.compile(r"""[^\s"'&,;<>\\]+(?:;\s*[^\s"'&,;=<>\\]+=[^\s"'&,;<>\\]*)*""")
_ESCAPED_VALUE = re.compile(r"""[^"'\\]+""")


def is_secret_name(name: str) -> bool:
    """Check whether a field of this name holds a secret, as `accountKey` does and `status_code` does not."""
    return bool(_SECRET_NAME.search("_".join(_WORD.findall(unquote(name))).lower()))


def without_tokens(text: str) -> str:
    """Replace tokens, and user and password in URLs."""
    return _TOKEN.sub(HIDDEN, _USERINFO.sub(rf"\1{HIDDEN}@", text))


def without_named(text: str, *, spared: Collection[str] = ()) -> str:
    """Replace the values in `name=value` and `name: value` if the name is that of a secret.

    Names in `spared`, in lower case, are ordinary names.
    """
    kept, at = [], 0
    while found := _NAMED.search(text, at):
        kept.append(text[at : found.end()])
        at = found.end()
        is_secret = found[1].lower() not in spared and is_secret_name(found[1])
        if is_secret and (value := _values_of(found[1].lower(), found[3]).match(text, at)):
            kept.append(HIDDEN)
            at = value.end()
    return "".join(kept) + text[at:]


def _values_of(name: str, quote: str) -> re.Pattern[str]:
    if quote:
        return _ESCAPED_VALUE if quote.startswith("\\") else _VALUES[quote]
    if name.endswith("authorization"):
        return _CREDENTIALS
    return _COOKIES if name.endswith("cookie") else _VALUES[""]
