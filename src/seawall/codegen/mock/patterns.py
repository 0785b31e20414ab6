"""Regular expressions of a spec: texts that match one, for samples, and checks that end in time."""

import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

__all__ = ["matching_text", "search_of"]

# The parser of `re` has no types, and is no public part of it.
constants: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

_MAX_REPEATS = 8
_MAX_LENGTH = 10_000
# `re` has no limit of time: beyond these, a text that does not match could take forever to check.
_MAX_CHECKED_REPEATS = 3
_MAX_CHECKED_LENGTH = 200
_CHARACTERS = frozenset({constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN})
_REPEATS = frozenset({constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT})
_PRINTABLE = [chr(code) for code in range(32, 127)]
_CATEGORIES = {
    constants.CATEGORY_DIGIT: "0123456789",
    constants.CATEGORY_WORD: "abcdefghijklmnopqrstuvwxyz",
    constants.CATEGORY_SPACE: " ",
}


def matching_text(pattern: str, rng: random.Random, min_length: int = 0) -> str | None:
    """Return a text of at least `min_length` that matches `pattern`; None if none is found.

    Looks around and back-references are not followed, so the result is checked.
    """
    try:
        compiled = re.compile(pattern)
        parsed = parser.parse(pattern)
        for extra in (0, 1, min_length, _MAX_REPEATS):
            if _length(parsed, extra) > _MAX_LENGTH:
                return None
            text = "".join(_text(parsed, rng, extra))
            if len(text) >= min_length and _matches(compiled, parsed, text):
                return text
    except (re.error, OverflowError, RecursionError, KeyError, IndexError):
        # A pattern of JavaScript, for example.
        return None
    return None


@lru_cache(maxsize=1000)
def search_of(pattern: str) -> Callable[[str], object] | None:
    """The search for `pattern` in a text, which takes time in proportion to the text.

    None if RE2 does not know the syntax, such as look-arounds and back-references, or if the pattern needs
    too much memory. As in ECMAScript, digits and word characters are ASCII.
    """
    # Imported late: only a spec with patterns needs it.
    import re2  # noqa: PLC0415

    options = re2.Options()
    options.log_errors = False
    try:
        search: Callable[[str], object] = re2.compile(pattern, options).search
    except re2.error:
        return None
    return search


def _is_quick(parsed: Any) -> bool:
    repeats = list(_repeat_depths(parsed, 0))
    return max(repeats, default=0) <= 1 and len(repeats) <= _MAX_CHECKED_REPEATS


def _matches(compiled: re.Pattern[str], parsed: Any, text: str) -> bool:
    if _is_quick(parsed) and len(text) <= _MAX_CHECKED_LENGTH:
        return compiled.search(text) is not None
    # A text that was made of characters, groups and repeats alone matches; anchors stand at the ends.
    inside = list(parsed)
    inside = inside[1:] if inside and inside[0][0] is constants.AT else inside
    inside = inside[:-1] if inside and inside[-1][0] is constants.AT else inside
    return _is_plain(inside)


def _repeat_depths(parsed: Any, depth: int) -> "Iterator[int]":
    for kind, value in parsed:
        if kind in _REPEATS:
            yield depth + 1
        for inner in _inner(kind, value):
            yield from _repeat_depths(inner, depth + (kind in _REPEATS))


def _inner(kind: Any, value: Any) -> list[Any]:
    """The patterns inside one of a pattern."""
    if kind is constants.BRANCH:
        return list(value[1])
    return [value[-1]] if kind is constants.SUBPATTERN or kind in _REPEATS else []


def _is_plain(parsed: Any) -> bool:
    return all(
        kind in _CHARACTERS or (bool(inner := _inner(kind, value)) and all(_is_plain(each) for each in inner))
        for kind, value in parsed
    )


def _length(parsed: Any, extra: int) -> int:
    """The length of the text that `_text` makes, at most."""
    total = 0
    for kind, value in parsed:
        longest = max((_length(inner, extra) for inner in _inner(kind, value)), default=1)
        total += longest * (_count(value, extra) if kind in _REPEATS else 1)
    return total


def _count(value: Any, extra: int) -> int:
    low, high, _ = value
    return int(min(low + min(extra, _MAX_REPEATS), high, 1000))


def _text(parsed: Any, rng: random.Random, extra: int) -> "list[str]":
    found: list[str] = []
    for kind, value in parsed:
        found.extend(_one(kind, value, rng, extra))
    return found


def _one(kind: Any, value: Any, rng: random.Random, extra: int) -> list[str]:
    if kind in _CHARACTERS:
        return [_character(kind, value, rng)]
    if kind in {constants.BRANCH, constants.SUBPATTERN}:
        inner = rng.choice(value[1]) if kind is constants.BRANCH else value[-1]
        return _text(inner, rng, extra)
    if kind in _REPEATS:
        return [text for _ in range(_count(value, extra)) for text in _text(value[-1], rng, extra)]
    # Anchors and look-arounds add nothing.
    return []


def _character(kind: Any, value: Any, rng: random.Random) -> str:
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.IN:
        return rng.choice(_members(value))
    return "b" if kind is constants.NOT_LITERAL and value == ord("a") else "a"


def _members(items: Any) -> list[str]:
    is_negated = bool(items) and items[0][0] is constants.NEGATE
    found: list[str] = []
    for kind, value in items:
        if kind is constants.LITERAL:
            found.append(chr(value))
        elif kind is constants.RANGE:
            found.extend(chr(code) for code in range(value[0], min(value[1], value[0] + 100) + 1))
        elif kind is constants.CATEGORY:
            found.extend(_CATEGORIES.get(value, "a"))
    return [character for character in _PRINTABLE if character not in found] if is_negated else found
