"""Regular expressions of `like_regex`: POSIX-like text to Python patterns that end in bounded time.

Python's matcher backtracks. Its time explodes where a repeated group repeats within, as in `(a+)+`;
such patterns are refused, and long texts are not searched.
"""

import re

from seawall.local.platform.jsonpath.lex import JsonPathError

__all__ = ["MAX_SUBJECT_LENGTH", "compile_pattern"]

MAX_SUBJECT_LENGTH = 10_000
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]|[*+]|\{\d*,\d*\}|.", re.DOTALL)
_REPEATS = ("*", "+", "{")


def compile_pattern(pattern: str, flags: str = "") -> re.Pattern[str]:
    """The pattern under the given flags (any of `ismxq`; `q` takes the text literally).

    Raises JsonPathError for a bad pattern, an unknown flag, or a repeat within a repeat.
    """
    options = re.NOFLAG
    for flag in flags.replace("q", ""):
        if flag not in _FLAGS:
            raise JsonPathError(f"unknown like_regex flag `{flag}`")
        options |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), options)
    if _repeats_within_repeat(pattern):
        raise JsonPathError("a like_regex pattern may not repeat a group that repeats or chooses within")
    try:
        return re.compile(pattern, options)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        raise JsonPathError(f"bad like_regex pattern: {error}") from error


def _repeats_within_repeat(pattern: str) -> bool:
    """Whether any group that is repeated holds a repeat, a choice or a back reference itself."""
    risky = [False]  # one per open group
    closed_risky = False
    for atom in _ATOM.findall(pattern):
        if atom == "(":
            risky.append(False)
        elif atom == ")" and len(risky) > 1:
            inner = risky.pop()
            risky[-1] |= inner
            closed_risky = inner
            continue
        elif atom.startswith(_REPEATS):
            if closed_risky:
                return True
            risky[-1] = True
        elif atom == "|" or (atom[0] == "\\" and atom[1:].isdigit()):
            risky[-1] = True
        closed_risky = False
    return False
