"""Statements, in the order in which they run: branches, loops, `try`, `with`, `match`."""

import ast
from collections.abc import Callable, Mapping
from functools import partial

from seawall.codegen.layer.inference.calling import apply_lambda
from seawall.codegen.layer.inference.containers import filled_by_call
from seawall.codegen.layer.inference.expectations import expect
from seawall.codegen.layer.inference.expressions import awaited
from seawall.codegen.layer.inference.narrowing import narrow
from seawall.codegen.layer.inference.patterns import read_pattern
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import is_open, iterated, result_of
from seawall.codegen.layer.inference.targets import assign
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.types import (
    OTHER,
    UNKNOWN,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    LambdaValue,
    TupleType,
    Type,
    members,
    union,
)

__all__ = ["run"]


_MAIN = "__name__ == '__main__'"


def run(walk: Walk, body: list[ast.stmt], scope: Scope) -> bool:
    """Read a block; returns false if its end is never reached. Code after that is read, too."""
    reached = True
    for statement in body:
        handler = _STATEMENTS.get(type(statement))
        if handler is not None:
            reached = handler(walk, statement, scope) and reached
    return reached


def _branches(walk: Walk, scope: Scope, blocks: list[tuple[Scope, list[ast.stmt]]]) -> bool:
    """Read blocks of which one runs, and continue with the scopes of those whose end is reached."""
    alive = [inner for inner, body in blocks if run(walk, body, inner)]
    scope.join(alive)
    return bool(alive)


def _if(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.If)
    if scope.is_top and ast.unparse(node.test) == _MAIN:
        # Nothing of this runs if the module is imported: its functions do not reach it.
        calls = dict(walk.recording.calls)
        run(walk, node.body, scope.copy())
        walk.recording.calls = calls
        return True
    walk.infer(node.test, scope)
    yes, no = scope.copy(), scope.copy()
    narrow(walk, node.test, yes, positive=True)
    narrow(walk, node.test, no, positive=False)
    return _branches(walk, scope, [(yes, node.body), (no, node.orelse)])


def _loop(
    walk: Walk, body: list[ast.stmt], orelse: list[ast.stmt], scope: Scope, start: Callable[[Scope], None]
) -> None:
    """Read a loop, twice if its first turn gives a name another type."""
    for _ in range(2):
        before = dict(scope.names)
        inner = scope.copy()
        start(inner)
        run(walk, body, inner)
        scope.join([scope.copy(), inner])
        if scope.names == before:
            break
    run(walk, orelse, scope)


def _for(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.For | ast.AsyncFor)
    items = iterated(walk, walk.infer(node.iter, scope), scope)
    _loop(walk, node.body, node.orelse, scope, lambda inner: assign(walk, node.target, items, inner))
    return True


def _while(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.While)
    walk.infer(node.test, scope)
    _loop(walk, node.body, node.orelse, scope, lambda inner: narrow(walk, node.test, inner, positive=True))
    narrow(walk, node.test, scope, positive=False)
    return True


def _try(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Try | ast.TryStar)
    before = scope.copy()
    main = scope.copy()
    main_reached = run(walk, node.body, main) and run(walk, node.orelse, main)
    blocks = []
    for handler in node.handlers:
        inner = before.copy()
        inner.join([before.copy(), main])
        if handler.name:
            inner.assign(handler.name, _instance_of(walk.infer(handler.type, inner)))
        else:
            walk.infer(handler.type, inner)
        blocks.append((inner, handler.body))
    alive = [inner for inner, body in blocks if run(walk, body, inner)]
    alive = [main, *alive] if main_reached else alive
    scope.join(alive or [main])
    return run(walk, node.finalbody, scope) and bool(alive)


def _instance_of(kinds: Type) -> Type:
    found: list[Type] = []
    for one in members(kinds):
        if isinstance(one, ClassValue):
            found.append(one.instance)
        elif isinstance(one, External):
            found.append(Instance(f"{OTHER}{one.name}"))
        elif isinstance(one, TupleType):
            found.extend(_instance_of(item) for item in one.items)
    return union(found)


def _with(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.With | ast.AsyncWith)
    for item in node.items:
        value = _entered(walk, walk.infer(item.context_expr, scope), scope)
        if item.optional_vars is not None:
            assign(walk, item.optional_vars, value, scope)
    return run(walk, node.body, scope)


def _entered(walk: Walk, context: Type, scope: Scope) -> Type:
    """The value that a `with` block gets from its context."""
    found: list[Type] = []
    for one in members(context):
        entered = _enter(walk, one, scope) if isinstance(one, Instance) else None
        found.append(one if entered is None or entered == UNKNOWN else entered)
    return union(found)


def _enter(walk: Walk, context: Instance, scope: Scope) -> Type | None:
    for name in ("__enter__", "__aenter__"):
        member = walk.definitions.member(context, name)
        method = member.source.method(name) if member else None
        if method is not None:
            walk.refer(method, scope)
            result = result_of(walk, method, context)
            return awaited(result) if name == "__aenter__" else result
    return None


