"""Annotations as types."""

import ast
from collections.abc import Callable, Iterator
from functools import cache

from seawall.codegen.layer.source.types import (
    NONE,
    UNKNOWN,
    CallableType,
    ClassValue,
    Instance,
    TupleType,
    Type,
    Variable,
    builtin,
    substitute,
    union,
    variables,
)

__all__ = ["Resolve", "annotation_type", "parsed_annotation"]

Resolve = Callable[[ast.expr], "Type | None"]
"""The type that a name or a dotted name stands for; None if it is not known."""

_MOST_LEVELS = 12
# A ResourceProperty is a descriptor: reading the attribute gives the resource.
_WRAPPERS = frozenset(
    {"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar", "TypeGuard"}
    | {"ResourceProperty"}
)
_PAIR = 2
_LITERALS: dict[type, str] = {str: "str", int: "int", bool: "bool", bytes: "bytes"}


@cache
def parsed_annotation(text: str) -> ast.expr | None:
    """Parse an annotation that is written as a text; None if it is no expression."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def annotation_type(node: ast.expr | None, resolve: Resolve, level: int = 0) -> Type:
    """The type that an annotation stands for; `UNKNOWN` if it is not understood."""
    if node is None or level > _MOST_LEVELS:
        return UNKNOWN
    match node:
        case ast.Constant(value):
            inner = parsed_annotation(value) if isinstance(value, str) else None
            return NONE if value is None else annotation_type(inner, resolve, level + 1)
        case ast.BinOp(left, ast.BitOr(), right):
            return _strict_union((left, right), resolve, level)
        case ast.Subscript(base, index):
            return _subscript(base, index, resolve, level)
        case ast.Name() | ast.Attribute():
            return _plain(node, resolve)
        case _:
            return UNKNOWN


def _plain(node: ast.Name | ast.Attribute, resolve: Resolve) -> Type:
    name = node.id if isinstance(node, ast.Name) else node.attr
    if name == "Self":
        return Variable("Self")
    if name == "Callable":
        return CallableType(None, UNKNOWN)
    return resolve(node) or UNKNOWN


def _subscript(base: ast.expr, index: ast.expr, resolve: Resolve, level: int) -> Type:
    items = tuple(index.elts) if isinstance(index, ast.Tuple) else (index,)
    name = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
    if name in _WRAPPERS:
        return annotation_type(items[0] if items else None, resolve, level + 1)
    if name == "Optional":
        return union((annotation_type(index, resolve, level + 1), NONE))
    if name == "Union":
        return _strict_union(items, resolve, level)
    if name == "Literal":
        return union(_literals(items))
    return _generic(name, base, items, resolve, level)


def _generic(name: str, base: ast.expr, items: tuple[ast.expr, ...], resolve: Resolve, level: int) -> Type:
    if name == "Callable":
        return _callable(items, resolve, level)
    args = tuple(annotation_type(item, resolve, level + 1) for item in items)
    if name in {"type", "Type"}:
        return ClassValue(args[0]) if args else UNKNOWN
    if name in {"tuple", "Tuple"}:
        if len(items) == _PAIR and isinstance(items[1], ast.Constant) and items[1].value is ...:
            return builtin("tuple", args[0])
        return TupleType(args)
    own = resolve(base)
    names = variables(own) if own is not None else ()
    if own is not None and names:
        # A generic alias: its variables get their values in order.
        return substitute(own, dict(zip(names, args, strict=False)))
    return Instance(own.name, args) if isinstance(own, Instance) else own or UNKNOWN


def _strict_union(items: tuple[ast.expr, ...], resolve: Resolve, level: int) -> Type:
    return union(annotation_type(item, resolve, level + 1) for item in items)


def _literals(items: tuple[ast.expr, ...]) -> Iterator[Type]:
    for item in items:
        if isinstance(item, ast.Constant):
            yield NONE if item.value is None else builtin(_LITERALS.get(type(item.value), "object"))


def _callable(items: tuple[ast.expr, ...], resolve: Resolve, level: int) -> Type:
    if len(items) != _PAIR:
        return CallableType(None, UNKNOWN)
    result = annotation_type(items[1], resolve, level + 1)
    if not isinstance(items[0], ast.List):
        return CallableType(None, result)
    return CallableType(tuple(annotation_type(one, resolve, level + 1) for one in items[0].elts), result)
