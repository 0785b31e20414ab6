"""Text that a server sent, made fit for a message: one line, short, without secrets."""

import re
from collections.abc import Collection

__all__ = ["redact"]

_MOST_CHARACTERS = 300
_A_WORD = 16

# What looks like a secret, with the part that may stay as group 1.
_SECRETS = (
    re.compile(r"(?i)\b(bearer|basic|dpop)\s+[\w.~+/=-]{8,}"),
    re.compile(r"()\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}"),
    re.compile(
        r"(?i)\b([\w-]*(?:token|secret|password|passwd|api[_-]?key|signature|credential)[\w-]*)"
        r"[\"']?\s*[=:]\s*[\"']?[^\s\"'&,;]+"
    ),
    re.compile(r"(https?://[^\s?#]*)\?[^\s]*"),
    re.compile(r"(https?://)[^\s/@]+@"),
)


def redact(text: str, *, hidden: Collection[str] = (), most_characters: int = _MOST_CHARACTERS) -> str:
    """`text` on one line of at most `most_characters`, what looks like a secret replaced by `[redacted]`.

    So is every text in `hidden`. Control characters become spaces: a terminal must not obey a server.
    """
    # First of all: cutting the text short might leave the beginning of one.
    for known in hidden:
        text = _without(text, known)
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * most_characters]).split())
    for secret in _SECRETS:
        line = secret.sub(lambda match: f"{match[1]} [redacted]".strip(), line)
    return line if len(line) <= most_characters else line[: most_characters - 1] + "…"


def _without(text: str, known: str) -> str:
    if len(known) >= _A_WORD:
        return text.replace(known, "[redacted]")
    # What is as short as a word is hidden as a word: "stat" is no part of "state".
    return re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "[redacted]", text)
