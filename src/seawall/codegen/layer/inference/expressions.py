"""Expressions: the type of each kind."""

import ast
from collections.abc import Mapping
from typing import cast

from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.inference.attributes import attribute, global_value
from seawall.codegen.layer.inference.containers import name_keys, subscript_of, value_at_key
from seawall.codegen.layer.inference.expectations import mark_handled
from seawall.codegen.layer.inference.inlining import forwarded
from seawall.codegen.layer.inference.narrowing import compare_members, narrow
from seawall.codegen.layer.inference.recording import EMPTY_VALUES
from seawall.codegen.layer.inference.scope import Scope, dotted_path
from seawall.codegen.layer.inference.signatures import item_type, iterated
from seawall.codegen.layer.inference.targets import assign
from seawall.codegen.layer.inference.walk import Given, Handler, Walk
from seawall.codegen.layer.source.types import (
    CLIENT,
    NONE,
    UNKNOWN,
    ClassValue,
    ClientCall,
    Instance,
    LambdaValue,
    TupleType,
    Type,
    UnionType,
    builtin,
    members,
    union,
    without_empty,
)
from seawall.codegen.layer.uses import UseKind

__all__ = [
    "EXPRESSIONS",
    "attribute_value",
    "awaited",
    "callee_of",
    "comprehension_scope",
    "mention",
    "name_value",
]

_AWAITABLES = frozenset(f"builtins.{name}" for name in ("Awaitable", "Coroutine", "Future", "Task"))


def _name(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Name)
    walk.loads.setdefault(node.id, set()).add(id(node))
    return mention(walk, node, name_value(walk, node, scope), scope)


def name_value(walk: Walk, node: ast.Name, scope: Scope) -> Type:
    """The value of a name: after tests, local, of the module, or one of Python's own."""
    narrowed = scope.path_type(node.id)
    if narrowed is not None:
        return narrowed
    local = scope.find(node.id)
    if local is not None:
        return local
    found = walk.definitions.name(scope.module, node.id)
    return global_value(walk, found, scope.module.name, node.id, scope)


def mention(walk: Walk, node: ast.expr, value: Type, scope: Scope) -> Type:
    """Record the mention of a class or function of the client."""
    match value:
        case ClassValue(Instance(name)) if name.startswith(CLIENT):
            owner = name.removeprefix(CLIENT)
            if owner in walk.definitions.program.client.classes:
                walk.use(Part(PartKind.CLASS, owner), UseKind.NAME, walk.place(node, scope), scope)
        case ClientCall(function):
            part = Part(PartKind.OPERATION, function.operation)
            walk.use(part, UseKind.NAME, walk.place(node, scope), scope)
        case _:
            pass
    return value


def _attribute(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Attribute)
    return mention(walk, node, attribute_value(walk, node, scope), scope)


def attribute_value(walk: Walk, node: ast.Attribute, scope: Scope) -> Type:
    """The value of an attribute, after tests of it."""
    base = walk.infer(node.value, scope)
    found = attribute(walk, base, node, scope)
    narrowed = scope.path_type(dotted_path(node))
    return found if narrowed is None else narrowed


