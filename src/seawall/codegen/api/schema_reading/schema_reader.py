"""Reads schemas: a list of nodes, all of which hold, becomes one `Schema`.

A schema inside a schema costs four Python frames, so that `MOST_LEVELS` of them fit any stack.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from seawall.codegen.api.json_fields import child_pointer
from seawall.codegen.api.schema_reading.alternatives import alternatives_of, fold_constants
from seawall.codegen.api.schema_reading.annotations import annotations_of
from seawall.codegen.api.schema_reading.component_facts import ComponentFacts
from seawall.codegen.api.schema_reading.containers import array_shape, object_shape
from seawall.codegen.api.schema_reading.enumerations import constants_of, enumeration
from seawall.codegen.api.schema_reading.keywords import report_ignored_keywords
from seawall.codegen.api.schema_reading.scalar_shapes import integer_shape, number_shape, text_shape
from seawall.codegen.api.schema_reading.schema_parts import (
    SoleReference,
    last_reference,
    parts_of,
    sole_reference,
)
from seawall.codegen.api.schema_reading.union_reader import UnionReader
from seawall.codegen.api.schema_reading.value_types import value_types
from seawall.codegen.api.shapes import AnyValue, Boolean, NoValue, Null, Ref, Schema, Shape, Union
from seawall.codegen.api.source import MOST_LEVELS, Node, Source, shown
from seawall.codegen.errors import SpecError
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name, component_ref

__all__ = ["SchemaReader"]

_SCALARS: Final[Mapping[str, Callable[[Sequence[Node]], Shape]]] = {
    "string": text_shape,
    "integer": integer_shape,
    "number": number_shape,
    "boolean": lambda _parts: Boolean(),
}

# Nodes that are merged, inside schemas that are merged themselves. Known specs have at most 8.
_MOST_MERGED: Final = 20


class SchemaReader:
    """Reads schemas; what stands in one place is read once and is one `Schema`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._facts = ComponentFacts(source)
        self._unions = UnionReader(source, self._facts, self.read)
        self._found: dict[tuple[Node, ...], Schema] = {}
        self._open: set[tuple[Node, ...]] = set()
        self._merged: list[Node] = []

    def components(self) -> dict[str, Schema]:
        """Every component schema by its name."""
        return {name: self._component(name) for name in self._source.schemas}

    def read_at(self, pointer: str, value: Json) -> Schema:
        """Read the schema `value` that stands at `pointer`."""
        return self.read([self._source.node(pointer, value)], pointer)

    def read(self, nodes: Sequence[Node], pointer: str) -> Schema:
        """Read `nodes` as one schema, at `pointer`. Raises SpecError beyond the limits of depth and size."""
        key = tuple(nodes)
        if key in self._found:
            return self._found[key]
        if key in self._open or self._is_recursive(key):
            return self._endless(key, pointer)
        if len(self._open) >= MOST_LEVELS:
            raise SpecError(f"The schema at {shown(pointer)} is nested deeper than {MOST_LEVELS} levels.")
        self._source.count_schema()
        self._open.add(key)
        merged = key if len(key) > 1 else ()
        self._merged.extend(merged)
        self._found[key] = self._read(key, pointer)
        del self._merged[len(self._merged) - len(merged) :]
        self._open.discard(key)
        return self._found[key]

    def _is_recursive(self, key: tuple[Node, ...]) -> bool:
        """True deep inside merged schemas, if the same node is merged once more."""
        return len(key) > 1 and len(self._merged) > _MOST_MERGED and any(node in self._merged for node in key)

    def _endless(self, nodes: tuple[Node, ...], pointer: str) -> Schema:
        """The schema of a merge that comes back to itself: the last component in it, without the rest."""
        self._source.report(
            pointer,
            "Here recursive schemas are merged without end; only the last of them is read.",
            "Make a component of the merged schema and refer to it.",
        )
        name = last_reference(nodes)
        return Schema(pointer=pointer, shape=Ref(name) if name in self._source.schemas else AnyValue())

    def _component(self, name: str) -> Schema:
        pointer = component_ref(name)
        node = self._source.node(pointer, self._source.schemas[name])
        if name in self._facts.families:
            return self._unions.polymorphic(name, node)
        return self.read([node], pointer)

    def _read(self, nodes: tuple[Node, ...], pointer: str) -> Schema:
        sole = sole_reference(nodes)
        if sole is not None and not self._extends(nodes, sole.name):
            return self._reference(sole, pointer)
        parts = fold_constants(self._source, parts_of(self._source, nodes))
        report_ignored_keywords(self._source, parts.nodes)
        alternatives = alternatives_of(self._source, parts)
        if alternatives:
            union = self._unions.union(parts.nodes, alternatives[0], pointer)
            if union is not None:
                return union
            self._source.report(pointer, f"No alternative of `{alternatives[0].kind}` fits.")
        shape = self._shape(parts.nodes, pointer)
        return Schema(pointer=pointer, shape=shape, **annotations_of(parts.nodes))

    def _extends(self, nodes: tuple[Node, ...], base: str) -> bool:
        """True if `nodes` are a component that extends the polymorphic `base` and adds nothing."""
        family = self._facts.families.get(base)
        return family is not None and component_name(nodes[0].pointer) in family.extensions

    def _reference(self, sole: SoleReference, pointer: str) -> Schema:
        shape: Shape = Ref(sole.name)
        if sole.name not in self._source.schemas:
            self._source.report(
                pointer,
                f"The reference to {shown(sole.name)} has no target; any value fits.",
                "Correct the reference or add the schema.",
            )
            shape = AnyValue()
        elif sole.is_nullable:
            member = Schema(pointer=child_pointer(pointer, "allOf"), shape=shape)
            shape = Union(members=(member, _null(pointer)))
        return Schema(pointer=pointer, shape=shape, **annotations_of(sole.annotations))

    def _shape(self, parts: Sequence[Node], pointer: str) -> Shape:
        if any(part.get("not") == {} or part.get("not") is True for part in parts):
            return NoValue()
        types = value_types(self._source, parts)
        if types.is_conflict:
            self._source.report(
                pointer,
                f"The merged schemas have no type in common; {' or '.join(types.names or ())} is read.",
                "Make the types of the merged schemas agree.",
            )
        constants = constants_of(self._source, parts)
        shapes: list[Shape] = []
        if constants is not None and constants.values:
            shapes.append(enumeration(constants, types.names))
        elif constants is None and types.names is None:
            return AnyValue()
        elif constants is None:
            for name in types.names or ():
                if name in _SCALARS:
                    shapes.append(_SCALARS[name](parts))
                else:
                    container = object_shape if name == "object" else array_shape
                    shapes.append(container(self._source, self.read, parts, pointer))
        is_nullable = types.is_nullable or (constants is not None and constants.is_nullable)
        return _union_of(shapes, pointer, is_nullable=is_nullable)


def _union_of(shapes: Sequence[Shape], pointer: str, *, is_nullable: bool) -> Shape:
    """The shape of a schema whose `type` is a list."""
    if not shapes:
        return Null()
    if len(shapes) == 1 and not is_nullable:
        return shapes[0]
    members = [
        Schema(pointer=child_pointer(pointer, "type", number), shape=shape)
        for number, shape in enumerate(shapes)
    ]
    return Union(members=(*members, _null(pointer)) if is_nullable else tuple(members))


def _null(pointer: str) -> Schema:
    return Schema(pointer=child_pointer(pointer, "type"), shape=Null())
