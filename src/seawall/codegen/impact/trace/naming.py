"""Uses of names that the new client has not, or has in another form, with the change that explains each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from seawall.codegen.diff.change import Change
from seawall.codegen.diff.record import excerpt
from seawall.codegen.impact.comparison import ClientComparison, NameDifference
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Use, UseKind

__all__ = ["NAMING_RULES", "trace_names"]

NAMING_RULES: Final = frozenset(
    {
        *("operation-removed", "operation-moved", "operation-path-renamed", "operation-id-changed"),
        "operation-tags-changed",
        *("parameter-removed", "parameter-renamed", "parameter-moved", "path-parameter-renamed"),
        *("body-removed", "required-property-removed", "optional-property-removed", "property-forbidden"),
        *("property-renamed", "property-became-read-only", "property-became-write-only"),
        *("enum-value-removed", "enum-value-renamed", "const-changed", "became-not-enum"),
        *("schema-removed", "schema-renamed", "type-changed", "union-member-removed"),
        *("required-parameter-added", "optional-parameter-added", "schema-added", "operation-added"),
    }
)
"""Rules after which the new client may have other names, those that explain a difference best."""


def trace_names(tracing: Tracing) -> Iterator[Finding]:
    """Yield a finding for each use of a name that the new client has not."""
    explanations = _Explanations(tracing.comparison)
    for use in tracing.layer.uses:
        difference = _difference(tracing, use)
        if difference is None:
            continue
        change = explanations.of(use.part, difference)
        rest = ", which the new client has not" if difference.is_gone else _new_words(difference)
        yield tracing.finding(change, use, Effect.BREAKS, rest)


def _new_words(difference: NameDifference) -> str:
    inside = f" in {difference.module}" if difference.module else ""
    return f", which is `{difference.name}`{inside} in the new client"


def _difference(tracing: Tracing, use: Use) -> NameDifference | None:
    if use.kind is UseKind.WHOLE:
        return None
    comparison, part = tracing.comparison, use.part
    text = tracing.sources.text_at(use.place)
    match part.kind:
        case PartKind.OPERATION:
            return comparison.operation_name(part, text)
        case PartKind.PARAMETER:
            return _argument(comparison, part, text)
        case PartKind.CLASS:
            found = comparison.part_name(part)
            # Another word at the place, such as an alias, stays.
            is_other = found is not None and not found.is_gone and not found.module and text != part.owner
            return None if is_other else found
        case PartKind.FIELD if _has_successor(tracing, part):
            return None
        case _:
            return comparison.part_name(part)


def _argument(comparison: ClientComparison, part: Part, text: str) -> NameDifference | None:
    if comparison.paired(Part(PartKind.OPERATION, part.owner)) is None:
        # The operation is gone: its call has the finding.
        return None
    names = comparison.argument_names(part)
    if names is None:
        return None
    old, new = names
    if not new:
        return NameDifference()
    # A positional argument has no name.
    return NameDifference(name=new) if old != new and text == old else None


def _has_successor(tracing: Tracing, part: Part) -> bool:
    """True if the class of the field `part` is gone, and that in its place has the same field."""
    comparison = tracing.comparison
    if comparison.paired(Part(PartKind.CLASS, part.owner)) is not None:
        return False
    old = comparison.old_client.classes[part.owner]
    for pointer in old.pointers:
        for holder in comparison.old_places.holders.get(pointer, ()):
            for name in _class_names(comparison, holder):
                if part.name in comparison.new_client.classes[name].fields:
                    return True
    return False


def _class_names(comparison: ClientComparison, holder: Part) -> Iterator[str]:
    """The classes in the type of the new part of `holder`."""
    if holder.kind is PartKind.FIELD:
        item = comparison.new_field(holder)
        texts = [] if item is None else [item.annotation]
    elif (new := comparison.paired(Part(PartKind.OPERATION, holder.owner))) is not None:
        texts = [function.result for function in comparison.new_functions.get(new.owner, ())]
    else:
        texts = []
    for text in texts:
        yield from (name for name in comparison.words(text) if name in comparison.new_client.classes)


class _Explanations:
    """The change that explains a difference of names best, by part."""

    def __init__(self, comparison: ClientComparison) -> None:
        self._comparison = comparison
        self._by_part: dict[Part, list[Change]] = {}
        for change in comparison.diff.changes:
            for part in dict.fromkeys(_parts_of(comparison, change)):
                self._by_part.setdefault(part, []).append(change)

    def of(self, part: Part, difference: NameDifference) -> Change | None:
        """The best explanation of `difference` of `part`; None if no change reaches it."""
        ranked = (
            (_rank(change, one, difference, distance), number, change)
            for distance, one in enumerate(_around(part))
            for number, change in enumerate(self._by_part.get(one, ()))
        )
        best = min(ranked, key=lambda one: one[:2], default=None)
        return None if best is None else best[2]


def _around(part: Part) -> Iterator[Part]:
    yield part
    if part.kind in (PartKind.FIELD, PartKind.MEMBER):
        yield Part(PartKind.CLASS, part.owner)
    elif part.kind is PartKind.PARAMETER:
        yield Part(PartKind.OPERATION, part.owner)


def _rank(
    change: Change, part: Part, difference: NameDifference, distance: int
) -> tuple[bool, bool, int, bool, int]:
    family = _FAMILIES[part.kind]
    is_gone = change.rule.endswith(("-removed", "-forbidden")) or not change.new
    is_family = change.rule.startswith(family)
    is_naming = change.rule in NAMING_RULES
    return (
        not (is_family and is_naming),
        is_gone is not difference.is_gone,
        distance,
        not is_naming,
        change.level.weight,
    )


_FAMILIES: Mapping[PartKind, tuple[str, ...]] = {
    PartKind.OPERATION: ("operation-",),
    PartKind.PARAMETER: ("parameter-", "path-parameter-", "body-"),
    PartKind.CLASS: ("schema-",),
    PartKind.FIELD: ("property-", "required-property-", "optional-property-"),
    PartKind.MEMBER: ("enum-", "const-", "became-"),
}


def _parts_of(comparison: ClientComparison, change: Change) -> Iterator[Part]:
    """The parts of the old client that the places of a change lead to, and members that its words name."""
    found = comparison.old_places.parts_at(change.old) if change.old else ()
    yield from found
    yield from comparison.old_places.class_around(change.old) if change.old else ()
    if not change.old and change.new:
        for part in comparison.new_places.parts_at(change.new):
            if part in comparison.before:
                yield comparison.before[part]
    if change.rule.startswith("operation-"):
        yield from (Part(PartKind.OPERATION, key) for key in change.operations)
    if change.rule in {"enum-value-removed", "enum-value-renamed"}:
        yield from _members(comparison, change, found)


def _members(comparison: ClientComparison, change: Change, found: Iterable[Part]) -> Iterator[Part]:
    for part in found:
        owner = comparison.old_client.classes.get(part.owner) if part.kind is PartKind.CLASS else None
        for name, value in ({} if owner is None else owner.members).items():
            if change.before == excerpt(value):
                yield Part(PartKind.MEMBER, part.owner, name)
