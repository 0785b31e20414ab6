"""Regular expressions of `like_regex`, with RE2: search time is linear in the length of the text.

Python's `re` backtracks, so a pattern of a few characters could block the server.
"""

import re
from typing import Protocol

import re2

from seawall.local.platform.jsonpath.lex import JsonPathError

__all__ = ["Pattern", "compile_pattern", "required_prefix"]

_FLAGS = frozenset("ism")
# A last character may be optional: `^ab*`. Without `|`, each match begins at the start.
_LITERAL_START = re.compile(r"\^([\w /:,@=-]+)(?![?*{])[^|]*", re.DOTALL)


class Pattern(Protocol):
    """Compiled pattern."""

    def search(self, text: str) -> object:
        """Search for a match anywhere in `text`; None without one."""


def compile_pattern(pattern: str, flags: str = "") -> Pattern:
    """Compile the pattern with flags (any of `ismq`; with `q` the pattern is literal text).

    Raises JsonPathError for an invalid pattern, an unknown flag, back references and lookarounds (RE2 has
    neither).
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
        raise JsonPathError(
            "invalid like_regex pattern; back references and lookarounds are not supported"
        ) from error
    return compiled


def required_prefix(pattern: str, flags: str = "") -> str:
    """Return characters with which each text begins that the pattern matches; often none are known."""
    found = None if set(flags) - {"s"} else _LITERAL_START.fullmatch(pattern)
    return found[1] if found else ""
