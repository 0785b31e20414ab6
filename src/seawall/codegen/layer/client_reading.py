"""Reads a generated client: `read_client` links its source to the spec, part by part."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from seawall.codegen.api.model import Answer, Api, ApiOperation, Content
from seawall.codegen.api.shapes import Schema
from seawall.codegen.errors import SettingsError
from seawall.codegen.layer.class_linking import ClassLinks
from seawall.codegen.layer.client import (
    ClientClass,
    ClientField,
    ClientFunction,
    ClientStyle,
    GeneratedClient,
    Part,
    PartKind,
)
from seawall.codegen.layer.client_source import (
    ClientSource,
    SourceArgument,
    SourceFunction,
    alternatives,
    last_name,
)
from seawall.codegen.layer.seawall_client import read_seawall_client
from seawall.codegen.layer.stock_client import read_stock_client

__all__ = ["read_client", "style_of"]

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# Names in annotations that say nothing about the value of a successful answer.
_NOTHING = frozenset({"None", "Any", "Unset"})


def style_of(files: Iterable[str]) -> ClientStyle | None:
    """The style of the package with these files, by relative path; None if it is no generated client."""
    found = set(files)
    if "calls.py" in found or "calls/__init__.py" in found:
        return ClientStyle.SEAWALL
    is_stock = "client.py" in found and any(name.startswith("api/") for name in found)
    return ClientStyle.STOCK if is_stock else None


def read_client(files: Mapping[str, str], api: Api, package: str) -> GeneratedClient:
    """Read the generated client with these source files, by relative path, that was made of `api`.

    `package` is its import name. No file is executed, and one that is not valid Python is left out. Raises
    SettingsError if this is no generated client.
    """
    style = style_of(files)
    if style is None:
        raise SettingsError(
            f"{package} is no generated client: it has neither calls.py nor client.py with api/. "
            "Name the folder of the package that was generated."
        )
    source = read_seawall_client(files) if style is ClientStyle.SEAWALL else read_stock_client(files)
    links = ClassLinks(api, source)
    functions = tuple(_functions(source, api, links, style))
    links.rest()
    return GeneratedClient(
        package=package,
        style=style,
        functions=functions,
        classes=dict(_classes(source, links)),
        places={pointer: tuple(parts) for pointer, parts in sorted(links.places.items())},
    )


def _functions(
    source: ClientSource, api: Api, links: ClassLinks, style: ClientStyle
) -> Iterator[ClientFunction]:
    operations = _Operations(api.operations)
    for function in source.functions:
        operation = operations.of(function)
        if operation is None:
            yield _unknown(function)
            continue
        arguments = dict(_arguments(function, operation))
        known = [item for item in function.arguments if item.name in arguments]
        _link(function, operation, arguments, links)
        yield ClientFunction(
            name=function.name,
            module=function.module,
            operation=operation.key,
            arguments=arguments,
            types={item.name: _text(item.annotation) for item in known},
            required=tuple(item.name for item in known if item.is_required),
            result=_result(function, operation, links)
            if style is ClientStyle.STOCK
            else _text(function.returned),
            items=_text(function.items),
        )


def _text(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node)


def _unknown(function: SourceFunction) -> ClientFunction:
    """A function of an operation that the spec does not have."""
    return ClientFunction(
        name=function.name,
        module=function.module,
        operation=f"{function.method} {function.path}",
        arguments={
            item.name: "body" if item.location == "body" else f"{item.location} {item.wire or item.name}"
            for item in function.arguments
            if item.location
        },
        required=tuple(item.name for item in function.arguments if item.is_required),
        result=_text(function.returned),
        items=_text(function.items),
    )


class _Operations:
    """Finds the operation of a function by method and path; names in the path do not matter."""

    def __init__(self, operations: Sequence[ApiOperation]) -> None:
        self._by_form: dict[tuple[str, str], list[ApiOperation]] = {}
        for operation in operations:
            self._by_form.setdefault(_form(operation.method, operation.path), []).append(operation)
        self._taken: dict[str, str] = {}

    def of(self, function: SourceFunction) -> ApiOperation | None:
        """The operation of `function`; of several with one path the one that has its parameters."""
        found = self._by_form.get(_form(function.method, function.path), [])
        if len(found) < 2:  # noqa: PLR2004
            return found[0] if found else None
        wires = {item.wire for item in function.arguments if item.wire}
        # The functions of one endpoint share an operation, others take the next one.
        owner = (
            function.module if function.module.startswith("api.") else f"{function.module} {function.name}"
        )
        best = max(
            found,
            key=lambda operation: (
                -len(wires ^ {item.name for item in operation.parameters}),
                self._taken.get(operation.key, owner) == owner,
            ),
        )
        self._taken.setdefault(best.key, owner)
        return best


def _form(method: str, path: str) -> tuple[str, str]:
    return method.upper(), _PLACEHOLDER.sub("{}", path.partition("#")[0])


def _arguments(function: SourceFunction, operation: ApiOperation) -> Iterator[tuple[str, str]]:
    """Each argument with its parameter."""
    keys = {item.key for item in operation.parameters}
    in_path = [f"path {found[1:-1]}" for found in _PLACEHOLDER.findall(operation.path)]
    left = dict.fromkeys(item.key for item in operation.parameters)
    waiting: list[SourceArgument] = []
    found: dict[str, str] = {}
    for item in function.arguments:
        key = f"{item.location} {item.wire}"
        if item.position is not None and item.position < len(in_path):
            key = in_path[item.position]
        if item.location == "body":
            found[item.name] = "body"
        elif key in keys:
            found[item.name] = key
            left.pop(key, None)
        else:
            waiting.append(item)
    for item in waiting:
        # An object that is spread over the query has no name of its own there.
        key = next((key for key in left if _plain(key.partition(" ")[2]) == _plain(item.name)), "")
        if key:
            found[item.name] = key
            del left[key]
    yield from ((item.name, found[item.name]) for item in function.arguments if item.name in found)


def _plain(name: str) -> str:
    return "".join(character for character in name if character.isalnum()).lower()


def _link(
    function: SourceFunction, operation: ApiOperation, arguments: Mapping[str, str], links: ClassLinks
) -> None:
    """Link the classes in the signature, and note the places of operation and parameters."""
    own = Part(PartKind.OPERATION, operation.key)
    links.place(operation.pointer, own)
    for answer in operation.answers:
        links.place(answer.pointer, own)
    links.walk(function.answers, _schemas(operation.answers), own)
    by_key = {item.key: item for item in operation.parameters}
    for item in function.arguments:
        key = arguments.get(item.name, "")
        part = Part(PartKind.PARAMETER, operation.key, key)
        if key in by_key:
            links.place(by_key[key].pointer, part)
            links.place(by_key[key].schema.pointer, part)
            links.walk([item.annotation], [by_key[key].schema], part)
        elif key == "body" and operation.body is not None:
            links.place(operation.body.pointer, part)
            links.walk([item.annotation], _contents(operation.body.contents), part)


def _schemas(answers: Iterable[Answer]) -> list[Schema]:
    return [schema for answer in answers for schema in _contents(answer.contents)]


def _contents(contents: Iterable[Content]) -> list[Schema]:
    return [
        schema
        for content in contents
        for schema in (content.schema, content.item_schema)
        if schema is not None
    ]


def _result(function: SourceFunction, operation: ApiOperation, links: ClassLinks) -> str:
    """The type of a successful answer: without None, Any and the classes of errors."""
    if function.returned is None:
        return ""
    errors = [answer for answer in operation.answers if answer.status[0] in "45d"]
    results = [answer for answer in operation.answers if answer not in errors]
    failed = links.classes_of(_schemas(errors)) - links.classes_of(_schemas(results))
    members = alternatives(function.returned, {})
    kept = [member for member in members if last_name(member) not in failed]
    return " | ".join(text for text in map(ast.unparse, kept) if text not in _NOTHING)


def _classes(source: ClientSource, links: ClassLinks) -> Iterator[tuple[str, ClientClass]]:
    for name, alias in source.aliases.items():
        yield (
            name,
            ClientClass(
                name=name,
                module=alias.module,
                pointers=tuple(links.pointers.get(name, ())),
                schema=links.components.get(name, ""),
                alias=_text(alias.type),
            ),
        )
    for name, found in source.classes.items():
        fields = {
            item.name: ClientField(
                name=item.name,
                wire_name=item.wire or "",
                annotation=_text(item.annotation),
                pointers=tuple(links.fields.get((name, item.name), ())),
            )
            for item in found.fields
        }
        yield (
            name,
            ClientClass(
                name=name,
                module=found.module,
                pointers=tuple(links.pointers.get(name, ())),
                schema=links.components.get(name, ""),
                fields=fields,
                members=found.members,
                is_literal=found.is_literal,
            ),
        )
