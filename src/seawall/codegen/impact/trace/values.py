"""Traces changes of types and values to the code that reads, sets or gives a value."""

from collections.abc import Iterator

from attrs import frozen

from seawall.codegen.diff.change import Change, Direction
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.calls import has_other_result
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Use, UseKind

__all__ = ["Values"]


@frozen(kw_only=True)
class _Fit:
    """True for each way in which code for the old type of a value also fits the new one."""

    is_known: bool
    is_same: bool = False
    reads: bool = False
    sets: bool = False


_UNKNOWN = _Fit(is_known=False)


@frozen(kw_only=True)
class Values:
    """Traces to the uses of a value.

    `received` is the effect on code that reads it where the server sends it, `sent` on code that sets or
    gives it where the client does. `doubt` says why an effect without another Python type is only possible.
    A Python type that does not fit breaks in both directions, unless `compares_types` is false: then the
    change has nothing to do with types. `empty` is the value that is new, `None` or `UNSET`: reads that
    take care of it are left out.
    """

    received: Effect | None = None
    sent: Effect | None = None
    doubt: str = ""
    empty: str = ""
    compares_types: bool = True

    def __call__(self, tracing: Tracing, change: Change) -> Iterator[Finding]:
        """Yield the findings of `change`."""
        for part in _holders(tracing, change):
            if part.kind is PartKind.OPERATION:
                yield from self._results(tracing, change, part)
            elif part.kind is PartKind.PARAMETER:
                yield from self._sent(tracing, change, tracing.uses(part, UseKind.ARGUMENT), _UNKNOWN)
            else:
                fit = _fit(tracing, part) if self.compares_types else _UNKNOWN
                yield from self._sent(tracing, change, tracing.uses(part, UseKind.SET), fit)
                yield from self._received(tracing, change, tracing.uses(part, UseKind.READ), fit)

    def _results(self, tracing: Tracing, change: Change, part: Part) -> Iterator[Finding]:
        for use in tracing.uses(part, UseKind.CALL):
            if has_other_result(tracing, part.owner, tracing.sources.text_at(use.place)):
                yield tracing.finding(change, use, Effect.BREAKS, ", which returns another type")
            elif self.received is not None and change.direction is not Direction.REQUEST:
                effect = Effect.ALTERS
                yield tracing.finding(change, use, effect, is_certain=not self.doubt, reason=self.doubt)

    def _sent(self, tracing: Tracing, change: Change, uses: tuple[Use, ...], fit: _Fit) -> Iterator[Finding]:
        for use in uses:
            if fit.is_known and not fit.sets:
                yield tracing.finding(change, use, Effect.BREAKS, ", which is of another type")
            elif self.sent is not None and change.direction is not Direction.RESPONSE:
                doubt = self.doubt
                yield tracing.finding(change, use, self.sent, is_certain=not doubt, reason=doubt)

    def _received(
        self, tracing: Tracing, change: Change, uses: tuple[Use, ...], fit: _Fit
    ) -> Iterator[Finding]:
        for use in uses:
            if self.empty and (use.guarded or self.empty in use.handles):
                continue
            is_received = change.direction is not Direction.REQUEST
            if fit.is_known and not fit.reads:
                doubt = "" if is_received else "only the layer itself sets the value"
                rest = " without a guard" if self.empty else ", which is of another type"
                yield tracing.finding(change, use, Effect.BREAKS, rest, is_certain=not doubt, reason=doubt)
            elif self.received is not None and is_received:
                effect = self.received if not fit.is_known else _weaker(self.received)
                yield tracing.finding(change, use, effect, is_certain=not self.doubt, reason=self.doubt)


def _weaker(effect: Effect) -> Effect:
    """The effect if the Python type fits: it can not break the code by itself."""
    return Effect.ALTERS if effect is Effect.BREAKS else effect


def _holders(tracing: Tracing, change: Change) -> tuple[Part, ...]:
    comparison = tracing.comparison
    if change.old:
        return comparison.old_places.values_at(change.old)
    new = comparison.new_places.values_at(change.new)
    return tuple(comparison.before[part] for part in new if part in comparison.before)


def _fit(tracing: Tracing, part: Part) -> _Fit:
    comparison = tracing.comparison
    old, new = comparison.old_field(part), comparison.new_field(part)
    if old is None or new is None or not old.annotation or not new.annotation:
        return _UNKNOWN
    before = comparison.annotation_members(old.annotation, is_old=True)
    after = comparison.annotation_members(new.annotation, is_old=False)
    return _Fit(
        is_known=True,
        is_same=before == after,
        reads=after <= before or "Any" in before,
        sets=before <= after or "Any" in after,
    )
