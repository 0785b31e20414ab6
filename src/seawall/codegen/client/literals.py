"""Text of a spec as Python source: string constants in plain ASCII, whatever the text."""

__all__ = ["escape", "literal", "text_literal"]

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PRINTABLE = range(0x20, 0x7F)
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
    return "".join(map(_character, text))


def _character(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code in _PRINTABLE:
        return character
    # Python versions differ in the characters that they call printable, so everything beyond ASCII is
    # escaped.
    if code <= _LATIN_1:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
