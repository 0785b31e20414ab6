"""Uses of names that the new client has not, or has in another form, with the change that explains each."""

from collections.abc import Iterator

from seawall.codegen.impact.comparison import ClientComparison, NameDifference
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.explanations import Explanations
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.impact.versions import is_keyword
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Use, UseKind

__all__ = ["trace_names"]


def trace_names(tracing: Tracing, explanations: Explanations) -> Iterator[Finding]:
    """Yield a finding for each use of a name that the new client has not."""
    for use in tracing.layer.uses:
        difference = _difference(tracing, use)
        if difference is None:
            continue
        change = explanations.of(use.part, is_gone=difference.is_gone)
        rest = ", which the new client does not have" if difference.is_gone else _new_words(difference)
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
            named = is_keyword(tracing.layer.sources, use.place)
            return _argument(comparison, part, text if named else "")
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
