"""Tests that narrow types: `is None`, `isinstance`, truth, and their combinations."""

import ast

from seawall.codegen.layer.inference.expectations import mark_handled, name_member
from seawall.codegen.layer.inference.recording import EMPTY_VALUES
from seawall.codegen.layer.inference.scope import Scope, dotted_path
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.types import (
    NONE,
    UNKNOWN,
    UNSET,
    ClassValue,
    Instance,
    TupleType,
    Type,
    members,
    union,
    without_empty,
)

__all__ = ["compare_members", "narrow"]


def narrow(walk: Walk, test: ast.expr, scope: Scope, *, positive: bool) -> None:
    """Apply to a scope what holds if `test` is true, or with `positive` false if it is not."""
    match test:
        case ast.UnaryOp(ast.Not(), operand):
            narrow(walk, operand, scope, positive=not positive)
        case ast.BoolOp(operator, values) if isinstance(operator, ast.And) == positive:
            for value in values:
                narrow(walk, value, scope, positive=positive)
        case ast.NamedExpr(target, _):
            narrow(walk, target, scope, positive=positive)
        case ast.Compare(left, [operator], [right]):
            _narrow_comparison(walk, left, operator, right, scope, positive=positive)
        case ast.Call(ast.Name("isinstance"), [value, kinds]):
            _narrow_instance(walk, value, kinds, scope, positive=positive)
        case ast.Name() | ast.Attribute():
            mark_handled(walk, test, scope, EMPTY_VALUES)
            if positive:
                _set(test, scope, without_empty(walk.infer(test, scope)))
        case _:
            pass


def _narrow_comparison(
    walk: Walk, left: ast.expr, operator: ast.cmpop, right: ast.expr, scope: Scope, *, positive: bool
) -> None:
    if isinstance(left, ast.NamedExpr):
        left = left.target
    match left:
        case ast.Call(ast.Name("type"), [value]):
            _narrow_instance(walk, value, right, scope, positive=isinstance(operator, ast.Is) == positive)
    if not dotted_path(left) or not isinstance(right, ast.Constant | ast.Name | ast.Attribute):
        return
    empty = walk.infer(right, scope)
    if empty not in {NONE, UNSET}:
        return
    handled = frozenset({"None" if empty == NONE else "UNSET"})
    mark_handled(walk, left, scope, handled, is_test=True)
    is_empty = isinstance(operator, ast.Is | ast.Eq) == positive
    known = walk.infer(left, scope)
    if is_empty:
        _set(left, scope, empty)
    else:
        _set(left, scope, union(one for one in members(known) if one != empty))


def _narrow_instance(walk: Walk, value: ast.expr, kinds: ast.expr, scope: Scope, *, positive: bool) -> None:
    if isinstance(value, ast.NamedExpr):
        value = value.target
    if not dotted_path(value):
        return
    wanted = _instances(walk.infer(kinds, scope))
    if UNSET in wanted:
        mark_handled(walk, value, scope, frozenset({"UNSET"}), is_test=True)
    if NONE in wanted:
        mark_handled(walk, value, scope, frozenset({"None"}), is_test=True)
    known = members(walk.infer(value, scope))
    fitting = [one for one in known if any(_is_a(walk, one, kind) for kind in wanted)]
    if positive:
        mark_handled(walk, value, scope, EMPTY_VALUES - _names(wanted))
        _set(value, scope, union(fitting or wanted))
    elif fitting:
        _set(value, scope, union(one for one in known if one not in fitting))


def _names(wanted: list[Type]) -> frozenset[str]:
    return frozenset({"None"} if NONE in wanted else ()) | frozenset({"UNSET"} if UNSET in wanted else ())


def _instances(kinds: Type) -> list[Type]:
    """The types that a second argument of `isinstance` names."""
    found: list[Type] = []
    for one in members(kinds):
        if isinstance(one, ClassValue):
            found.extend(members(one.instance))
        elif isinstance(one, TupleType):
            for item in one.items:
                found.extend(_instances(item))
        elif one == NONE:
            found.append(NONE)
    return found


def _is_a(walk: Walk, one: Type, kind: Type) -> bool:
    if isinstance(one, TupleType):
        return isinstance(kind, Instance) and kind.name == "builtins.tuple"
    if not isinstance(one, Instance) or not isinstance(kind, Instance):
        return False
    return one.name == kind.name or walk.as_base(one, kind.name) is not None


def _set(node: ast.expr, scope: Scope, value: Type) -> None:
    path = dotted_path(node)
    if not path or value == UNKNOWN:
        return
    if isinstance(node, ast.Name) and node.id in scope.names:
        scope.names[node.id] = value
    else:
        scope.narrowed[path] = value


def compare_members(walk: Walk, node: ast.Compare, types: list[Type], scope: Scope) -> None:
    """Record the members that texts stand for, if the other side of a comparison is an enum of the client."""
    sides = [node.left, *node.comparators]
    for index in range(len(node.ops)):
        left, right = index, index + 1
        name_member(walk, types[left], sides[right], scope)
        name_member(walk, types[right], sides[left], scope)
