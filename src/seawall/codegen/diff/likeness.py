"""Likeness of names and schemas, from 0 to 1, and the pairs of parts that are probably one part renamed."""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, TypeVar

from attrs import frozen

from seawall.codegen.api.lists import (
    CURSOR_NAMES,
    LIMIT_NAMES,
    OFFSET_NAMES,
    PAGE_NAMES,
    TOTAL_NAMES,
    plain_name,
)
from seawall.codegen.api.model import Api
from seawall.codegen.api.shapes import Array, Enumeration, Integer, Number, Object, Ref, Schema, Text
from seawall.codegen.diff.change import NO_OTHER
from seawall.codegen.diff.types import core_members, followed, kind_of

__all__ = ["LIKELY", "Likeness", "name_likeness", "pairs_of", "part_likeness", "schema_likeness"]

LIKELY: Final = 0.6
"""The likelihood from which a part that is gone and one that came are reported as a rename."""

# More combinations are not tried.
_MOST_PAIRS = 4_000
_ABBREVIATION = 3
_SPELLING = 0.8
# Less likeness of names is no reason.
_TELLING = 0.4
# Names whose words are these, or whose numbers differ, mean two things however alike they look.
_OPPOSITES = tuple(
    frozenset(words.split())
    for words in (
        "min max minimum maximum",
        "start end stop begin finish",
        "first last",
        "before after",
        "since until",
        "from to",
        "created updated deleted started finished",
        "create update delete get list",
        "add remove",
        "enable disable",
        "enabled disabled",
        "open close opened closed",
        "lock unlock",
        "pause resume",
        "read write",
        "input output",
        "request response",
        "old new",
        "left right",
        "width height",
        "next previous prev",
        "parent child",
        "source target destination",
    )
)
_NUMBERS = re.compile(r"\d+")
_DIFFERENT = 0.3
_SYNONYMS = (CURSOR_NAMES, LIMIT_NAMES, OFFSET_NAMES, PAGE_NAMES, TOTAL_NAMES)
_Old = TypeVar("_Old")
_New = TypeVar("_New")


@frozen
class Likeness:
    """A likelihood that two parts are one, and its reasons."""

    value: float
    reasons: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def name_likeness(old: str, new: str) -> float:
    """Likeness of two names; case and punctuation do not count, and names with one meaning are alike."""
    first, second = plain_name(old[:100]), plain_name(new[:100])
    if first == second:
        return 1.0 if first else float(old == new)
    if any(first in names and second in names for names in _SYNONYMS):
        return 0.8
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    words, others = _words(old), _words(new)
    if _NUMBERS.findall(old) != _NUMBERS.findall(new) or _are_opposite(words, others):
        return min(ratio, _DIFFERENT)
    if not words or not others:
        return ratio
    if set(words) < set(others) or set(others) < set(words):
        # `name` and `display_name` may be one; `user` and `user_id` are not, which the types say.
        return max(ratio, 0.6)
    shared = min(_shared(words, others), _shared(others, words))
    return (ratio + shared) / 2


def _are_opposite(words: list[str], others: list[str]) -> bool:
    first, second = set(words) - set(others), set(others) - set(words)
    return any(first & opposites and second & opposites for opposites in _OPPOSITES)


def _shared(words: list[str], others: list[str]) -> float:
    """The share of `words`, by their length, that stand among `others`: in `created_at`, `at` says little."""
    known = sum(len(word) for word in words if any(_is_word(word, other) for other in others))
    return known / sum(map(len, words))


def _words(name: str) -> list[str]:
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:100])
    return list(dict.fromkeys(word.lower() for word in re.split(r"[^A-Za-z0-9]+", split) if word))


def _is_word(one: str, other: str) -> bool:
    """True for the same word, its abbreviation, or another spelling."""
    short, long = sorted((one, other), key=len)
    if one == other or (len(short) >= _ABBREVIATION and long.startswith(short)):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SPELLING


