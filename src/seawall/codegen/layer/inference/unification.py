"""Finds the values of type variables from the arguments of a call."""

import ast
from collections.abc import Callable

from seawall.codegen.layer.inference.classes import Function
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import item_type, parameters_of
from seawall.codegen.layer.inference.types import (
    NONE,
    UNKNOWN,
    UNSET,
    CallableType,
    ClassValue,
    FunctionValue,
    Instance,
    TupleType,
    Type,
    UnionType,
    Variable,
    builtin,
    members,
    substitute,
    union,
)
from seawall.codegen.layer.inference.walk import Given, Walk

__all__ = ["unify"]

_AWAITABLES = frozenset(f"builtins.{name}" for name in ("Awaitable", "Coroutine", "Future", "Task"))
_ITERABLES = frozenset(
    f"builtins.{name}" for name in ("Iterable", "Iterator", "Collection", "Sequence", "AsyncIterable")
)
_MOST_LEVELS = 8


def unify(
    walk: Walk,
    declared: Type,
    value: Type,
    found: dict[str, Type],
    at: ast.expr,
    scope: Scope,
    level: int = 0,
) -> None:
    """Add to `found` the values of the type variables in `declared` that fit a value.

    A function that is given for a callable is called with the types that are known, so that its result says
    more of them; this also records what it uses.
    """
    if level > _MOST_LEVELS:
        return

    def inner(one: Type, other: Type) -> None:
        unify(walk, one, other, found, at, scope, level + 1)

    match declared:
        case Variable(name):
            found[name] = union((found.get(name, UNKNOWN), value))
        case UnionType(items):
            _unify_union(items, value, inner)
        case CallableType(parameters, result):
            _unify_callable(walk, parameters, result, value, found, at, scope, level)
        case ClassValue(instance) if isinstance(value, ClassValue):
            inner(instance, value.instance)
        case TupleType(items) if isinstance(value, TupleType):
            for one, other in zip(items, value.items, strict=False):
                inner(one, other)
        case Instance(_, args) if args:
            for member in members(value):
                for one, other in zip(args, _arguments(walk, declared, member), strict=False):
                    inner(one, other)


def _unify_union(items: tuple[Type, ...], value: Type, inner: Callable[[Type, Type], None]) -> None:
    plain = {one for one in items if isinstance(one, Instance) and not one.args}
    rest = union(one for one in members(value) if one not in plain)
    for one in items:
        if one not in plain:
            inner(one, rest)


def _arguments(walk: Walk, declared: Instance, value: Type) -> tuple[Type, ...]:
    """The type arguments of a value, seen as an instance of the class that is declared."""
    base = walk.as_base(value, declared.name)
    if base is not None:
        return base.args
    if isinstance(value, Instance) and {declared.name, value.name} <= _AWAITABLES:
        return value.args
    if declared.name in _ITERABLES:
        return (item_type(walk, value),)
    if isinstance(value, TupleType) and declared.name == builtin("tuple").name:
        return (union(value.items),)
    return ()


def _unify_callable(
    walk: Walk,
    parameters: tuple[Type, ...] | None,
    result: Type,
    value: Type,
    found: dict[str, Type],
    at: ast.expr,
    scope: Scope,
    level: int,
) -> None:
    if value in {NONE, UNKNOWN, UNSET}:
        return
    for one, own in zip(parameters or (), _declared_parameters(walk, value), strict=False):
        if isinstance(one, Variable) and found.get(one.name, UNKNOWN) == UNKNOWN:
            found[one.name] = own
    given = [Given(type=substitute(one, found)) for one in parameters or ()]
    made = walk.apply(value, given, at, scope)
    unify(walk, result, made, found, at, scope, level + 1)


def _declared_parameters(walk: Walk, value: Type) -> list[Type]:
    match value:
        case CallableType(parameters, _):
            return list(parameters or ())
        case FunctionValue(name):
            function: Function | None = walk.definitions.function(name)
            if function is None:
                return []
            return [one.type or UNKNOWN for one in parameters_of(walk, function) if one.kind == "positional"]
        case _:
            return []


