"""Targets of assignments: names, attributes, items and tuples."""

import ast

from seawall.codegen.layer.inference.attributes import attribute_at
from seawall.codegen.layer.inference.containers import fill
from seawall.codegen.layer.inference.expectations import name_member
from seawall.codegen.layer.inference.scope import Scope, dotted_path
from seawall.codegen.layer.inference.signatures import item_type
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.types import CLIENT, UNKNOWN, Instance, Type, members, union
from seawall.codegen.layer.uses import UseKind

__all__ = ["assign"]


def assign(walk: Walk, target: ast.expr, value: Type, scope: Scope, source: ast.expr | None = None) -> None:
    """Give a target a value; `source` is the expression of the value, if there is one."""
    match target:
        case ast.Name(name):
            _assign_name(walk, name, value, scope, source)
        case ast.Attribute():
            _assign_attribute(walk, target, value, scope, source)
        case ast.Tuple(items) | ast.List(items):
            _unpack(walk, items, value, scope)
        case ast.Starred(inner):
            assign(walk, inner, value, scope)
        case ast.Subscript():
            walk.infer(target.value, scope)
            walk.infer(target.slice, scope)
            fill(walk, target, value, scope)


def _assign_name(walk: Walk, name: str, value: Type, scope: Scope, source: ast.expr | None) -> None:
    origins = _read_from(walk, source, scope)
    if isinstance(source, ast.Dict | ast.Call):
        walk.displays[name] = source
    if isinstance(source, ast.Constant | ast.Tuple | ast.List | ast.Set | ast.IfExp):
        walk.texts[name] = source
    else:
        walk.texts.pop(name, None)
    scope.assign(name, value, origins)
    _assign_outer(walk, name, value, scope)
    if scope.function == scope.module.name and scope.parent is None:
        walk.facts.add(("global", scope.module.name, name), value)
    elif scope.is_top and scope.owner:
        walk.facts.add(("attribute", scope.owner, name), value)


def _assign_outer(walk: Walk, name: str, value: Type, scope: Scope) -> None:
    """A variable of the module, or of the function around, that this one declares as its own."""
    kind = scope.outer.get(name)
    if kind == "global":
        walk.facts.add(("global", scope.module.name, name), value)
    around = scope.parent if kind == "nonlocal" else None
    while around is not None:
        if name in around.names:
            around.names[name] = union((around.names[name], value))
            return
        around = around.parent


def _read_from(walk: Walk, source: ast.expr | None, scope: Scope) -> tuple[object, ...]:
    """The reads whose value a variable gets directly."""
    if isinstance(source, ast.Attribute):
        return walk.recording.keys_at(walk.place(source, scope))
    if isinstance(source, ast.Name):
        return scope.origins.get(source.id, ())
    return ()


def _assign_attribute(
    walk: Walk, target: ast.Attribute, value: Type, scope: Scope, source: ast.expr | None
) -> None:
    base = walk.infer(target.value, scope)
    place = walk.place(target, scope)
    for one in members(base):
        if isinstance(one, Instance) and not one.name.startswith(CLIENT):
            walk.note_attribute(one, target.attr, value)
        else:
            declared = attribute_at(walk, one, target.attr, place, scope, kind=UseKind.SET)
            if source is not None:
                name_member(walk, declared, source, scope)
    path = dotted_path(target)
    if path:
        scope.forget(path)
        if value != UNKNOWN:
            scope.narrowed[path] = value


def _unpack(walk: Walk, items: list[ast.expr], value: Type, scope: Scope) -> None:
    tuples = [one for one in map(walk.as_tuple, members(value)) if one is not None]
    exact = tuples[0].items if len(tuples) == 1 and len(tuples[0].items) == len(items) else None
    each = item_type(walk, value)
    for index, item in enumerate(items):
        if exact is not None:
            assign(walk, item, exact[index], scope)
        elif isinstance(item, ast.Starred):
            assign(walk, item.value, Instance("builtins.list", (each,)), scope)
        else:
            assign(walk, item, each, scope)
