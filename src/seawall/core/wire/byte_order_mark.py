"""Byte order marks at the start of a text: that of UTF-8 is skipped, others name the encoding. Pure.

Editors and shells of Windows write them. RFC 8259, section 8.1, allows a parser to ignore the one of UTF-8.
"""

import codecs
from collections.abc import Mapping

__all__ = ["foreign_encoding", "without_mark"]

# UTF-32 first: its mark in little endian begins with that of UTF-16.
_FOREIGN = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}

# By which of the first four bytes are NUL.
_UNMARKED: Mapping[tuple[bool, ...], str] = {
    (True, False, True, False): "UTF-16",
    (False, True, False, True): "UTF-16",
    (True, True, True, False): "UTF-32",
    (False, True, True, True): "UTF-32",
}


def without_mark(data: bytes) -> bytes:
    """Return `data` without the byte order mark of UTF-8."""
    return data.removeprefix(codecs.BOM_UTF8)


def foreign_encoding(data: bytes) -> str | None:
    """Return the encoding of `data`, None for UTF-8: that of its byte order mark, or of its first characters.

    Two characters of ASCII have NUL bytes between them in UTF-16 and UTF-32, and none in UTF-8.
    """
    for mark, name in _FOREIGN.items():
        if data.startswith(mark):
            return name
    return _UNMARKED.get(tuple(byte == 0 for byte in data[:4]))
