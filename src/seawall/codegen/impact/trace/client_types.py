"""Uses that the types of the new client do not allow, whatever rule of the diff has the change."""

from collections.abc import Iterator

from seawall.codegen.impact.comparison import ClientComparison
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.calls import argument, has_other_result
from seawall.codegen.impact.trace.explanations import Explanations
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Place, Use, UseKind

__all__ = ["trace_types"]

_MISSING = frozenset({"None", "Unset"})


def trace_types(tracing: Tracing, explanations: Explanations, broken: frozenset[Place]) -> Iterator[Finding]:
    """Yield a finding for each use that the new types do not allow, except at the places in `broken`."""
    for use in tracing.layer.uses:
        if use.place in broken:
            continue
        problem = _problem(tracing, use)
        if problem:
            change = explanations.of(use.part)
            # Without a change, only the generator writes another type.
            if change is not None:
                yield tracing.finding(change, use, Effect.BREAKS, problem)


def _problem(tracing: Tracing, use: Use) -> str:
    """The words for what the new client does not allow at a use; empty if it allows it."""
    match use.kind:
        case UseKind.READ if use.part.kind is PartKind.FIELD:
            return _read(tracing.comparison, use)
        case UseKind.SET | UseKind.ARGUMENT:
            before, after = _members(tracing.comparison, use.part)
            # Whether the value may be None is judged by rule.
            is_refused = after and tracing.comparison.unfit(before, after) - _MISSING
            is_broken = is_refused and not tracing.is_still_accepted(use)
            return ", which is of another type" if is_broken else ""
        case UseKind.CALL if has_other_result(tracing, use.part.owner, tracing.sources.text_at(use.place)):
            return ", which returns another type"
        case UseKind.CALL:
            return _call(tracing, use)
        case UseKind.CREATE:
            return _creation(tracing, use)
        case _:
            return ""


def _members(comparison: ClientComparison, part: Part) -> tuple[frozenset[str], frozenset[str]]:
    old, new = comparison.annotations(part)
    if not old or not new:
        return frozenset(), frozenset()
    return (
        comparison.annotation_members(old, is_old=True),
        comparison.annotation_members(new, is_old=False),
    )


def _read(comparison: ClientComparison, use: Use) -> str:
    before, after = _members(comparison, use.part)
    came = comparison.unfit(after, before) if before else frozenset()
    if not came:
        return ""
    if came <= _MISSING:
        handled = {"Unset" if value == "UNSET" else value for value in use.handles}
        return "" if use.guarded or came <= handled else " without a guard"
    return ", which is of another type"


def _call(tracing: Tracing, use: Use) -> str:
    """The words for an argument that the new function needs and the call does not give."""
    found = tracing.comparison.functions_at(use.part.owner, tracing.sources.text_at(use.place))
    old, new = (None, None) if found is None else found
    if old is None or new is None:
        return ""
    known = {_new_key(tracing.comparison, use.part.owner, key) for key in old.arguments.values()}
    needed = [name for name in new.required if new.arguments[name] not in known]
    # Sources are parsed for a reason only.
    site = tracing.sources.call_at(use.place) if needed else None
    if site is None or site.is_open:
        return ""
    return next((f" without `{name}`" for name in needed if argument(site, new, name) is None), "")


def _new_key(comparison: ClientComparison, owner: str, key: str) -> str:
    new = comparison.paired(Part(PartKind.PARAMETER, owner, key))
    return "" if new is None else new.name


def _creation(tracing: Tracing, use: Use) -> str:
    """The words for a field that the new class needs and the creation does not give."""
    new = tracing.comparison.new_class(use.part.owner)
    old = tracing.comparison.old_client.classes.get(use.part.owner)
    if new is None or old is None:
        return ""
    known = {tracing.comparison.paired(Part(PartKind.FIELD, old.name, name)) for name in old.fields}
    needed = [
        name
        for name, item in new.fields.items()
        if Part(PartKind.FIELD, new.name, name) not in known
        and item.wire_name
        and "Unset" not in item.annotation
    ]
    site = tracing.sources.call_at(use.place) if needed else None
    if site is None or site.is_open or site.positional:
        return ""
    return next((f" without `{name}`" for name in needed if name not in site.keywords), "")
