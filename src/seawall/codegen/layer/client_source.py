"""The source text of a generated client as data, before its parts are linked to the spec."""

import ast
from collections.abc import Iterator, Mapping

from attrs import field, frozen

__all__ = [
    "ClientSource",
    "SourceAlias",
    "SourceArgument",
    "SourceClass",
    "SourceField",
    "SourceFunction",
    "TypeParts",
    "aliases_in",
    "alternatives",
    "last_name",
    "literal_value",
    "parsed",
    "text_of",
    "type_parts",
]

_LISTS = frozenset({"list", "List", "Sequence", "Iterable", "tuple", "Tuple", "set", "Set"})
_DICTS = frozenset({"dict", "Dict", "Mapping"})
_UNIONS = frozenset({"Union", "Optional"})
# Aliases of aliases, and types in texts: more is no generated code.
_MAX_DEPTH = 100


@frozen(kw_only=True)
class SourceField:
    """A field of a model; `wire` is None for the additional properties."""

    name: str
    wire: str | None
    annotation: ast.expr


@frozen(kw_only=True)
class SourceClass:
    """A model with its fields, or an enum with its members, which may be a `Literal`."""

    name: str
    module: str
    is_enum: bool = False
    is_literal: bool = False
    fields: tuple[SourceField, ...] = ()
    members: Mapping[str, str | int | float | bool] = field(factory=dict)


@frozen(kw_only=True)
class SourceAlias:
    """Another name of a type."""

    name: str
    module: str
    type: ast.expr


@frozen(kw_only=True)
class SourceArgument:
    """An argument of a function.

    `location` and `wire` are those of its parameter as far as the source tells them; the location of a body
    is `body`. `position` is that of a path parameter in the path, from 0.
    """

    name: str
    annotation: ast.expr
    is_required: bool
    location: str = ""
    wire: str = ""
    position: int | None = None


@frozen(kw_only=True)
class SourceFunction:
    """A function of an operation; `answers` are the types of all its answers, the items of streams too.

    `returned` is the type of the parsed answer, None if there is none.
    """

    name: str
    module: str
    method: str
    path: str
    arguments: tuple[SourceArgument, ...] = ()
    answers: tuple[ast.expr, ...] = ()
    returned: ast.expr | None = None
    items: ast.expr | None = None


@frozen(kw_only=True)
class ClientSource:
    """Functions and classes of a client in the order of its files; `aliases` are other names of types."""

    functions: tuple[SourceFunction, ...]
    classes: Mapping[str, SourceClass]
    aliases: Mapping[str, SourceAlias] = field(factory=dict)


@frozen
class TypeParts:
    """A type taken apart: its classes, the types of its items and those of its values."""

    classes: tuple[str, ...]
    items: tuple[ast.expr, ...]
    values: tuple[ast.expr, ...]


def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a module; None if it is not valid Python."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def last_name(node: ast.expr | None) -> str:
    """The last name of a dotted one: `frozen` of `attrs.frozen`; empty for any other expression."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def text_of(node: ast.expr | None) -> str:
    """The text of a constant; empty if it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def literal_value(node: ast.expr | None) -> str | int | float | bool | None:
    """The value of a constant, negative numbers included; None for any other expression."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = literal_value(node.operand)
        return -value if isinstance(value, int | float) else None
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | bool):
        return node.value
    return None


def type_parts(types: tuple[ast.expr, ...], source: ClientSource) -> TypeParts:
    """Take types apart: unions are opened and aliases followed."""
    classes: dict[str, None] = {}
    items: list[ast.expr] = []
    values: list[ast.expr] = []
    for node in (part for each in types for part in alternatives(each, source.aliases)):
        name = last_name(node)
        if name in source.classes:
            classes[name] = None
        elif isinstance(node, ast.Subscript):
            outer, arguments = last_name(node.value), _arguments(node)
            if outer in _LISTS:
                items += arguments
            elif outer in _DICTS:
                values += arguments[1:]
    return TypeParts(tuple(classes), tuple(items), tuple(values))


def aliases_in(types: tuple[ast.expr, ...], source: ClientSource) -> list[str]:
    """The aliases that are members of `types`; those inside an alias are not told."""
    members = (member for each in types for member in alternatives(each, {}))
    return [name for name in map(last_name, members) if name in source.aliases]


def alternatives(node: ast.expr, aliases: Mapping[str, SourceAlias], depth: int = 0) -> Iterator[ast.expr]:
    """Yield the members of a union, in order; aliases are followed, and any other type is its only member."""
    if depth > _MAX_DEPTH:
        return
    opened: list[ast.expr] = []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        opened = _members(node)
    elif isinstance(node, ast.Subscript) and last_name(node.value) in _UNIONS:
        opened = _arguments(node)
    elif isinstance(node, ast.Subscript) and last_name(node.value) == "Annotated":
        opened = _arguments(node)[:1]
    elif last_name(node) in aliases:
        opened = [aliases[last_name(node)].type]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        opened = _quoted(node.value)
    else:
        yield node
    for part in opened:
        yield from alternatives(part, aliases, depth + 1)


def _members(node: ast.expr) -> list[ast.expr]:
    """The members of `a | b | c`, in order; its left sides are nested, which is no depth of the type."""
    found = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def _quoted(text: str) -> list[ast.expr]:
    """The type in a text, such as `"Pet"`."""
    try:
        return [ast.parse(text, mode="eval").body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _arguments(node: ast.Subscript) -> list[ast.expr]:
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
