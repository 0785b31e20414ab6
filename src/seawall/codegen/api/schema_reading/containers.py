"""Objects and arrays, merged of all parts of a schema."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from seawall.codegen.api.json_fields import child_pointer, flag_field, texts_field
from seawall.codegen.api.schema_reading.scalar_shapes import largest_count, smallest_count
from seawall.codegen.api.schema_reading.union_members import UnionMembers
from seawall.codegen.api.shapes import AnyValue, Array, NoValue, Object, Property, Schema
from seawall.codegen.api.source import Node, Source, shown

__all__ = ["ReadSchema", "array_shape", "object_shape"]

ReadSchema: TypeAlias = Callable[[Sequence[Node], str], Schema]
"""Reads nodes, all of which hold, as one schema; the pointer is for a schema that has no single place."""

_MOST_REPORTED = 10


def object_shape(source: Source, read: ReadSchema, parts: Sequence[Node], pointer: str) -> Object:
    """The objects that `parts` allow: all their properties, those of base schemas first."""
    named: dict[str, list[Node]] = {}
    for part in parts:
        for name, node in source.named(part, "properties").items():
            named.setdefault(name, []).append(node)
    for name, node in _conditional_properties(source, parts).items():
        named.setdefault(name, [node])
    source.count(len(named))
    required = {name for part in parts for name in texts_field(part.content(), "required")}
    _report_unknown_required(source, parts, required - named.keys())
    properties = []
    for name, nodes in named.items():
        distinct, where = _place(nodes, child_pointer(pointer, "properties", name))
        properties.append(Property(name=name, schema=read(distinct, where), required=name in required))
    groups, is_open = _additional_nodes(source, parts)
    where = child_pointer(pointer, "additionalProperties")
    others = [read(*_place(nodes, where)) for nodes in groups]
    return Object(
        properties=tuple(properties),
        additional=_additional(others, where, is_open=is_open),
        min_properties=largest_count(parts, "minProperties"),
        max_properties=smallest_count(parts, "maxProperties"),
    )


def _additional(choices: Sequence[Schema], pointer: str, *, is_open: bool | None) -> Schema | None:
    if len(choices) == 1:
        return choices[0]
    if choices:
        members = UnionMembers(pointer)
        for choice in choices:
            members.add(choice)
        return Schema(pointer=pointer, shape=members.shape())
    if is_open is None:
        return None
    return Schema(pointer=pointer, shape=AnyValue() if is_open else NoValue())


def array_shape(source: Source, read: ReadSchema, parts: Sequence[Node], pointer: str) -> Array:
    """The arrays that `parts` allow."""
    items: list[Node] = []
    prefix: list[list[Node]] = []
    for part in parts:
        # A list in `items` is the form of `prefixItems` before OpenAPI 3.1.
        listed = source.listed(part, "prefixItems") or source.listed(part, "items")
        for number, node in enumerate(listed):
            prefix[number:] = prefix[number:] or [[]]
            prefix[number].append(node)
        if "items" in part.content() and not isinstance(part.get("items"), list):
            items.append(source.child(part, "items"))
    distinct, where = _place(items or [Node(f"{pointer}/items", {})], f"{pointer}/items")
    rest = read(distinct, where)
    first = []
    for number, nodes in enumerate(prefix):
        distinct, where = _place(nodes, child_pointer(pointer, "prefixItems", number))
        first.append(read(distinct, where))
    return Array(
        items=rest,
        prefix=tuple(first),
        min_items=largest_count(parts, "minItems"),
        max_items=smallest_count(parts, "maxItems"),
        unique=any(flag_field(part.content(), "uniqueItems") for part in parts),
    )


def _place(nodes: Sequence[Node], pointer: str) -> tuple[tuple[Node, ...], str]:
    """One node keeps its own place, so that a property that several schemas inherit is one schema."""
    distinct = tuple(dict.fromkeys(nodes))
    return distinct, distinct[0].pointer if len(distinct) == 1 else pointer


def _conditional_properties(source: Source, parts: Sequence[Node]) -> Mapping[str, Node]:
    """The properties that only `then`, `else` or `dependentSchemas` name: none of them is required."""
    found: dict[str, Node] = {}
    for part in parts:
        branches = [source.child(part, key) for key in ("then", "else") if key in part.content()]
        branches.extend(source.named(part, "dependentSchemas").values())
        for branch in branches:
            for name, node in source.named(branch, "properties").items():
                found.setdefault(name, node)
    return found


def _report_unknown_required(source: Source, parts: Sequence[Node], names: set[str]) -> None:
    for part in parts:
        unknown = [name for name in texts_field(part.content(), "required") if name in names]
        for name in unknown[:_MOST_REPORTED]:
            source.report(
                part.pointer,
                f"The property {shown(name)} is required, but it is not described.",
                "Add the property or correct `required`.",
            )
        if len(unknown) > _MOST_REPORTED:
            source.report(
                part.pointer,
                f"{len(unknown):,} properties are required, but not described.",
                "Add them or correct `required`.",
            )


def _additional_nodes(source: Source, parts: Sequence[Node]) -> tuple[list[list[Node]], bool | None]:
    """The schemas of unnamed properties, and whether others fit too: None if the spec says nothing.

    The schema of a pattern counts for all names.
    """
    patterns: list[Node] = []
    others: list[Node] = []
    is_open = is_closed = False
    for part in parts:
        patterns.extend(source.named(part, "patternProperties").values())
        for key in ("additionalProperties", "unevaluatedProperties"):
            value = part.content().get(key)
            is_open = is_open or value is True or value == {}
            is_closed = is_closed or value is False or value == {"not": {}}
            if isinstance(value, dict) and value not in ({}, {"not": {}}):
                others.append(source.child(part, key))
    groups = [[node] for node in patterns]
    if others:
        groups.append(others)
    return groups, False if is_closed else is_open or None
