"""Texts that match a regular expression, for samples."""

import random
import re
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["matching_text"]

_MAX_REPEATS = 8
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
            text = "".join(_text(parsed, rng, extra))
            if len(text) >= min_length and compiled.search(text):
                return text
    except (re.error, OverflowError, RecursionError, KeyError, IndexError):
        # A pattern of JavaScript, for example.
        return None
    return None


def _text(parsed: Any, rng: random.Random, extra: int) -> "list[str]":
    found: list[str] = []
    for kind, value in parsed:
        found.extend(_one(kind, value, rng, extra))
    return found


def _one(kind: Any, value: Any, rng: random.Random, extra: int) -> list[str]:
    if kind in {constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN}:
        return [_character(kind, value, rng)]
    if kind in {constants.BRANCH, constants.SUBPATTERN}:
        inner = rng.choice(value[1]) if kind is constants.BRANCH else value[-1]
        return _text(inner, rng, extra)
    if kind in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
        low, high, inner = value
        count = min(low + min(extra, _MAX_REPEATS), high)
        return [text for _ in range(min(count, 1000)) for text in _text(inner, rng, extra)]
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
