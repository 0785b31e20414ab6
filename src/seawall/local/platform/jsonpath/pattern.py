"""Regular expressions of `like_regex`, by RE2: the time of a search grows with the text and no faster.

Python's own matcher backtracks, and a pattern of a few characters could stop the whole server.
"""

from typing import Protocol

import re2

from seawall.local.platform.jsonpath.lex import JsonPathError

__all__ = ["Pattern", "compile_pattern"]

_FLAGS = frozenset("ism")


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object:
        """A match anywhere in `text`, or None."""


def compile_pattern(pattern: str, flags: str = "") -> Pattern:
    """The pattern under the given flags (any of `ismq`; `q` takes the text literally).

    Raises JsonPathError for a bad pattern, an unknown flag, or what RE2 does not have: back references and
    looking around.
    """
    chosen = flags.replace("q", "")
    for flag in chosen:
        if flag not in _FLAGS:
            raise JsonPathError(f"unknown like_regex flag `{flag}`")
    options = re2.Options()
    options.log_errors = False
    text = re2.escape(pattern) if "q" in flags else pattern
    try:
        compiled: Pattern = re2.compile(f"(?{chosen}){text}" if chosen else text, options)
    except re2.error as error:
        raise JsonPathError("bad like_regex pattern; there are no back references and lookarounds") from error
    return compiled
