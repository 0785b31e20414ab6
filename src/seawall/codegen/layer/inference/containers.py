"""Containers: the types of their items, and those that `found.append(pet)` and `cache[key] = pet` add."""

import ast

from seawall.codegen.layer.inference.client_calls import wire_key
from seawall.codegen.layer.inference.expectations import name_member
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import item_type, result_of
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.definitions import WIRE_OBJECT
from seawall.codegen.layer.source.modules import Assigned
from seawall.codegen.layer.source.types import (
    CLIENT,
    UNKNOWN,
    ClassValue,
    Instance,
    TupleType,
    Type,
    builtin,
    client_classes,
    members,
    union,
)

__all__ = ["fill", "filled_by_call", "name_keys", "subscript_of", "value_at_key"]

_FILLING = frozenset({"append", "add", "appendleft", "insert"})
_DICTS = frozenset(f"builtins.{name}" for name in ("dict", "defaultdict", "OrderedDict", "ChainMap"))
_LISTS = frozenset(f"builtins.{name}" for name in ("list", "set", "deque"))
_MOST_LEVELS = 3


def filled_by_call(walk: Walk, node: ast.expr, scope: Scope) -> None:
    """Note the item that a statement such as `found.append(item)` puts into a container."""
    match node:
        case ast.Call(ast.Attribute(container, name), [*_, item]) if name in _FILLING:
            if isinstance(container, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
                value = walk.infer(item, scope)
                if value != UNKNOWN:
                    _put(walk, container, builtin("list", value), scope)
        case ast.Call(ast.Attribute(container, "extend" | "update" | "extendleft"), [items]):
            value = walk.infer(items, scope)
            base = walk.as_base(value, "builtins.Mapping")
            if base is not None and base.args:
                _put(walk, container, builtin("dict", *base.args), scope)
            elif (content := item_type(walk, value)) != UNKNOWN:
                _put(walk, container, builtin("list", content), scope)
        case _:
            pass


def fill(walk: Walk, target: ast.Subscript, value: Type, scope: Scope) -> None:
    """Note the value that `container[key] = value` puts into a container."""
    if value != UNKNOWN:
        _put(walk, target.value, builtin("dict", walk.infer(target.slice, scope), value), scope)


def _put(walk: Walk, container: ast.expr, content: Instance, scope: Scope, level: int = 0) -> None:
    """Join the items in `content`, a list or dict with them, to those that a container may have."""
    if level > _MOST_LEVELS:
        return
    joined = _joined(walk.infer(container, scope), content)
    match container:
        case ast.Name(name) if joined is not None:
            _assign(walk, name, joined, scope)
        case ast.Attribute(owner, name) if joined is not None:
            for one in members(walk.infer(owner, scope)):
                if isinstance(one, Instance) and not one.name.startswith(CLIENT):
                    walk.note_attribute(one, name, joined)
        case ast.Subscript(outer, key):
            inner = joined or content
            _put(walk, outer, builtin("dict", walk.infer(key, scope), inner), scope, level + 1)
        case ast.Call(ast.Attribute(outer, "setdefault"), [key, _]):
            inner = joined or content
            _put(walk, outer, builtin("dict", walk.infer(key, scope), inner), scope, level + 1)
        case _:
            pass


def _joined(known: Type, content: Instance) -> Instance | None:
    """The container with the items of `content`; None if it is none that is known."""
    for one in members(known):
        if isinstance(one, Instance) and one.name in _DICTS and content.name in _DICTS:
            key, value = (*one.args, UNKNOWN, UNKNOWN)[:2]
            return Instance(one.name, (union((key, content.args[0])), union((value, content.args[1]))))
        if isinstance(one, Instance) and one.name in _LISTS:
            item = one.args[0] if one.args else UNKNOWN
            return Instance(one.name, (union((item, content.args[-1])),))
    return None


def _assign(walk: Walk, name: str, value: Instance, scope: Scope) -> None:
    found: Scope | None = scope
    while found is not None:
        if name in found.names:
            found.names[name] = value
            break
        found = found.parent
    if found is None or found.function == found.module.name:
        module, own = walk.definitions.origin(scope.module.name, name)
        walk.facts.add(("global", module, own), value)


def value_at_key(walk: Walk, base: Type, key: ast.expr, scope: Scope) -> Type | None:
    """The value at a key of a converted model or of a TypedDict; None for any other value."""
    return _keyed(walk, base, key, scope) or _record_key(walk, base, key)


def _keyed(walk: Walk, base: Type, key: ast.expr, scope: Scope) -> Type | None:
    """The value at a key of a converted model; None for any other value."""
    for one in members(base):
        if isinstance(one, Instance) and one.name == WIRE_OBJECT:
            return wire_key(walk, one, key, walk.place(key, scope), scope)
    return None


def _record_key(walk: Walk, base: Type, key: ast.expr) -> Type | None:
    """The value at a key of a TypedDict; None for any other value."""
    for one in members(base):
        if isinstance(one, Instance) and isinstance(key, ast.Constant) and isinstance(key.value, str):
            field = walk.definitions.member(one, key.value)
            if field is not None and isinstance(field.binding, Assigned):
                return walk.definitions.annotation(field.binding.annotation, field.source.module)
    return None


def name_keys(walk: Walk, table: ast.expr, key: Type, scope: Scope) -> None:
    """Record the members that the keys of a dict stand for, if an enum of the client is looked up in it."""
    if not any(client_classes(key)):
        return
    found: ast.expr | None = table
    if isinstance(table, ast.Name):
        found = walk.displays.get(table.id)
        binding = scope.module.bindings.get(table.id)
        if found is None and isinstance(binding, Assigned):
            found = binding.value
    if isinstance(found, ast.Dict):
        for one in found.keys:
            if one is not None:
                name_member(walk, key, one, scope)


def subscript_of(walk: Walk, base: Type, index: ast.expr) -> Type:
    """The type of an item of a value."""
    if isinstance(base, TupleType):
        if isinstance(index, ast.Constant) and isinstance(index.value, int):
            return base.items[index.value] if index.value < len(base.items) else UNKNOWN
        return base if isinstance(index, ast.Slice) else union(base.items)
    if isinstance(base, ClassValue):
        return base
    if not isinstance(base, Instance):
        return UNKNOWN
    if isinstance(index, ast.Slice):
        return base
    member = walk.definitions.member(base, "__getitem__")
    method = member.source.method("__getitem__") if member else None
    return result_of(walk, method, base) if method else UNKNOWN
