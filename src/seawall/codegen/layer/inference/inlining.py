"""Reads a function of the layer again for one call, if its result depends on the functions given to it.

So `self._send(get_pet.sync, pet_id=id)` has the type of a pet, and its keyword is an argument of `get_pet`,
although `_send(self, function, **arguments)` is written for all functions.
"""

import ast

from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import Parameter, bind, is_generator, is_open, parameters_of
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.classes import Function
from seawall.codegen.layer.source.types import (
    UNKNOWN,
    ClassValue,
    ClientCall,
    Forwarded,
    FunctionValue,
    LambdaValue,
    ModuleValue,
    PartialValue,
    Type,
    builtin,
    client_classes,
    members,
    union,
    variables,
)

__all__ = ["forwarded", "inlined_result"]

_MOST_INLINED = 200
_MOST_LEVELS = 3
_CALLABLES = (FunctionValue, ClientCall, ModuleValue, ClassValue, PartialValue, LambdaValue)


def forwarded(given: list[Given], scope: Scope) -> list[Given]:
    """Replace `*args` and `**kwargs` by the arguments that the call around has given for them."""
    found: list[Given] = []
    for one in given:
        value = scope.find(one.node.id) if one.spread and isinstance(one.node, ast.Name) else None
        if isinstance(value, Forwarded):
            found.extend(item for item in value.given if isinstance(item, Given))
        else:
            found.append(one)
    return found


def inlined_result(walk: Walk, function: Function, receiver: Type | None, given: list[Given]) -> Type | None:
    """The result of one call of a function with typed arguments; None if its declaration says enough."""
    node = function.node
    if not walk.is_layer(function.module) or not given or function.is_property or id(node) in walk.active:
        return None
    if walk.inlined >= _MOST_INLINED or walk.inlining >= _MOST_LEVELS:
        return None
    pairs = list(bind(parameters_of(walk, function), given))
    if not any(_is_special(*pair) for pair in pairs):
        return None
    walk.inlined += 1
    walk.inlining += 1
    walk.active.add(id(node))
    try:
        with walk.own_names():
            inner = Scope(function.module, function.name, owner=function.owner)
            _bind(walk, function, receiver, pairs, inner)
            walk.run(walk, node.body, inner)
    finally:
        walk.active.discard(id(node))
        walk.inlining -= 1
    return _result(walk, function, inner)


def _is_special(parameter: Parameter | None, given: Given) -> bool:
    """Return whether the body means something else with this argument than with others."""
    if parameter is None or parameter.type is not None:
        return False
    if parameter.kind in {"*", "**"}:
        return True
    value = given.type or UNKNOWN
    return any(isinstance(one, _CALLABLES) for one in members(value)) or any(client_classes(value))


def _bind(
    walk: Walk,
    function: Function,
    receiver: Type | None,
    pairs: list[tuple[Parameter | None, Given]],
    scope: Scope,
) -> None:
    args = function.node.args
    positional = [*args.posonlyargs, *args.args]
    if function.owner and positional and "staticmethod" not in function.decorators:
        scope.names[positional[0].arg] = receiver or UNKNOWN
    rest: dict[str, list[Given]] = {"*": [], "**": []}
    values: dict[str, Type] = {}
    for parameter, one in pairs:
        if parameter is not None and parameter.kind in rest:
            rest[parameter.kind].append(one)
        elif parameter is not None:
            values[parameter.name] = one.type or UNKNOWN
    for own in parameters_of(walk, function):
        if own.kind in rest:
            scope.names[own.name] = Forwarded(tuple(rest[own.kind]))
        else:
            declared = None if own.type is not None and variables(own.type) else own.type
            value = values.get(own.name)
            scope.names[own.name] = declared or (walk.infer(own.default, scope) if value is None else value)


def _result(walk: Walk, function: Function, scope: Scope) -> Type | None:
    node = function.node
    if not is_open(walk.definitions.annotation(node.returns, function.module)):
        return None
    if {"contextmanager", "asynccontextmanager"} & set(function.decorators):
        return None
    is_async = isinstance(node, ast.AsyncFunctionDef)
    if is_generator(node):
        return builtin("AsyncIterator" if is_async else "Iterator", union(scope.yields))
    result = union(scope.results)
    return builtin("Coroutine", result) if is_async else result
