"""Byte order marks at the start of a text: that of UTF-8 is skipped, others name the encoding. Pure.

Editors and shells of Windows write them. RFC 8259, section 8.1, allows a parser to ignore the one of UTF-8.
"""

import codecs

__all__ = ["foreign_encoding", "without_mark"]

# UTF-32 first: its mark in little endian begins with that of UTF-16.
_FOREIGN = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def without_mark(data: bytes) -> bytes:
    """Return `data` without the byte order mark of UTF-8."""
    return data.removeprefix(codecs.BOM_UTF8)


def foreign_encoding(data: bytes) -> str | None:
    """Return the encoding that the byte order mark of `data` names, None for UTF-8 or no mark."""
    return next((name for mark, name in _FOREIGN.items() if data.startswith(mark)), None)
