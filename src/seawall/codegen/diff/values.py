"""Compares values of one type: bounds, formats, patterns, enums, defaults."""

from collections.abc import Mapping
from typing import Final

from seawall.codegen.api.shapes import NO_DEFAULT, Enumeration, Schema, Text
from seawall.codegen.diff.change import Rename
from seawall.codegen.diff.likeness import Likeness, name_likeness, pairs_of
from seawall.codegen.diff.record import MISSING, Site, excerpt

__all__ = [
    "compare_annotations",
    "compare_bounds",
    "compare_enums",
    "compare_format",
    "compare_text",
    "sunset",
]

# Facts of a shape: the keyword, and +1 if a higher value allows more.
_BOUNDS: Final = (
    ("minimum", "minimum", -1),
    ("maximum", "maximum", 1),
    ("exclusive_minimum", "exclusiveMinimum", -1),
    ("exclusive_maximum", "exclusiveMaximum", 1),
    ("min_length", "minLength", -1),
    ("max_length", "maxLength", 1),
    ("min_items", "minItems", -1),
    ("max_items", "maxItems", 1),
    ("min_properties", "minProperties", -1),
    ("max_properties", "maxProperties", 1),
)
# These are the same as no bound.
_NO_BOUND = frozenset({"min_length", "min_items", "min_properties"})
# Formats that hold all values of another one.
_WIDER: Mapping[str, frozenset[str]] = {
    "int32": frozenset({"int64"}),
    "float": frozenset({"double"}),
    "uint32": frozenset({"int64", "uint64"}),
    "int8": frozenset({"int16", "int32", "int64"}),
    "int16": frozenset({"int32", "int64"}),
    "uint8": frozenset({"uint16", "uint32", "uint64", "int16", "int32", "int64"}),
    "uint16": frozenset({"uint32", "uint64", "int32", "int64"}),
    "email": frozenset({"idn-email"}),
    "hostname": frozenset({"idn-hostname"}),
    "uri": frozenset({"iri", "uri-reference", "iri-reference"}),
    "uri-reference": frozenset({"iri-reference"}),
}


def compare_bounds(site: Site, old: Schema, new: Schema) -> None:
    """Compare the bounds that both shapes may have."""
    for fact, keyword, sense in _BOUNDS:
        before, after = _bound(old.shape, fact), _bound(new.shape, fact)
        if before == after:
            continue
        if before is None:
            rule, words = "bound-added", f"has {keyword} {after} now"
        elif after is None:
            rule, words = "bound-removed", f"no longer has {keyword} {before}"
        else:
            wider = (after - before) * sense > 0
            rule = "bound-loosened" if wider else "bound-tightened"
            words = f"has {keyword} {after} instead of {before}"
        _note(site, rule, words, (old, new), (before, after))
    before, after = getattr(old.shape, "multiple_of", None), getattr(new.shape, "multiple_of", None)
    if before != after:
        rule = "bound-added" if before is None else "bound-removed" if after is None else "bound-tightened"
        if before and after and _divides(after, before):
            rule = "bound-loosened"
        _note(site, rule, f"has multipleOf {after} instead of {before}", (old, new), (before, after))


def _bound(shape: object, fact: str) -> int | float | None:
    value: int | float | None = getattr(shape, fact, None)
    return None if value == 0 and fact in _NO_BOUND else value


def _divides(small: float, large: float) -> bool:
    return float(large / small).is_integer()


def _note(
    site: Site, rule: str, words: str, schemas: tuple[Schema, Schema], values: tuple[object, object]
) -> None:
    before, after = values
    site.add(
        rule,
        words,
        at=(schemas[0].pointer, schemas[1].pointer),
        before=MISSING if before is None else before,
        after=MISSING if after is None else after,
    )


def compare_format(site: Site, old: Schema, new: Schema) -> None:
    """Compare the formats of two strings or two numbers."""
    before, after = getattr(old.shape, "format", None), getattr(new.shape, "format", None)
    if before == after:
        return
    if before is None or before in _WIDER.get(after or "", ()):
        rule = "format-narrowed"
    elif after is None or after in _WIDER.get(before, ()):
        rule = "format-widened"
    else:
        rule = "format-changed"
    words = f"has the format {after or 'none'} instead of {before or 'none'}"
    _note(site, rule, words, (old, new), (before, after))


def compare_text(site: Site, old: Schema, new: Schema) -> None:
    """Compare two strings."""
    assert isinstance(old.shape, Text)
    assert isinstance(new.shape, Text)
    compare_format(site, old, new)
    compare_bounds(site, old, new)
    before, after = old.shape.pattern, new.shape.pattern
    if before != after:
        if before is None:
            rule, words = "pattern-added", "must match a pattern now"
        elif after is None:
            rule, words = "pattern-removed", "need not match a pattern any more"
        else:
            rule, words = "pattern-changed", "has another pattern"
        _note(site, rule, words, (old, new), (before, after))
    for fact, keyword in (
        ("content_media_type", "contentMediaType"),
        ("content_encoding", "contentEncoding"),
    ):
        first, second = getattr(old.shape, fact), getattr(new.shape, fact)
        if first != second:
            words = f"has {keyword} {second or 'none'} instead of {first or 'none'}"
            _note(site, "content-changed", words, (old, new), (first, second))


