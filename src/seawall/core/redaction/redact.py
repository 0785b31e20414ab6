"""Text that a server sent, made fit for a message: one line, short, without secrets."""

import re
from collections.abc import Collection

from seawall.core.redaction.secret_patterns import HIDDEN, without_named, without_tokens

__all__ = ["redact"]

_MOST_CHARACTERS = 300
_A_WORD = 16

# In a sentence these are words: "error code: 7", "give KEY=VALUE".
_WORDS = frozenset({"auth", "code", "codes", "key", "keys", "pin", "pins", "session"})
_QUERY = re.compile(r"(https?://[^\s?#]*)\?[^\s]*")


def redact(text: str, *, hidden: Collection[str] = (), most_characters: int = _MOST_CHARACTERS) -> str:
    """`text` on one line of at most `most_characters`, what looks like a secret replaced by `[redacted]`.

    So is every text in `hidden`. Control characters become spaces: a terminal must not obey a server.
    """
    # First of all: cutting the text short might leave the beginning of one.
    for known in hidden:
        text = _without(text, known)
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * most_characters]).split())
    line = without_named(without_tokens(_QUERY.sub(rf"\1?{HIDDEN}", line)), spared=_WORDS)
    return line if len(line) <= most_characters else line[: most_characters - 1] + "…"


def _without(text: str, known: str) -> str:
    if len(known) >= _A_WORD:
        return text.replace(known, HIDDEN)
    # What is as short as a word is hidden as a word: "stat" is no part of "state".
    return re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", HIDDEN, text)
