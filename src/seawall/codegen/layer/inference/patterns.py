"""Patterns of `match`: classes, members, and the fields that they read."""

import ast
import re

from seawall.codegen.layer.inference.attributes import attribute_at
from seawall.codegen.layer.inference.expectations import mark_handled, name_member
from seawall.codegen.layer.inference.recording import EMPTY_VALUES
from seawall.codegen.layer.inference.scope import Scope, dotted_path
from seawall.codegen.layer.inference.signatures import item_type
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.types import (
    UNKNOWN,
    ClassValue,
    TupleType,
    Type,
    builtin,
    members,
    union,
)
from seawall.codegen.layer.uses import Place, UseKind

__all__ = ["read_pattern"]


def read_pattern(
    walk: Walk, pattern: ast.pattern, subject: Type, node: ast.expr | None, scope: Scope
) -> None:
    """Read a pattern that a value of type `subject` is compared with; `node` is the value, if it has one."""
    match pattern:
        case ast.MatchValue(value):
            walk.infer(value, scope)
            name_member(walk, subject, value, scope)
        case ast.MatchSingleton(None):
            mark_handled(walk, node, scope, frozenset({"None"}))
        case ast.MatchAs(inner, name):
            _read_as(walk, inner, name or "", (subject, node), scope)
        case ast.MatchOr(patterns):
            _read_alternatives(walk, patterns, (subject, node), scope)
        case ast.MatchClass():
            _read_class(walk, pattern, subject, node, scope)
        case ast.MatchSequence(patterns):
            _read_sequence(walk, patterns, subject, node, scope)
        case ast.MatchMapping():
            _read_mapping(walk, pattern, subject, scope)
        case _:
            pass


def _read_alternatives(
    walk: Walk, patterns: list[ast.pattern], value: tuple[Type, ast.expr | None], scope: Scope
) -> None:
    """Patterns of which one fits: the value has the type of any of them."""
    subject, node = value
    path = dotted_path(node) if node is not None else ""
    found: list[Type] = []
    for one in patterns:
        scope.narrowed.pop(path, None)
        read_pattern(walk, one, subject, node, scope)
        found.append(scope.narrowed.get(path, UNKNOWN))
    if path and union(found) != UNKNOWN:
        scope.narrowed[path] = union(found)


def _read_as(
    walk: Walk,
    inner: ast.pattern | None,
    name: str,
    value: tuple[Type, ast.expr | None],
    scope: Scope,
) -> None:
    subject, node = value
    if inner is not None:
        read_pattern(walk, inner, subject, node, scope)
    if name:
        scope.assign(name, _narrowed(walk, inner, subject, scope))


def _read_mapping(walk: Walk, pattern: ast.MatchMapping, subject: Type, scope: Scope) -> None:
    walk.infer_all(pattern.keys, scope)
    for one in pattern.patterns:
        read_pattern(walk, one, UNKNOWN, None, scope)
    if pattern.rest:
        scope.assign(pattern.rest, subject)


def _narrowed(walk: Walk, inner: ast.pattern | None, subject: Type, scope: Scope) -> Type:
    if isinstance(inner, ast.MatchClass):
        return _instances(walk.infer(inner.cls, scope)) or subject
    return subject


def _instances(kinds: Type) -> Type | None:
    found = union(one.instance for one in members(kinds) if isinstance(one, ClassValue))
    return None if found == UNKNOWN else found


def _read_class(
    walk: Walk, pattern: ast.MatchClass, subject: Type, node: ast.expr | None, scope: Scope
) -> None:
    value = _instances(walk.infer(pattern.cls, scope)) or subject
    path = dotted_path(node) if node is not None else ""
    if path:
        mark_handled(walk, node, scope, EMPTY_VALUES)
        scope.narrowed[path] = value
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        place = _keyword_place(scope, name, inner)
        handles = EMPTY_VALUES if isinstance(inner, ast.MatchSingleton) else frozenset[str]()
        found = attribute_at(walk, value, name, place, scope, kind=UseKind.READ, handles=handles)
        read_pattern(walk, inner, found, None, scope)
    for inner in pattern.patterns:
        read_pattern(walk, inner, value, None, scope)


def _keyword_place(scope: Scope, name: str, pattern: ast.pattern) -> Place:
    """The place of `name` in `Class(name=pattern)`; that of the pattern if it is on another line."""
    module = scope.module
    column = module.column(pattern.lineno, pattern.col_offset)
    text = module.lines[pattern.lineno - 1][:column]
    found = re.search(rf"\b{re.escape(name)}\s*=\s*$", text)
    start = found.start() if found else column
    return Place(
        path=module.path,
        line=pattern.lineno,
        column=start,
        end_line=pattern.lineno,
        end_column=start + len(name),
    )


def _read_sequence(
    walk: Walk, patterns: list[ast.pattern], subject: Type, node: ast.expr | None, scope: Scope
) -> None:
    exact = next(
        (
            one.items
            for one in members(subject)
            if isinstance(one, TupleType) and len(one.items) == len(patterns)
        ),
        None,
    )
    parts = node.elts if isinstance(node, ast.Tuple) and len(node.elts) == len(patterns) else None
    for index, one in enumerate(patterns):
        if isinstance(one, ast.MatchStar):
            if one.name:
                scope.assign(one.name, builtin("list", item_type(walk, subject)))
            continue
        value = exact[index] if exact else item_type(walk, subject)
        read_pattern(walk, one, value, parts[index] if parts else None, scope)
