"""Attributes that are reached by another path now, and members of enums that are gone."""

from collections.abc import Sequence

import libcst as cst
from libcst.helpers import get_full_name_for_node

from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit

__all__ = ["is_compared", "move", "remove_member"]


def move(edit: Edit, syntax: Syntax) -> list[Replacement]:
    """The replacements that reach an attribute by its new path. Raises Refusal unless it is read here."""
    attribute = _attribute_at(edit, syntax)
    if not all(part.isidentifier() for part in edit.new.split(".")):
        raise Refusal(f"{edit.old} has no name in Python any more. How is it reached here?")
    parent = syntax.parent(attribute)
    if isinstance(parent, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del):
        raise Refusal(f"{edit.old} is {edit.new} now. How is it set here?")
    return [_new_path(edit, syntax, attribute)]


def _attribute_at(edit: Edit, syntax: Syntax) -> cst.Attribute:
    for node in syntax.nodes_at(edit.place):
        found = node if isinstance(node, cst.Attribute) else syntax.parent(node)
        if isinstance(found, cst.Attribute):
            return found
    raise Refusal(f"{edit.old} is {edit.new} now. How is it reached here?")


def _new_path(edit: Edit, syntax: Syntax, attribute: cst.Attribute) -> Replacement:
    steps = edit.old.split(".")
    node: cst.BaseExpression = attribute
    names: list[str] = []
    while isinstance(node, cst.Attribute) and len(names) < len(steps):
        names.insert(0, node.attr.value)
        node = node.value
    if names != steps:
        raise Refusal(f"{edit.old} is {edit.new} now. How is it reached here?")
    # From the first step on: `run.` before it stays.
    first = attribute
    for _ in steps[1:]:
        assert isinstance(first.value, cst.Attribute)
        first = first.value
    return Replacement(syntax.span(first.attr)[0], syntax.span(attribute)[1], edit.new)


def remove_member(edit: Edit, syntax: Syntax) -> list[Replacement]:
    """The replacements that take a member out of a dictionary, a list or a match statement.

    Raises Refusal elsewhere: the code that handles the member is more than one entry.
    """
    node = next(iter(syntax.nodes_at(edit.place)), None)
    if node is None:
        raise Refusal(edit.question)
    while isinstance(parent := syntax.parent(node), cst.Attribute | cst.MatchValue):
        node = parent
    if isinstance(parent, cst.DictElement) and parent.key is node:
        return [_entry(syntax, parent)]
    if isinstance(parent, cst.Element):
        return [_entry(syntax, parent, edit)]
    if isinstance(parent, cst.MatchOrElement) and isinstance(either := syntax.parent(parent), cst.MatchOr):
        return [_option(syntax, either.patterns, either.patterns.index(parent))]
    if isinstance(parent, cst.MatchCase) and isinstance(match := syntax.parent(parent), cst.Match):
        return [_case(syntax, match, parent, edit)]
    raise Refusal(edit.question)


def _entry(syntax: Syntax, entry: cst.DictElement | cst.Element, edit: Edit | None = None) -> Replacement:
    owner = syntax.parent(entry)
    assert isinstance(owner, cst.Dict | cst.List | cst.Set | cst.Tuple)
    entries: Sequence[cst.CSTNode] = owner.elements
    if isinstance(owner, cst.Set | cst.Tuple) and len(entries) <= _FEWEST[type(owner)]:
        raise Refusal(edit.question if edit else "")
    index = entries.index(entry)
    start, end = syntax.span(entry)
    if index + 1 < len(entries):
        return Replacement(start, syntax.span(entries[index + 1])[0], "")
    if index:
        return Replacement(syntax.span(entries[index - 1])[1], end, "")
    return Replacement(start, syntax.span(owner)[1] - 1, "")


_FEWEST = {cst.Set: 1, cst.Tuple: 2}
"""An empty set has no literal, and a tuple of one needs a comma."""


def _option(syntax: Syntax, options: Sequence[cst.MatchOrElement], index: int) -> Replacement:
    start, end = syntax.span(options[index].pattern)
    if index + 1 < len(options):
        return Replacement(start, syntax.span(options[index + 1].pattern)[0], "")
    return Replacement(syntax.span(options[index - 1].pattern)[1], end, "")


def _case(syntax: Syntax, match: cst.Match, case: cst.MatchCase, edit: Edit) -> Replacement:
    cases = list(match.cases)
    index = cases.index(case)
    if len(cases) == 1 or case.guard is not None:
        raise Refusal(edit.question)
    start, end = syntax.span(case)
    if index + 1 < len(cases):
        return Replacement(start, syntax.span(cases[index + 1])[0], "")
    return Replacement(syntax.span(cases[index - 1])[1], end, "")


def is_compared(syntax: Syntax, node: cst.CSTNode) -> bool:
    """Return whether a value is only compared, so that None does no harm."""
    parent = syntax.parent(node)
    if isinstance(parent, cst.ComparisonTarget):
        return isinstance(parent.operator, cst.Equal | cst.NotEqual | cst.Is | cst.IsNot)
    return (
        isinstance(parent, cst.Comparison)
        and parent.left is node
        and all(
            isinstance(one.operator, cst.Equal | cst.NotEqual | cst.Is | cst.IsNot | cst.In | cst.NotIn)
            for one in parent.comparisons
        )
        and get_full_name_for_node(parent.left) is not None
    )
