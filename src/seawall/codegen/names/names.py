"""The Python names of an Api.

A pinned name always wins; a part without a pin gets a proposal, which is pinned. Pins of parts that are gone
stay, so that a name never comes to mean another part.
"""

import json
import keyword
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from attrs import frozen

from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.api.shapes import Enumeration, Object, Schema
from seawall.codegen.errors import NamesError
from seawall.codegen.names.class_names import class_candidates
from seawall.codegen.names.classes import ClassPlace, class_places, operation_roots
from seawall.codegen.names.operation_names import operation_candidates
from seawall.codegen.names.spelling import (
    RESERVED_CLASSES,
    RESERVED_FIELDS,
    RESERVED_FUNCTIONS,
    FreeNames,
    class_name,
    field_name,
    member_candidates,
)
from seawall.codegen.spec.document import Json

__all__ = ["Names", "Pins", "choose_names", "read_pins", "write_pins"]

T = TypeVar("T")

_TABLES = ("operations", "schemas", "inline", "parameters", "fields", "members")
# Names of the arguments of a function that are no parameters of the spec.
_ARGUMENTS = ("body", "media_type")


@frozen(kw_only=True)
class Pins:
    """The names file: function names by operation, class names by schema, and the names inside these.

    `parameters`, `fields` and `members` have a table for each operation, model and enum.
    """

    operations: Mapping[str, str]
    schemas: Mapping[str, str]
    inline: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, Mapping[str, str]]
    members: Mapping[str, Mapping[str, str]]


@frozen(kw_only=True)
class Names:
    """The names of one Api, and the `pins` to write.

    `operations` and `schemas` have those of this Api by its keys, `parameters` those of each operation by
    `query limit`. `places` has the place of each schema that becomes a class, by the identity of the schema.
    """

    pins: Pins
    operations: Mapping[str, str]
    schemas: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, str]]
    places: Mapping[int, ClassPlace]

    def place(self, schema: Schema) -> ClassPlace | None:
        """The place of `schema` if it becomes a class."""
        return self.places.get(id(schema))

    def class_of(self, place: ClassPlace) -> str:
        """The name of the class of a place."""
        is_component = place.root.kind == "schema" and place.key == place.root.key
        return self.schemas[place.key] if is_component else self.pins.inline[place.key]

    def fields(self, place: ClassPlace) -> Mapping[str, str]:
        """The names of the fields of a model, by their names on the wire."""
        return self.pins.fields[place.key]

    def members(self, place: ClassPlace) -> Mapping[str, str]:
        """The names of the members of an enum, by the text of their values."""
        return self.pins.members[place.key]


def choose_names(api: Api, pins: Pins, source: str, made_ids: Collection[str] = ()) -> Names:
    """Name every part of `api`; `source` is the names file, for messages.

    `made_ids` are operationIds that no author has written. Raises NamesError if a pin is not a valid Python
    name or is used twice.
    """
    operations = _operation_names(api, pins, source, made_ids)
    places = class_places(api)
    schemas, inline = _class_names(api, pins, places, operations, source)
    parameters = {
        key: _parameter_names(operation, pins.parameters.get(key, {}), f"parameters, {key}", source)
        for key, operation in operation_roots(api)
        if operation.parameters
    }
    fields = _pins_of_equals(pins.fields, places.values())
    members = dict(pins.members)
    for place in places.values():
        match place.schema.shape:
            case Object(properties=properties):
                wires = [item.name for item in properties]
                fields[place.key] = _field_names(wires, fields.get(place.key, {}), place.key, source)
            case Enumeration(values=values, names=names):
                members[place.key] = _member_names(
                    [str(value) for value in values],
                    names,
                    pins.members.get(place.key, {}),
                    place.key,
                    source,
                )
    pinned = Pins(
        operations={**pins.operations, **operations},
        schemas={**pins.schemas, **schemas},
        inline=inline,
        parameters={
            **pins.parameters,
            **{key: {**pins.parameters.get(key, {}), **table} for key, table in parameters.items()},
        },
        fields=fields,
        members=members,
    )
    return Names(pins=pinned, operations=operations, schemas=schemas, parameters=parameters, places=places)


