"""Text of a spec as Python source: string constants and docstrings, in plain ASCII, whatever the text."""

__all__ = ["docstring", "literal", "text_literal"]

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PRINTABLE = range(0x20, 0x7F)


def text_literal(text: str) -> str:
    """`text` as a string constant between double quotes."""
    return f'"{_escaped(text)}"'


def literal(value: str | int) -> str:
    """`value` as a constant."""
    return text_literal(value) if isinstance(value, str) else str(int(value))


def docstring(text: str, note: str = "", *, width: int = 95) -> str:
    """The first sentence of `text`, cut to `width`, as a docstring on one line, with `note` after it."""
    sentence = " ".join(text.split()).split(". ", 1)[0]
    if len(sentence) > width:
        sentence = sentence[:width].rsplit(" ", 1)[0] + "..."
    closed = sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
    return f'"""{_escaped(f"{closed} {note}".rstrip())}"""'


def _escaped(text: str) -> str:
    return "".join(map(_character, text))


def _character(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code in _PRINTABLE:
        return character
    if code <= 0xFF:  # noqa: PLR2004
        return f"\\x{code:02x}"
    # Which letters are printable differs between Python versions, so all that is no ASCII is escaped.
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
