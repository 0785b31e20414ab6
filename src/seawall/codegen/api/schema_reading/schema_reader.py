"""Reads schemas: a list of nodes, all of which hold, becomes one `Schema`."""

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from seawall.codegen.api.json_fields import child_pointer
from seawall.codegen.api.schema_reading.alternatives import (
    Alternatives,
    adds_nothing,
    alternatives_of,
    fold_constants,
    is_null,
)
from seawall.codegen.api.schema_reading.annotations import Annotations, annotations_of
from seawall.codegen.api.schema_reading.component_facts import ComponentFacts, own_class
from seawall.codegen.api.schema_reading.containers import array_shape, object_shape
from seawall.codegen.api.schema_reading.enumerations import constants_of, enumeration
from seawall.codegen.api.schema_reading.scalar_shapes import integer_shape, number_shape, text_shape
from seawall.codegen.api.schema_reading.schema_parts import (
    ANNOTATIONS,
    SoleReference,
    parts_of,
    sole_reference,
)
from seawall.codegen.api.schema_reading.tags import tagged_members
from seawall.codegen.api.schema_reading.union_members import UnionMembers
from seawall.codegen.api.schema_reading.value_types import value_types
from seawall.codegen.api.shapes import (
    NO_DEFAULT,
    AnyValue,
    Boolean,
    NoValue,
    Null,
    Ref,
    Schema,
    Shape,
    Union,
)
from seawall.codegen.api.source import MOST_LEVELS, Node, Source
from seawall.codegen.errors import SpecError
from seawall.codegen.spec.pointers import component_name, component_ref

__all__ = ["SchemaReader"]

_UNCHECKED: Final = (
    "not",
    "if",
    "dependentRequired",
    "dependentSchemas",
    "contains",
    "propertyNames",
    "contentSchema",
)