def _operation_names(api: Api, pins: Pins, source: str, made_ids: Collection[str]) -> dict[str, str]:
    candidates = {}
    # `/pets/{id}` shows that `/pets` is a list.
    lists = {found[1] for item in api.operations if (found := re.match(r"(.*)/\{[^{}/]*\}/?$", item.path))}
    for operation in api.operations:
        written = "" if operation.operation_id in made_ids else operation.operation_id
        path = operation.path.rstrip("/")
        candidates[operation.key] = list(
            operation_candidates(operation.method, path, written, has_items=path in lists)
        )
    names = _assigned(candidates, pins.operations, separator="_")
    _check(names, "operations", source, r"[a-z][a-z0-9_]*", RESERVED_FUNCTIONS)
    return names


def _class_names(
    api: Api,
    pins: Pins,
    places: Mapping[int, ClassPlace],
    operations: Mapping[str, str],
    source: str,
) -> tuple[dict[str, str], dict[str, str]]:
    """The class names of the components of `api`, and all pins of inline classes."""
    schemas = _assigned(
        {name: [class_name(name) or "Model"] for name in api.schemas},
        pins.schemas,
        taken=pins.inline.values(),
    )
    _check(schemas, "schemas", source, r"[A-Z][A-Za-z0-9_]*", RESERVED_CLASSES)
    inline_places = {
        place.key: place
        for place in places.values()
        if place.root.kind != "schema" or place.key != place.root.key
    }
    inline = _assigned(
        {key: list(class_candidates(place, schemas, operations)) for key, place in inline_places.items()},
        _pins_of_equals(pins.inline, inline_places.values()),
        taken=[*schemas.values(), *pins.schemas.values()],
    )
    _check({**inline, **schemas}, "inline", source, r"[A-Z][A-Za-z0-9_]*", RESERVED_CLASSES)
    return schemas, {**pins.inline, **inline}


def _pins_of_equals(pins: Mapping[str, T], places: Iterable[ClassPlace]) -> dict[str, T]:
    """The pins, those of equal answers also under the key of the answer that has their class."""
    found = dict(pins)
    for place in places:
        for other in place.others:
            if place.key not in found and other in pins:
                found[place.key] = pins[other]
    return found


def _assigned(
    candidates: Mapping[str, Sequence[str]],
    pins: Mapping[str, str],
    *,
    separator: str = "",
    taken: Iterable[str] = (),
) -> dict[str, str]:
    """A name for each key: its pin, else its first candidate that no other key wants and that is free.

    Names that are left over are numbered in the order of the keys, so the order of the spec does not matter.
    """
    names = {key: pins[key] for key in candidates if key in pins}
    free = FreeNames([*taken, *pins.values()], separator=separator)
    waiting = {key: iter(candidates[key]) for key in sorted(candidates) if key not in pins}
    left = []
    while waiting:
        wanted: dict[str, list[str]] = {}
        for key, further in list(waiting.items()):
            name = next((name for name in further if name in free), None)
            if name is None:
                left.append(key)
                del waiting[key]
            else:
                wanted.setdefault(name, []).append(key)
        for name, keys in wanted.items():
            if len(keys) == 1:
                names[keys[0]] = free.take(name)
                del waiting[keys[0]]
    for key in sorted(left):
        # A name that several wanted and none got is free for the first of them.
        again = next((name for name in candidates[key] if name in free), candidates[key][-1])
        names[key] = free.take(again)
    return {key: names[key] for key in candidates}


def _parameter_names(
    operation: ApiOperation, pins: Mapping[str, str], table: str, source: str
) -> dict[str, str]:
    """The argument names of the parameters of an operation, by `query limit`; path parameters come first."""
    names = {
        parameter.key: pins[parameter.key] for parameter in operation.parameters if parameter.key in pins
    }
    free = FreeNames([*pins.values(), *_ARGUMENTS])
    order = ("path", "query", "header", "cookie")
    for exact in (True, False):
        # A name that is Python as it stands goes to its owner.
        for parameter in sorted(operation.parameters, key=lambda item: order.index(item.location)):
            name = field_name(parameter.name, reserved=())
            if parameter.key in names or (exact and name != parameter.name):
                continue
            if name not in free:
                name = f"{name.rstrip('_')}_{parameter.location}"
            names[parameter.key] = free.take(name)
    ordered = {parameter.key: names[parameter.key] for parameter in operation.parameters}
    _check(ordered, table, source, r"[a-z][a-z0-9_]*", frozenset(_ARGUMENTS))
    return ordered


