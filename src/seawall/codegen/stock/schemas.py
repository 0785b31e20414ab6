"""Writes the schemas of an Api as openapi-python-client can read them all.

Objects and enums that stand inside another schema become components, so that no two get one name. What has no
stock form (a mixed enum, a union that refers to itself) becomes a wider type, with a note.
"""

from typing import Any, TypeAlias

from openapi_python_client.parser.properties import Class, EnumProperty
from openapi_python_client.strings import ClassName, PythonIdentifier

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import resolve
from seawall.codegen.api.shapes import (
    Array,
    Boolean,
    Enumeration,
    Integer,
    NoDefault,
    NoValue,
    Null,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)
from seawall.codegen.spec.plain_data import Json
from seawall.codegen.stock.names import ClassNames, identifier, raw_identifier

__all__ = ["StockSchemas", "Written"]

Written: TypeAlias = dict[str, Any]
"""A part of an OpenAPI document that is being written; `json.dumps` checks its values."""

# A property of such a name would hide a method or field of the class.
_RESERVED = frozenset({"additional_keys", "additional_properties", "from_dict", "to_dict", "to_multipart"})
_FORMATS = frozenset({"binary", "date", "date-time", "uuid"})
_JSON_TYPES = {Integer: "integer", Number: "number", Boolean: "boolean", Null: "null"}
_PYTHON_TYPES: dict[type, type | tuple[type, ...]] = {Integer: int, Number: (int, float), Boolean: bool}
_SCALARS = (Text, Integer, Number, Boolean, Enumeration)


