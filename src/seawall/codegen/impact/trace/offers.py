"""Offers: new operations, parameters and properties that the layer does not offer yet."""

from collections.abc import Iterator

from seawall.codegen.diff.change import Change
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Use

__all__ = ["new_input", "new_operation", "new_property"]


def new_operation(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Offer an operation that is new in the client."""
    new_places = tracing.comparison.new_places
    for part in new_places.operations_at(change.new):
        if new_places.by_key[part.owner].pointer == change.new:
            yield _offer(change, part, f"{change.words}; no function of the layer calls it.")


def new_input(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Offer a new optional parameter or body of an operation that the layer calls."""
    comparison = tracing.comparison
    for part in comparison.new_places.parts_at(change.new):
        if part.kind is not PartKind.PARAMETER:
            continue
        operation = Part(PartKind.OPERATION, part.owner)
        uses = tracing.uses(comparison.before.get(operation, operation))
        if uses:
            words = f"{change.words}, for {part.owner}; the layer does not give it."
            yield _offer(change, part, words, _public(tracing, uses))


def new_property(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Offer a new property of a class that the layer uses."""
    comparison = tracing.comparison
    for part in comparison.new_places.holders.get(change.new, ()):
        owner = Part(PartKind.CLASS, part.owner)
        old = comparison.before.get(owner, owner)
        if part.kind is PartKind.FIELD and tracing.is_used(old.owner):
            uses = tracing.uses_of_owner(old.owner)
            words = f"{change.words}; the layer does not use it."
            yield _offer(change, part, words, _public(tracing, uses))


def _public(tracing: Tracing, uses: tuple[Use, ...]) -> tuple[str, ...]:
    return tuple(sorted({name for use in uses for name in tracing.public.get(use.function, ())}))


def _offer(change: Change, part: Part, words: str, public: tuple[str, ...] = ()) -> Finding:
    return Finding(effect=Effect.OFFER, words=words, change=change, part=part, public=public)
