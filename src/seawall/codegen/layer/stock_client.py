"""Reads the source of a package of openapi-python-client: endpoint functions, models and enums."""

import ast
import re
from collections.abc import Iterator, Mapping

from attrs import evolve

from seawall.codegen.layer.client_source import (
    ClientSource,
    SourceArgument,
    SourceClass,
    SourceField,
    SourceFunction,
    last_name,
    literal_value,
    parsed,
    text_of,
)

__all__ = ["read_stock_client"]

_FUNCTIONS = ("sync", "asyncio", "sync_detailed", "asyncio_detailed")
_ENUMS = frozenset({"Enum", "StrEnum", "IntEnum"})
# The dicts in which an endpoint collects its parameters.
_LOCATIONS = {"params": "query", "headers": "header", "cookies": "cookie"}
# Older versions name the argument after the form of the body.
_BODIES = frozenset({"body", "json_body", "form_data", "multipart_data"})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_URL = re.compile(r"(?:\{\})?(/.*)")


def read_stock_client(files: Mapping[str, str]) -> ClientSource:
    """Read the endpoints in `api/` and the classes in `models/` among `files`, by path in the package."""
    functions: list[SourceFunction] = []
    classes: dict[str, SourceClass] = {}
    for path in sorted(files):
        if not path.endswith(".py") or path.endswith("__init__.py"):
            continue
        module = path.removesuffix(".py").replace("/", ".")
        tree = parsed(files[path]) if module.startswith(("api.", "models.")) else None
        if tree is None:
            continue
        if module.startswith("models."):
            classes.update({found.name: found for found in _classes(tree, module)})
        else:
            functions += _functions(tree, module)
    return ClientSource(functions=tuple(functions), classes=classes)


def _classes(tree: ast.Module, module: str) -> Iterator[SourceClass]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            if any(last_name(base) in _ENUMS for base in node.bases):
                yield SourceClass(name=node.name, module=module, is_enum=True, members=dict(_members(node)))
            else:
                yield SourceClass(name=node.name, module=module, fields=tuple(_fields(node)))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            name = last_name(node.targets[0])
            if name and last_name(node.value.value) == "Literal":
                yield SourceClass(
                    name=name,
                    module=module,
                    is_enum=True,
                    is_literal=True,
                    members=_literal_values(node.value),
                )


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str | int | float | bool]]:
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            value = literal_value(item.value)
            if value is not None:
                yield item.targets[0].id, value


def _literal_values(node: ast.Subscript) -> dict[str, str | int | float | bool]:
    values = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    found = [value for value in map(literal_value, values) if value is not None]
    return {str(value): value for value in found}


def _fields(node: ast.ClassDef) -> Iterator[SourceField]:
    wires = _wire_names(node)
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            name = item.target.id
            wire = None if name == "additional_properties" and name not in wires else wires.get(name, name)
            yield SourceField(name=name, wire=wire, annotation=item.annotation)


def _wire_names(node: ast.ClassDef) -> dict[str, str]:
    """The wire names of the fields: from `to_dict`, else from `from_dict`."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    found: dict[str, str] = {}
    for name in ("from_dict", "to_dict"):
        if name in methods:
            found.update(_written(methods[name]) if name == "to_dict" else _popped(methods[name]))
    return found


def _written(method: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Pairs of field and wire name in `field_dict["wire"] = field` and in the dict of `update`."""
    for node in ast.walk(method):
        if isinstance(node, ast.Dict):
            yield from (
                (last_name(value), text_of(key))
                for key, value in zip(node.keys, node.values, strict=True)
                if last_name(value) and text_of(key)
            )
        elif isinstance(node, ast.Assign):
            wire = _key(node.targets[0], "field_dict")
            if wire and last_name(node.value):
                yield last_name(node.value), wire


