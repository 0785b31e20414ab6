"""Links the classes of a client to the schemas of the spec: types and schemas are walked side by side."""

import ast
from collections.abc import Iterable, Sequence
from itertools import chain

from attrs import define, field, frozen

from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.api.shapes import Array, Enumeration, NoValue, Object, Ref, Schema, Union
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.client_source import ClientSource, SourceClass, aliases_in, type_parts
from seawall.codegen.names.classes import core_of, operation_roots

__all__ = ["ClassLinks"]

# Below this share of common names, a class and a schema are two things.
_LEAST_LIKENESS = 0.3


@frozen
class _Value:
    """A schema that may have a class, and the name of its component if it is one."""

    schema: Schema
    component: str
    pointers: tuple[str, ...]


@define
class ClassLinks:
    """The links found so far: pointers and component of classes, pointers of fields, parts by pointer."""

    api: Api
    source: ClientSource
    pointers: dict[str, dict[str, None]] = field(factory=dict)
    components: dict[str, str] = field(factory=dict)
    fields: dict[tuple[str, str], dict[str, None]] = field(factory=dict)
    places: dict[str, dict[Part, None]] = field(factory=dict)
    _pending: list[tuple[str, _Value]] = field(factory=list)
    _seen: set[tuple[str, str]] = field(factory=set)
    _claimed: dict[str, str] = field(factory=dict)

    def place(self, pointer: str, part: Part) -> None:
        """Note that `pointer` stands for `part`."""
        self.places.setdefault(pointer, {})[part] = None

    def walk(self, types: Sequence[ast.expr], schemas: Sequence[Schema], owner: Part | None) -> None:
        """Link the classes in `types` to `schemas`, the values of `owner`, and all that they hold."""
        self._value(types, schemas, owner)
        while self._pending:
            name, value = self._pending.pop()
            self._inside(self.source.classes[name], value.schema)

    def classes_of(self, schemas: Iterable[Schema]) -> set[str]:
        """The classes that are linked to `schemas` themselves, not to their items."""
        pointers = {
            pointer
            for schema in schemas
            for one in self._values(schema, None, set())
            for pointer in one.pointers
        }
        return {name for name, known in self.pointers.items() if not pointers.isdisjoint(known)}

    def rest(self) -> None:
        """Link components by their name, then the classes that are left by the names in them."""
        self._by_name()
        self._aliases()
        left = [name for name in self.source.classes if name not in self.pointers]
        if left:
            self._by_content(left)

    def _by_name(self) -> None:
        by_name = {_plain(name): name for name in self.source.classes}
        for name, schema in self.api.schemas.items():
            found = by_name.get(_plain(name))
            if found is not None and found not in self.pointers:
                self.walk([ast.Name(found)], [Schema(pointer="", shape=Ref(name))], None)
                if core_of(schema).pointer in self.pointers.get(found, ()):
                    self.components.setdefault(found, name)

    def _aliases(self) -> None:
        """Link aliases to the components of their name that have no class."""
        with_class = set(self.components.values())
        waiting: dict[str, list[str]] = {}
        for name in self.api.schemas:
            if name not in with_class:
                waiting.setdefault(_plain(name), []).append(name)
        for name in self.source.aliases:
            # Python has a UUID of its own: the alias of a component `UUID` is called UUIDModel.
            same = waiting.get(_plain(name)) or waiting.get(_plain(name).removesuffix("model"))
            if same and name not in self.components:
                self._link_alias(name, same.pop(0))

    def _by_content(self, left: Sequence[str]) -> None:
        """Link classes to the schemas with the same names that have no class yet, in order."""
        linked = {pointer for found in self.pointers.values() for pointer in found}
        waiting: dict[object, list[Schema]] = {}
        for schema in _all_schemas(self.api):
            if schema.pointer not in linked and isinstance(schema.shape, Object | Enumeration):
                linked.add(schema.pointer)
                waiting.setdefault(_signature(schema), []).append(schema)
        for name in left:
            found = self.source.classes[name]
            # Without names in it, a class may be any object.
            same = waiting.get(_class_signature(found), []) if _class_names(found) else []
            if name not in self.pointers and same:
                self.walk([ast.Name(name)], [same.pop(0)], None)

    def _value(self, types: Sequence[ast.expr], schemas: Sequence[Schema], owner: Part | None) -> None:
        self._alias(tuple(types), schemas)
        values: list[_Value] = []
        seen: set[str] = set()
        for schema in schemas:
            values += self._values(schema, owner, seen)
        parts = type_parts(tuple(types), self.source)
        self._classes(parts.classes, values)
        arrays = [one.schema.shape for one in values if isinstance(one.schema.shape, Array)]
        if parts.items and arrays:
            items = [schema for array in arrays for schema in (*array.prefix, array.items)]
            self._value(parts.items, items, owner)
        objects = [one.schema.shape for one in values if isinstance(one.schema.shape, Object)]
        maps = [shape.additional for shape in objects if shape.additional is not None]
        if parts.values and maps:
            self._value(parts.values, maps, owner)

    def _alias(self, types: tuple[ast.expr, ...], schemas: Sequence[Schema]) -> None:
        """Link the only alias among `types` to the only component without class among `schemas`."""
        names = aliases_in(types, self.source)
        if len(names) != 1 or names[0] in self.components:
            return
        members = [member for schema in schemas for member in _members(schema)]
        found = {member.shape.name for member in members if isinstance(member.shape, Ref)}
        found = {name for name in found if name in self.api.schemas and not _is_class(self.api.schemas[name])}
        if len(found) == 1:
            self._link_alias(names[0], found.pop())

    def _link_alias(self, name: str, component: str) -> None:
        pointer = self.api.schemas[component].pointer
        self.components[name] = component
        self.pointers[name] = {pointer: None}
        self.place(pointer, Part(PartKind.CLASS, name))

    def _values(self, schema: Schema, owner: Part | None, seen: set[str]) -> list[_Value]:
        """Open unions and follow references; components without a class stand for `owner`."""
        component, pointers = "", [schema.pointer] if schema.pointer else []
        while isinstance(schema.shape, Ref):
            component = schema.shape.name
            if component not in self.api.schemas or component in seen:
                return []
            seen.add(component)
            schema = self.api.schemas[component]
            pointers = [schema.pointer]
            if owner is not None and not _is_class(schema):
                self.place(schema.pointer, owner)
        if not isinstance(schema.shape, Union):
            return [_Value(schema, component, tuple(pointers))]
        core = core_of(schema)
        if component and core is not schema and isinstance(core.shape, Object | Enumeration):
            return [_Value(core, component, (*pointers, core.pointer))]
        return [value for member in schema.shape.members for value in self._values(member, owner, seen)]

    def _classes(self, names: Sequence[str], values: Sequence[_Value]) -> None:
        """Link each schema to the class that is most like it; of equal ones the first that is free."""
        free = list(names)
        for value in values:
            ranked = [
                (self._likeness(name, value, is_free=name in free), -names.index(name)) for name in names
            ]
            if not ranked:
                return
            best, position = max(ranked)
            if best < _LEAST_LIKENESS:
                continue
            name = names[-position]
            if name in free:
                free.remove(name)
            self._link(name, value)

    def _likeness(self, name: str, value: _Value, *, is_free: bool) -> float:
        found = self.source.classes[name]
        shape = value.schema.shape
        if found.is_enum != isinstance(shape, Enumeration) or not isinstance(shape, Object | Enumeration):
            return 0.0
        wanted, own = _names(value.schema), _class_names(found)
        like = len(wanted & own) / len(wanted | own) if wanted | own else 1.0
        # Content first; then a class that is linked to this schema, the name of the component, the order.
        is_known = self._claimed.get(value.schema.pointer) == name
        is_named = bool(value.component) and _plain(value.component) == _plain(name)
        return like + 0.2 * is_known + 0.1 * is_named + 0.05 * is_free if like else 0.0

    def _link(self, name: str, value: _Value) -> None:
        known = self.pointers.setdefault(name, {})
        part = Part(PartKind.CLASS, name)
        for pointer in value.pointers:
            known[pointer] = None
            self.place(pointer, part)
        if value.component:
            self.components.setdefault(name, value.component)
        self._claimed.setdefault(value.schema.pointer, name)
        if (name, value.schema.pointer) not in self._seen:
            self._seen.add((name, value.schema.pointer))
            self._pending.append((name, value))

    def _inside(self, found: SourceClass, schema: Schema) -> None:
        shape = schema.shape
        if not isinstance(shape, Object):
            return
        properties = {item.name: item.schema for item in shape.properties}
        for one in found.fields:
            inner = shape.additional if one.wire is None else properties.get(one.wire)
            if inner is None:
                continue
            part = Part(PartKind.FIELD, found.name, one.name)
            self.fields.setdefault((found.name, one.name), {})[inner.pointer] = None
            self.place(inner.pointer, part)
            self._value(
                [one.annotation] if one.wire is not None else _map_values(one.annotation), [inner], part
            )


