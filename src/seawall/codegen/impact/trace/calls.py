"""Traces changes of operations and of their inputs to the calls of the layer."""

import ast
from collections.abc import Iterator

from seawall.codegen.diff.change import Change
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.call_sites import CallSite, may_be_none, may_be_unset
from seawall.codegen.impact.trace.literals import is_given_by_text
from seawall.codegen.impact.trace.tracing import Tracer, Tracing
from seawall.codegen.layer.client import ClientFunction, Part, PartKind
from seawall.codegen.layer.uses import UseKind

__all__ = [
    "argument",
    "arguments",
    "called",
    "has_other_result",
    "input_required",
    "left_out",
    "operations_of",
    "result_changed",
]

_OPEN = "the call passes on arguments that are not known"


def operations_of(change: Change) -> tuple[Part, ...]:
    """The operations that a change reaches, as parts."""
    return tuple(Part(PartKind.OPERATION, key) for key in change.operations)


def called(effect: Effect, *, reason: str = "") -> Tracer:
    """Trace to every call of the operation; only possible if there is a `reason` for doubt."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        for use in tracing.uses_of(operations_of(change), UseKind.CALL):
            yield tracing.finding(change, use, effect, is_certain=not reason, reason=reason)

    return trace


def result_changed(otherwise: Effect | None, *, reason: str = "") -> Tracer:
    """Trace to calls whose result has another type now; `otherwise` is the effect on the rest."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        for use in tracing.uses_of(operations_of(change), UseKind.CALL):
            text = tracing.sources.text_at(use.place)
            if has_other_result(tracing, use.part.owner, text):
                yield tracing.finding(change, use, Effect.BREAKS, ", which returns another type")
            elif otherwise is not None:
                yield tracing.finding(change, use, otherwise, is_certain=not reason, reason=reason)

    return trace


def has_other_result(tracing: Tracing, key: str, text: str) -> bool:
    """True if the function of the operation that is written as `text` returns another type now."""
    comparison = tracing.comparison
    found = comparison.functions_at(key, text)
    old, new = (None, None) if found is None else found
    if old is None or new is None:
        return False
    before = comparison.annotation_members(old.result, is_old=True)
    after = comparison.annotation_members(new.result, is_old=False)
    return bool(comparison.unfit(after, before))


def arguments(effect: Effect, *, reason: str = "") -> Tracer:
    """Trace to the arguments that give the parameter or body."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        for use in tracing.uses_of(_inputs_of(tracing, change), UseKind.ARGUMENT):
            yield tracing.finding(change, use, effect, is_certain=not reason, reason=reason)

    return trace


def _inputs_of(tracing: Tracing, change: Change) -> tuple[Part, ...]:
    found = tracing.comparison.old_places.parts_at(change.old) if change.old else ()
    return tuple(part for part in found if part.kind is PartKind.PARAMETER)


def input_required(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to calls that do not give a parameter or body which is required now, or may give None."""
    for key, function, name in _new_inputs(tracing, change):
        calls = tracing.uses(Part(PartKind.OPERATION, key), UseKind.CALL)
        for use in () if calls else tracing.uses(Part(PartKind.OPERATION, key), UseKind.NAME):
            # A function that is kept as a value; an import has no expression.
            if tracing.sources.argument_at(use.place) is not None:
                yield tracing.finding(
                    change, use, Effect.BREAKS, is_certain=False, reason=f"no call shows if it gives `{name}`"
                )
        for use in calls:
            problem = _missing(tracing.sources.call_at(use.place), function, name)
            if problem is not None:
                words, reason = problem
                yield tracing.finding(change, use, Effect.BREAKS, words, is_certain=not reason, reason=reason)


def _missing(site: CallSite | None, function: ClientFunction, name: str) -> tuple[str, str] | None:
    """The words for an input that a call does not give, and the reason for doubt; None if it gives it."""
    if site is None:
        return f" without `{name}`", "the arguments of the call are not known"
    given = argument(site, function, name)
    if given is None:
        return f" without `{name}`", _OPEN if site.is_open else ""
    is_missing = may_be_none(given, site.function)
    if is_missing is False:
        return None
    doubt = "" if is_missing else f"whether the value of `{name}` may be None is not known"
    return f" with a value for `{name}` that may be None", doubt


def _new_inputs(tracing: Tracing, change: Change) -> Iterator[tuple[str, ClientFunction, str]]:
    """Yield the old key, the new function and the argument of each input that `change` makes required."""
    comparison = tracing.comparison
    for part in comparison.new_places.parts_at(change.new):
        if part.kind is not PartKind.PARAMETER:
            continue
        before = comparison.before.get(Part(PartKind.OPERATION, part.owner))
        key = part.owner if before is None else before.owner
        for function in comparison.new_functions.get(part.owner, ())[:1]:
            for name, parameter in function.arguments.items():
                # An argument with a default may be left out whatever the spec says.
                if parameter == part.name and name in function.required:
                    yield key, function, name


def argument(site: CallSite, function: ClientFunction, name: str) -> ast.expr | None:
    """The value that a call gives for the argument `name` of `function`."""
    if name in site.keywords:
        return site.keywords[name]
    names = list(function.arguments)
    position = names.index(name) if name in names else len(names)
    return site.positional[position] if position < len(site.positional) else None


def left_out(effect: Effect) -> Tracer:
    """Trace to calls that leave an input out, or may do, so that the server's default holds."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        for part in _inputs_of(tracing, change):
            if is_given_by_text(tracing, change, part.name.partition(" ")[2]):
                continue
            for use in tracing.uses(Part(PartKind.OPERATION, part.owner), UseKind.CALL):
                found = tracing.comparison.functions_at(part.owner, tracing.sources.text_at(use.place))
                site = tracing.sources.call_at(use.place)
                if found is None or site is None:
                    continue
                name = next((one for one, key in found[0].arguments.items() if key == part.name), "")
                given = argument(site, found[0], name)
                words = f" without `{name}`"
                if given is None:
                    reason = _OPEN if site.is_open else ""
                    yield tracing.finding(change, use, effect, words, is_certain=not reason, reason=reason)
                elif may_be_none(given, site.function) or may_be_unset(given):
                    value = "UNSET" if may_be_unset(given) else "None"
                    words = f" with a value for `{name}` that may be {value}"
                    yield tracing.finding(change, use, effect, words)

    return trace