def callee_of(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    """The value of a name that is called: the call is recorded, and not the mention."""
    if isinstance(node, ast.Name):
        return name_value(walk, node, scope)
    if isinstance(node, ast.Attribute):
        return attribute_value(walk, node, scope)
    return walk.infer(node, scope)


def _call(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Call)
    match node.func:
        case ast.Attribute(ast.Call(inner), "get"):
            walk.keyed.add(id(inner))
    callee = callee_of(walk, node.func, scope)
    given = [_positional(one) for one in node.args]
    given += [
        Given(
            node=one.value, keyword=one.arg or "", named=one if one.arg else None, spread=0 if one.arg else 2
        )
        for one in node.keywords
    ]
    given = forwarded(given, scope)
    match node:
        case ast.Call(ast.Attribute(ast.Name() as table, "get"), [ast.Name() | ast.Attribute() as key, *_]):
            name_keys(walk, table, walk.infer(key, scope), scope)
    return walk.apply(callee, given, node.func, scope)


def _positional(node: ast.expr) -> Given:
    return Given(node=node.value, spread=1) if isinstance(node, ast.Starred) else Given(node=node)


def _subscript(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Subscript)
    if isinstance(node.value, ast.Call):
        walk.keyed.add(id(node.value.func))
    base = walk.infer(node.value, scope)
    index = walk.infer(node.slice, scope)
    name_keys(walk, node.value, index, scope)
    keyed = value_at_key(walk, base, node.slice, scope)
    return union([subscript_of(walk, one, node.slice) for one in members(base)]) if keyed is None else keyed


def awaited(value: Type) -> Type:
    """The result of `await value`."""
    return union(
        one.args[0]
        for one in members(value)
        if isinstance(one, Instance) and one.name in _AWAITABLES and one.args
    )


def _await(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Await)
    return awaited(walk.infer(node.value, scope))


def _bool(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.BoolOp)
    inner, found = scope.copy(), []
    is_or = isinstance(node.op, ast.Or)
    for value in node.values[:-1]:
        one = walk.infer(value, inner)
        mark_handled(walk, value, inner, EMPTY_VALUES)
        found.append(without_empty(one) if is_or else one)
        narrow(walk, value, inner, positive=not is_or)
    found.append(walk.infer(node.values[-1], inner))
    _take_named(inner, scope)
    return union(found)


def _take_named(inner: Scope, scope: Scope) -> None:
    """Names that `:=` gave a value in a part of an expression exist after it."""
    for name, value in inner.names.items():
        if name not in scope.names:
            scope.names[name] = value
            scope.origins[name] = inner.origins.get(name, ())


def _conditional(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.IfExp)
    walk.infer(node.test, scope)
    yes, no = scope.copy(), scope.copy()
    narrow(walk, node.test, yes, positive=True)
    narrow(walk, node.test, no, positive=False)
    return union((walk.infer(node.body, yes), walk.infer(node.orelse, no)))


def _compare(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Compare)
    types = walk.infer_all([node.left, *node.comparators], scope)
    compare_members(walk, node, types, scope)
    narrow(walk, node, scope.copy(), positive=True)
    return builtin("bool")


def _lambda(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Lambda)
    value = LambdaValue(node, scope)
    walk.infer_all([one for one in (*node.args.defaults, *node.args.kw_defaults) if one], scope)
    walk.apply(value, [], node, scope)
    return value


def _named(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.NamedExpr)
    value = walk.infer(node.value, scope)
    assign(walk, node.target, value, scope, node.value)
    return value


def _constant(walk: Walk, node: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    value = cast("ast.Constant", node).value
    if value is None:
        return NONE
    return UNKNOWN if value is ... else builtin(type(value).__name__)


def _tuple(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    items = cast("ast.Tuple", node).elts
    if any(isinstance(item, ast.Starred) for item in items):
        return builtin("tuple", union([_display_item(walk, item, scope) for item in items]))
    return TupleType(tuple(walk.infer_all(items, scope)))


def _display(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.List | ast.Set)
    item = union([_display_item(walk, item, scope) for item in node.elts])
    return builtin("list" if isinstance(node, ast.List) else "set", item)


def _display_item(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    if isinstance(node, ast.Starred):
        return item_type(walk, walk.infer(node.value, scope))
    return walk.infer(node, scope)


def _dict(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Dict)
    keys, values = [], []
    for key, value in zip(node.keys, node.values, strict=True):
        found = walk.infer(value, scope)
        if key is None:
            walk.whole(found, walk.place(value, scope), scope, "spread into a dict")
            base = walk.as_base(found, "builtins.Mapping")
            keys.append(base.args[0] if base and base.args else UNKNOWN)
            found = base.args[1] if base and len(base.args) > 1 else UNKNOWN
        else:
            keys.append(walk.infer(key, scope))
        values.append(found)
    return builtin("dict", union(keys), union(values))


def comprehension_scope(walk: Walk, generators: list[ast.comprehension], scope: Scope) -> Scope:
    """The scope inside a comprehension, after its loops and tests."""
    inner = scope.inner()
    for one in generators:
        items = iterated(walk, walk.infer(one.iter, inner), inner)
        assign(walk, one.target, items, inner)
        for test in one.ifs:
            walk.infer(test, inner)
            narrow(walk, test, inner, positive=True)
    return inner


def _comprehension(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp)
    inner = comprehension_scope(walk, node.generators, scope)
    item = walk.infer(node.elt, inner)
    _take_named(inner, scope)
    kinds = {ast.ListComp: "list", ast.SetComp: "set"}
    is_async = any(one.is_async for one in node.generators)
    return builtin(kinds.get(type(node), "AsyncIterator" if is_async else "Iterator"), item)


def _dict_comprehension(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.DictComp)
    inner = comprehension_scope(walk, node.generators, scope)
    return builtin("dict", walk.infer(node.key, inner), walk.infer(node.value, inner))


def _formatted(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    for value in cast("ast.JoinedStr", node).values:
        if isinstance(value, ast.FormattedValue):
            found = walk.infer(value.value, scope)
            walk.whole(found, walk.place(value.value, scope), scope, "made a text")
            walk.infer(value.format_spec, scope)
    return builtin("str")


def _operation(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.BinOp)
    left, right = walk.infer(node.left, scope), walk.infer(node.right, scope)
    if isinstance(node.op, ast.BitOr) and isinstance(left, ClassValue):
        return UnionType(tuple(dict.fromkeys((*members(left), *members(right)))))
    return left if left != UNKNOWN else right


def _unary(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.UnaryOp)
    value = walk.infer(node.operand, scope)
    if isinstance(node.op, ast.Not):
        narrow(walk, node.operand, scope.copy(), positive=True)
        return builtin("bool")
    return value


def _yield(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.Yield)
    scope.yields.append(walk.infer(node.value, scope))
    return UNKNOWN


def _yield_from(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    assert isinstance(node, ast.YieldFrom)
    scope.yields.append(iterated(walk, walk.infer(node.value, scope), scope))
    return UNKNOWN


def _parts(walk: Walk, node: ast.expr, scope: Scope) -> Type:
    """A slice or a starred expression: its parts are read."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            walk.infer(part, scope)
    return UNKNOWN


EXPRESSIONS: Mapping[type[ast.expr], Handler] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.Await: _await,
    ast.BoolOp: _bool,
    ast.IfExp: _conditional,
    ast.Compare: _compare,
    ast.Lambda: _lambda,
    ast.NamedExpr: _named,
    ast.Constant: _constant,
    ast.Tuple: _tuple,
    ast.List: _display,
    ast.Set: _display,
    ast.Dict: _dict,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _dict_comprehension,
    ast.JoinedStr: _formatted,
    ast.BinOp: _operation,
    ast.UnaryOp: _unary,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Slice: _parts,
    ast.Starred: _parts,
}
"""The handler of each kind of expression."""
