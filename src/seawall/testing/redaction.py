"""What a cassette leaves out: values whose names tell of a secret, what looks like a token, hidden texts."""

import html
import json
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from seawall.core.redaction.secret_patterns import HIDDEN, tells_of_a_secret, without_named, without_tokens

__all__ = ["Redaction"]

_FORM = re.compile(r"[^\s=&:{<\"]+=[^\s&]*(?:&[^\s=&]+=[^\s&]*)*")
_PART = re.compile(r'(;\s*name="([^"\n]*)"[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n)(.+?)(?=\r?\n--)', re.DOTALL)
# A line of NDJSON or of an event stream.
_JSON_LINE = re.compile(r"(\s*(?:data:)?\s*)([\[{].*[\]}])(\s*)")


class Redaction:
    """Replaces secrets by `[redacted]`, and each text in `hidden`, percent-encoded and escaped too."""

    def __init__(self, hidden: Collection[str] = ()) -> None:
        # In a body that is no UTF-8, each byte is read as a character.
        forms = {form for text in hidden for form in (text, text.encode().decode("latin-1")) if form}
        longest_first = sorted(forms, key=len, reverse=True)
        self._hidden = re.compile("|".join(map(_any_spelling, longest_first)) or r"(?!)")

    def body(self, body: bytes, kind: str) -> bytes:
        """`body`, whose media type is `kind`; byte for byte as it was where nothing is secret."""
        try:
            text, charset = body.decode(), "utf-8"
        except UnicodeDecodeError:
            text, charset = body.decode("latin-1"), "latin-1"
        is_form = kind.lower().startswith("application/x-www-form-urlencoded")
        return (self.form(text) if is_form else self.text(text)).encode(charset)

    def url(self, url: str) -> str:
        """`url` without user, password and fragment, its query written anew."""
        parts = urlsplit(url)
        query = urlencode(self._pairs(parts.query))
        return self.text(urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, "")))

    def form(self, text: str) -> str:
        """`text`, which is a form, written anew only where something is secret."""
        pairs = self._pairs(text)
        is_clean = pairs == parse_qsl(text, keep_blank_values=True)
        return text if is_clean else urlencode(pairs)

    def text(self, text: str) -> str:
        """`text`, whatever it is: JSON, lines of JSON, a form, a multipart body or words."""
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        cleaned = self._json_text(text[len(mark) :])
        if cleaned is not None:
            return mark + cleaned
        if _FORM.fullmatch(text):
            return self.form(text)
        hidden = self._flat(text)
        parted = _PART.sub(lambda part: part[1] + HIDDEN if tells_of_a_secret(part[2]) else part[0], hidden)
        return "\n".join(self._line(line) for line in parted.split("\n"))

    def json(self, value: object) -> object:
        """The JSON `value`; all that a secret name holds is secret, numbers become 0."""
        return self._json(value, is_secret=False)

    def _json(self, value: object, *, is_secret: bool) -> object:
        match value:
            case dict():
                return {
                    self._flat(key): self._json(item, is_secret=is_secret or tells_of_a_secret(key))
                    for key, item in value.items()
                }
            case list():
                return [self._json(item, is_secret=is_secret) for item in value]
            case str():
                return HIDDEN if is_secret else self.text(value)
            case int() | float() if not isinstance(value, bool):
                return 0 if is_secret or self._hidden.search(str(value)) else value
            case _:
                return value

    def _json_text(self, text: str) -> str | None:
        if not text.lstrip().startswith(("{", "[", '"')):
            return None
        try:
            value = json.loads(text, object_pairs_hook=_members)
        except (ValueError, RecursionError):
            return None
        cleaned = self.json(value)
        return text if cleaned == value else json.dumps(cleaned, ensure_ascii=False)

    def _line(self, line: str) -> str:
        found = _JSON_LINE.fullmatch(line)
        cleaned = self._json_text(found[2]) if found else None
        return f"{found[1]}{cleaned}{found[3]}" if found and cleaned is not None else without_named(line)

    def _flat(self, text: str) -> str:
        return without_tokens(self._hidden.sub(HIDDEN, text))

    def _pairs(self, query: str) -> list[tuple[str, str]]:
        return [
            (self._flat(name), HIDDEN if tells_of_a_secret(name) else self.text(value))
            for name, value in parse_qsl(query, keep_blank_values=True)
        ]


def _any_spelling(text: str) -> str:
    return "".join(map(_spellings, text))


def _spellings(character: str) -> str:
    """A pattern for `character` as it is, and as URLs, forms, JSON and HTML write it."""
    percent = "".join(f"%{byte:02x}" for byte in character.encode())
    # JSON writes a character beyond U+FFFF as two.
    units = character.encode("utf-16-be").hex(" ", 2).split()
    escaped = "".join(rf"\\u{unit}" for unit in units)
    other = {" ": r"\+", "\n": r"\\n", "\t": r"\\t", "\r": r"\\r"}.get(
        character, re.escape(html.escape(character))
    )
    plain = re.escape(character)
    return rf"(?:{plain}|(?i:{percent}|{escaped})|\\{plain}|{other})"


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        # What is not seen can not be redacted: such an object is read as text.
        raise ValueError("A name comes twice.")
    return members
