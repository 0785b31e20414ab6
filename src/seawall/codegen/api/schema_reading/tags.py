"""Discriminators: declared ones with and without mapping, and those that the members imply."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import frozen

from seawall.codegen.api.json_fields import child_pointer, object_field, text_field
from seawall.codegen.api.schema_reading.component_facts import (
    DISCRIMINATOR_VALUE,
    ComponentFacts,
    ObjectFacts,
)
from seawall.codegen.api.shapes import (
    AnyValue,
    Discriminator,
    Enumeration,
    Integer,
    Object,
    Ref,
    Schema,
    Union,
)
from seawall.codegen.api.source import Node, Source, shown
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name, component_ref

__all__ = ["TaggedMembers", "tagged_members"]

Tag: TypeAlias = str | int | bool
# If several properties tell the members apart, these are the usual ones.
_USUAL_NAMES: Final = ("type", "kind", "object", "event", "action", "@type", "@odata.type")


@frozen
class TaggedMembers:
    """The members of a union, without null, and the property that tells them apart, if there is one."""

    members: tuple[Schema, ...]
    discriminator: Discriminator | None = None


def tagged_members(
    source: Source,
    facts: ComponentFacts,
    members: Sequence[Schema],
    declared: Node | None,
    own: Mapping[str, Schema] = MappingProxyType({}),
) -> TaggedMembers:
    """Find the discriminator of `members`; `declared` is the node with the declaration, if there is one.

    Members that are unions of components are replaced by those components if that is needed to tell them
    apart. `own` are the schemas that stand for components in this union, by the names of those.
    """
    if declared is not None:
        found = _declared(source, facts, members, declared, own)
        if found is not None:
            return found
    expanded = _expanded(facts, members, frozenset())
    for candidates in (members, expanded):
        inferred = _inferred(facts, candidates)
        if inferred is not None:
            return TaggedMembers(tuple(candidates), inferred)
    return TaggedMembers(tuple(members))


def _expanded(facts: ComponentFacts, members: Iterable[Schema], kept: frozenset[str]) -> list[Schema]:
    """`members` with the members of component unions in their places, except for those in `kept`."""
    found: dict[str, Schema] = {}
    for member in members:
        shape = member.shape
        inner = facts.members(shape.name) if isinstance(shape, Ref) and shape.name not in kept else ()
        if inner:
            for name in inner:
                found.setdefault(component_ref(name), _reference(name))
        else:
            key = component_ref(shape.name) if isinstance(shape, Ref) else member.pointer
            found.setdefault(key, member)
    return list(found.values())


def _reference(name: str) -> Schema:
    return Schema(pointer=component_ref(name), shape=Ref(name))


def _object_facts(facts: ComponentFacts, member: Schema) -> ObjectFacts | None:
    """The facts of a member that is an object; None for any other."""
    shape = member.shape
    if isinstance(shape, Ref):
        return facts.object_facts(shape.name)
    if not isinstance(shape, Object) or not shape.properties:
        return None
    constants = {}
    for item in shape.properties:
        value = item.schema.shape
        if isinstance(value, Enumeration):
            constants[item.name] = value.values
        elif isinstance(value, Ref):
            constants[item.name] = facts.component_constants(value.name)
    return ObjectFacts(
        {name: values for name, values in constants.items() if values},
        frozenset(item.name for item in shape.properties if item.required),
        frozenset(item.name for item in shape.properties if isinstance(item.schema.shape, Integer)),
        text_field(member.extensions, DISCRIMINATOR_VALUE),
    )


def _declared(
    source: Source,
    facts: ComponentFacts,
    members: Sequence[Schema],
    node: Node,
    own: Mapping[str, Schema],
) -> TaggedMembers | None:
    declaration = object_field(node.value, "discriminator")
    if not text_field(declaration, "propertyName"):
        source.report(node.pointer, "The discriminator has no `propertyName`; it is not used.", "Add it.")
        return None
    return _Declaration(source, facts, node.pointer, declaration, own).read(members)


class _Declaration:
    """Reads one declared discriminator."""

    def __init__(
        self,
        source: Source,
        facts: ComponentFacts,
        pointer: str,
        declaration: Mapping[str, Json],
        own: Mapping[str, Schema],
    ) -> None:
        self._source = source
        self._facts = facts
        self._pointer = child_pointer(pointer, "discriminator")
        self._name = text_field(declaration, "propertyName")
        self._own = own
        self._own_places = {schema.pointer: component_ref(each) for each, schema in own.items()}
        self._default = text_field(declaration, "defaultMapping")
        self._targets = {
            value: target
            for value, target in object_field(declaration, "mapping").items()
            if isinstance(target, str)
        }
        # In Python True equals 1; the two tell nothing apart.
        self._mapping: dict[Tag, int] = {}

    def read(self, members: Sequence[Schema]) -> TaggedMembers:
        """The members and their discriminator; a target that is no member becomes one."""
        targets = {value: self._target(target) for value, target in self._targets.items()}
        default = self._target(self._default) if self._default else None
        kept = frozenset(
            name for ref in [*targets.values(), default] if ref and (name := component_name(ref))
        )
        found = _expanded(self._facts, members, kept)
        listed = len(found)
        places = {self._place(member): number for number, member in enumerate(found)}
        for ref in [*targets.values(), default]:
            name = component_name(ref) if ref else None
            if ref is not None and name is not None and ref not in places:
                if name not in self._own:
                    self._source.report(self._pointer, f"The schema {shown(name)} is in the mapping only.")
                places[ref] = len(found)
                found.append(self._own.get(name) or _reference(name))
        facts = [_object_facts(self._facts, member) for member in found]
        owners = self._owners(facts)
        for value, ref in targets.items():
            if ref in places:
                self._add_mapped(value, places[ref], facts[places[ref]], owners)
            elif ref is not None:
                self._source.report(self._pointer, f"The target {shown(ref)} is no member of the union.")
        if not self._add_implied(found, facts):
            return TaggedMembers((*members, *found[listed:]))
        index = places.get(default) if default else None
        mapping = tuple(self._mapping.items())
        return TaggedMembers(tuple(found), Discriminator(name=self._name, mapping=mapping, default=index))

    def _owners(self, facts: Sequence[ObjectFacts | None]) -> dict[Tag, list[int]]:
        """The members that have each constant."""
        found: dict[Tag, list[int]] = {}
        for number, each in enumerate(facts):
            for value in () if each is None else self._constants(each):
                found.setdefault(value, []).append(number)
        return found

    def _add_mapped(
        self, value: str, number: int, own: ObjectFacts | None, owners: Mapping[Tag, list[int]]
    ) -> None:
        """Map `value` to a member, unless the constants of the members say that it is that of another."""
        typed = self._typed(value, own)
        others = owners.get(typed, [])
        if others and own is not None and self._constants(own) and number not in others:
            self._source.report(
                self._pointer,
                f"The mapping of {shown(value)} contradicts the constant of another member, which counts.",
                "Correct the mapping.",
            )
            number = others[0]
        self._mapping.setdefault(typed, number)

    def _typed(self, value: str, facts: ObjectFacts | None) -> Tag:
        """A key of the mapping, which is always a string, as the value that members have."""
        if facts is None:
            return value
        texts = {json.dumps(each): each for each in self._constants(facts) if not isinstance(each, str)}
        is_integer = self._name in facts.integers and re.fullmatch(r"-?[0-9]{1,18}", value)
        return texts.get(value, int(value) if is_integer else value)

    def _add_implied(self, members: Sequence[Schema], facts: Sequence[ObjectFacts | None]) -> bool:
        """Map the constants and names of members; False if a value is that of several members."""
        explicit = set(self._mapping)
        mapped = set(self._mapping.values())
        for number, (member, found) in enumerate(zip(members, facts, strict=True)):
            values = () if found is None else self._constants(found)
            added = [self._add(value, number) for value in values if value not in explicit]
            if not all(added) or (values and not added and number not in mapped):
                self._source.report(
                    self._pointer,
                    f"The value {shown(values[0])} is that of several members; their keys tell them apart.",
                    "Give each member a value of its own.",
                )
                return False
            value = found.value if found is not None and found.value else component_name(self._place(member))
            if not values and number not in mapped and value is not None:
                # Without a mapping the name of the schema is the value.
                self._add(value, number)
        return True

    def _add(self, value: Tag, number: int) -> bool:
        return self._mapping.setdefault(value, number) == number

    def _place(self, member: Schema) -> str:
        shape = member.shape
        if isinstance(shape, Ref):
            return component_ref(shape.name)
        return self._own_places.get(member.pointer, member.pointer)

    def _constants(self, facts: ObjectFacts) -> tuple[Tag, ...]:
        found = facts.constants.get(self._name, ())
        return tuple(value for value in found if not isinstance(value, float))

    def _target(self, target: str) -> str | None:
        """The pointer of a target of the mapping, which is a reference or the name of a schema."""
        if target in self._source.schemas:
            return component_ref(target)
        name = component_name(target)
        if name in self._source.schemas or (name is None and target.startswith("#/")):
            return target
        self._source.report(
            self._pointer,
            f"The mapping has the target {shown(target)}, which does not exist.",
            "Correct the mapping.",
        )
        return None


def _inferred(facts: ComponentFacts, members: Sequence[Schema]) -> Discriminator | None:
    """The property whose constants are others in each member that is an object."""
    objects: list[tuple[int, ObjectFacts]] = []
    for number, member in enumerate(members):
        found = _object_facts(facts, member)
        if found is not None:
            objects.append((number, found))
        elif not _is_no_object(facts, member):
            return None
    if len(objects) <= 1:
        return None
    names = [name for name in objects[0][1].constants if _tells_apart(name, objects)]
    if not names:
        return None
    name = min(names, key=lambda name: _preference(name, objects))
    mapping = tuple(
        (value, number)
        for number, found in objects
        for value in found.constants[name]
        if not isinstance(value, float)
    )
    return Discriminator(name=name, mapping=mapping, is_declared=False)


def _tells_apart(name: str, objects: Sequence[tuple[int, ObjectFacts]]) -> bool:
    seen: set[object] = set()
    for _, found in objects:
        values = set(found.constants.get(name, ()))
        if not values or values & seen or any(isinstance(value, float) for value in values):
            return False
        seen |= values
    return True


def _preference(name: str, objects: Sequence[tuple[int, ObjectFacts]]) -> tuple[bool, bool, int]:
    is_optional = any(name not in found.required for _, found in objects)
    has_several = any(len(found.constants[name]) > 1 for _, found in objects)
    rank = _USUAL_NAMES.index(name) if name in _USUAL_NAMES else len(_USUAL_NAMES)
    return is_optional, has_several, rank


def _is_no_object(facts: ComponentFacts, member: Schema) -> bool:
    shape = member.shape
    if isinstance(shape, Ref):
        return facts.is_no_object(shape.name)
    return not isinstance(shape, Object | Union | AnyValue)
