"""Redact cassettes: values of secret names, text that looks like a token, and texts of the user."""

import html
import json
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from seawall.core.redaction.secret_patterns import HIDDEN, is_secret_name, without_named, without_tokens

__all__ = ["Redaction"]

_FORM = re.compile(r"[^\s=&:{<\"]+=[^\s&]*(?:&[^\s=&]+=[^\s&]*)*")
_PART = re.compile(r'(;\s*name="([^"\n]*)"[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n)(.+?)(?=\r?\n--)', re.DOTALL)
# A line of NDJSON or of an event stream.
_JSON_LINE = re.compile(r"(\s*(?:data:)?\s*)([\[{].*[\]}])(\s*)")


class Redaction:
    """Replaces secrets, and each text in `hidden` in any encoding, by `[redacted]`."""

    def __init__(self, hidden: Collection[str] = ()) -> None:
        # A body that is not UTF-8 is read as Latin-1, so a hidden text is searched in that reading too.
        forms = {form for text in hidden for form in (text, text.encode().decode("latin-1")) if form}
        longest_first = sorted(forms, key=len, reverse=True)
        self._hidden = re.compile("|".join(map(_any_encoding, longest_first)) or r"(?!)")

    def body(self, body: bytes, content_type: str) -> bytes:
        """Redact `body` of media type `content_type`; without secrets, its bytes stay as they are."""
        try:
            text, charset = body.decode(), "utf-8"
        except UnicodeDecodeError:
            text, charset = body.decode("latin-1"), "latin-1"
        is_form = content_type.lower().startswith("application/x-www-form-urlencoded")
        return (self.form(text) if is_form else self.text(text)).encode(charset)

    def url(self, url: str) -> str:
        """Redact `url`; removes user, password and fragment, and encodes the query again."""
        parts = urlsplit(url)
        query = urlencode(self._pairs(parts.query))
        return self.text(urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, "")))

    def form(self, text: str) -> str:
        """Redact a form; without secrets, its text stays as it is."""
        pairs = self._pairs(text)
        is_clean = pairs == parse_qsl(text, keep_blank_values=True)
        return text if is_clean else urlencode(pairs)

    def text(self, text: str) -> str:
        """Redact a text of any kind: JSON, lines of JSON, a form, a multipart body or prose."""
        # json.loads refuses a byte order mark.
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        cleaned = self._json_text(text[len(mark) :])
        if cleaned is not None:
            return mark + cleaned
        if _FORM.fullmatch(text):
            return self.form(text)
        plain = self._plain(text)
        multipart = _PART.sub(lambda part: part[1] + HIDDEN if is_secret_name(part[2]) else part[0], plain)
        return "\n".join(self._line(line) for line in multipart.split("\n"))

    def json(self, value: object) -> object:
        """Redact a JSON value. All values below a secret name are secret; numbers become 0."""
        return self._json(value, is_secret=False)

    def _json(self, value: object, *, is_secret: bool) -> object:
        match value:
            case dict():
                return {
                    self._plain(key): self._json(item, is_secret=is_secret or is_secret_name(key))
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
            value = json.loads(text, object_pairs_hook=_unique_members)
        except (ValueError, RecursionError):
            return None
        cleaned = self.json(value)
        return text if cleaned == value else json.dumps(cleaned, ensure_ascii=False)

    def _line(self, line: str) -> str:
        match = _JSON_LINE.fullmatch(line)
        cleaned = self._json_text(match[2]) if match else None
        return f"{match[1]}{cleaned}{match[3]}" if match and cleaned is not None else without_named(line)

    def _plain(self, text: str) -> str:
        return without_tokens(self._hidden.sub(HIDDEN, text))

    def _pairs(self, query: str) -> list[tuple[str, str]]:
        return [
            (self._plain(name), HIDDEN if is_secret_name(name) else self.text(value))
            for name, value in parse_qsl(query, keep_blank_values=True)
        ]


def _any_encoding(text: str) -> str:
    return "".join(map(_encodings, text))


def _encodings(character: str) -> str:
    """Return a pattern for `character` as it is, and as URLs, forms, JSON and HTML encode it."""
    percent = "".join(f"%{byte:02x}" for byte in character.encode())
    # JSON escapes a character above U+FFFF as two UTF-16 code units (RFC 8259, section 7).
    units = character.encode("utf-16-be").hex(" ", 2).split()
    escaped = "".join(rf"\\u{unit}" for unit in units)
    other = {" ": r"\+", "\n": r"\\n", "\t": r"\\t", "\r": r"\\r"}.get(
        character, re.escape(html.escape(character))
    )
    plain = re.escape(character)
    return rf"(?:{plain}|(?i:{percent}|{escaped})|\\{plain}|{other})"


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        # json.loads would drop the first value unseen; this object is redacted as text instead.
        raise ValueError("A name occurs twice.")
    return members
