"""Calls into the generated client: its functions, its classes, and the methods of its models."""

import ast

from seawall.codegen.layer.client import ClientClass, ClientStyle, Part, PartKind
from seawall.codegen.layer.inference.calling import give_unknown
from seawall.codegen.layer.inference.expectations import expect, name_member
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.definitions import RESPONSE, WIRE_OBJECT
from seawall.codegen.layer.source.types import (
    CLIENT,
    NONE,
    UNKNOWN,
    UNSET,
    ClassValue,
    ClientCall,
    ClientMethod,
    Instance,
    Type,
    builtin,
    union,
)
from seawall.codegen.layer.uses import Place, UseKind

__all__ = [
    "apply_client_call",
    "apply_client_class",
    "apply_client_method",
    "client_result",
    "set_fields",
    "wire_key",
]

_CALL = "seawall.core.engine.call.Call"


def apply_client_call(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a function of the client: the operation, and each argument."""
    assert isinstance(callee, ClientCall)
    function = callee.function
    walk.use(Part(PartKind.OPERATION, function.operation), UseKind.CALL, walk.place(at, scope), scope)
    names = tuple(function.arguments)
    index = 0
    for one in given:
        name = one.keyword
        if not name and not one.spread:
            name = names[index] if index < len(names) else ""
            index += 1
        _give_argument(walk, callee, one, name, scope, at=at)
    return client_result(walk, callee)


def _give_argument(
    walk: Walk, callee: ClientCall, given: Given, name: str, scope: Scope, *, at: ast.expr
) -> None:
    function = callee.function
    value = walk.type_of(given, scope)
    parameter = function.arguments.get(name)
    if parameter is None:
        if given.spread:
            _spread(walk, callee, given, at, scope)
        return
    scope = given.scope or scope
    place = walk.given_place(given, at, scope)
    walk.use(Part(PartKind.PARAMETER, function.operation, parameter), UseKind.ARGUMENT, place, scope)
    if given.node is not None:
        walk.target(given.node, f"{function.name}.{name}", scope)
        declared = walk.definitions.client_annotation(function.types.get(name, ""))
        expect(walk, declared, given, value, scope)


def _spread(walk: Walk, callee: ClientCall, given: Given, at: ast.expr, scope: Scope) -> None:
    """Arguments in `**options`: each of them may be given.

    The `*items` and `**options` of a private function are known from its calls in the layer.
    """
    function = callee.function
    if isinstance(given.node, ast.Name) and given.node.id in walk.private_rest:
        return
    is_written_out = isinstance(given.node, ast.Dict) and all(given.node.keys)
    for name, parameter in function.arguments.items():
        key = walk.key_place(given.node, name, scope)
        if key is None and is_written_out:
            continue
        walk.recording.use(
            Part(PartKind.PARAMETER, function.operation, parameter),
            UseKind.ARGUMENT,
            key or walk.place(given.node or at, scope),
            scope.function,
            is_certain=key is not None,
            reason="" if key else f"{name} may be given with {'*' * given.spread}",
        )


def client_result(walk: Walk, callee: ClientCall) -> Type:
    """The type that a client function returns, with the wrapper that its style puts around it."""
    result = walk.definitions.client_result(callee)
    name = callee.function.name
    if isinstance(result, Instance) and result.name in {RESPONSE, _CALL}:
        result = result.args[0] if result.args else UNKNOWN
    if walk.definitions.program.client.style is ClientStyle.SEAWALL:
        return Instance(_CALL, (result,))
    if name.endswith("_detailed"):
        result = Instance(RESPONSE, (union((result, NONE)),))
    return builtin("Coroutine", result) if name.startswith("asyncio") else result


def apply_client_class(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a class of the client: a model is created, with its fields; an enum takes a value."""
    assert isinstance(callee, ClassValue)
    assert isinstance(callee.instance, Instance)
    owner = callee.instance.name.removeprefix(CLIENT)
    one = walk.definitions.program.client.classes.get(owner)
    if one is None:
        give_unknown(walk, given, at, scope)
        return callee.instance
    if one.members:
        return _enum_of(walk, callee.instance, given, at, scope)
    walk.use(Part(PartKind.CLASS, owner), UseKind.CREATE, walk.place(at, scope), scope)
    set_fields(walk, one, given, at, scope)
    return callee.instance


def _enum_of(walk: Walk, enum: Instance, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    owner = enum.name.removeprefix(CLIENT)
    walk.use(Part(PartKind.CLASS, owner), UseKind.NAME, walk.place(at, scope), scope)
    for one in given:
        walk.type_of(one, scope)
        if one.node is not None:
            name_member(walk, enum, one.node, scope)
            walk.target(one.node, owner, scope)
    return enum


def set_fields(walk: Walk, one: ClientClass, given: list[Given], at: ast.expr, scope: Scope) -> None:
    """Record the fields that the arguments of a constructor, or of `evolve`, set."""
    names = tuple(one.fields)
    index = 0
    for argument in given:
        name = argument.keyword
        if not name and not argument.spread:
            name = names[index] if index < len(names) else ""
            index += 1
        if name in one.fields:
            part = Part(PartKind.FIELD, one.name, name)
            place = walk.given_place(argument, at, scope)
            walk.use(part, UseKind.SET, place, argument.scope or scope)
            _give_field(walk, part, argument, scope)
        else:
            walk.type_of(argument, scope)
            if argument.spread:
                _set_any(walk, one, argument, at, scope)


def _give_field(walk: Walk, part: Part, given: Given, scope: Scope) -> None:
    value = walk.type_of(given, scope)
    scope = given.scope or scope
    if given.node is not None:
        walk.target(given.node, f"{part.owner}.{part.name}", scope)
        declared = walk.definitions.client_field(part.owner, part.name)
        expect(walk, declared or UNKNOWN, given, value, scope)


def _set_any(walk: Walk, one: ClientClass, given: Given, at: ast.expr, scope: Scope) -> None:
    place = walk.place(given.node or at, scope)
    for name in one.fields:
        key = walk.key_place(given.node, name, scope)
        walk.recording.use(
            Part(PartKind.FIELD, one.name, name),
            UseKind.SET,
            key or place,
            scope.function,
            is_certain=key is not None,
            reason="" if key else f"{name} may be given with {'*' * given.spread}",
        )


def apply_client_method(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a method of a model: `to_dict` passes it on whole, `from_dict` creates one."""
    assert isinstance(callee, ClientMethod)
    types = [walk.type_of(one, scope) for one in given]
    owner = Instance(f"{CLIENT}{callee.owner}")
    if callee.owner not in walk.definitions.program.client.classes:
        return UNKNOWN
    if callee.name == "from_dict":
        walk.use(Part(PartKind.CLASS, callee.owner), UseKind.CREATE, walk.place(at, scope), scope)
        if given and isinstance(given[0].node, ast.Dict) and types:
            _set_wire_names(walk, callee.owner, given[0].node, scope)
        return owner
    if callee.name == "get":
        key = given[0].node if given else None
        place = walk.place(key or at, scope)
        found = UNKNOWN if key is None else wire_key(walk, Instance(WIRE_OBJECT, (owner,)), key, place, scope)
        return union((found, NONE))
    if callee.name.startswith("to_"):
        if id(at) not in walk.keyed:
            walk.whole(owner, walk.place(at, scope), scope, f"converted with {callee.name}")
        return Instance(WIRE_OBJECT, (owner,))
    return UNKNOWN


def _set_wire_names(walk: Walk, owner: str, node: ast.Dict, scope: Scope) -> None:
    fields = {one.wire_name: one for one in walk.definitions.program.client.classes[owner].fields.values()}
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value in fields:
            name = fields[key.value].name
            walk.use(Part(PartKind.FIELD, owner, name), UseKind.SET, walk.place(key, scope), scope)
            name_member(walk, walk.definitions.client_field(owner, name) or UNKNOWN, value, scope)


def wire_key(walk: Walk, value: Instance, key: ast.expr, place: Place, scope: Scope) -> Type:
    """The value at a key of a model that was converted to a dict."""
    found = []
    for owner in (one.name.removeprefix(CLIENT) for one in value.args if isinstance(one, Instance)):
        for one in walk.definitions.program.client.classes[owner].fields.values():
            if isinstance(key, ast.Constant) and one.wire_name == key.value:
                walk.use(Part(PartKind.FIELD, owner, one.name), UseKind.READ, place, scope)
                declared = walk.definitions.client_field(owner, one.name) or UNKNOWN
                found.append(_as_wire(declared))
    return union(found)


def _as_wire(one: Type) -> Type:
    """A model inside a converted model is a dict, too; None stands for an absent value."""
    if isinstance(one, Instance) and one.name.startswith(CLIENT):
        return Instance(WIRE_OBJECT, (one,))
    if isinstance(one, Instance) and one.args:
        return Instance(one.name, tuple(map(_as_wire, one.args)))
    return NONE if one == UNSET else one