def compare_enums(site: Site, old: Schema, new: Schema) -> None:
    """Compare the values of two enums."""
    first, second = old.shape, new.shape
    assert isinstance(first, Enumeration)
    assert isinstance(second, Enumeration)
    if len(first.values) == len(second.values) == 1 and (first.is_const or second.is_const):
        if _key(first.values[0]) != _key(second.values[0]):
            before, after = first.values[0], second.values[0]
            words = f"is {excerpt(after)} instead of {excerpt(before)}"
            _note(site, "const-changed", words, (old, new), (before, after))
        return
    befores, afters = set(map(_key, first.values)), set(map(_key, second.values))
    gone = [value for value in first.values if _key(value) not in afters]
    came = [value for value in second.values if _key(value) not in befores]
    names = {_key(value): name for shape in (first, second) for value, name in _names(shape)}
    for before, after, like in pairs_of(gone, came, lambda a, b: _value_likeness(a, b, names), least=0.8):
        gone.remove(before)
        came.remove(after)
        site.add(
            "enum-value-renamed",
            f"has the value {excerpt(after)} instead of {excerpt(before)}",
            at=(old.pointer, new.pointer),
            before=before,
            after=after,
            rename=Rename(old=str(before), new=str(after), likelihood=like.value, reasons=like.reasons),
        )
    for value in gone:
        _note(
            site, "enum-value-removed", f"no longer has the value {excerpt(value)}", (old, new), (value, None)
        )
    for value in came:
        _note(site, "enum-value-added", f"has the new value {excerpt(value)}", (old, new), (None, value))


def _names(shape: Enumeration) -> list[tuple[object, str]]:
    return list(zip(shape.values, shape.names, strict=False))


def _key(value: object) -> tuple[bool, object]:
    # In Python True equals 1.
    return isinstance(value, bool), value


def _value_likeness(old: object, new: object, names: Mapping[tuple[bool, object], str]) -> Likeness:
    name = names.get(_key(old))
    if name and name == names.get(_key(new)):
        return Likeness(0.9, ("the values have the same name",))
    if not isinstance(old, str) or not isinstance(new, str):
        return Likeness(0.0)
    like = name_likeness(old, new)
    if like == 1.0:
        return Likeness(0.95, ("the values differ only in case or punctuation",))
    return Likeness(round(like * 0.95, 2), (f"the values are {like:.0%} alike",))


def compare_annotations(site: Site, old: Schema, new: Schema) -> None:
    """Compare the default and the deprecation that stand beside two shapes."""
    before, after = old.default, new.default
    if not _same(before, after):
        if before is NO_DEFAULT:
            rule, words = "default-added", f"has the default {excerpt(after)} now"
        elif after is NO_DEFAULT:
            rule, words = "default-removed", f"no longer has the default {excerpt(before)}"
        else:
            rule, words = "default-changed", f"has the default {excerpt(after)} instead of {excerpt(before)}"
        site.add(
            rule,
            words,
            at=(old.pointer, new.pointer),
            before=MISSING if before is NO_DEFAULT else before,
            after=MISSING if after is NO_DEFAULT else after,
        )
    if old.deprecated != new.deprecated:
        rule = "deprecated" if new.deprecated else "undeprecated"
        words = "is deprecated" if new.deprecated else "is no longer deprecated"
        site.add(rule, words, at=(old.pointer, new.pointer))
    sunset(site, (old.pointer, old.extensions), (new.pointer, new.extensions))


def _same(before: object, after: object) -> bool:
    # 1 and 1.0 are one JSON number, true is none.
    if isinstance(before, int | float) and isinstance(after, int | float):
        return _key(before) == _key(after)
    return before is after or repr(before) == repr(after)


def sunset(site: Site, old: tuple[str, Mapping[str, object]], new: tuple[str, Mapping[str, object]]) -> None:
    """Compare the dates of `x-sunset`, after which a part is gone (RFC 8594)."""
    before, after = old[1].get("x-sunset"), new[1].get("x-sunset")
    if before == after:
        return
    if before is None:
        rule, words = "sunset-added", f"goes after {excerpt(after)}"
    elif after is None:
        rule, words = "sunset-later", f"no longer goes after {excerpt(before)}"
    else:
        # ISO 8601 dates sort as text.
        rule = "sunset-later" if str(after) > str(before) else "sunset-earlier"
        words = f"goes after {excerpt(after)} instead of {excerpt(before)}"
    site.add(
        rule,
        words,
        at=(old[0], new[0]),
        before=MISSING if before is None else before,
        after=MISSING if after is None else after,
    )