def _field_names(wires: list[str], pins: Mapping[str, str], key: str, source: str) -> dict[str, str]:
    """The field names of a model, by the names on the wire."""
    names = dict(pins)
    free = FreeNames(pins.values())
    for exact in (True, False):
        for wire in wires:
            name = field_name(wire)
            if wire not in names and (not exact or name == wire):
                names[wire] = free.take(name)
    _check(
        {wire: names[wire] for wire in wires}, f"fields, {key}", source, r"[a-z][a-z0-9_]*", RESERVED_FIELDS
    )
    return names


def _member_names(
    values: list[str], given: tuple[str, ...], pins: Mapping[str, str], key: str, source: str
) -> dict[str, str]:
    """The member names of an enum, by the text of the values."""
    names = dict(pins)
    free = FreeNames(pins.values())
    # An extension of the spec gives names, by position.
    wished = dict(zip(values, given, strict=False)) if len(given) == len(values) else {}
    candidates = {value: list(member_candidates(wished.get(value) or value)) for value in values}
    for exact in (True, False):
        for value in values:
            first, *others = candidates[value]
            if value in names or (exact and first != value):
                continue
            names[value] = free.take(next((name for name in (first, *others) if name in free), first))
    _check(
        {value: names[value] for value in values}, f"members, {key}", source, r"[A-Z][A-Z0-9_]*", frozenset()
    )
    return names


def read_pins(document: Mapping[str, Json] | None, source: str) -> Pins:
    """Read the pins of a names file; there may be no file yet. Raises NamesError if it is malformed."""
    document = document or {}
    unknown = sorted(set(document) - set(_TABLES))
    if unknown:
        raise NamesError(
            f"{source} has an unknown key `{unknown[0]}`; its keys are {', '.join(_TABLES)}. Remove it."
        )
    return Pins(
        operations=_table(document.get("operations", {}), f"{source}, operations"),
        schemas=_table(document.get("schemas", {}), f"{source}, schemas"),
        inline=_table(document.get("inline", {}), f"{source}, inline"),
        parameters=_tables(document, source, "parameters"),
        fields=_tables(document, source, "fields"),
        members=_tables(document, source, "members"),
    )


def _tables(document: Mapping[str, Json], source: str, key: str) -> dict[str, dict[str, str]]:
    tables = document.get(key, {})
    if not isinstance(tables, dict):
        raise NamesError(f"{source}: `{key}` must map names of the spec to tables of Python names.")
    return {name: _table(table, f"{source}, {key}, {name}") for name, table in tables.items()}


def _table(table: Json, location: str) -> dict[str, str]:
    if not isinstance(table, dict):
        raise NamesError(f"{location}: it must map names of the spec to Python names.")
    pins = {}
    for name, pin in table.items():
        if not isinstance(pin, str):
            raise NamesError(f"{location}, {name!r}: the Python name must be a string.")
        pins[name] = pin
    return pins


def _check(names: Mapping[str, str], table: str, source: str, pattern: str, reserved: frozenset[str]) -> None:
    owners: dict[str, str] = {}
    fits = re.compile(pattern).fullmatch
    edit = f'edit "{table}" in {source}'
    for key, name in names.items():
        if not fits(name) or keyword.iskeyword(name) or name in reserved:
            raise NamesError(f"{name!r} is not a valid Python name for {key!r}; {edit}.")
        if name in owners:
            first, second = sorted((owners[name], key))
            raise NamesError(f"{first!r} and {second!r} have the same name {name!r}; {edit}.")
        owners[name] = key


def write_pins(pins: Pins) -> bytes:
    """Serialise the names file, sorted; empty tables are left out."""
    tables = {name: getattr(pins, name) for name in _TABLES}
    document = {
        name: {key: value for key, value in table.items() if value}
        for name, table in tables.items()
        if table or name in _TABLES[:2]
    }
    return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("ascii")
