"""Facts of component schemas that unions and polymorphic bases need before any schema is read."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import field, frozen

from seawall.codegen.api.json_fields import object_field, text_field, texts_field
from seawall.codegen.api.schema_reading.alternatives import alternatives_of, fold_constants
from seawall.codegen.api.schema_reading.annotations import annotations_of
from seawall.codegen.api.schema_reading.enumerations import constants_of
from seawall.codegen.api.schema_reading.schema_parts import parts_of, sole_reference
from seawall.codegen.api.schema_reading.value_types import value_types
from seawall.codegen.api.source import Node, Source
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name

__all__ = ["DISCRIMINATOR_VALUE", "ComponentFacts", "Family", "ObjectFacts"]

Scalar: TypeAlias = str | int | float | bool
_CONSTANT_KEYS: Final = frozenset({"const", "enum", "$ref", "allOf", "oneOf", "anyOf"})

_MOST_MEMBERS: Final = 500
DISCRIMINATOR_VALUE: Final = "x-ms-discriminator-value"
"""The extension that names the value of a schema that extends one with a discriminator."""


@frozen
class ObjectFacts:
    """The constants of each property that has some, the required properties, and the whole numbers.

    `value` is the value of the discriminator that an extension gives to this schema.
    """

    constants: Mapping[str, tuple[Scalar, ...]] = field(factory=dict)
    required: frozenset[str] = frozenset()
    integers: frozenset[str] = frozenset()
    value: str = ""


@frozen
class Family:
    """The components that a component with a discriminator stands for.

    `children` are those that extend it, directly or not, and those in the mapping; `extensions` the former.
    """

    declaration: Node
    children: tuple[str, ...]
    extensions: frozenset[str]


class ComponentFacts:
    """Facts of component schemas, each found once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._objects: dict[str, ObjectFacts | None] = {}
        self._nulls: dict[str, bool] = {}
        self._no_objects: dict[str, bool] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._constants: dict[tuple[Node, ...], tuple[Scalar, ...]] = {}
        self.families = _families(source)
        """The components with a discriminator that others extend, by their names."""

    def object_facts(self, name: str) -> ObjectFacts | None:
        """The facts of the component `name`; None if it is not one object."""
        if name not in self._objects:
            self._objects[name] = self._find(name)
        return self._objects[name]

    def is_null(self, name: str) -> bool:
        """True if null is the only value of the component `name`."""
        if name not in self._nulls:
            node = self._source.component(name)
            parts = () if node is None else parts_of(self._source, [node]).nodes
            found = constants_of(self._source, parts)
            types = value_types(self._source, parts)
            has_no_type = types.names == () and types.is_nullable
            self._nulls[name] = has_no_type if found is None else found.is_nullable and not found.values
        return self._nulls[name]

    def is_no_object(self, name: str) -> bool:
        """True if no value of the component `name` is an object."""
        if name not in self._no_objects:
            self._no_objects[name] = self._has_no_object(name)
        return self._no_objects[name]

    def _has_no_object(self, name: str) -> bool:
        node = self._source.component(name)
        if node is None or name in self.families:
            return False
        parts = fold_constants(self._source, parts_of(self._source, [node]))
        if alternatives_of(self._source, parts):
            return False
        names = value_types(self._source, parts.nodes).names
        return constants_of(self._source, parts.nodes) is not None or (
            names is not None and "object" not in names
        )

    def _find(self, name: str) -> ObjectFacts | None:
        node = self._source.component(name)
        if node is None or name in self.families:
            return None
        parts = fold_constants(self._source, parts_of(self._source, [node]))
        if alternatives_of(self._source, parts):
            return None
        named: dict[str, list[Node]] = {}
        required: set[str] = set()
        for part in parts.nodes:
            required.update(texts_field(part.content(), "required"))
            for key, item in self._source.named(part, "properties").items():
                named.setdefault(key, []).append(item)
        if not named:
            return None
        found = {key: self.constants(tuple(nodes)) for key, nodes in named.items()}
        return ObjectFacts(
            {key: values for key, values in found.items() if values},
            frozenset(required),
            frozenset(key for key, nodes in named.items() if nodes[-1].get("type") == "integer"),
            text_field(annotations_of(parts.nodes)["extensions"], DISCRIMINATOR_VALUE),
        )

    def constants(self, nodes: tuple[Node, ...]) -> tuple[Scalar, ...]:
        """The values that `nodes` allow; empty if they are no enumeration."""
        if not any(_CONSTANT_KEYS & node.value.keys() for node in nodes):
            return ()
        if nodes not in self._constants:
            parts = fold_constants(self._source, parts_of(self._source, nodes))
            found = None if alternatives_of(self._source, parts) else constants_of(self._source, parts.nodes)
            self._constants[nodes] = () if found is None or found.is_nullable else found.values
        return self._constants[nodes]

    def component_constants(self, name: str) -> tuple[Scalar, ...]:
        """The values of the component `name`; empty if it is no enumeration."""
        node = self._source.component(name)
        return () if node is None else self.constants((node,))

    def members(self, name: str) -> tuple[str, ...]:
        """The components that the component `name` is a union of; empty if it is none, or of very many."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        pending = [name]
        while pending:
            current = pending.pop()
            if current in seen:
                continue
            seen.add(current)
            if len(seen) > _MOST_MEMBERS:
                return ()
            inner = self._own_members(current)
            if inner:
                pending.extend(reversed(inner))
            elif current != name:
                found[current] = None
        return tuple(found)

    def _own_members(self, name: str) -> tuple[str, ...]:
        if name not in self._members:
            self._members[name] = self._find_members(name)
        return self._members[name]

    def _find_members(self, name: str) -> tuple[str, ...]:
        node = self._source.component(name)
        if node is None or name in self.families:
            return ()
        for kind in ("oneOf", "anyOf"):
            soles = [sole_reference([member]) for member in self._source.listed(node, kind)]
            names = tuple(sole.name for sole in soles if sole is not None and not sole.is_nullable)
            if soles and len(names) == len(soles) and not {"properties", "allOf"} & node.value.keys():
                return names
        return ()


def _families(source: Source) -> dict[str, Family]:
    direct: dict[str, list[str]] = {}
    for name in source.schemas:
        for base in _bases(source, name):
            direct.setdefault(base, []).append(name)
    found = {}
    for name in source.schemas:
        declaration = _declaration(source, name)
        if declaration is None:
            continue
        extensions = _reach(source, direct, name)
        mapped = _mapped(source, declaration, name)
        if extensions or mapped:
            children = tuple(dict.fromkeys([*extensions, *mapped]))
            found[name] = Family(declaration, children, frozenset(extensions))
    return found


def _declaration(source: Source, name: str) -> Node | None:
    """The part of a component that has a discriminator; None if it is a union or has none."""
    component = source.component(name)
    pending = [] if component is None else [component]
    found = None
    while pending:
        part = pending.pop()
        if {"oneOf", "anyOf"} & part.value.keys() or not _may_be_object(part.get("type")):
            return None
        if found is None and isinstance(part.get("discriminator"), dict):
            found = part
        pending.extend(reversed(source.listed(part, "allOf")))
    return found


def _may_be_object(types: Json) -> bool:
    return types is None or types == "object" or (isinstance(types, list) and "object" in types)


def _mapped(source: Source, declaration: Node, name: str) -> list[str]:
    """The components in the mapping of a discriminator, apart from `name`."""
    mapping = object_field(object_field(declaration.value, "discriminator"), "mapping")
    names = [
        target if target in source.schemas else component_name(target)
        for target in mapping.values()
        if isinstance(target, str)
    ]
    return [each for each in names if each is not None and each != name and each in source.schemas]


def _bases(source: Source, name: str) -> list[str]:
    """The components that the component `name` refers to in its `allOf`."""
    node = source.component(name)
    pending = [] if node is None else list(source.listed(node, "allOf"))
    found = []
    while pending:
        part = pending.pop()
        pending.extend(source.listed(part, "allOf"))
        ref = part.get("$ref")
        base = component_name(ref) if isinstance(ref, str) else None
        if base is not None and base != name:
            found.append(base)
    return found


def _reach(source: Source, direct: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    pending = list(reversed(direct.get(name, [])))
    while pending:
        child = pending.pop()
        if child not in found and child != name:
            source.count()
            found[child] = None
            pending.extend(reversed(direct.get(child, [])))
    return tuple(found)