class SchemaReader:
    """Reads schemas; what stands in one place is read once and is one `Schema`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._facts = ComponentFacts(source)
        self._found: dict[tuple[Node, ...], Schema] = {}
        self._open: set[tuple[Node, ...]] = set()

    def components(self) -> dict[str, Schema]:
        """Every component schema by its name."""
        return {name: self._component(name) for name in self._source.schemas}

    def read_at(self, pointer: str, value: object) -> Schema:
        """Read the schema `value` that stands at `pointer`."""
        return self.read([self._source.node(pointer, value)], pointer)  # type: ignore[arg-type]

    def read(self, nodes: Sequence[Node], pointer: str) -> Schema:
        """Read `nodes` as one schema, at `pointer`. Raises SpecError beyond the limits of depth and size."""
        key = tuple(nodes)
        if key in self._found:
            return self._found[key]
        if key in self._open:
            return self._endless(key, pointer)
        if len(self._open) >= MOST_LEVELS:
            raise SpecError(f"The schema at {pointer} is nested deeper than {MOST_LEVELS} levels.")
        self._source.count()
        self._open.add(key)
        try:
            self._found[key] = self._read(key, pointer)
        finally:
            self._open.discard(key)
        return self._found[key]

    def _endless(self, nodes: tuple[Node, ...], pointer: str) -> Schema:
        """The schema of a merge that comes back to itself: the last reference, without the other parts."""
        self._source.report(
            pointer, "Here recursive schemas are merged without end; only the last of them is read."
        )
        sole = sole_reference(nodes[-1:])
        return Schema(pointer=pointer, shape=AnyValue() if sole is None else Ref(sole.name))

    def _component(self, name: str) -> Schema:
        pointer = component_ref(name)
        node = self._source.node(pointer, self._source.schemas[name])
        if name in self._facts.children:
            return self._polymorphic(name, node)
        return self.read([node], pointer)

    def _read(self, nodes: tuple[Node, ...], pointer: str) -> Schema:
        sole = sole_reference(nodes)
        if sole is not None and not self._extends(nodes, sole.name):
            return self._reference(sole, pointer)
        parts = fold_constants(self._source, parts_of(self._source, nodes))
        alternatives = alternatives_of(self._source, parts)
        if alternatives:
            return self._union(parts.nodes, alternatives[0], pointer)
        self._report_unchecked(parts.nodes)
        return Schema(pointer=pointer, shape=self._shape(parts.nodes, pointer), **annotations_of(parts.nodes))

    def _extends(self, nodes: tuple[Node, ...], base: str) -> bool:
        """True if `nodes` are a component that extends the polymorphic `base` and adds nothing."""
        return component_name(nodes[0].pointer) in self._facts.children.get(base, ())

    def _reference(self, sole: SoleReference, pointer: str) -> Schema:
        shape: Shape = Ref(sole.name)
        if sole.name not in self._source.schemas:
            self._source.report(
                pointer,
                f"The reference to {sole.name!r} has no target; any value fits.",
                "Correct the reference or add the schema.",
            )
            shape = AnyValue()
        elif sole.is_nullable:
            shape = Union(members=(Schema(pointer=f"{pointer}/allOf", shape=shape), _null(pointer)))
        return Schema(pointer=pointer, shape=shape, **annotations_of(sole.annotations))

    def _report_unchecked(self, parts: Sequence[Node]) -> None:
        for part in parts:
            for key in _UNCHECKED:
                value = part.get(key)
                if value is not None and (key, value) != ("not", {}):
                    self._source.report(part.pointer, f"`{key}` is not checked.")

    def _shape(self, parts: Sequence[Node], pointer: str) -> Shape:
        if any(part.get("not") in ({}, True) and "not" in part.content() for part in parts):
            return NoValue()
        types = value_types(self._source, parts)
        if types.is_conflict:
            self._source.report(
                pointer,
                f"The merged schemas have no type in common; {' or '.join(types.names or ())} is read.",
                "Make the types of the merged schemas agree.",
            )
        constants = constants_of(self._source, parts)
        if constants is not None:
            names = types.names
            shapes: list[Shape] = [enumeration(constants, names)] if constants.values else []
            is_nullable = types.is_nullable or constants.is_nullable
        elif types.names is None:
            return AnyValue()
        else:
            shapes = [self._typed_shape(name, parts, pointer) for name in types.names]
            is_nullable = types.is_nullable
        if not is_nullable and len(shapes) == 1:
            return shapes[0]
        if not shapes:
            return Null()
        members = [
            Schema(pointer=child_pointer(pointer, "type", number), shape=shape)
            for number, shape in enumerate(shapes)
        ]
        return Union(members=(*members, _null(pointer)) if is_nullable else tuple(members))

    def _typed_shape(self, name: str, parts: Sequence[Node], pointer: str) -> Shape:
        match name:
            case "object":
                return object_shape(self._source, self.read, parts, pointer)
            case "array":
                return array_shape(self._source, self.read, parts, pointer)
            case "string":
                return text_shape(parts)
            case "integer":
                return integer_shape(parts)
            case "number":
                return number_shape(parts)
            case _:
                return Boolean()

    def _union(self, parts: Sequence[Node], alternatives: Alternatives, pointer: str) -> Schema:
        owner, kind = alternatives.owner, alternatives.kind
        before, after = self._beside(parts, owner, kind)
        base = [*before, *after]
        collector = UnionMembers(self._source, is_nullable=value_types(self._source, base).is_nullable)
        others = [part for part in base if part.pointer != owner.pointer]
        for node in alternatives.members:
            where = child_pointer(pointer, kind, node.pointer.rsplit("/", 1)[-1])
            if is_null(node):
                collector.is_nullable |= value_types(self._source, others).names is None
            elif (member := self._member(before, node, after, where)) is not None:
                collector.add(member)
        declared = next(
            (part for part in [owner, *reversed(parts)] if isinstance(part.get("discriminator"), dict)), None
        )
        tagged = tagged_members(self._source, self._facts, collector.members, declared)
        annotations = annotations_of(parts)
        members = tagged.members
        if not members and not collector.is_nullable:
            self._source.report(pointer, f"No alternative of `{kind}` fits the rest of the schema.")
            return Schema(pointer=pointer, shape=self._shape(base, pointer), **annotations)
        if len(members) == 1 and (not collector.is_nullable or isinstance(members[0].shape, AnyValue)):
            return _annotated(members[0], pointer, annotations)
        if not members:
            return Schema(pointer=pointer, shape=Null(), **annotations)
        if collector.is_nullable:
            members = (*members, _null(pointer))
        shape = Union(members=members, discriminator=tagged.discriminator, is_exclusive=kind == "oneOf")
        return Schema(pointer=pointer, shape=shape, **annotations)

    @staticmethod
    def _beside(parts: Sequence[Node], owner: Node, kind: str) -> tuple[Sequence[Node], Sequence[Node]]:
        """The keywords beside a union: of the parts up to its owner, and of those after it."""
        sides: tuple[list[Node], list[Node]] = ([], [])
        is_after = False
        for part in parts:
            hidden = ANNOTATIONS | {kind} if part is owner else ANNOTATIONS
            rest = evolve(part, without=part.without | hidden, is_inherited=True)
            if any(not key.startswith("x-") for key in rest.content()):
                sides[is_after].append(rest)
            is_after = is_after or part is owner
        return sides

    def _member(
        self, before: Sequence[Node], node: Node, after: Sequence[Node], pointer: str
    ) -> Schema | None:
        """One member of a union together with the keywords beside the union; None if they contradict."""
        base = [*before, *after]
        sole = sole_reference([node])
        if not base or (sole is not None and (adds_nothing(base) or self._has_all(sole.name, base))):
            return self.read([node], node.pointer)
        joined = [*before, node, *after]
        if value_types(self._source, parts_of(self._source, joined).nodes).is_conflict:
            return None
        return self.read(joined, pointer)

    def _has_all(self, name: str, base: Sequence[Node]) -> bool:
        """True if the component `name` extends `base`, or has its properties already."""
        component = self._source.component(name)
        if component is None:
            return True
        parts = parts_of(self._source, [component])
        if any(component_name(part.pointer) in parts.names - {name} for part in base):
            return True
        have = {key for part in parts.nodes for key in self._source.named(part, "properties")}
        needed = {key for part in base for key in self._source.named(part, "properties")}
        others = [evolve(part, without=part.without | {"properties"}) for part in base]
        return needed <= have and adds_nothing(others)

    def _polymorphic(self, name: str, node: Node) -> Schema:
        """A component whose discriminator tells the components that extend it apart."""
        children = self._facts.children[name]
        own = {
            each: self.read([own_class(component)], child_pointer(component.pointer, "discriminator"))
            for each in (name, *children)
            if each in self._facts.children and (component := self._source.component(each)) is not None
        }
        members = [
            own.get(child) or Schema(pointer=component_ref(child), shape=Ref(child)) for child in children
        ]
        tagged = tagged_members(self._source, self._facts, members, node, own)
        shape = Union(members=tagged.members, discriminator=tagged.discriminator)
        return Schema(pointer=node.pointer, shape=shape, **annotations_of([node]))


def _null(pointer: str) -> Schema:
    return Schema(pointer=child_pointer(pointer, "type"), shape=Null())


def _annotated(schema: Schema, pointer: str, annotations: Annotations) -> Schema:
    """`schema` at another place; the annotations there win."""
    return evolve(
        schema,
        pointer=pointer,
        title=annotations["title"] or schema.title,
        description=annotations["description"] or schema.description,
        default=schema.default if annotations["default"] is NO_DEFAULT else annotations["default"],
        examples=annotations["examples"] or schema.examples,
        read_only=annotations["read_only"] or schema.read_only,
        write_only=annotations["write_only"] or schema.write_only,
        deprecated=annotations["deprecated"] or schema.deprecated,
        extensions={**schema.extensions, **annotations["extensions"]},
    )
