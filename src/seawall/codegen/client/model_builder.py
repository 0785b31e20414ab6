"""Builds the declarations of models, enums and aliases from an Api and its names."""

import json
import keyword
import re
from collections.abc import Iterable, Iterator

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import along_references, default_of
from seawall.codegen.api.shapes import Enumeration, NoDefault, NoValue, Object, Property, Schema
from seawall.codegen.client.aliases import without_cycles
from seawall.codegen.client.declarations import AliasDecl, EnumDecl, FieldDecl, ModelDecl, ModelModule
from seawall.codegen.client.directions import Directions
from seawall.codegen.client.docstrings import first_sentence
from seawall.codegen.client.type_exprs import ANY, constant_of
from seawall.codegen.client.type_mapping import TypeMapper
from seawall.codegen.names.classes import ClassPlace, Root
from seawall.codegen.names.names import Names
from seawall.codegen.names.spelling import FreeNames, snake
from seawall.codegen.spec.document import Json

__all__ = ["build_models", "default_note"]

_MAX_DEFAULT = 60
# Windows has no files of these names, whatever their suffix.
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def build_models(
    api: Api, names: Names, types: TypeMapper, directions: Directions
) -> tuple[ModelModule, ...]:
    """Build the modules of `models`, sorted by name: one for each component schema or operation."""
    builder = _ModelBuilder(api, names, types, directions)
    by_root: dict[Root, list[EnumDecl | ModelDecl | AliasDecl]] = {}
    # A schema that stands in several places is one class.
    for place in {place.key: place for place in names.places.values()}.values():
        by_root.setdefault(place.root, []).append(builder.declaration(place))
    classes = {
        place.key
        for place in names.places.values()
        if place.root.kind == "schema" and place.key == place.root.key
    }
    aliases = [
        AliasDecl(
            name=names.schemas[name],
            doc=first_sentence(schema.description) or f"The type of {names.schemas[name]}.",
            type_expr=types.component(name),
        )
        for name, schema in api.schemas.items()
        if name not in classes
    ]
    roots = {names.schemas[name]: Root("schema", name) for name in api.schemas}
    for alias in without_cycles(aliases):
        by_root.setdefault(roots[alias.name], []).append(alias)
    free = FreeNames(())
    modules = [
        ModelModule(name=free.take(_module_name(root, names)), declarations=tuple(declarations))
        for root, declarations in sorted(by_root.items(), key=lambda item: _order(item[0]))
    ]
    return tuple(sorted(modules, key=lambda module: module.name))


def _order(root: Root) -> tuple[int, str]:
    return ("schema", "shared", "operation").index(root.kind), root.key


def _module_name(root: Root, names: Names) -> str:
    if root.kind == "schema":
        name = snake(names.schemas[root.key])
    elif root.kind == "shared":
        name = snake(root.key.partition(" ")[2])
    else:
        name = names.operations.get(root.key) or snake(root.key)
    name = name or "shared"
    name = name if name[0].isalpha() else f"part_{name}"
    return f"{name}_" if keyword.iskeyword(name) or _DEVICE.fullmatch(name) else name


class _ModelBuilder:
    def __init__(self, api: Api, names: Names, types: TypeMapper, directions: Directions) -> None:
        self._schemas = api.schemas
        self._names = names
        self._types = types
        self._directions = directions

    def declaration(self, place: ClassPlace) -> EnumDecl | ModelDecl:
        name = self._names.class_of(place)
        shape = place.schema.shape
        if isinstance(shape, Enumeration):
            members = self._names.members(place)
            return EnumDecl(
                name=name,
                doc=first_sentence(place.schema.description) or f"The values of {name}.",
                members=tuple(
                    (members[str(value)], value) for value in shape.values if not isinstance(value, float)
                ),
            )
        assert isinstance(shape, Object)
        fields = tuple(self._fields(place, shape))
        wires = {item.name: item.schema for item in shape.properties}
        return ModelDecl(
            name=name,
            doc=first_sentence(place.schema.description) or f"The wire form of {name}.",
            note=default_note(
                (field.name, default_of(self._schemas, wires[field.wire]))
                for field in fields
                if not field.is_additional
            ),
            fields=fields,
        )

    def _fields(self, place: ClassPlace, shape: Object) -> Iterator[FieldDecl]:
        names = self._names.fields(place)
        is_sent = id(place.schema) in self._directions.sent
        is_received = id(place.schema) in self._directions.received
        for item in sorted(shape.properties, key=lambda item: not item.required):
            if isinstance(item.schema.shape, NoValue):
                continue
            optional = (
                not item.required
                or (is_sent and self._flag(item, "read_only"))
                or (is_received and self._flag(item, "write_only"))
            )
            type_expr = self._types.of(item.schema)
            yield FieldDecl(
                name=names[item.name],
                wire=item.name,
                type_expr=type_expr,
                optional=optional,
                constant=constant_of(type_expr) if not optional else None,
            )
        yield from self._additional(shape.additional, is_open=is_sent and is_received)

    def _flag(self, item: Property, flag: str) -> bool:
        return any(getattr(schema, flag) for schema in along_references(self._schemas, item.schema))

    def _additional(self, additional: Schema | None, *, is_open: bool) -> Iterator[FieldDecl]:
        if additional is None and not is_open:
            return
        if additional is not None and isinstance(additional.shape, NoValue):
            return
        yield FieldDecl(
            name="additional_properties",
            wire="",
            type_expr=ANY if additional is None else self._types.of(additional),
            is_additional=True,
        )


def default_note(defaults: "Iterable[tuple[str, Json | NoDefault]]") -> str:
    """A sentence on the defaults of the spec, by Python name; empty if there are none to tell."""
    told = []
    for name, default in defaults:
        if isinstance(default, NoDefault) or default is None:
            continue
        text = json.dumps(default)
        if len(text) <= _MAX_DEFAULT:
            told.append(f"`{name}` {text}")
    return f"Defaults: {', '.join(told)}." if told else ""
