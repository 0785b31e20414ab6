"""`oneOf` and `anyOf` before they are read: lists of constants, alternatives that only constrain, cycles."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from seawall.codegen.api.json_fields import child_pointer, list_field, text_field
from seawall.codegen.api.schema_reading.schema_parts import Parts, is_annotation, sole_reference
from seawall.codegen.api.source import Node, Source
from seawall.codegen.spec.document import Json

__all__ = ["Alternatives", "adds_nothing", "alternatives_of", "fold_constants", "is_null"]

Kind: TypeAlias = Literal["oneOf", "anyOf"]
_KINDS: Final[tuple[Kind, ...]] = ("oneOf", "anyOf")

_CONSTRAINTS: Final = frozenset(
    {
        "required",
        "not",
        "if",
        "then",
        "else",
        "dependentRequired",
        "dependentSchemas",
        "minProperties",
        "maxProperties",
        "propertyNames",
        "contains",
        "minContains",
        "maxContains",
        "unevaluatedProperties",
        "unevaluatedItems",
    }
)
_VALUE_CONSTRAINTS: Final = frozenset(
    {
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
    }
)
# Beside a union of references these do not make another class of each member.
_TRIVIAL: Final = _CONSTRAINTS | {"type", "additionalProperties", "discriminator"}


@frozen
class Alternatives:
    """The members of a `oneOf` or `anyOf` that `owner` has."""

    owner: Node
    kind: Kind
    members: tuple[Node, ...]


def is_null(node: Node) -> bool:
    """True if `node` is the schema of null alone."""
    content = node.content()
    return content.get("type") in ("null", ["null"]) or ("const" in content and content["const"] is None)


def adds_nothing(base: Sequence[Node]) -> bool:
    """True if `base` leaves a component that it stands beside as it is: it has no properties of its own."""
    return all(is_annotation(key) or key in _TRIVIAL for part in base for key in part.content())


def alternatives_of(source: Source, parts: Parts) -> list[Alternatives]:
    """The alternatives that make a difference to the type, in the order of the parts."""
    if _has_no_union(parts):
        return []
    has_type = any("type" in part.content() or "properties" in part.content() for part in parts.nodes)
    found = []
    for part in parts.nodes:
        for kind in _KINDS:
            members = source.listed(part, kind)
            if members and not _leads_back(part, members, parts.names):
                kept = _without_constraints(source, members, part, has_type=has_type)
                others = tuple(node for node in kept if not _is_reference_to(node, parts.roots))
                if len(others) < len(kept):
                    source.report(
                        part.pointer, f"The schema itself is an alternative in its `{kind}`.", "Remove it."
                    )
                kept = others
                if kept:
                    found.append(Alternatives(part, kind, _joined_constants(part, kind, kept)))
    return found


def _has_no_union(parts: Parts) -> bool:
    return all("oneOf" not in part.value and "anyOf" not in part.value for part in parts.nodes)


def _joined_constants(part: Node, kind: Kind, members: tuple[Node, ...]) -> tuple[Node, ...]:
    """Make one enumeration of the constants among other members."""
    constants = [node for node in members if _is_constant(node)]
    if len(constants) <= 1:
        return members
    joined = evolve(_enumeration(part, kind, constants), pointer=constants[0].pointer)
    return tuple(joined if node is constants[0] else node for node in members if node not in constants[1:])


def _leads_back(part: Node, members: Sequence[Node], names: frozenset[str]) -> bool:
    """True if a base schema lists the schema that extends it: its content is meant, not the list."""
    return part.is_inherited and any(_is_reference_to(node, names) for node in members)


def _is_reference_to(node: Node, names: frozenset[str]) -> bool:
    sole = sole_reference([node])
    return sole is not None and sole.name in names


def _without_constraints(
    source: Source, members: Sequence[Node], owner: Node, *, has_type: bool
) -> tuple[Node, ...]:
    """Leave out the members that name no type: all of them, or all but the first beside a type."""
    limits = _CONSTRAINTS | _VALUE_CONSTRAINTS if has_type else _CONSTRAINTS
    typed = [node for node in members if not _only_constrains(node, limits)]
    if len(typed) == len(members):
        return tuple(members)
    source.report(owner.pointer, "Alternatives that only constrain the value are not checked.")
    if not typed or not has_type:
        return tuple(typed)
    if len(typed) == 1 and is_null(typed[0]):
        return tuple(members)
    # One of the others stands for the values that only have the properties beside the alternatives.
    first = next(node for node in members if _only_constrains(node, limits))
    return tuple(node for node in members if node in typed or node is first)


def _only_constrains(node: Node, limits: frozenset[str]) -> bool:
    keys = [key for key in node.content() if not is_annotation(key)]
    return bool(keys) and all(key in limits for key in keys) and node.get("not") != {}


def fold_constants(source: Source, parts: Parts) -> Parts:
    """Replace lists of constants, `oneOf: [{const: 1, title: A}, …]`, by enumerations."""
    if _has_no_union(parts):
        return parts
    nodes: list[Node] = []
    for part in parts.nodes:
        folded = part
        for kind in _KINDS:
            members = source.listed(part, kind)
            values = [node for node in members if not is_null(node)]
            if values and all(_is_constant(node) for node in values):
                folded = evolve(folded, without=folded.without | {kind})
                nodes.append(_enumeration(part, kind, members))
        nodes.append(folded)
    return evolve(parts, nodes=tuple(nodes))


def _is_constant(node: Node) -> bool:
    content = node.content()
    return ("const" in content or "enum" in content) and all(
        key in {"const", "enum", "type", "format"} or is_annotation(key) for key in content
    )


def _enumeration(part: Node, kind: Kind, members: Sequence[Node]) -> Node:
    values: list[Json] = []
    names: list[Json] = []
    descriptions: list[Json] = []
    for node in members:
        own = _constants(node)
        is_single = len(own) == 1 and own[0] is not None
        values.extend(own)
        names.extend([text_field(node.value, "title") if is_single else ""] * len(own))
        descriptions.extend([text_field(node.value, "description") if is_single else ""] * len(own))
    content: dict[str, Json] = {key: item for key, item in part.value.items() if key.startswith("x-")}
    content["enum"] = values
    if any(names):
        content["x-enum-varnames"] = names
    if any(descriptions):
        content["x-enum-descriptions"] = descriptions
    return Node(child_pointer(part.pointer, kind), content, is_inherited=True)


def _constants(node: Node) -> list[Json]:
    if is_null(node):
        return [None]
    if "const" in node.value:
        return [node.value["const"]]
    values = list_field(node.value, "enum")
    return [*values, None] if "null" in list_field(node.value, "type") else values
