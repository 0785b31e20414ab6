"""Type expressions of generated code, as data and as Python source.

Unions are reduced until the codec can decode them. It distinguishes at most one string type, one list type
and one dict type, so several of a kind are merged into their common form.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from seawall.codegen.client.literals import literal

__all__ = [
    "ANY",
    "NONE",
    "DictOf",
    "EnumRef",
    "ListOf",
    "LiteralOf",
    "ModelRef",
    "Plain",
    "TypeExpr",
    "UnionOf",
    "code",
    "is_object",
    "parts_of",
    "references",
    "union",
]


@frozen
class Plain:
    """A built-in or library type: `str`, `int`, `None`, `dt.datetime` …"""

    name: str


@frozen
class ModelRef:
    """A generated class in `models`."""

    name: str


@frozen
class EnumRef:
    """A generated class in `enums`."""

    name: str


@frozen
class ListOf:
    """A list of one item type."""

    item: "TypeExpr"


@frozen
class DictOf:
    """A dict from str to one item type."""

    item: "TypeExpr"


@frozen
class UnionOf:
    """A union of several types; None is the last part."""

    parts: "tuple[TypeExpr, ...]"


@frozen
class LiteralOf:
    """A literal type with one value."""

    value: str | int


TypeExpr: TypeAlias = LiteralOf | Plain | ModelRef | EnumRef | ListOf | DictOf | UnionOf

ANY = Plain("Any")
NONE = Plain("None")
_STRING = Plain("str")
_STRING_TYPES = frozenset({"str", "dt.datetime", "dt.date", "UUID"})


def parts_of(type_expr: TypeExpr) -> tuple[TypeExpr, ...]:
    """The parts of a union; any other type is its own only part."""
    return type_expr.parts if isinstance(type_expr, UnionOf) else (type_expr,)


def references(type_expr: TypeExpr) -> "Iterator[ModelRef | EnumRef]":
    """Yield the generated classes in `type_expr`."""
    match type_expr:
        case ModelRef() | EnumRef():
            yield type_expr
        case ListOf(item) | DictOf(item):
            yield from references(item)
        case UnionOf(parts):
            for part in parts:
                yield from references(part)


def is_object(type_expr: TypeExpr) -> bool:
    """True if `type_expr`, an item or a part of it is a JSON object."""
    match type_expr:
        case ModelRef() | DictOf():
            return True
        case ListOf(item):
            return is_object(item)
        case UnionOf(parts):
            return any(map(is_object, parts))
    return False


def union(parts: "Sequence[TypeExpr]") -> TypeExpr:
    """Build the union of `parts`, reduced to a type that the codec can decode."""
    # dict.fromkeys removes duplicates and keeps the order of the spec, so the output is reproducible.
    flat = list(dict.fromkeys(_flatten(parts)))
    if ANY in flat:
        return ANY
    merged = _merge_strings(_merge_containers(flat))
    if _is_undecodable(merged):
        return union([ANY, *merged])
    ordered = [part for part in merged if part != NONE] + [part for part in merged if part == NONE]
    return ordered[0] if len(ordered) == 1 else UnionOf(tuple(ordered))


def _flatten(parts: "Sequence[TypeExpr]") -> "list[TypeExpr]":
    return [inner for part in parts for inner in parts_of(part)]


def _merge_containers(parts: "list[TypeExpr]") -> "list[TypeExpr]":
    lists = [part for part in parts if isinstance(part, ListOf)]
    dicts = [part for part in parts if isinstance(part, DictOf)]
    models = [part for part in parts if isinstance(part, ModelRef)]
    rest: list[TypeExpr] = [part for part in parts if not isinstance(part, ListOf | DictOf)]
    if dicts and models:
        # A free-form dict accepts every object, so the codec could not choose a class.
        rest = [part for part in rest if part not in models]
        dicts = [DictOf(ANY)]
    # msgspec allows one array-like and one object-like type in a union.
    if lists:
        rest.append(ListOf(union([part.item for part in lists])))
    if dicts:
        rest.append(DictOf(union([part.item for part in dicts])))
    return rest


def _merge_strings(parts: "list[TypeExpr]") -> "list[TypeExpr]":
    strings = [
        part
        for part in parts
        if isinstance(part, EnumRef) or (isinstance(part, Plain) and part.name in _STRING_TYPES)
    ]
    if len(strings) <= 1:
        return parts
    # msgspec allows one string-like type in a union: enums, dates and UUIDs are strings in JSON.
    return [_STRING, *(part for part in parts if part not in strings)]


def _is_undecodable(parts: "list[TypeExpr]") -> bool:
    """True for several classes plus a non-class: cattrs distinguishes a union of classes from None only."""
    models = [part for part in parts if isinstance(part, ModelRef)]
    others = [part for part in parts if part not in models and part != NONE]
    return len(models) > 1 and bool(others)


def code(type_expr: TypeExpr, *, prefix: str = "") -> str:
    """`type_expr` as a Python expression; `prefix` qualifies the names of models."""
    match type_expr:
        case Plain(name):
            text = name
        case LiteralOf(value):
            text = f"Literal[{literal(value)}]"
        case ModelRef(name):
            text = f"{prefix}{name}"
        case EnumRef(name):
            text = f"enums.{name}"
        case ListOf(item):
            text = f"list[{code(item, prefix=prefix)}]"
        case DictOf(item):
            text = f"dict[str, {code(item, prefix=prefix)}]"
        case UnionOf(parts):
            text = " | ".join(code(part, prefix=prefix) for part in parts)
    return text
