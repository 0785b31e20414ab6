"""The type that a value is expected to have: texts that stand for members, empty values that it may be."""

import ast
from collections.abc import Iterator

from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.inference.recording import EMPTY_VALUES
from seawall.codegen.layer.inference.scope import Scope, dotted_path
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.types import (
    NONE,
    UNSET,
    Instance,
    Type,
    Variable,
    client_classes,
    members,
)
from seawall.codegen.layer.uses import UseKind

__all__ = ["expect", "mark_handled", "name_member", "origins_of"]


def expect(walk: Walk, declared: Type, given: Given, value: Type, scope: Scope) -> None:
    """Note what follows from a value that is given where the type `declared` is expected."""
    if given.node is None:
        return
    scope = given.scope or scope
    name_member(walk, declared, given.node, scope)
    handled = _empty_values(declared)
    if handled:
        for node in _outcomes(given.node):
            _pass_on(walk, node, scope, handled)
    if any(isinstance(one, Instance) and one.name == "builtins.object" for one in members(declared)):
        walk.whole(value, walk.place(given.node, scope), scope, "given as an object of any type")


def _outcomes(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts of an expression of which one is its value."""
    match node:
        case ast.IfExp(_, body, orelse):
            yield from _outcomes(body)
            yield from _outcomes(orelse)
        case ast.BoolOp(_, [*_, last]):
            yield from _outcomes(last)
        case _:
            yield node


def _pass_on(walk: Walk, node: ast.expr, scope: Scope, handled: frozenset[str]) -> None:
    """Note that a value goes to code that takes these empty values."""
    if isinstance(node, ast.Name):
        # The variable may be used in other places, too: that is known at the end of the function.
        walk.passed.setdefault(node.id, {})[id(node)] = (origins_of(scope, node.id), handled)
    else:
        mark_handled(walk, node, scope, handled)


def _empty_values(declared: Type) -> frozenset[str]:
    found = members(declared)
    handled = frozenset(name for name, one in (("None", NONE), ("UNSET", UNSET)) if one in found)
    # `value: T | UnsetType` takes None too, as a T.
    return EMPTY_VALUES if handled and any(isinstance(one, Variable) for one in found) else handled


def name_member(walk: Walk, declared: Type, node: ast.expr, scope: Scope) -> None:
    """Record the members of the client's enums that a text or number stands for, in containers too."""
    match node:
        case ast.Constant(str() | int() as value):
            for owner in dict.fromkeys(client_classes(declared)):
                _name_value(walk, owner, value, node, scope)
        case ast.Name(name):
            walk.expect_text(name, declared, scope)
            source = walk.texts.get(name)
            if source is not None and any(client_classes(declared)):
                name_member(walk, declared, source, scope)
        case ast.IfExp(_, body, orelse):
            name_member(walk, declared, body, scope)
            name_member(walk, declared, orelse, scope)
        case ast.List(items) | ast.Tuple(items) | ast.Set(items) | ast.BoolOp(_, items):
            for item in items:
                name_member(walk, declared, item, scope)


def _name_value(walk: Walk, owner: str, value: str | int, node: ast.expr, scope: Scope) -> None:
    one = walk.definitions.program.client.classes.get(owner)
    for name, wire in one.members.items() if one else ():
        if wire == value and isinstance(wire, bool) == isinstance(value, bool):
            walk.use(Part(PartKind.MEMBER, owner, name), UseKind.NAME, walk.place(node, scope), scope)


def mark_handled(
    walk: Walk, node: ast.expr | None, scope: Scope, handled: frozenset[str], *, is_test: bool = False
) -> None:
    """Note that the code takes care of empty values of what `node` reads."""
    match node:
        case ast.NamedExpr(_, value):
            mark_handled(walk, value, scope, handled, is_test=is_test)
        case ast.Name(name):
            walk.recording.handle(origins_of(scope, name), handled)
        case ast.Attribute():
            # A test fits any value; the code after it is safe from those that it looks for.
            here = EMPTY_VALUES if is_test else handled
            walk.handle_at(walk.place(node, scope), here)
        case _:
            return
    path = dotted_path(node)
    if path:
        scope.handled[path] = scope.handled.get(path, frozenset()) | (handled & EMPTY_VALUES)


def origins_of(scope: Scope, name: str) -> tuple[object, ...]:
    """The reads from which a variable got its value."""
    found: Scope | None = scope
    while found is not None:
        if name in found.origins:
            return found.origins[name]
        found = found.parent
    return ()
