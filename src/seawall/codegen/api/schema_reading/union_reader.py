"""Reads unions: `oneOf`, `anyOf`, and components whose discriminator tells their extensions apart."""

from collections.abc import Sequence

from attrs import evolve, frozen

from seawall.codegen.api.json_fields import child_pointer
from seawall.codegen.api.schema_reading.alternatives import Alternatives, adds_nothing, is_null
from seawall.codegen.api.schema_reading.annotations import Annotations, annotations_of
from seawall.codegen.api.schema_reading.component_facts import ComponentFacts
from seawall.codegen.api.schema_reading.containers import ReadSchema
from seawall.codegen.api.schema_reading.schema_parts import ANNOTATIONS, parts_of, sole_reference
from seawall.codegen.api.schema_reading.tags import TaggedMembers, tagged_members
from seawall.codegen.api.schema_reading.union_members import UnionMembers
from seawall.codegen.api.schema_reading.value_types import value_types
from seawall.codegen.api.shapes import NO_DEFAULT, AnyValue, Null, Object, Ref, Schema, Union
from seawall.codegen.api.source import Node, Source
from seawall.codegen.spec.pointers import component_name, component_ref

__all__ = ["UnionReader"]


@frozen
class _Beside:
    """The keywords beside a union: of the parts up to its owner, and of those after it."""

    before: tuple[Node, ...]
    after: tuple[Node, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        return (*self.before, *self.after)


class UnionReader:
    """Reads unions; `read` reads their members."""

    def __init__(self, source: Source, facts: ComponentFacts, read: ReadSchema) -> None:
        self._source = source
        self._facts = facts
        self._read = read

    def union(self, parts: Sequence[Node], alternatives: Alternatives, pointer: str) -> Schema | None:
        """The union of `alternatives`, each together with the other keywords of `parts`.

        None if no alternative fits those.
        """
        owner, kind = alternatives.owner, alternatives.kind
        beside = _beside(parts, owner, kind)
        members = UnionMembers(pointer)
        members.is_nullable = value_types(self._source, beside.nodes).is_nullable
        own: dict[str, Schema] = {}
        for node in alternatives.members:
            sole = sole_reference([node])
            if is_null(node) or (sole is not None and self._facts.is_null(sole.name)):
                members.is_nullable = members.is_nullable or self._may_be_null(beside, owner)
                continue
            where = child_pointer(pointer, kind, node.pointer.rsplit("/", 1)[-1])
            member = self._member(beside, node, where)
            if member is not None:
                members.add(member)
                if sole is not None and isinstance(member.shape, Object):
                    own[sole.name] = member
        declared = _declaration([owner, *reversed(parts)], owner)
        tagged = tagged_members(self._source, self._facts, members.found, declared, own)
        annotations = annotations_of(parts)
        found = tagged.members
        if len(found) == 1 and not (members.is_nullable or _may_grow(tagged)):
            return _annotated(found[0], pointer, annotations)
        if len(found) == 1 and isinstance(found[0].shape, AnyValue):
            return _annotated(found[0], pointer, annotations)
        if not found:
            return Schema(pointer=pointer, shape=Null(), **annotations) if members.is_nullable else None
        shape = Union(
            members=(*found, *members.null()),
            discriminator=tagged.discriminator,
            is_exclusive=kind == "oneOf",
        )
        return Schema(pointer=pointer, shape=shape, **annotations)

    def _may_be_null(self, beside: _Beside, owner: Node) -> bool:
        """False if another part of the schema, such as a schema that it extends, says otherwise."""
        others = [part for part in beside.nodes if part.pointer != owner.pointer]
        return value_types(self._source, others).names is None

    def _member(self, beside: _Beside, node: Node, pointer: str) -> Schema | None:
        """One member together with the keywords beside the union; None if they contradict each other."""
        base = beside.nodes
        sole = sole_reference([node])
        if not base or (sole is not None and (adds_nothing(base) or self._has_all(sole.name, base))):
            return self._read([node], node.pointer)
        joined = [*beside.before, node, *beside.after]
        if value_types(self._source, parts_of(self._source, joined).nodes).is_conflict:
            self._source.report(
                node.pointer,
                "This alternative contradicts the keywords beside it; it is left out.",
                "Correct its type.",
            )
            return None
        return self._read(joined, pointer)

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

    def polymorphic(self, name: str, node: Node) -> Schema:
        """The component `name` with a discriminator, as the union of the components that extend it."""
        family = self._facts.families[name]
        own: dict[str, Schema] = {}
        for each in (name, *family.children):
            component = self._source.component(each)
            if each in self._facts.families and component is not None:
                own[each] = self._own_class(component)
        members = UnionMembers(node.pointer)
        for child in family.children:
            members.add(own.get(child) or Schema(pointer=component_ref(child), shape=Ref(child)))
        tagged = tagged_members(self._source, self._facts, members.found, family.declaration, own)
        parts = parts_of(self._source, [node]).nodes
        members.is_nullable = value_types(self._source, parts).is_nullable
        found = (*tagged.members, *members.null())
        shape = Union(members=found, discriminator=tagged.discriminator, is_exclusive=True)
        return Schema(pointer=node.pointer, shape=shape, **annotations_of([node]))

    def _own_class(self, component: Node) -> Schema:
        """The component itself, without those that extend it."""
        pointer = child_pointer(component.pointer, "discriminator")
        schema = self._read([evolve(component, without=frozenset({"discriminator"}))], pointer)
        shape = schema.shape.members[0].shape if isinstance(schema.shape, Union) else schema.shape
        return evolve(schema, shape=shape if isinstance(shape, Object) else Object())


def _may_grow(tagged: TaggedMembers) -> bool:
    """True for the only member so far of a union whose author has declared what tells members apart."""
    tag = tagged.discriminator
    return tag is not None and tag.is_declared and isinstance(tagged.members[0].shape, Ref)


def _beside(parts: Sequence[Node], owner: Node, kind: str) -> _Beside:
    before: list[Node] = []
    after: list[Node] = []
    side = before
    for part in parts:
        hidden = ANNOTATIONS | {kind} if part is owner else ANNOTATIONS
        rest = evolve(part, without=part.without | hidden, is_inherited=True)
        if any(not key.startswith("x-") for key in rest.content()):
            side.append(rest)
        if part is owner:
            side = after
    return _Beside(tuple(before), tuple(after))


def _declaration(parts: Sequence[Node], owner: Node) -> Node | None:
    """The part that declares the discriminator; that of a base schema counts for the unions of bases only."""
    for part in parts:
        if isinstance(part.get("discriminator"), dict) and part.is_inherited <= owner.is_inherited:
            return part
    return None


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
