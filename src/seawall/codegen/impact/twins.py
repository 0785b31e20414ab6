"""Merges findings in derived files with those in the files from which they were derived."""

from collections import Counter
from collections.abc import Iterable

from attrs import evolve

from seawall.codegen.impact.finding import Finding
from seawall.codegen.layer.uses import Layer

__all__ = ["without_twins"]


def without_twins(findings: Iterable[Finding], layer: Layer) -> list[Finding]:
    """Merge each finding in a derived file into that of its source: the public functions are those of both.

    Derived code has the same uses in the same order. A finding without a twin is kept.
    """
    sources = {
        function.place.path: function.derived_from
        for function in layer.functions.values()
        if function.derived_from
    }
    kept: dict[tuple[object, ...], Finding] = {}
    derived: dict[tuple[object, ...], Finding] = {}
    counts = Counter[tuple[object, ...]]()
    for finding in sorted(findings, key=lambda one: (one.place is not None, one.place)):
        path = "" if finding.place is None else finding.place.path
        origin = sources.get(path, "")
        same: tuple[object, ...] = (
            id(finding.change),
            origin or path,
            finding.part,
            finding.effect,
            bool(origin),
        )
        counts[same] += 1
        table = derived if origin else kept
        table[(*same[:-1], counts[same])] = finding
    for key, finding in derived.items():
        if key in kept:
            twin = kept[key]
            kept[key] = evolve(twin, public=tuple(dict.fromkeys((*twin.public, *finding.public))))
        else:
            kept[(*key, "derived")] = finding
    return list(kept.values())
