"""Traces changes of objects to the code that creates them or passes them on whole."""

from collections.abc import Iterator

from seawall.codegen.diff.change import Change, Direction
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.call_sites import may_be_unset
from seawall.codegen.impact.trace.tracing import Tracer, Tracing
from seawall.codegen.layer.client import ClientField, Part, PartKind
from seawall.codegen.layer.uses import Use, UseKind

__all__ = ["created", "field_left_out", "field_required", "passed_on", "read"]


def _fields_at(tracing: Tracing, pointer: str) -> Iterator[tuple[str, ClientField]]:
    """Yield the old class and the new field of each property at `pointer` in the new spec."""
    comparison = tracing.comparison
    for part in comparison.new_places.values_at(pointer):
        owner = comparison.before.get(Part(PartKind.CLASS, part.owner), Part(PartKind.CLASS, part.owner))
        if part.kind is PartKind.FIELD and owner.owner in comparison.old_client.classes:
            yield owner.owner, comparison.new_client.classes[part.owner].fields[part.name]


def field_required(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to the creation of objects without a property that is required now."""
    for owner, item in _fields_at(tracing, change.new):
        if _may_be_unset(item):
            continue
        for use in tracing.uses(Part(PartKind.CLASS, owner), UseKind.CREATE):
            site = tracing.sources.call_at(use.place)
            words = f" without `{item.name}`"
            if site is None:
                reason = "the arguments of the call are not known"
            elif item.name in site.keywords:
                continue
            elif site.is_open or site.positional:
                reason = "the call passes on arguments that are not known"
            else:
                reason = ""
            yield tracing.finding(change, use, Effect.BREAKS, words, is_certain=not reason, reason=reason)


def _may_be_unset(item: ClientField) -> bool:
    return "Unset" in item.annotation


def field_left_out(effect: Effect) -> Tracer:
    """Trace to the creation of objects without a property for which the server has another default now."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        if change.direction is Direction.RESPONSE:
            return
        for part in tracing.comparison.old_places.values_at(change.old):
            if part.kind is not PartKind.FIELD:
                continue
            for use in tracing.uses(Part(PartKind.CLASS, part.owner), UseKind.CREATE):
                site = tracing.sources.call_at(use.place)
                if site is None:
                    continue
                given = site.keywords.get(part.name)
                if given is None:
                    reason = "the call passes on arguments that are not known" if site.is_open else ""
                    words = f" without `{part.name}`"
                    yield tracing.finding(change, use, effect, words, is_certain=not reason, reason=reason)
                elif may_be_unset(given):
                    words = f" with a value for `{part.name}` that may be UNSET"
                    yield tracing.finding(change, use, effect, words)

    return trace


def created(effect: Effect, *, reason: str) -> Tracer:
    """Trace to the creation of the objects around a place, if not all arguments are known."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        if change.direction is Direction.RESPONSE:
            return
        owners = tracing.comparison.old_places.class_around(change.old or change.new)
        for use in tracing.uses_of(owners, UseKind.CREATE):
            site = tracing.sources.call_at(use.place)
            if site is not None and not site.is_open:
                continue
            yield tracing.finding(change, use, effect, is_certain=False, reason=reason)

    return trace


def read(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to reads of a field that does not come any more."""
    for use in tracing.uses_of(tracing.comparison.old_places.values_at(change.old), UseKind.READ):
        yield tracing.finding(change, use, Effect.BREAKS)


def passed_on(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to objects that are passed on whole, themselves or inside of others."""
    if change.direction is Direction.REQUEST:
        # The layer builds the object itself and hands it to the client.
        return
    comparison = tracing.comparison
    owners = comparison.old_places.class_around(change.old) if change.old else _old_owners(tracing, change)
    for use in _whole_uses(tracing, owners):
        reason = "the object is passed on whole, to code that is not read"
        yield tracing.finding(change, use, Effect.ALTERS, is_certain=False, reason=reason)


def _old_owners(tracing: Tracing, change: Change) -> tuple[Part, ...]:
    before = tracing.comparison.before
    found = tracing.comparison.new_places.class_around(change.new)
    return tuple(before[part] for part in found if part in before)


def _whole_uses(tracing: Tracing, owners: tuple[Part, ...]) -> Iterator[Use]:
    seen: set[Part] = set()
    pending = list(owners)
    while pending:
        owner = pending.pop()
        if owner in seen:
            continue
        seen.add(owner)
        yield from tracing.uses(owner, UseKind.WHOLE)
        pending += tracing.comparison.holding_classes(owner)
