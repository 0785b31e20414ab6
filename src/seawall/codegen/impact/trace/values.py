"""Traces changes of types and values to the code that reads, sets or gives a value."""

import ast
from collections.abc import Iterator

from attrs import frozen

from seawall.codegen.diff.change import Change, Direction
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.schema_fit import first_misfit
from seawall.codegen.impact.trace.call_sites import may_be_none
from seawall.codegen.impact.trace.calls import has_other_result
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Use, UseKind

__all__ = ["Values"]


@frozen(kw_only=True)
class _Fit:
    """The ways in which code for the old type of a value also fits the new one.

    `is_none_refused` is true if only None, or no value, is no longer allowed.
    """

    is_known: bool
    reads: bool = False
    sets: bool = False
    is_none_refused: bool = False


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
                # A schema may change in some of the operations that share it: each is a change of its own.
                if part.owner in change.operations:
                    yield from self._results(tracing, change, part)
                continue
            fit = _fit(tracing, part) if self.compares_types else _UNKNOWN
            for use in tracing.uses(part, UseKind.ARGUMENT, UseKind.SET):
                yield from self._sent(tracing, change, use, fit)
            for use in tracing.uses(part, UseKind.READ):
                yield from self._received(tracing, change, use, fit)

    def _results(self, tracing: Tracing, change: Change, part: Part) -> Iterator[Finding]:
        for use in tracing.uses(part, UseKind.CALL):
            if has_other_result(tracing, part.owner, tracing.sources.text_at(use.place)):
                yield tracing.finding(change, use, Effect.BREAKS, ", which returns another type")
            elif self.received is not None and change.direction is not Direction.REQUEST:
                effect = Effect.ALTERS
                yield tracing.finding(change, use, effect, is_certain=not self.doubt, reason=self.doubt)

    def _sent(self, tracing: Tracing, change: Change, use: Use, fit: _Fit) -> Iterator[Finding]:
        is_sent = self.sent is not None and change.direction is not Direction.RESPONSE
        given = tracing.sources.argument_at(use.place)
        if fit.is_known and fit.is_none_refused:
            yield from self._none_refused(tracing, change, use)
        elif fit.is_known and not fit.sets:
            if not tracing.is_still_accepted(use):
                yield tracing.finding(change, use, Effect.BREAKS, ", which is of another type")
        elif is_sent and isinstance(given, ast.Constant) and self.doubt:
            # The value itself tells, unless it stands for a value that is left out.
            if _is_refused(tracing, change, given.value):
                yield tracing.finding(change, use, Effect.BREAKS, f", and {given.value!r} is refused now")
        elif is_sent and self.sent is not None:
            yield tracing.finding(change, use, self.sent, is_certain=not self.doubt, reason=self.doubt)

    def _none_refused(self, tracing: Tracing, change: Change, use: Use) -> Iterator[Finding]:
        given = tracing.sources.argument_at(use.place)
        function = tracing.sources.function_at(use.place)
        is_missing = None if given is None else may_be_none(given, function)
        if is_missing is not False:
            doubt = "" if is_missing else "whether the value may be None is not known"
            words = ", with a value that may be None"
            yield tracing.finding(change, use, Effect.BREAKS, words, is_certain=not doubt, reason=doubt)

    def _received(self, tracing: Tracing, change: Change, use: Use, fit: _Fit) -> Iterator[Finding]:
        if self.empty and (use.guarded or self.empty in use.handles):
            return
        is_received = change.direction is not Direction.REQUEST
        if fit.is_known and not fit.reads:
            doubt = "" if is_received else "only the layer itself sets the value"
            rest = " without a guard" if self.empty else ", which is of another type"
            yield tracing.finding(change, use, Effect.BREAKS, rest, is_certain=not doubt, reason=doubt)
        elif self.received is not None and is_received and not (fit.is_known and self.empty):
            # Code for a type that fits can not break by the type.
            effect = Effect.ALTERS if fit.is_known and self.received is Effect.BREAKS else self.received
            yield tracing.finding(change, use, effect, is_certain=not self.doubt, reason=self.doubt)


def _holders(tracing: Tracing, change: Change) -> tuple[Part, ...]:
    comparison = tracing.comparison
    if change.old:
        return comparison.old_places.values_at(change.old)
    new = comparison.new_places.values_at(change.new)
    return tuple(comparison.before[part] for part in new if part in comparison.before)


def _fit(tracing: Tracing, part: Part) -> _Fit:
    comparison = tracing.comparison
    old, new = comparison.annotations(part)
    if not old or not new:
        return _UNKNOWN
    before = comparison.annotation_members(old, is_old=True)
    after = comparison.annotation_members(new, is_old=False)
    refused = comparison.unfit(before, after)
    return _Fit(
        is_known=True,
        reads=not comparison.unfit(after, before),
        sets=not refused,
        is_none_refused=bool(refused) and refused <= {"None", "Unset"},
    )


def _is_refused(tracing: Tracing, change: Change, value: object) -> bool:
    """True if the constant `value` fits the old schema of the place and not the new one."""
    comparison = tracing.comparison
    old = comparison.old_places.schemas.get(change.old)
    new = comparison.new_places.schemas.get(change.new)
    if old is None or new is None or not isinstance(value, str | int | float | None):
        return value is not None
    is_old_misfit = first_misfit(comparison.old_api, old, value) is not None
    return not is_old_misfit and first_misfit(comparison.new_api, new, value) is not None
