"""Type expressions of generated code, as data and as Python source."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from seawall.codegen.client.layout import Alternatives, Bracketed, Code, between
from seawall.codegen.client.literals import literal

__all__ = [
    "ANY",
    "BYTES",
    "NONE",
    "TEXT",
    "UNSET_TYPE",
    "ClassRef",
    "DictOf",
    "ListOf",
    "LiteralOf",
    "Plain",
    "TaggedUnion",
    "TupleOf",
    "TypeExpr",
    "UnionOf",
    "code",
    "constant_of",
    "parts_of",
    "references",
    "union",
    "without_tags",
]


@frozen
class Plain:
    """A built-in or library type: `str`, `int`, `None`, `dt.datetime` …"""

    name: str


@frozen
class ClassRef:
    """A name in `models`: a class, an enum or an alias."""

    name: str


@frozen
class ListOf:
    """A list of one item type."""

    item: "TypeExpr"


@frozen
class TupleOf:
    """A list of fixed length."""

    items: "tuple[TypeExpr, ...]"


@frozen
class DictOf:
    """A dict from str to one item type."""

    item: "TypeExpr"


@frozen
class UnionOf:
    """A union of several types; None is the last part."""

    parts: "tuple[TypeExpr, ...]"


@frozen
class TaggedUnion:
    """A union whose members the property `name` distinguishes; `variants` pairs its values with members."""

    parts: "tuple[TypeExpr, ...]"
    name: str
    variants: "tuple[tuple[str | int | bool, TypeExpr], ...]"
    default: "TypeExpr | None" = None


@frozen
class LiteralOf:
    """A literal type with these values."""

    values: tuple[str | int | bool, ...]


TypeExpr: TypeAlias = LiteralOf | Plain | ClassRef | ListOf | TupleOf | DictOf | UnionOf | TaggedUnion

# Python's compiler nests `a | b | c`, and would nest too deep.
_MAX_ALTERNATIVES = 100

ANY = Plain("Any")
NONE = Plain("None")
TEXT = Plain("str")
BYTES = Plain("bytes")
UNSET_TYPE = Plain("UnsetType")
# A tuple, because hashes of parts take longer than to compare them.
_LAST = (NONE, UNSET_TYPE)


def parts_of(type_expr: TypeExpr) -> tuple[TypeExpr, ...]:
    """The parts of a union; any other type is its own only part."""
    return type_expr.parts if isinstance(type_expr, UnionOf) else (type_expr,)


def references(type_expr: TypeExpr) -> "Iterator[ClassRef]":
    """Yield the names of `models` in `type_expr`."""
    match type_expr:
        case ClassRef():
            yield type_expr
        case ListOf(item) | DictOf(item):
            yield from references(item)
        case UnionOf(parts) | TupleOf(parts) | TaggedUnion(parts=parts):
            for part in parts:
                yield from references(part)


def constant_of(type_expr: TypeExpr) -> str | int | bool | None:
    """The only value of a literal type; None for any other type."""
    if isinstance(type_expr, LiteralOf) and len(type_expr.values) == 1:
        return type_expr.values[0]
    return None


def union(parts: "Sequence[TypeExpr]") -> TypeExpr:
    """The union of `parts`, without duplicates; Any stands for all."""
    # dict.fromkeys removes duplicates and keeps the order of the spec, so the output is reproducible.
    flat = list(dict.fromkeys(inner for part in parts for inner in parts_of(part)))
    if ANY in flat:
        return ANY
    literals = [part for part in flat if isinstance(part, LiteralOf)]
    if len(literals) > 1:
        # By type too: True equals 1.
        values = {(type(value), value): value for part in literals for value in part.values}
        flat = [part for part in flat if not isinstance(part, LiteralOf) or part is literals[0]]
        flat[flat.index(literals[0])] = LiteralOf(tuple(values.values()))
    ordered = [part for part in flat if part not in _LAST]
    ordered += [part for part in _LAST if part in flat]
    return ordered[0] if len(ordered) == 1 else UnionOf(tuple(ordered))


def without_tags(type_expr: TypeExpr) -> TypeExpr:
    """`type_expr` as a type checker sees it: the tags of unions are for the codec."""
    match type_expr:
        case ListOf(item):
            return ListOf(without_tags(item))
        case DictOf(item):
            return DictOf(without_tags(item))
        case TupleOf(items):
            return TupleOf(tuple(map(without_tags, items)))
        case UnionOf(parts) | TaggedUnion(parts=parts):
            return union([without_tags(part) for part in parts])
    return type_expr


def code(type_expr: TypeExpr) -> Code:  # noqa: PLR0911 - one for each kind
    """`type_expr` as Python source."""
    match type_expr:
        case Plain(name):
            return name
        case LiteralOf(values):
            return Bracketed("Literal[", tuple(map(literal, values)), "]")
        case ClassRef(name):
            return f"models.{name}"
        case ListOf(item):
            return Bracketed("list[", (code(item),), "]")
        case TupleOf(items):
            return Bracketed("tuple[", tuple(map(code, items)), "]")
        case DictOf(item):
            return Bracketed("dict[", ("str", code(item)), "]")
        case UnionOf(parts):
            return _alternatives(parts)
    return Bracketed("Annotated[", (_alternatives(type_expr.parts), _tag(type_expr)), "]")


def _alternatives(parts: "tuple[TypeExpr, ...]") -> Code:
    codes = tuple(map(code, parts))
    return Alternatives(codes) if len(codes) <= _MAX_ALTERNATIVES else Bracketed("Union[", codes, "]")


def _tag(tagged: TaggedUnion) -> Code:
    pairs = tuple(between(f"{literal(value)}: ", code(member)) for value, member in tagged.variants)
    arguments: list[Code] = [literal(tagged.name), Bracketed("{", pairs, "}")]
    if tagged.default is not None:
        arguments.append(between("default=", code(tagged.default)))
    return Bracketed("Tagged(", tuple(arguments), ")")