def _members(schema: Schema) -> Sequence[Schema]:
    return schema.shape.members if isinstance(schema.shape, Union) else (schema,)


def _is_class(schema: Schema) -> bool:
    """True for an object or an enum, which may be null; not every object has a class of its own."""
    return isinstance(core_of(schema).shape, Object | Enumeration)


def _map_values(annotation: ast.expr) -> list[ast.expr]:
    """The type of the values of a mapping."""
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        return annotation.slice.elts[1:]
    return []


def _plain(name: str) -> str:
    return "".join(character for character in name if character.isalnum()).lower()


def _names(schema: Schema) -> frozenset[str]:
    """The names of the properties or the texts of the values."""
    shape = schema.shape
    if isinstance(shape, Object):
        return frozenset(item.name for item in shape.properties if not isinstance(item.schema.shape, NoValue))
    return frozenset(map(str, shape.values)) if isinstance(shape, Enumeration) else frozenset()


def _class_names(found: SourceClass) -> frozenset[str]:
    if found.is_enum:
        return frozenset(map(str, found.members.values()))
    return frozenset(one.wire for one in found.fields if one.wire is not None)


def _signature(schema: Schema) -> object:
    return isinstance(schema.shape, Enumeration), _names(schema)


def _class_signature(found: SourceClass) -> object:
    return found.is_enum, _class_names(found)


def _all_schemas(api: Api) -> Iterable[Schema]:
    operations = (operation for _, operation in operation_roots(api))
    pending = list(chain(api.schemas.values(), *map(_schemas_of, operations)))
    pending.reverse()
    seen: set[int] = set()
    while pending:
        schema = pending.pop()
        if id(schema) not in seen:
            seen.add(id(schema))
            yield schema
            pending.extend(reversed(list(schema.children())))


def _schemas_of(operation: ApiOperation) -> list[Schema]:
    bodies = operation.body.contents if operation.body else ()
    contents = [*bodies, *(content for answer in operation.answers for content in answer.contents)]
    found = [schema for content in contents for schema in (content.schema, content.item_schema)]
    return [
        *(parameter.schema for parameter in operation.parameters),
        *(one for one in found if one is not None),
    ]
