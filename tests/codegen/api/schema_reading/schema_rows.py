"""Short notation for schemas, and the table of schemas with the shape that each is read as."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from seawall.codegen.api.model import Api
from seawall.codegen.api.reader import read_api
from seawall.codegen.api.shapes import (
    AnyValue,
    Array,
    Boolean,
    Enumeration,
    Integer,
    NoValue,
    Null,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)

SIMPLE: Mapping[type, str] = {
    AnyValue: "any",
    NoValue: "never",
    Null: "null",
    Boolean: "bool",
    Integer: "int",
    Number: "float",
    Text: "str",
}


def shown(schema: Schema) -> str:
    """`schema` in a short notation: `({name: str, tag?: enum('a', 'b')} | null)`."""
    shape = schema.shape
    if isinstance(shape, Enumeration):
        return f"{'const' if shape.is_const else 'enum'}({', '.join(map(repr, shape.values))})"
    if isinstance(shape, Array):
        return f"[{', '.join([*map(shown, shape.prefix), '...' + shown(shape.items)])}]"
    if isinstance(shape, Object):
        return shown_object(shape)
    if isinstance(shape, Ref):
        return shape.name
    if isinstance(shape, Union):
        return shown_union(shape)
    form = getattr(shape, "format", None)
    return f"{SIMPLE[type(shape)]}({form})" if form else SIMPLE[type(shape)]


def shown_object(shape: Object) -> str:
    """An object in the short notation; `...` is the schema of unnamed properties."""
    parts = [f"{item.name}{'' if item.required else '?'}: {shown(item.schema)}" for item in shape.properties]
    if shape.additional is not None:
        parts.append(f"...: {shown(shape.additional)}")
    return f"{{{', '.join(parts)}}}"


def shown_union(union: Union) -> str:
    """A union in the short notation, followed by its discriminator."""
    text = " | ".join(map(shown, union.members))
    tag = union.discriminator
    if tag is None:
        return f"({text})"
    values = ", ".join(f"{value!r}={index}" for value, index in tag.mapping)
    default = "" if tag.default is None else f", else {tag.default}"
    return f"({text} {'by' if tag.is_declared else 'told by'} {tag.name}: {values}{default})"


def api_of(schemas: Mapping[str, Any], **document: Any) -> Api:
    """The Api of a document with the component schemas `schemas`."""
    return read_api(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": dict(schemas)},
            **document,
        }
    )


@frozen
class Row:
    """A schema, called X, the components beside it, and the shape that X is read as."""

    name: str
    schema: Any
    expected: str
    beside: Mapping[str, Any] = {}


def ref(name: str) -> dict[str, str]:
    """A reference to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(required: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    """An object schema."""
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    return {**schema, "required": list(required)} if required else schema


STR = {"type": "string"}
INT = {"type": "integer"}
NULL = {"type": "null"}
CAT = obj(("kind",), kind={"type": "string", "enum": ["cat"]}, meow=STR)
DOG = obj(("kind",), kind={"const": "dog"}, bark=STR)
PETS = {"Cat": CAT, "Dog": DOG}
EITHER = {"oneOf": [ref("Cat"), ref("Dog")]}
TOLD = "(Cat | Dog told by kind: 'cat'=0, 'dog'=1)"
