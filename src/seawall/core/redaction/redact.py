"""Redact text of a server for a message: one line, short, without secrets. Pure."""

import re
from collections.abc import Collection

from seawall.core.redaction.secret_patterns import HIDDEN, without_named, without_tokens

__all__ = ["has_secret", "redact"]

_MAX_CHARACTERS = 300
# A shorter secret may be part of an ordinary word.
_MIN_SECRET_LENGTH = 16

# In a sentence these are ordinary words: "error code: 7", "give KEY=VALUE".
_WORDS = frozenset({"auth", "code", "codes", "key", "keys", "pin", "pins", "session"})
_QUERY = r"(https?://[^\s?#]*)\?[^\s]*"


def redact(text: str, *, hidden: Collection[str] = (), max_characters: int = _MAX_CHARACTERS) -> str:
    """Return `text` as one line of at most `max_characters`, with `[redacted]` in place of secrets.

    Secrets are the texts in `hidden`, and values that their name or their format marks as secret. Control
    characters become spaces, so that a server can not send escape sequences to a terminal.
    """
    # Before the text is cut, which might leave the first part of a secret.
    for secret in hidden:
        text = _without(text, secret)
    start = text[: 4 * max_characters]
    if not start.isprintable():
        start = "".join(c if c.isprintable() else " " for c in start)
    line = _without_patterns(" ".join(start.split()))
    return line if len(line) <= max_characters else line[: max_characters - 1] + "…"


def has_secret(text: str, *, hidden: Collection[str] = ()) -> bool:
    """Return whether `text` holds one of the texts in `hidden`, or a value with the format of a secret."""
    return any(_without(text, secret) != text for secret in hidden) or _without_patterns(text) != text


def _without_patterns(line: str) -> str:
    return without_named(without_tokens(re.sub(_QUERY, rf"\1?{HIDDEN}", line)), spared=_WORDS)


def _without(text: str, secret: str) -> str:
    if len(secret) >= _MIN_SECRET_LENGTH:
        return text.replace(secret, HIDDEN)
    # A short secret is replaced as a whole word only: the secret "stat" must not change "state".
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)
