"""Maps the schemas of an Api to type expressions."""

from seawall.codegen.api.model import Api, Content
from seawall.codegen.api.shapes import (
    AnyValue,
    Array,
    Boolean,
    Discriminator,
    Enumeration,
    Integer,
    Null,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)
from seawall.codegen.client.directions import Directions
from seawall.codegen.client.type_exprs import (
    ANY,
    BYTES,
    NONE,
    TEXT,
    ClassRef,
    DictOf,
    ListOf,
    LiteralOf,
    Plain,
    TaggedUnion,
    TupleOf,
    TypeExpr,
    UnionOf,
    parts_of,
    union,
)
from seawall.codegen.names.classes import class_kind, core_of
from seawall.codegen.names.names import Names

__all__ = ["TypeMapper"]

_FORMATS = {
    "date-time": "dt.datetime",
    "date": "dt.date",
    "time": "dt.time",
    "duration": "dt.timedelta",
    "uuid": "UUID",
    "decimal": "Decimal",
    "byte": "bytes",
    "base64": "bytes",
    "ipv4": "ip.IPv4Address",
    "ipv6": "ip.IPv6Address",
}
# Types that an overlay may choose with `x-seawall-type`.
_CHOSEN = {
    "any": "Any",
    "bool": "bool",
    "bytes": "bytes",
    "date": "dt.date",
    "datetime": "dt.datetime",
    "decimal": "Decimal",
    "duration": "dt.timedelta",
    "float": "float",
    "int": "int",
    "str": "str",
    "time": "dt.time",
    "uuid": "UUID",
}
_UNKNOWN = Plain("UnknownVariant")


class TypeMapper:
    """Maps schemas of one Api to type expressions."""

    def __init__(self, api: Api, names: Names, directions: Directions) -> None:
        self._schemas = api.schemas
        self._names = names
        self._directions = directions
        self._models = {names.class_of(place) for place in names.places.values() if place.kind == "model"}
        # A component whose schema allows null beside one class: the class has its name.
        self._nullable = {
            name
            for name, schema in api.schemas.items()
            if core_of(schema) is not schema and class_kind(core_of(schema), is_component=True)
        }

    def of(self, schema: Schema) -> TypeExpr:  # noqa: PLR0911 - one for each kind
        """The type of the values of `schema`."""
        place = self._names.place(schema)
        if place is not None:
            return ClassRef(self._names.class_of(place))
        chosen = schema.extensions.get("x-seawall-type")
        if isinstance(chosen, str) and chosen in _CHOSEN:
            return Plain(_CHOSEN[chosen])
        match schema.shape:
            case Ref(name):
                return self._reference(name)
            case Text():
                return self._text(schema, schema.shape)
            case Enumeration():
                return _literal(schema.shape)
            case Array():
                return self._list(schema.shape)
            case Object(additional=additional):
                return DictOf(ANY if additional is None else self.of(additional))
            case Union():
                return self._union(schema.shape)
        plain = {Null: NONE, Boolean: Plain("bool"), Integer: Plain("int"), Number: Plain("float")}
        return plain.get(type(schema.shape), ANY)

    def of_content(self, content: Content) -> TypeExpr:
        """The type of a whole body of one media type."""
        match content.kind:
            case "json" | "form" | "multipart":
                return ANY if content.schema is None else self.of(content.schema)
            case "text":
                return TEXT
        return BYTES

    def component(self, name: str) -> TypeExpr:
        """The type that the alias of a component without class stands for."""
        return self.of(self._schemas[name])

    def _reference(self, name: str) -> TypeExpr:
        if name not in self._schemas:
            return ANY
        found = ClassRef(self._names.schemas[name])
        return union([found, NONE]) if name in self._nullable else found

    def _text(self, schema: Schema, text: Text) -> TypeExpr:
        if id(schema) in self._directions.parts and text.format == "binary":
            return Plain("FilePart")
        if text.content_encoding in {"base64", "base64url"}:
            return BYTES
        return Plain(_FORMATS.get(text.format or "", "str"))

    def _list(self, array: Array) -> TypeExpr:
        if not array.prefix:
            return ListOf(self.of(array.items))
        first = [self.of(item) for item in array.prefix]
        if array.min_items == array.max_items == len(first):
            return TupleOf(tuple(first))
        # Without a schema of their own, further items are taken to be like the first ones.
        rest = [] if isinstance(array.items.shape, AnyValue) else [self.of(array.items)]
        return ListOf(union([*first, *rest]))

    def _union(self, shape: Union) -> TypeExpr:
        members = [self.of(member) for member in shape.members]
        if shape.discriminator is not None:
            tagged = self._tagged(members, shape.discriminator)
            if tagged is not None:
                return tagged
        found = union(members)
        classes = [part for part in parts_of(found) if self._is_class(part)]
        has_dict = any(isinstance(part, DictOf) for part in parts_of(found))
        return union([found, _UNKNOWN]) if len(classes) > 1 and not has_dict else found

    def _tagged(self, members: list[TypeExpr], discriminator: Discriminator) -> TypeExpr | None:
        variants = tuple(
            (value, members[index]) for value, index in discriminator.mapping if index < len(members)
        )
        default = None if discriminator.default is None else members[discriminator.default]
        chosen = [member for _, member in variants] + ([] if default is None else [default])
        found = union(members)
        parts = tuple(part for part in parts_of(found) if part != NONE)
        # A union of one member that declares a discriminator is open for others, too.
        least = 1 if discriminator.is_declared and len(parts) == 1 else 2
        if found == ANY or not all(map(self._is_class, chosen)) or len(set(chosen)) < least:
            return None
        tagged = TaggedUnion((*parts, _UNKNOWN), discriminator.name, variants, default)
        return UnionOf((tagged, NONE)) if NONE in parts_of(found) else tagged

    def _is_class(self, type_expr: TypeExpr) -> bool:
        """True for a model: one class, no enum and no alias."""
        return isinstance(type_expr, ClassRef) and type_expr.name in self._models


def _literal(shape: Enumeration) -> TypeExpr:
    """A literal type, or the plain types of its values where Python has no literals of them."""
    if all(isinstance(value, str | int) for value in shape.values) and shape.values:
        if {type(value) for value in shape.values} == {bool} and len(set(shape.values)) > 1:
            return Plain("bool")
        return LiteralOf(tuple(value for value in shape.values if isinstance(value, str | int)))
    kinds = {bool: "bool", int: "int", float: "float", str: "str"}
    return union([Plain(kinds[type(value)]) for value in shape.values])
