"""Traces changes of enum values to the enums, state machines and comparisons of the layer."""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from attrs import frozen

from seawall.codegen.api.shapes import Enumeration
from seawall.codegen.diff.change import Change, Direction
from seawall.codegen.impact.edits import literal_edit
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.literals import in_reach
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Literal, Place, UseKind

__all__ = ["value_added", "value_gone"]

_PASSED_ON = "the value is passed on, and code that reads it may not know the new one"
_ALIKE = "its values are those of the enum, but no use of the field is seen beside it"
_TEXT_IS_UNKNOWN = "the value that is sent is made from a text that is not known"
# A single text in common says nothing.
_FEWEST = 2


@frozen
class _Group:
    """Literals that stand together: the members of a class, or the texts of one function."""

    name: str
    literals: tuple[Literal, ...]
    is_linked: bool

    @property
    def values(self) -> frozenset[object]:
        return frozenset(literal.value for literal in self.literals)


def value_added(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace a new value to code that tells the values apart, else to reads of the field."""
    is_received = change.direction is not Direction.REQUEST
    effect = Effect.ALTERS if is_received else Effect.OFFER
    found = False
    new = _value(change.after)
    for group in _groups(tracing, change):
        if new in group.values:
            # An enum of the layer that has the value already, e.g. in a second run of a bump.
            found = found or group.is_linked
        else:
            found = True
            yield tracing.literal_finding(
                change,
                group.literals[0],
                effect,
                f", and does not know {new!r}" if is_received else f", and does not offer {new!r}",
                is_certain=group.is_linked,
                reason="" if group.is_linked else _ALIKE,
            )
    if not is_received:
        return
    for finding in _members_named(tracing, change):
        found = True
        yield finding
    if not found:
        for use in tracing.uses_of(_holders(tracing, change), UseKind.READ):
            yield tracing.finding(change, use, Effect.ALTERS, is_certain=False, reason=_PASSED_ON)


def _members_named(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """One finding for each function that names members of the enum."""
    for owner in tracing.comparison.old_places.classes_at(change.old):
        members = tracing.comparison.old_client.classes[owner.owner].members
        uses = [use for name in members for use in tracing.uses(Part(PartKind.MEMBER, owner.owner, name))]
        uses.sort(key=lambda use: (use.function, use.place))
        for _, named in groupby(uses, key=lambda use: use.function):
            yield tracing.finding(change, next(named), Effect.ALTERS, ", and not the new value")


def value_gone(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace a value that is gone, or is written in another way, to the literals that repeat it."""
    value = _value(change.before)
    is_sent = change.direction is not Direction.RESPONSE
    is_renamed = change.rename is not None or change.rule == "const-changed"
    effect = Effect.BREAKS if is_sent or is_renamed else Effect.STALE
    for literal, doubt in _repeated(tracing, change, value):
        yield tracing.literal_finding(
            change,
            literal,
            effect,
            ", the old value",
            is_certain=not doubt,
            reason=doubt,
            edit=literal_edit(change, literal),
        )
    if is_sent and not is_renamed:
        yield from _made_from_texts(tracing, change)


def _made_from_texts(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """One finding for each member that is made from a text, which may be the value that is gone."""
    names = {owner.owner for owner in tracing.comparison.old_places.classes_at(change.old)}
    for use in tracing.uses_of(_holders(tracing, change), UseKind.SET, UseKind.ARGUMENT):
        given = tracing.sources.argument_at(use.place)
        if given is not None and _makes_member(given, names):
            yield tracing.finding(change, use, Effect.BREAKS, is_certain=False, reason=_TEXT_IS_UNKNOWN)


def _makes_member(given: ast.expr, names: set[str]) -> bool:
    """True if a class of `names` is called in `given`, with a value that is not written there.

    `or_unset(state, State)` calls it too.
    """
    return any(
        isinstance(node, ast.Call)
        and not names.isdisjoint(map(_last_name, (node.func, *node.args)))
        and not any(isinstance(one, ast.Constant) for one in node.args)
        for node in ast.walk(given)
    )


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _repeated(tracing: Tracing, change: Change, value: object) -> Iterator[tuple[Literal, str]]:
    """Yield the literals with the old value, and the reason for doubt about each."""
    seen: set[Place] = set()
    for group in _groups(tracing, change):
        for literal in group.literals:
            if literal.value == value:
                seen.add(literal.place)
                yield literal, "" if group.is_linked else _ALIKE
    reach, others = in_reach(tracing, change), _names_of_other_enums(tracing, change)
    for literal in tracing.literals_of(value) if isinstance(value, str | int | float) else ():
        is_other = literal.given_to.rpartition(".")[0].rpartition(".")[2] in others
        if literal.place not in seen and reach(literal) and not is_other:
            yield literal, "the text may mean something else"


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _groups(tracing: Tracing, change: Change) -> Iterator[_Group]:
    """Groups of literals of the layer with the values of the enum, the members of its own enums first."""
    values = _old_values(tracing, change)
    if not values:
        return
    linked = _linked_names(tracing, change)
    others = _names_of_other_enums(tracing, change)
    reach = in_reach(tracing, change)
    for name, literals in tracing.literal_groups.items():
        own = frozenset(literal.value for literal in literals)
        common = own & values
        last = name.rpartition(":")[2].rpartition(".")[2]
        if not common:
            continue
        if last in linked:
            yield _Group(last, literals, is_linked=True)
        elif not last and reach(literals[0]):
            texts = tuple(literal for literal in literals if literal.value in values)
            yield _Group(last, texts, is_linked=False)
        elif last and last not in others and (common == values or len(common) >= _FEWEST) and common == own:
            yield _Group(last, literals, is_linked=False)


def _old_values(tracing: Tracing, change: Change) -> frozenset[object]:
    schema = tracing.comparison.old_places.schemas.get(change.old)
    if schema is not None and isinstance(schema.shape, Enumeration):
        return frozenset(schema.shape.values)
    owners = tracing.comparison.old_places.classes_at(change.old)
    members: Iterable[Mapping[str, object]] = (
        tracing.comparison.old_client.classes[owner.owner].members for owner in owners
    )
    return frozenset(value for one in members for value in one.values())


def _holders(tracing: Tracing, change: Change) -> Sequence[Part]:
    return tracing.comparison.old_places.values_at(change.old)


def _linked_names(tracing: Tracing, change: Change) -> frozenset[str]:
    """The names that stand beside reads of the enum: `RunState` in `RunState(run.state)`."""
    owners = tracing.comparison.old_places.classes_at(change.old)
    becomes = {
        use.reason.rpartition(".")[2]
        for use in tracing.uses_of(owners, UseKind.WHOLE)
        if use.reason.startswith("becomes ")
    }
    uses = tracing.uses_of(_holders(tracing, change), UseKind.READ, UseKind.SET, UseKind.ARGUMENT)
    return frozenset(becomes | {name for use in uses for name in tracing.sources.neighbours(use.place)})


def _names_of_other_enums(tracing: Tracing, change: Change) -> frozenset[str]:
    """The names that stand beside reads of other enums with the same values."""
    own = set(_holders(tracing, change))
    return frozenset(
        name for part, names in tracing.names_beside_enums.items() if part not in own for name in names
    )
