"""What tells of a secret in a text: the name of its value, or how it looks. All that redacts asks here."""

import re
from collections.abc import Collection
from urllib.parse import unquote

__all__ = ["HIDDEN", "tells_of_a_secret", "without_named", "without_tokens"]

HIDDEN = "[redacted]"
"""What stands in place of a secret."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Read over the words of a name, in lower case, joined by `_`.
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
# Of any scheme (RFC 9110, section 11.6.2), and all pairs of a cookie header (RFC 6265, section 4.2.1).
_CREDENTIALS = re.compile(r"""(?:[A-Za-z][\w-]*\s+)?[^\s"'&,;<>\\]+""")
_COOKIES = re.compile(r"""[^\s"'&,;<>\\]+(?:;\s*[^\s"'&,;=<>\\]+=[^\s"'&,;<>\\]*)*""")
_ESCAPED_VALUE = re.compile(r"""[^"'\\]+""")


def tells_of_a_secret(name: str) -> bool:
    """Whether the value of a field `name` is a secret: of `accountKey` it is, of `status_code` not."""
    return bool(_SECRET_NAME.search("_".join(_WORD.findall(unquote(name))).lower()))


def without_tokens(text: str) -> str:
    """`text` without what looks like a token, and without user and password in URLs."""
    return _TOKEN.sub(HIDDEN, _USERINFO.sub(rf"\1{HIDDEN}@", text))


def without_named(text: str, *, spared: Collection[str] = ()) -> str:
    """`text` without the values in `name=value` and `name: value` whose names tell of a secret.

    The names in `spared`, in lower case, tell of none.
    """
    kept, at = [], 0
    while found := _NAMED.search(text, at):
        kept.append(text[at : found.end()])
        at = found.end()
        is_secret = found[1].lower() not in spared and tells_of_a_secret(found[1])
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
