"""Reads the source of a client in Seawall's own style: call builders, models, open enums and aliases."""

import ast
from collections.abc import Iterator, Mapping

from seawall.codegen.layer.client_source import (
    ClientSource,
    SourceAlias,
    SourceArgument,
    SourceClass,
    SourceField,
    SourceFunction,
    last_name,
    literal_value,
    parsed,
    text_of,
)

__all__ = ["read_seawall_client"]

_ENUMS = frozenset({"OpenEnum", "OpenIntEnum"})
_CALLS = frozenset({"Call", "StreamCall"})
# The keywords of a call, with the locations of the parameters in them.
_LOCATIONS = {"path": "path", "query": "query", "headers": "header", "cookies": "cookie"}
_ANSWERS = frozenset({"result_types", "error_types", "item_types"})


def read_seawall_client(files: Mapping[str, str]) -> ClientSource:
    """Read the modules of calls and models among `files`, by path in the package."""
    functions: list[SourceFunction] = []
    classes: dict[str, SourceClass] = {}
    aliases: dict[str, SourceAlias] = {}
    for path in sorted(files):
        if not path.endswith(".py") or path.endswith("__init__.py"):
            continue
        module = path.removesuffix(".py").replace("/", ".")
        tree = parsed(files[path]) if module.startswith(("calls", "models.")) else None
        if tree is None:
            continue
        if module.startswith("models."):
            classes.update({found.name: found for found in _classes(tree, module)})
            aliases.update({found.name: found for found in _aliases(tree, module)})
        else:
            functions += _functions(tree, module)
    return ClientSource(functions=tuple(functions), classes=classes, aliases=aliases)


def _classes(tree: ast.Module, module: str) -> Iterator[SourceClass]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            is_enum = any(last_name(base) in _ENUMS for base in node.bases)
            yield SourceClass(
                name=node.name,
                module=module,
                is_enum=is_enum,
                members=dict(_members(node)) if is_enum else {},
                fields=() if is_enum else tuple(_fields(node)),
            )


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str | int | float | bool]]:
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            value = literal_value(item.value)
            if value is not None:
                yield item.targets[0].id, value


def _fields(node: ast.ClassDef) -> Iterator[SourceField]:
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            name = item.target.id
            facts = _metadata(item.value)
            wire = None if "additional" in facts else text_of(facts.get("wire")) or name
            yield SourceField(name=name, wire=wire, annotation=item.annotation)


def _metadata(value: ast.expr | None) -> dict[str, ast.expr]:
    """The metadata of a field, by key."""
    if isinstance(value, ast.Call) and last_name(value.func) == "field":
        return dict(_pairs(_keyword(value, "metadata")))
    return {}


def _aliases(tree: ast.Module, module: str) -> Iterator[SourceAlias]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and last_name(node.annotation) == "TypeAlias":
            name = last_name(node.target)
            if name and node.value is not None:
                yield SourceAlias(name=name, module=module, type=node.value)


def _functions(tree: ast.Module, module: str) -> Iterator[SourceFunction]:
    operations = {
        last_name(node.target): node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call)
    }
    for node in tree.body:
        built = _built(node) if isinstance(node, ast.FunctionDef) else None
        if not isinstance(node, ast.FunctionDef) or built is None or not built.args:
            continue
        operation = operations.get(last_name(built.args[0]))
        if isinstance(operation, ast.Call):
            yield _function(node, built, operation, module)


def _built(node: ast.FunctionDef) -> ast.Call | None:
    """The call that a function builds."""
    last = node.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call):
        return last.value if last_name(last.value.func) in _CALLS else None
    return None


def _function(node: ast.FunctionDef, built: ast.Call, operation: ast.Call, module: str) -> SourceFunction:
    returned = _returned(node)
    return SourceFunction(
        name=node.name,
        module=module,
        method=text_of(_keyword(operation, "method")),
        path=text_of(_keyword(operation, "path")),
        arguments=tuple(_arguments(node, _parameters(built))),
        answers=tuple(
            answer
            for keyword in operation.keywords
            if keyword.arg in _ANSWERS
            for answer in _answers(keyword.value)
        ),
        returned=returned[0] if returned else None,
        items=returned[1] if len(returned) > 1 else None,
    )


def _returned(node: ast.FunctionDef) -> list[ast.expr]:
    """The types in `Call[…]`, or in `StreamCall[…]`: that of the answer, and that of an item."""
    if not isinstance(node.returns, ast.Subscript):
        return []
    inner = node.returns.slice
    return list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]


def _parameters(built: ast.Call) -> dict[str, tuple[str, str]]:
    """Location and wire name of each parameter, by the argument that is given to it."""
    found = {
        last_name(value): (_LOCATIONS[keyword.arg], wire)
        for keyword in built.keywords
        if keyword.arg in _LOCATIONS
        for wire, value in _pairs(keyword.value)
    }
    body = _keyword(built, "body")
    return {**found, last_name(body): ("body", "")} if body is not None else found


def _arguments(node: ast.FunctionDef, parameters: Mapping[str, tuple[str, str]]) -> Iterator[SourceArgument]:
    positional, keywords = node.args.args, node.args.kwonlyargs
    defaults = [None] * (len(positional) - len(node.args.defaults)) + node.args.defaults
    for argument, default in zip([*positional, *keywords], [*defaults, *node.args.kw_defaults], strict=True):
        if argument.arg in parameters and argument.annotation is not None:
            location, wire = parameters[argument.arg]
            yield SourceArgument(
                name=argument.arg,
                annotation=argument.annotation,
                is_required=default is None,
                location=location,
                wire=wire,
            )


def _answers(value: ast.expr) -> Iterator[ast.expr]:
    """The types in `lambda: {200: …, "default": ByMediaType({…})}`."""
    for _, found in _pairs(value.body if isinstance(value, ast.Lambda) else value):
        if isinstance(found, ast.Call) and last_name(found.func) == "ByMediaType" and found.args:
            yield from (inner for _, inner in _pairs(found.args[0]))
        else:
            yield found


def _pairs(value: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """The keys and values of a dict of texts; other keys are empty."""
    if isinstance(value, ast.Dict):
        yield from ((text_of(key), item) for key, item in zip(value.keys, value.values, strict=True))


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
