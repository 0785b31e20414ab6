"""Text of a spec as Python source: string constants in plain ASCII, whatever the text."""

import re

__all__ = ["escape", "literal", "text_literal"]

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Python versions differ in the characters that they call printable, so everything beyond ASCII is escaped.
_UNUSUAL = re.compile(r'[^ -~]|["\\]')
# The last code points that `\x` and `\u` can write.
_LATIN_1, _BASIC_PLANE = 0xFF, 0xFFFF


def text_literal(text: str) -> str:
    """`text` as a string constant between double quotes."""
    return f'"{escape(text)}"'


def literal(value: str | float | bool) -> str:
    """`value` as a constant."""
    if isinstance(value, str):
        return text_literal(value)
    # The plain types: a subclass could have any repr.
    kind = next(kind for kind in (bool, int, float) if isinstance(value, kind))
    return repr(kind(value))


def escape(text: str) -> str:
    """`text` as it stands between double quotes in Python source."""
    return _UNUSUAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in _SHORT:
        return _SHORT[match[0]]
    if code <= _LATIN_1:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
