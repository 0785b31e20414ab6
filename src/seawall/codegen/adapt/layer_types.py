"""Declared types of a layer: the fields of its classes, the parameters and results of its functions."""

import ast
from collections.abc import Iterator, Mapping

from attrs import field, frozen

__all__ = ["LayerTypes", "accepts_none", "empty_value", "read_types"]

_COLLECTIONS = {
    **dict.fromkeys(("tuple", "Tuple", "Sequence", "Collection", "Iterable"), "()"),
    **dict.fromkeys(("list", "List", "MutableSequence"), "[]"),
    **dict.fromkeys(("dict", "Dict", "Mapping", "MutableMapping"), "{}"),
}


@frozen
class LayerTypes:
    """Annotations as text: of fields by class, and of parameters by function or `Class.method`.

    A name that several files declare differently is left out.
    """

    fields: Mapping[str, Mapping[str, str]] = field(repr=False)
    parameters: Mapping[str, Mapping[str, str]] = field(repr=False)


def read_types(sources: Mapping[str, str]) -> LayerTypes:
    """Read the types that the valid Python files of `sources` declare."""
    fields: dict[str, dict[str, str]] = {}
    parameters: dict[str, dict[str, str]] = {}
    unclear: set[str] = set()
    for path in sorted(sources):
        tree = _tree(path, sources[path])
        for name, types in _classes(tree):
            unclear |= {name} if fields.setdefault(name, types) != types else set()
        for name, types in _functions(tree):
            unclear |= {name} if parameters.setdefault(name, types) != types else set()
    return LayerTypes(
        {name: types for name, types in fields.items() if name not in unclear},
        {name: types for name, types in parameters.items() if name not in unclear},
    )


def _tree(path: str, text: str) -> ast.Module:
    if not path.endswith(".py"):
        return ast.Module(body=[], type_ignores=[])
    try:
        return ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module(body=[], type_ignores=[])


def _classes(tree: ast.Module) -> Iterator[tuple[str, dict[str, str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            types = {
                item.target.id: _text(item.annotation)
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
            if types:
                yield node.name, types


def _functions(tree: ast.Module) -> Iterator[tuple[str, dict[str, str]]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, _parameters(node)
        elif isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                    types = _parameters(item)
                    name = node.name if item.name == "__init__" else f"{node.name}.{item.name}"
                    yield name, {key: text for key, text in types.items() if key not in {"self", "cls"}}


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return {one.arg: _text(one.annotation) if one.annotation else "" for one in every}


def _text(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value
    return ast.unparse(annotation)


def accepts_none(annotation: str) -> bool:
    """Return whether a value of the type that `annotation` writes may be None."""
    node = _expression(annotation)
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).rpartition(".")[2] == "Optional":
        return True
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).rpartition(".")[2] in {
        "Final",
        "Annotated",
    }:
        inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        return accepts_none(ast.unparse(inner))
    return any(ast.unparse(one) in {"None", "object", "Any", "typing.Any"} for one in _members(node))


def empty_value(annotation: str) -> str:
    """The literal of an empty collection of the type that `annotation` writes; empty for another type."""
    node = _expression(annotation)
    if isinstance(node, ast.Subscript):
        node = node.value
    return _COLLECTIONS.get(ast.unparse(node).rpartition(".")[2], "") if node is not None else ""


def _expression(annotation: str) -> ast.expr | None:
    try:
        return ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None


def _members(node: ast.expr | None) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _members(node.left)
        yield from _members(node.right)
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value).rpartition(".")[2] == "Union":
        yield from node.slice.elts if isinstance(node.slice, ast.Tuple) else (node.slice,)
    elif node is not None:
        yield node
