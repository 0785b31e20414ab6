"""Literals of a layer: texts and numbers, and the names that they are given to."""

import ast
from collections.abc import Iterator, Mapping

from attrs import frozen

from seawall.codegen.layer.inference.recording import node_place
from seawall.codegen.layer.source.classes import last_name
from seawall.codegen.layer.source.modules import Module
from seawall.codegen.layer.uses import Literal, Place

__all__ = ["literals_of"]


@frozen
class _Context:
    """The function around a node, and the name that a literal in it is given to."""

    function: str
    given_to: str = ""
    is_annotation: bool = False


def literals_of(module: Module, targets: Mapping[Place, str]) -> Iterator[Literal]:
    """Yield the texts and numbers in a module; docstrings, annotations and parts of f-strings are none.

    `targets` has the parameter that an argument at a place is given to, if the callee is known.
    """
    todo: list[tuple[ast.AST, _Context]] = [(module.tree, _Context(module.name))]
    found: list[Literal] = []
    while todo:
        node, context = todo.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str | int | float) and not isinstance(node.value, bool):
                place = node_place(module, node)
                found.append(
                    Literal(
                        value=node.value, place=place, function=context.function, given_to=context.given_to
                    )
                )
            continue
        todo.extend(_children(node, context, module, targets))
    yield from sorted(found, key=lambda one: one.place)


def _children(
    node: ast.AST, context: _Context, module: Module, targets: Mapping[Place, str]
) -> Iterator[tuple[ast.AST, _Context]]:
    match node:
        case ast.JoinedStr():
            yield from ((one, context) for one in node.values if isinstance(one, ast.FormattedValue))
        case ast.ClassDef():
            yield from _class(node, context, module)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _function(node, context, module)
        case ast.Call():
            yield from _call(node, context, module, targets)
        case ast.Assign() | ast.AnnAssign():
            yield from _assignment(node, context, module)
        case ast.Compare():
            yield from _compare(node, context)
        case ast.Dict():
            yield from _dict(node, context)
        case ast.Expr(ast.Constant()):
            return
        case _:
            plain = context if isinstance(node, _CONTAINERS) else _Context(context.function)
            yield from ((child, plain) for child in ast.iter_child_nodes(node))


# The texts in these name attributes of a class of the layer, and are checked when it is imported.
_VIEWS = frozenset({"table_view", "facts_view"})
_CONTAINERS = (ast.Tuple, ast.List, ast.Set, ast.BoolOp, ast.IfExp, ast.UnaryOp, ast.Starred)


def _class(node: ast.ClassDef, context: _Context, module: Module) -> Iterator[tuple[ast.AST, _Context]]:
    inner = context
    if _is_at_top(context, module) or context.function.rpartition(".")[2] in _class_names(module):
        inner = _Context(f"{context.function}.{node.name}")
    for child in ast.iter_child_nodes(node):
        yield child, inner


def _is_at_top(context: _Context, module: Module) -> bool:
    return context.function == module.name


def _class_names(module: Module) -> frozenset[str]:
    return frozenset(name for name, one in module.bindings.items() if isinstance(one, ast.ClassDef))


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, context: _Context, module: Module
) -> Iterator[tuple[ast.AST, _Context]]:
    is_own = _is_at_top(context, module) or context.function.rpartition(".")[2] in _class_names(module)
    name = f"{context.function}.{node.name}" if is_own else context.function
    below = name.removeprefix(module.name).lstrip(".")
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    pairs = [
        *zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]
    for arg, default in pairs:
        if default is not None:
            yield default, _Context(name, f"{below}.{arg.arg}")
    for child in (*node.decorator_list, *node.body):
        yield child, _Context(name)


def _call(
    node: ast.Call, context: _Context, module: Module, targets: Mapping[Place, str]
) -> Iterator[tuple[ast.AST, _Context]]:
    callee = last_name(node.func)
    yield node.func, _Context(context.function)
    for one in node.args:
        inner = _Context(context.function, targets.get(node_place(module, one), callee))
        if callee in _VIEWS and isinstance(one, ast.Dict):
            yield from ((each, inner) for each in one.keys if each is not None)
            yield from ((each, inner) for each in one.values if not isinstance(each, ast.Constant))
        else:
            yield one, inner
    for keyword in node.keywords:
        given_to = f"{callee}.{keyword.arg}" if keyword.arg else callee
        yield keyword.value, _Context(context.function, given_to)


def _assignment(
    node: ast.Assign | ast.AnnAssign, context: _Context, module: Module
) -> Iterator[tuple[ast.AST, _Context]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    name = last_name(targets[0])
    owner = context.function.removeprefix(module.name).lstrip(".")
    is_member = owner in _class_names(module) and isinstance(targets[0], ast.Name)
    given_to = f"{owner}.{name}" if is_member and name else name
    if node.value is not None:
        yield node.value, _Context(context.function, given_to)
    for target in targets:
        if not isinstance(target, ast.Name):
            yield target, _Context(context.function)


def _compare(node: ast.Compare, context: _Context) -> Iterator[tuple[ast.AST, _Context]]:
    sides = [node.left, *node.comparators]
    names = [last_name(one) for one in sides]
    other = next((name for name in names if name), "")
    for side in sides:
        yield side, _Context(context.function, other)


def _dict(node: ast.Dict, context: _Context) -> Iterator[tuple[ast.AST, _Context]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None:
            yield key, context
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield value, _Context(context.function, key.value)
        else:
            yield value, context