class StockSchemas:
    """The component schemas of the stock document; `notes` tells where they are wider than the spec."""

    def __init__(self, api: Api) -> None:
        self.components: Written = {}
        self.notes: list[str] = []
        self._api = api
        self._names = ClassNames()
        self._component_names = {name: self._names.component(name) for name in api.schemas}
        self._aliases = {name for name, schema in api.schemas.items() if not self._is_class(schema)}

    def write_components(self) -> None:
        """Write every component of the Api. Those without a class come last: they name others."""
        order = sorted(self._api.schemas, key=lambda name: name in self._aliases)
        for name in order:
            schema = self._api.schemas[name]
            written = self._component_names[name]
            if self._is_class(schema):
                self.components[written] = self._class(schema, written)
            else:
                self.components[written] = self.schema(schema, written, "", within=name)

    def schema(self, schema: Schema, parent: str, name: str, *, within: str | None = None) -> Written:
        """The form of `schema`, the property `name` of `parent`; `within` is the alias that it is part of."""
        written = self._form(schema, parent, name, within)
        if "$ref" in written:
            return written
        default = self._default(schema)
        return {**written, **({} if default is None else {"default": default}), **_description(schema)}

    def parameter_schema(self, schema: Schema, parent: str, name: str, location: str) -> Written:
        """The form of a parameter's schema: text where the stock generator takes no such type there."""
        shape = self.resolved(schema).shape
        if location != "query":
            members = shape.members if isinstance(shape, Union) else ()
            rest = [member for member in members if not isinstance(self.resolved(member).shape, Null)]
            if len(rest) == 1:
                return self.parameter_schema(rest[0], parent, name, location)
            if not self._fits(shape, location):
                return {"type": "string", **_description(schema)}
        elif isinstance(shape, Text) and shape.format == "binary":
            return {"type": "string", **_description(schema)}
        return self.schema(schema, parent, name)

    def resolved(self, schema: Schema) -> Schema:
        """The schema that a chain of references ends at."""
        return resolve(self._api, schema)

    def free_object(self, parent: str, name: str) -> Written:
        """A new class with any properties."""
        written = self._names.inline(parent, name)
        self.components[written] = {"type": "object"}
        return _ref(written)

    def _fits(self, shape: object, location: str) -> bool:
        if isinstance(shape, Text):
            return shape.format in {None, "uuid"} or shape.format not in _FORMATS or location == "path"
        if isinstance(shape, Enumeration):
            return self._enum_type(shape) is not None and not (shape.is_const and location == "header")
        return isinstance(shape, _SCALARS)

    def _is_class(self, schema: Schema) -> bool:
        shape = schema.shape
        if isinstance(shape, Enumeration):
            return not shape.is_const and self._enum_type(shape) is not None
        return isinstance(shape, Object)

    def _form(self, schema: Schema, parent: str, name: str, within: str | None) -> Written:
        if (within is None or name) and self._is_class(schema):
            return self._lifted(schema, parent, name)
        match schema.shape:
            case Ref(target):
                return self._reference(schema, target, within)
            case Array(items=items, prefix=prefix):
                parts = [*prefix, items] if not prefix or not isinstance(items.shape, NoValue) else [*prefix]
                forms = [self.schema(part, parent, f"{name}_item", within=within) for part in parts]
                return {"type": "array", "items": forms[0] if len(forms) == 1 else {"anyOf": forms}}
            case Union(members=members):
                return self._union(members, parent, name, within)
            case Enumeration() as enumeration:
                return self._enumeration(schema, enumeration)
        return _scalar(schema)

    def _lifted(self, schema: Schema, parent: str, name: str) -> Written:
        written = self._names.inline(parent, schema.title or name)
        # Entered before its content, which may hold more of them.
        self.components[written] = {}
        self.components[written] = self._class(schema, written)
        return _ref(written)

    def _class(self, schema: Schema, written: str) -> Written:
        shape = schema.shape
        if isinstance(shape, Enumeration):
            named = {"x-enum-varnames": list(shape.names)} if self._has_names(shape) else {}
            kind = self._enum_type(shape)
            return {"type": kind, "enum": list(shape.values), **named, **_description(schema)}
        assert isinstance(shape, Object)
        properties: Written = {}
        taken: dict[str, str] = {}
        for item in shape.properties:
            if self._clashes(item.name, taken):
                self.notes.append(f"{schema.pointer}: {item.name!r} is one of the additional properties")
                continue
            properties[item.name] = self.schema(item.schema, written, item.name)
        required = [item.name for item in shape.properties if item.required and item.name in properties]
        return {
            "type": "object",
            **({"properties": properties} if properties else {}),
            **({"required": required} if required else {}),
            **self._additional(shape, written),
            **_description(schema),
        }

    def _additional(self, shape: Object, written: str) -> Written:
        additional = shape.additional
        if additional is None:
            return {}
        if isinstance(additional.shape, NoValue):
            return {"additionalProperties": False}
        return {"additionalProperties": self.schema(additional, written, "AdditionalProperty")}

    @staticmethod
    def _clashes(name: str, taken: dict[str, str]) -> bool:
        """Return whether the generator would refuse `name` beside those in `taken`, to which it is added."""
        own = identifier(name)
        if own in _RESERVED:
            return True
        if own in taken:
            # It tries both in their raw form.
            own = raw_identifier(name)
            if own in taken or own == raw_identifier(taken[identifier(name)]):
                return True
        taken[own] = name
        return False

    def _reference(self, schema: Schema, target: str, within: str | None) -> Written:
        if within is not None and target in self._aliases and self._leads_to(target, within):
            self.notes.append(f"{schema.pointer}: a reference to itself is any value")
            return {}
        reference = _ref(self._component_names[target])
        default = self._default(schema)
        return reference if default is None else {"allOf": [reference], "default": default}

    def _leads_to(self, start: str, end: str) -> bool:
        """Return whether the alias `start` refers to the alias `end`, by way of aliases only."""
        pending, seen = [start], set()
        while pending:
            name = pending.pop()
            if name == end:
                return True
            if name in seen:
                continue
            seen.add(name)
            pending.extend(
                target for target in _references(self._api.schemas[name]) if target in self._aliases
            )
        return False

    def _union(self, members: tuple[Schema, ...], parent: str, name: str, within: str | None) -> Written:
        forms = [
            self.schema(member, parent, f"{name}_{member.title or f'type_{number}'}", within=within)
            for number, member in enumerate(members)
        ]
        return {"anyOf": forms}

    def _enumeration(self, schema: Schema, shape: Enumeration) -> Written:
        if (
            shape.is_const
            and isinstance(shape.values[0], str | int)
            and not isinstance(shape.values[0], bool)
        ):
            return {"const": shape.values[0]}
        if all(isinstance(value, bool) for value in shape.values):
            return {"type": "boolean"}
        if all(isinstance(value, str) for value in shape.values):
            self.notes.append(f"{schema.pointer}: its values have no different names, so it is text")
            return {"type": "string"}
        return {}

    def _enum_type(self, shape: Enumeration) -> str | None:
        """`string` or `integer` if the generator can make an enum of `shape`, else None."""
        kinds = {type(value) for value in shape.values}
        if kinds not in ({str}, {int}):
            return None
        class_info = Class(name=ClassName("E", ""), module_name=PythonIdentifier("e", ""))
        names = list(shape.names) if self._has_names(shape) else []
        try:
            found = EnumProperty.values_from_list(list(shape.values), class_info, names)  # type: ignore[arg-type]
        except ValueError:
            return None
        is_named = len(found) == len(shape.values) and all(name.isidentifier() for name in found)
        return ("string" if kinds == {str} else "integer") if is_named else None

    @staticmethod
    def _has_names(shape: Enumeration) -> bool:
        return len(shape.names) == len(shape.values)

    def _default(self, schema: Schema) -> Json:
        """The default, if the generator takes it; None otherwise."""
        value = schema.default
        if isinstance(value, NoDefault | dict | list) or value is None:
            return None
        shape = self.resolved(schema).shape
        if isinstance(shape, Enumeration):
            return value if value in shape.values and self._enum_type(shape) is not None else None
        is_text = isinstance(shape, Text) and shape.format is None
        takes = str if is_text else _PYTHON_TYPES.get(type(shape), ())
        # True is an int in Python.
        fits = isinstance(value, takes) and isinstance(value, bool) == isinstance(shape, Boolean)
        return value if fits else None


def _scalar(schema: Schema) -> Written:
    shape = schema.shape
    if isinstance(shape, Text):
        return {"type": "string", **({"format": shape.format} if shape.format in _FORMATS else {})}
    kind = _JSON_TYPES.get(type(shape))
    return {} if kind is None else {"type": kind}


def _references(schema: Schema) -> list[str]:
    """The components that `schema` names, not through the properties of objects."""
    found, pending = [], [schema]
    while pending:
        current = pending.pop()
        if isinstance(current.shape, Ref):
            found.append(current.shape.name)
        elif not isinstance(current.shape, Object):
            pending.extend(current.children())
    return found


def _ref(name: str) -> Written:
    return {"$ref": f"#/components/schemas/{name}"}


def _description(schema: Schema) -> Written:
    return {"description": schema.description} if schema.description else {}