def _popped(method: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Pairs of field and wire name in `field = Pet.from_dict(d.pop("wire"))`."""
    for node in method.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            for call in ast.walk(node.value):
                if isinstance(call, ast.Call) and last_name(call.func) == "pop" and call.args:
                    yield node.targets[0].id.removeprefix("_"), text_of(call.args[0])


def _key(target: ast.expr, name: str) -> str:
    """The text in `name["text"]`; empty for another target."""
    if isinstance(target, ast.Subscript) and last_name(target.value) == name:
        return text_of(target.slice)
    return ""


def _functions(tree: ast.Module, module: str) -> Iterator[SourceFunction]:
    named = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    kwargs = named.get("_get_kwargs")
    method, path = ("", "") if kwargs is None else _request(kwargs)
    if kwargs is None or not method:
        return
    parameters = _parameters(kwargs, path)
    for name in _FUNCTIONS:
        if name in named:
            node = named[name]
            returned = _returned(node)
            yield SourceFunction(
                name=name,
                module=module,
                method=method,
                path=path,
                arguments=tuple(_arguments(node, parameters)),
                answers=() if returned is None else (returned,),
                returned=returned,
            )


def _request(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, str]:
    """Method and path of the request that `_get_kwargs` describes; empty if it describes none."""
    method, path = "", ""
    for item in ast.walk(node):
        if isinstance(item, ast.Dict):
            facts = {text_of(key): value for key, value in zip(item.keys, item.values, strict=True)}
            method = method or text_of(facts.get("method")).upper()
            path = path or _path(facts.get("url"))
        elif isinstance(item, ast.Assign | ast.AnnAssign):
            target = item.targets[0] if isinstance(item, ast.Assign) else item.target
            path = path or (_path(item.value) if last_name(target) == "url" else "")
    return method, path


def _path(node: ast.expr | None) -> str:
    """The path in `"/pets/{id}".format(…)`; older versions put `{}` for the server before it."""
    texts = (
        [text_of(part) for part in ast.walk(node) if isinstance(part, ast.expr)] if node is not None else []
    )
    return next((found[1] for text in texts if (found := _URL.fullmatch(text))), "")


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef, path: str) -> dict[str, SourceArgument]:
    """The parameter of each argument, as far as the source tells it."""
    found: dict[str, SourceArgument] = {}
    nothing = ast.Constant(None)
    for position, name in enumerate(_PLACEHOLDER.findall(path)):
        found[name] = SourceArgument(
            name=name, annotation=nothing, is_required=True, location="path", position=position
        )
    for location, wire, value in _assigned(node):
        names = {part.id.removeprefix("json_") for part in ast.walk(value) if isinstance(part, ast.Name)}
        for name in names:
            found.setdefault(
                name,
                SourceArgument(
                    name=name, annotation=nothing, is_required=False, location=location, wire=wire
                ),
            )
    return found


def _assigned(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str, ast.expr]]:
    """Location, wire name and value in `params["wire"] = value` and in `params = {"wire": value}`."""
    for item in ast.walk(node):
        if not isinstance(item, ast.Assign | ast.AnnAssign) or item.value is None:
            continue
        target = item.targets[0] if isinstance(item, ast.Assign) else item.target
        for name, location in _LOCATIONS.items():
            if wire := _key(target, name):
                yield location, wire, item.value
            elif last_name(target) == name and isinstance(item.value, ast.Dict):
                yield from (
                    (location, text_of(key), value)
                    for key, value in zip(item.value.keys, item.value.values, strict=True)
                )


def _arguments(
    node: ast.FunctionDef | ast.AsyncFunctionDef, parameters: Mapping[str, SourceArgument]
) -> Iterator[SourceArgument]:
    positional, keywords = node.args.args, node.args.kwonlyargs
    defaults = [None] * (len(positional) - len(node.args.defaults)) + node.args.defaults
    for argument, default in zip([*positional, *keywords], [*defaults, *node.args.kw_defaults], strict=True):
        if argument.arg == "client" or argument.annotation is None:
            continue
        known = parameters.get(argument.arg)
        body = "body" if argument.arg in _BODIES and (known is None or not known.wire) else ""
        found = known or SourceArgument(
            name=argument.arg, annotation=argument.annotation, is_required=False, location=body
        )
        yield evolve(found, annotation=argument.annotation, is_required=default is None)


def _returned(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.expr | None:
    """The type of the parsed answer: in `Response[…]`, or as it is."""
    inner = node.returns
    if isinstance(inner, ast.Subscript) and last_name(inner.value) == "Response":
        return inner.slice
    return inner
