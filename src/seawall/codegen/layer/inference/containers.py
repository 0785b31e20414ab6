"""Containers that are filled: `found.append(pet)` and `cache[key] = pet` say the types of their items."""

import ast

from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import item_type
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.types import CLIENT, UNKNOWN, Instance, Type, builtin, members, union

__all__ = ["fill", "filled_by_call"]

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
