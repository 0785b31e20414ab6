"""The types that generated code can name, as data, and how they are written in Python.

Unions come out such that the codec can decode them: it tells apart at most one kind of text, one kind of
list and one kind of dict, so several of a kind become their common form.
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
    """A type that is always there: `str`, `int`, `None`, `dt.datetime` …"""

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
    """A list of one shape."""

    item: "TypeExpr"


@frozen
class DictOf:
    """A dict from str to one shape."""

    item: "TypeExpr"


@frozen
class UnionOf:
    """Any of several shapes; None, where it is one of them, is the last."""

    parts: "tuple[TypeExpr, ...]"


@frozen
class LiteralOf:
    """One fixed value."""

    value: str | int


TypeExpr: TypeAlias = LiteralOf | Plain | ModelRef | EnumRef | ListOf | DictOf | UnionOf

ANY = Plain("Any")
NONE = Plain("None")
_TEXT = Plain("str")
_TEXTS = frozenset({"str", "dt.datetime", "dt.date", "UUID"})


def parts_of(shape: TypeExpr) -> tuple[TypeExpr, ...]:
    """The members of a union, and of what is none itself."""
    return shape.parts if isinstance(shape, UnionOf) else (shape,)


def references(shape: TypeExpr) -> "Iterator[ModelRef | EnumRef]":
    """The generated classes that `shape` names."""
    match shape:
        case ModelRef() | EnumRef():
            yield shape
        case ListOf(item) | DictOf(item):
            yield from references(item)
        case UnionOf(parts):
            for part in parts:
                yield from references(part)


def is_object(shape: TypeExpr) -> bool:
    """Whether `shape`, or an item or member of it, is an object."""
    match shape:
        case ModelRef() | DictOf():
            return True
        case ListOf(item):
            return is_object(item)
        case UnionOf(parts):
            return any(map(is_object, parts))
    return False


def union(parts: "Sequence[TypeExpr]") -> TypeExpr:
    """The shape that is any of `parts`."""
    flat = list(dict.fromkeys(_flat(parts)))
    if ANY in flat:
        return ANY
    kinds = _one_text(_one_container(flat))
    if _beyond_codec(kinds):
        return union([ANY, *kinds])
    ordered = [part for part in kinds if part != NONE] + [part for part in kinds if part == NONE]
    return ordered[0] if len(ordered) == 1 else UnionOf(tuple(ordered))


def _flat(parts: "Sequence[TypeExpr]") -> "list[TypeExpr]":
    return [inner for part in parts for inner in parts_of(part)]


def _one_container(parts: "list[TypeExpr]") -> "list[TypeExpr]":
    lists = [part for part in parts if isinstance(part, ListOf)]
    dicts = [part for part in parts if isinstance(part, DictOf)]
    models = [part for part in parts if isinstance(part, ModelRef)]
    rest: list[TypeExpr] = [part for part in parts if not isinstance(part, ListOf | DictOf)]
    if dicts and models:
        # A dict of anything takes every object, so no class can be told from it.
        rest = [part for part in rest if part not in models]
        dicts = [DictOf(ANY)]
    if lists:
        rest.append(ListOf(union([part.item for part in lists])))
    if dicts:
        rest.append(DictOf(union([part.item for part in dicts])))
    return rest


def _one_text(parts: "list[TypeExpr]") -> "list[TypeExpr]":
    texts = [
        part
        for part in parts
        if isinstance(part, EnumRef) or (isinstance(part, Plain) and part.name in _TEXTS)
    ]
    if len(texts) < 2:  # noqa: PLR2004
        return parts
    return [_TEXT, *(part for part in parts if part not in texts)]


def _beyond_codec(parts: "list[TypeExpr]") -> bool:
    """Whether several classes stand beside something else: cattrs tells them from None only."""
    models = [part for part in parts if isinstance(part, ModelRef)]
    others = [part for part in parts if part not in models and part != NONE]
    return len(models) > 1 and bool(others)


def code(shape: TypeExpr, *, prefix: str = "") -> str:
    """`shape` as a Python expression; `prefix` stands before the names of models."""
    match shape:
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