def _match(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Match)
    subject = walk.infer(node.subject, scope)
    blocks = []
    for case in node.cases:
        inner = scope.copy()
        read_pattern(walk, case.pattern, subject, node.subject, inner)
        if case.guard is not None:
            walk.infer(case.guard, inner)
            narrow(walk, case.guard, inner, positive=True)
        blocks.append((inner, case.body))
    alive = [inner for inner, body in blocks if run(walk, body, inner)]
    scope.join([scope.copy(), *alive])
    return True


def _return(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Return)
    walk.hint(node.value, scope.expected or UNKNOWN)
    value = walk.infer(node.value, scope) if node.value else Instance("None")
    scope.results.append(value)
    if node.value is not None:
        if scope.expected is not None:
            expect(walk, scope.expected, Given(node=node.value), value, scope)
        if scope.is_public:
            walk.whole(value, walk.place(node.value, scope), scope, f"returned by {scope.function}")
    return False


def _end(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            walk.infer(part, scope)
    return False


def _assign(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Assign)
    value = walk.infer(node.value, scope)
    for target in node.targets:
        assign(walk, target, value, scope, node.value)
    return True


def _annotated(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.AnnAssign)
    declared = walk.annotate(node.annotation, scope)
    walk.hint(node.value, declared)
    value = walk.infer(node.value, scope) if node.value else UNKNOWN
    if node.value is not None:
        expect(walk, declared, Given(node=node.value), value, scope)
    assign(walk, node.target, value if is_open(declared) else declared, scope, node.value)
    return True


def _augmented(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.AugAssign)
    value = walk.infer(node.value, scope)
    known = scope.find(node.target.id) if isinstance(node.target, ast.Name) else None
    assign(walk, node.target, union((known or UNKNOWN, value)), scope)
    return True


def _expression(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Expr)
    walk.infer(node.value, scope)
    filled_by_call(walk, node.value, scope)
    return True


def _assert(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Assert)
    walk.infer(node.test, scope)
    walk.infer(node.msg, scope)
    narrow(walk, node.test, scope, positive=True)
    return True


def _delete(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    assert isinstance(node, ast.Delete)
    for target in node.targets:
        walk.infer(target, scope)
    return True


def _function(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    """A function inside a function: it is read at the end of the outer one, whose names it may use."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    if scope.is_top:
        if scope.owner:
            scope.names[node.name] = FunctionValue(f"{scope.owner}.{node.name}")
        return True
    walk.infer_all([*node.decorator_list, *node.args.defaults], scope)
    walk.infer_all([one for one in node.args.kw_defaults if one], scope)
    for arg in ast.walk(node.args):
        if isinstance(arg, ast.arg):
            walk.annotate(arg.annotation, scope)
    walk.annotate(node.returns, scope)
    value = LambdaValue(node, scope)
    scope.assign(node.name, value)
    walk.later.append(partial(apply_lambda, walk, value, [], ast.Name(node.name), scope))
    return True


def _declared(walk: Walk, node: ast.stmt, scope: Scope) -> bool:  # noqa: ARG001
    assert isinstance(node, ast.Global | ast.Nonlocal)
    kind = "global" if isinstance(node, ast.Global) else "nonlocal"
    scope.outer.update(dict.fromkeys(node.names, kind))
    return True


def _class(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    """A class inside a function: its methods are read as functions of the outer one."""
    assert isinstance(node, ast.ClassDef)
    if scope.is_top:
        return True
    walk.infer_all([*node.decorator_list, *node.bases], scope)
    run(walk, node.body, scope.inner())
    return True


def _import(walk: Walk, node: ast.stmt, scope: Scope) -> bool:
    """An import: names of the client are mentioned; inside a function it defines a local name."""
    assert isinstance(node, ast.Import | ast.ImportFrom)
    for alias in node.names:
        _import_name(walk, node, alias, scope)
    return True


def _import_name(walk: Walk, node: ast.Import | ast.ImportFrom, alias: ast.alias, scope: Scope) -> None:
    if isinstance(node, ast.Import):
        target = alias.name if alias.asname else alias.name.partition(".")[0]
        value: Type = walk.definitions.program.module_value(target)
        name = alias.asname or target
    else:
        if alias.name == "*":
            return
        module = scope.module.absolute(node.module, node.level)
        value = walk.imported(module, alias, scope)
        name = alias.asname or alias.name
    if not scope.is_top:
        scope.assign(name, value)


_STATEMENTS: Mapping[type[ast.stmt], Callable[[Walk, ast.stmt, Scope], bool]] = {
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Return: _return,
    ast.Raise: _end,
    ast.Continue: _end,
    ast.Break: _end,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Global: _declared,
    ast.Nonlocal: _declared,
    ast.Import: _import,
    ast.ImportFrom: _import,
}
