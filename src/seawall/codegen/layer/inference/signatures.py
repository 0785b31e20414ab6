"""Signatures of functions with source: their parameters, their results, and the binding of arguments."""

import ast
from collections.abc import Iterator

from attrs import field, frozen

from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.classes import Function
from seawall.codegen.layer.source.types import (
    UNKNOWN,
    ClassValue,
    Instance,
    TupleType,
    Type,
    Variable,
    builtin,
    members,
    substitute,
    union,
)

__all__ = [
    "Parameter",
    "bind",
    "generic_instance",
    "is_generator",
    "is_open",
    "item_type",
    "iterated",
    "parameters_of",
    "result_of",
]

_CONTEXTS = {
    "contextmanager": "AbstractContextManager",
    "asynccontextmanager": "AbstractAsyncContextManager",
}


@frozen
class Parameter:
    """A parameter of a function. `type` is None if it has no annotation, or one that takes anything.

    `kind` is `positional`, `keyword` for those that are keywords only, or `*` or `**`.
    """

    name: str
    kind: str
    type: Type | None = None
    default: ast.expr | None = field(default=None, eq=False)


def is_open(declared: Type) -> bool:
    """Return whether an annotation says nothing: none, `Any` or `object`."""
    return declared in {UNKNOWN, builtin("object")}


def parameters_of(walk: Walk, function: Function) -> tuple[Parameter, ...]:
    """The parameters of a function, without the object or class that a method is bound to."""
    args = function.node.args
    positional = [*args.posonlyargs, *args.args]
    missing = [None] * (len(positional) - len(args.defaults))
    found = [
        *(
            _parameter(walk, function, one, "positional", default)
            for one, default in zip(positional, [*missing, *args.defaults], strict=True)
        ),
        *([_parameter(walk, function, args.vararg, "*")] if args.vararg else []),
        *(
            _parameter(walk, function, one, "keyword", default)
            for one, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)
        ),
        *([_parameter(walk, function, args.kwarg, "**")] if args.kwarg else []),
    ]
    is_bound = function.owner and "staticmethod" not in function.decorators
    return tuple(found[1:] if is_bound else found)


def _parameter(
    walk: Walk, function: Function, node: ast.arg, kind: str, default: ast.expr | None = None
) -> Parameter:
    declared = walk.definitions.annotation(node.annotation, function.module)
    return Parameter(node.arg, kind, None if is_open(declared) else declared, default)


def bind(parameters: tuple[Parameter, ...], given: list[Given]) -> Iterator[tuple[Parameter | None, Given]]:
    """Yield each argument with the parameter that it is given to; None if there is none."""
    positional = [one for one in parameters if one.kind == "positional"]
    by_name = {one.name: one for one in parameters if one.kind in {"positional", "keyword"}}
    rest = {one.kind: one for one in parameters if one.kind in {"*", "**"}}
    index = 0
    for one in given:
        if one.spread:
            yield None, one
        elif one.keyword:
            yield by_name.get(one.keyword) or rest.get("**"), one
        else:
            yield positional[index] if index < len(positional) else rest.get("*"), one
            index += 1


def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function has a `yield` of its own."""
    todo: list[ast.AST] = list(node.body)
    while todo:
        one = todo.pop()
        if isinstance(one, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            todo.extend(ast.iter_child_nodes(one))
    return False


def result_of(walk: Walk, function: Function, receiver: Type | None = None) -> Type:
    """The type of a call of a function: awaitable if it is async, a context if its decorator makes one."""
    node = function.node
    declared = walk.definitions.annotation(node.returns, function.module)
    if is_open(declared) and walk.is_layer(function.module):
        declared = walk.facts.get(("result", function.name), walk.unit)
    declared = substitute(declared, _receiver_values(walk, function, receiver))
    for decorator in function.decorators:
        if decorator in _CONTEXTS:
            return builtin(_CONTEXTS[decorator], item_type(walk, declared))
    if isinstance(node, ast.AsyncFunctionDef) and not is_generator(node):
        return builtin("Coroutine", declared)
    return declared


def _receiver_values(walk: Walk, function: Function, receiver: Type | None) -> dict[str, Type]:
    instance = receiver.instance if isinstance(receiver, ClassValue) else receiver
    if not isinstance(instance, Instance):
        return {}
    base = walk.as_base(instance, function.owner) or instance
    values = {name: value for name, value in walk.definitions.values(base).items() if value != UNKNOWN}
    return {"Self": instance, **values}


def iterated(walk: Walk, value: Type, scope: Scope) -> Type:
    """The type of the items of a value that is iterated over here; a call of its iterator is recorded."""
    for one in members(value):
        for name in ("__iter__", "__aiter__") if isinstance(one, Instance) else ():
            member = walk.definitions.member(one, name) if isinstance(one, Instance) else None
            method = member.source.method(name) if member else None
            if method is not None:
                walk.refer(method, scope)
    return item_type(walk, value)


def item_type(walk: Walk, value: Type) -> Type:
    """The type of the items of an iterable, async or not."""
    found: list[Type] = []
    for one in members(value):
        if isinstance(one, TupleType):
            found.extend(one.items)
        elif isinstance(one, ClassValue):
            found.append(one.instance)
        elif isinstance(one, Instance):
            found.append(_item_of(walk, one))
    return union(found)


def _item_of(walk: Walk, value: Instance) -> Type:
    for name in ("Iterable", "AsyncIterable"):
        base = walk.as_base(value, f"builtins.{name}")
        if base is not None:
            return base.args[0] if base.args else UNKNOWN
    for name in ("__iter__", "__aiter__", "__getitem__"):
        member = walk.definitions.member(value, name)
        method = member.source.method(name) if member else None
        if method is not None:
            result = result_of(walk, method, value)
            if name == "__getitem__" or result == value:
                return result
            return item_type(walk, result)
    return UNKNOWN


def generic_instance(name: str, parameters: tuple[str, ...]) -> Instance:
    """An instance of a class whose type arguments are its own type variables."""
    return Instance(name, tuple(Variable(one) for one in parameters))
