"""Traces changes to texts and numbers that the layer repeats from the spec."""

import json
from collections.abc import Callable, Iterator
from typing import TypeAlias

from seawall.codegen.diff.change import Change, Direction
from seawall.codegen.impact.edits import literal_edit
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding
from seawall.codegen.impact.trace.tracing import Tracer, Tracing
from seawall.codegen.layer.client import PartKind
from seawall.codegen.layer.uses import Literal

__all__ = [
    "bound_number",
    "header_text",
    "in_reach",
    "is_given_by_text",
    "named_text",
    "renamed_text",
]

Value: TypeAlias = str | int | float

_LIMIT_WORDS = ("most", "least", "max", "min", "limit", "size", "count", "length", "per_page", "page")


def in_reach(tracing: Tracing, change: Change) -> Callable[[Literal], bool]:
    """A test of whether a literal stands in code that uses an operation or class which the change reaches."""
    functions: set[str] = set()
    owners = {
        *change.operations,
        *(part.owner for part in tracing.comparison.old_places.parts_at(change.old)),
    }
    for owner in owners:
        functions |= tracing.functions_of.get(owner, frozenset())
    modules = {name.rpartition(".")[0] for name in functions} | functions
    return lambda literal: literal.function in modules


def _found(tracing: Tracing, change: Change, value: Value) -> Iterator[Literal]:
    reach = in_reach(tracing, change)
    for literal in tracing.literals_of(value):
        if reach(literal):
            yield literal


_ORDERS = ("", "-", "+")
"""In front of a property in the value of a parameter such as `sort`."""


def named_text(effect: Effect, *, rest: str, reason: str = "") -> Tracer:
    """Trace to texts that are the wire name of the part at the old place."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        name = _wire_name(change)
        texts = [f"{order}{name}" for order in (_ORDERS if "property" in change.rule else ("",)) if name]
        for literal in (one for text in texts for one in _found(tracing, change, text)):
            if _is_own_use(tracing, literal):
                continue
            yield tracing.literal_finding(
                change,
                literal,
                effect,
                rest,
                is_certain=_is_parameter_name(literal),
                reason="" if _is_parameter_name(literal) else reason or "the text may mean something else",
                edit=literal_edit(change, literal),
            )

        if "parameter" in change.rule:
            yield from _defaults(tracing, change, effect, name)

    return trace


def _defaults(tracing: Tracing, change: Change, effect: Effect, name: str) -> Iterator[Finding]:
    """Trace to calls that leave the name to a default, such as `PageNumberPaging()` for `page`."""
    reach = in_reach(tracing, change)
    new = change.rename.new.partition(" ")[2] if change.rename is not None else ""
    for literal in tracing.layer.defaults:
        if literal.value != name or not _is_parameter_name(literal) or not reach(literal):
            continue
        keyword = literal.given_to.rpartition(".")[2]
        edit = Edit(
            kind=EditKind.ADD_ARGUMENT, place=literal.place, old="", new=f"{keyword}={json.dumps(new)}"
        )
        yield tracing.literal_finding(
            change, literal, effect, ", the default that it leaves", edit=edit if new else None
        )


renamed_text = named_text(Effect.BREAKS, rest=", the old name")


def _wire_name(change: Change) -> str:
    if change.rename is not None:
        name = change.rename.old
        return name.partition(" ")[2] if "parameter-" in change.rule else name
    if " parameter " in f" {change.place}":
        return change.place.rpartition(" ")[2]
    if " header " in change.place:
        return change.place.rpartition(" header ")[2]
    return change.place.rpartition(".")[2] if "property" in change.rule else ""


def _is_parameter_name(literal: Literal) -> bool:
    """True for `CursorPaging(parameter="after")` and the like."""
    last = literal.given_to.rpartition(".")[2].lower()
    return any(word in last for word in ("parameter", "param", "header", "cursor_name", "query"))


def _is_own_use(tracing: Tracing, literal: Literal) -> bool:
    """True if the literal is a use of a part itself, such as `getattr(run, "state")`."""
    return literal.place in tracing.use_places


def is_given_by_text(tracing: Tracing, change: Change, wire_name: str) -> bool:
    """True if code in reach of the change gives the parameter by its name, as a paging strategy does."""
    reach = in_reach(tracing, change)
    return any(
        literal.value == wire_name and _is_parameter_name(literal) and reach(literal)
        for literal in (*tracing.literals_of(wire_name), *tracing.layer.defaults)
    )


def header_text(effect: Effect, *, rest: str) -> Tracer:
    """Trace to texts that are the name of a header."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        name = change.place.rpartition(" header ")[2].partition(".")[0] if " header " in change.place else ""
        reach = in_reach(tracing, change)
        for literal in tracing.layer.literals if name else ():
            if isinstance(literal.value, str) and literal.value.lower() == name.lower():
                is_certain = reach(literal)
                reason = "" if is_certain else "no use of the operation is known there"
                yield tracing.literal_finding(
                    change, literal, effect, rest, is_certain=is_certain, reason=reason
                )

    return trace


def bound_number(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to numbers that repeat an old bound, or that the new one refuses."""
    before, after = _number(change.before), _number(change.after)
    refuses = _refusal(change, after)
    reach = in_reach(tracing, change)
    names = _names(tracing, change)
    is_sent = change.direction is not Direction.RESPONSE
    for literal in tracing.layer.literals:
        if isinstance(literal.value, str) or not reach(literal):
            continue
        # A constant such as PAGE is no argument of this name.
        last = literal.given_to.rpartition(".")[2]
        is_named = last in names
        is_limit = is_named or any(word in last.lower() for word in _LIMIT_WORDS)
        if is_sent and is_named and refuses(literal.value):
            yield tracing.literal_finding(
                change, literal, Effect.BREAKS, ", which is refused now", edit=literal_edit(change, literal)
            )
        elif literal.value == before and is_limit and not isinstance(literal.value, bool):
            effect = Effect.BREAKS if is_sent and refuses(literal.value) else Effect.STALE
            yield tracing.literal_finding(
                change,
                literal,
                effect,
                ", the old bound",
                is_certain=is_named,
                reason="" if is_named else "the number may mean something else",
                edit=literal_edit(change, literal),
            )


def _names(tracing: Tracing, change: Change) -> frozenset[str]:
    """The Python names of the parts that the bound is of."""
    comparison = tracing.comparison
    names: set[str] = set()
    for part in comparison.old_places.values_at(change.old):
        if part.kind is PartKind.PARAMETER:
            found = comparison.argument_names(part)
            names |= set() if found is None else {found[0]}
        elif part.kind is PartKind.FIELD:
            names.add(part.name)
    return frozenset(names)


def _number(text: str) -> int | float | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _refusal(change: Change, bound: float | None) -> Callable[[int | float], bool]:
    """A test of whether a number is outside of the new bound; False for all bounds but those of numbers."""
    if bound is None:
        return lambda _: False
    limit = bound
    if " maximum " in change.words:
        return lambda value: value > limit
    if " minimum " in change.words:
        return lambda value: value < limit
    if " exclusiveMaximum " in change.words:
        return lambda value: value >= limit
    if " exclusiveMinimum " in change.words:
        return lambda value: value <= limit
    return lambda _: False
