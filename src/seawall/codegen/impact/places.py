"""Parts of a generated client by the JSON pointers of the spec that they stand for."""

from collections.abc import Iterator, Mapping

from attrs import define, field

from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.api.shapes import Object, Ref, Schema
from seawall.codegen.layer.client import GeneratedClient, Part, PartKind

__all__ = ["SpecPlaces", "parent_pointers", "read_places"]


@define
class SpecPlaces:
    """The parts of a client by pointer.

    `holders` are the parts with the value of a schema: the fields, parameters and results that are of it,
    have it as an item, or refer to it. `owners` are classes by the pointers of their schemas, and
    `operations` the operations by the pointers of their facts. `schemas` are all schemas of the spec.
    """

    holders: dict[str, dict[Part, None]] = field(factory=dict, repr=False)
    owners: dict[str, dict[Part, None]] = field(factory=dict, repr=False)
    operations: dict[str, dict[Part, None]] = field(factory=dict, repr=False)
    schemas: dict[str, Schema] = field(factory=dict, repr=False)
    by_key: dict[str, ApiOperation] = field(factory=dict, repr=False)

    def values_at(self, pointer: str) -> tuple[Part, ...]:
        """The parts with the value at `pointer`; a schema without one has those of the schema around it."""
        return self._nearest(self.holders, pointer)

    def classes_at(self, pointer: str) -> tuple[Part, ...]:
        """The classes of the schema at `pointer`."""
        return tuple(self.owners.get(pointer, ()))

    def class_around(self, pointer: str) -> tuple[Part, ...]:
        """The classes of the schema at `pointer`, or of the nearest one around it."""
        return self._nearest(self.owners, pointer)

    def operations_at(self, pointer: str) -> tuple[Part, ...]:
        """The operations with `pointer` among their facts."""
        return self._nearest(self.operations, pointer)

    def parts_at(self, pointer: str) -> tuple[Part, ...]:
        """Every part that `pointer` leads to directly: values, classes and operations."""
        found = dict.fromkeys((*self.holders.get(pointer, ()), *self.owners.get(pointer, ())))
        return tuple(found) or self.values_at(pointer) or self.operations_at(pointer)

    @staticmethod
    def _nearest(table: Mapping[str, Mapping[Part, None]], pointer: str) -> tuple[Part, ...]:
        for one in (pointer, *parent_pointers(pointer)):
            if one in table:
                return tuple(table[one])
        return ()


def parent_pointers(pointer: str) -> Iterator[str]:
    """Yield the pointers around `pointer`, the nearest first."""
    while "/" in pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def read_places(api: Api, client: GeneratedClient) -> SpecPlaces:
    """Collect the places of all parts of `client`, which was generated from `api`."""
    reading = _Reading(api=api, fields=_fields(client))
    for one in client.classes.values():
        for pointer in one.pointers:
            reading.places.owners.setdefault(pointer, {})[Part(PartKind.CLASS, one.name)] = None
    for operation in api.operations:
        reading.operation(operation)
    for schema in api.schemas.values():
        reading.properties(schema)
    for one in client.classes.values():
        reading.named_fields(
            one.name, one.pointers, {item.wire_name: item.name for item in one.fields.values()}
        )
    for pointer, parts in client.places.items():
        reading.linked(pointer, parts)
    return reading.places


def _fields(client: GeneratedClient) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for one in client.classes.values():
        for item in one.fields.values():
            for pointer in item.pointers:
                found.setdefault(pointer, []).append(Part(PartKind.FIELD, one.name, item.name))
    return found


@define
class _Reading:
    api: Api
    fields: dict[str, list[Part]]
    places: SpecPlaces = field(factory=SpecPlaces)
    _seen: set[int] = field(factory=set)

    def operation(self, operation: ApiOperation) -> None:
        """Collect the places of one operation."""
        key = operation.key
        part = Part(PartKind.OPERATION, key)
        self.places.by_key[key] = operation
        self._note(operation.pointer, part)
        for parameter in operation.parameters:
            own = Part(PartKind.PARAMETER, key, parameter.key)
            self.places.holders.setdefault(parameter.pointer, {})[own] = None
            self._contents(own, parameter.schema)
        if operation.body is not None:
            own = Part(PartKind.PARAMETER, key, "body")
            self.places.holders.setdefault(operation.body.pointer, {})[own] = None
            for content in operation.body.contents:
                self.places.holders.setdefault(content.pointer, {})[own] = None
                self._contents(own, content.schema, content.item_schema)
        for answer in operation.answers:
            self._note(answer.pointer, part)
            for content in answer.contents:
                self._note(content.pointer, part)
                if answer.status.startswith(("2", "3")):
                    self._contents(part, content.schema, content.item_schema)
                else:
                    self._properties(content.schema, content.item_schema)
            for header in answer.headers:
                self._note(header.schema.pointer, part)

    def _note(self, pointer: str, part: Part) -> None:
        self.places.operations.setdefault(pointer, {})[part] = None

    def _contents(self, part: Part, *schemas: Schema | None) -> None:
        for schema in schemas:
            if schema is not None:
                self.hold(schema, part)
        self._properties(*schemas)

    def _properties(self, *schemas: Schema | None) -> None:
        for schema in schemas:
            if schema is not None:
                self.properties(schema)

    def hold(self, schema: Schema, part: Part) -> None:
        """Note `part` as a holder of `schema` and of its values: items, members, references."""
        pending, seen = [schema], set[int]()
        while pending:
            one = pending.pop()
            if id(one) in seen:
                continue
            seen.add(id(one))
            self.places.schemas.setdefault(one.pointer, one)
            self.places.holders.setdefault(one.pointer, {})[part] = None
            if isinstance(one.shape, Ref):
                target = self.api.schemas.get(one.shape.name)
                pending += [] if target is None else [target]
            elif isinstance(one.shape, Object):
                pending += [] if one.shape.additional is None else [one.shape.additional]
            else:
                pending += one.children()

    def properties(self, schema: Schema) -> None:
        """Note the fields of all objects in `schema` as holders of their properties."""
        pending = [schema]
        while pending:
            one = pending.pop()
            if id(one) in self._seen:
                continue
            self._seen.add(id(one))
            self.places.schemas.setdefault(one.pointer, one)
            if isinstance(one.shape, Object):
                for item in one.shape.properties:
                    for part in self.fields.get(item.schema.pointer, ()):
                        self.hold(item.schema, part)
            pending += one.children()

    def linked(self, pointer: str, parts: tuple[Part, ...]) -> None:
        """Note the parts that the reading of the client has linked to `pointer`."""
        for part in parts:
            if part.kind is PartKind.CLASS:
                self.places.owners.setdefault(pointer, {})[part] = None
            elif part.kind is not PartKind.MEMBER and pointer not in self.places.operations:
                self.places.holders.setdefault(pointer, {})[part] = None

    def named_fields(self, name: str, pointers: tuple[str, ...], fields: Mapping[str, str]) -> None:
        """Note the fields of a class by their wire names, for those whose own pointers are not known."""
        for pointer in pointers:
            schema = self.places.schemas.get(pointer)
            if schema is None or not isinstance(schema.shape, Object):
                continue
            for item in schema.shape.properties:
                part = Part(PartKind.FIELD, name, fields.get(item.name, ""))
                if part.name and part not in self.places.holders.get(item.schema.pointer, ()):
                    self.hold(item.schema, part)