def schema_likeness(old_api: Api, old: Schema, new_api: Api, new: Schema, depth: int = 3) -> float:
    """Likeness of two schemas by their types, names of properties and values; null does not count."""
    first, second = followed(old_api, old), followed(new_api, new)
    if isinstance(old.shape, Ref) and isinstance(new.shape, Ref) and old.shape.name == new.shape.name:
        return 1.0
    firsts, seconds = core_members(first), core_members(second)
    if len(firsts) == 1 and len(seconds) == 1:
        if (firsts[0] is first and seconds[0] is second) or not depth:
            return _shape_likeness(old_api, first, new_api, second, depth)
        return schema_likeness(old_api, firsts[0], new_api, seconds[0], depth - 1)
    return _overlap({_label(one) for one in firsts}, {_label(one) for one in seconds})


def _shape_likeness(old_api: Api, old: Schema, new_api: Api, new: Schema, depth: int) -> float:
    match old.shape, new.shape:
        case Object(properties=firsts), Object(properties=seconds):
            names, others = {one.name for one in firsts}, {one.name for one in seconds}
            return _overlap(names, others) if names or others else 0.7
        case Array(items=first), Array(items=second) if depth:
            return schema_likeness(old_api, first, new_api, second, depth - 1)
        case Enumeration(values=values), Enumeration(values=others):
            return max(0.3, _overlap(set(map(str, values)), set(map(str, others))))
        case (Text() | Enumeration(), Text() | Enumeration()):
            same = getattr(old.shape, "format", None) == getattr(new.shape, "format", None)
            return 1.0 if same and type(old.shape) is type(new.shape) else 0.6
        case (Integer() | Number(), Integer() | Number()):
            return 1.0 if type(old.shape) is type(new.shape) else 0.7
    return float(kind_of(old) == kind_of(new))


def _label(schema: Schema) -> str:
    return schema.shape.name if isinstance(schema.shape, Ref) else f" {kind_of(schema)}"


def _overlap(first: set[str], second: set[str]) -> float:
    together = len(first | second)
    return len(first & second) / together if together else 1.0


def part_likeness(
    names: tuple[str, str],
    schemas: float,
    descriptions: tuple[str, str],
    *,
    same_need: bool,
    only_pair: bool,
) -> Likeness:
    """Likeness of two properties or parameters; `same_need` if both are required or both optional."""
    name = name_likeness(*names)
    described = all(descriptions) and descriptions[0].split() == descriptions[1].split()
    value = 0.6 * name + 0.25 * schemas + (0.1 if described else 0.0) + (0.05 if same_need else 0.0)
    value += 0.05 if only_pair else 0.0
    if schemas == 0.0:
        value = min(value, LIKELY - 0.01)
    reasons = [
        *(["the names differ only in case or punctuation"] if name == 1.0 else []),
        *([f"the names are {name:.0%} alike"] if _TELLING <= name < 1.0 else []),
        *(["the types are the same"] if schemas == 1.0 else [f"the types are {schemas:.0%} alike"]),
        *(["the descriptions are the same"] if described else []),
        *([NO_OTHER] if only_pair else []),
    ]
    return Likeness(min(value, 0.99), tuple(reasons))


def pairs_of(
    olds: Sequence[_Old],
    news: Sequence[_New],
    likeness: Callable[[_Old, _New], Likeness],
    *,
    least: float = LIKELY,
) -> list[tuple[_Old, _New, Likeness]]:
    """Pair each part of `olds` with the most similar one of `news`, best first, each at most once.

    Where there are too many combinations, none is tried.
    """
    if len(olds) * len(news) > _MOST_PAIRS:
        return []
    found = [
        (value, i, j)
        for i, old in enumerate(olds)
        for j, new in enumerate(news)
        if (value := likeness(old, new)).value >= least
    ]
    found.sort(key=lambda one: (-one[0].value, abs(one[1] - one[2]), one[1]))
    pairs, used_old, used_new = [], set(), set()
    for value, i, j in found:
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((olds[i], news[j], value))
    return pairs
