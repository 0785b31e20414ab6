"""Explains differences between two generated clients by the changes of the spec."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from seawall.codegen.diff.change import Change
from seawall.codegen.diff.record import excerpt
from seawall.codegen.impact.comparison import ClientComparison
from seawall.codegen.layer.client import Part, PartKind

__all__ = ["Explanations"]

# Rules after which the new client may have other names: they explain a difference best.
_NAMING_RULES: Final = frozenset(
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


class Explanations:
    """The change that explains a difference between the clients best, by part."""

    def __init__(self, comparison: ClientComparison) -> None:
        self._comparison = comparison
        self._by_part: dict[Part, list[Change]] = {}
        for change in comparison.diff.changes:
            for part in dict.fromkeys(_parts_of(comparison, change)):
                self._by_part.setdefault(part, []).append(change)

    def of(self, part: Part, *, is_gone: bool = False) -> Change | None:
        """The best explanation of a difference of `part`; None if no change reaches it."""
        ranked = (
            (_rank(change, one, distance, is_gone=is_gone), number, change)
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


def _rank(change: Change, part: Part, distance: int, *, is_gone: bool) -> tuple[bool, bool, int, bool, int]:
    is_removal = change.rule.endswith(("-removed", "-forbidden")) or not change.new
    is_naming = change.rule in _NAMING_RULES
    is_family = change.rule.startswith(_FAMILIES[part.kind])
    return (
        not (is_family and is_naming),
        is_removal is not is_gone,
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
