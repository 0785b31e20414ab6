"""Types of schemas in words, and their members without null."""

from collections.abc import Mapping
from typing import Final

from seawall.codegen.api.model import Api
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

__all__ = ["allows_null", "core_members", "followed", "kind_of", "type_words"]

_MOST_STEPS = 100
_MOST_MEMBERS = 6


def followed(api: Api, schema: Schema) -> Schema:
    """The schema that `schema` refers to, or itself; a reference that leads nowhere stays."""
    for _ in range(_MOST_STEPS):
        if not isinstance(schema.shape, Ref) or schema.shape.name not in api.schemas:
            break
        schema = api.schemas[schema.shape.name]
    return schema


def core_members(schema: Schema) -> list[Schema]:
    """The members of a union without null; of another schema, itself."""
    if not isinstance(schema.shape, Union):
        return [schema]
    members = [member for member in schema.shape.members if not isinstance(member.shape, Null)]
    return members or [schema]


def allows_null(api: Api, schema: Schema) -> bool:
    """True if null is allowed, here or where a reference or a member leads to."""
    schema = followed(api, schema)
    if schema.is_nullable:
        return True
    if isinstance(schema.shape, Union):
        return any(followed(api, member).is_nullable for member in schema.shape.members)
    return False


def kind_of(schema: Schema) -> str:
    """The JSON type of `schema`; that of an enum is that of its values."""
    shape = schema.shape
    return _kind_of_values(shape.values) if isinstance(shape, Enumeration) else _KINDS[type(shape)]


_KINDS: Final[Mapping[type, str]] = {
    AnyValue: "any",
    Array: "array",
    Boolean: "boolean",
    Integer: "integer",
    NoValue: "none",
    Null: "null",
    Number: "number",
    Object: "object",
    Ref: "reference",
    Text: "string",
    Union: "union",
}


def _kind_of_values(values: tuple[str | int | float | bool, ...]) -> str:
    if all(isinstance(value, str) for value in values):
        return "string"
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return "integer"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "number"
    return "union"


def type_words(schema: Schema, depth: int = 2) -> str:
    """The type of `schema` in words, such as `list of Pet or null`."""
    kind = kind_of(schema)
    match schema.shape:
        case Ref(name):
            words = name
        case Union(members=members) if depth:
            shown = [type_words(member, depth - 1) for member in members[:_MOST_MEMBERS]]
            words = " or ".join([*shown, *(["more"] if len(members) > len(shown) else [])])
        case Array(items=items) if depth:
            words = f"list of {type_words(items, depth - 1)}"
        case Text(format=str(name)) | Integer(format=str(name)) | Number(format=str(name)):
            words = f"{kind} ({name})"
        case Enumeration(is_const=True, values=(value,)):
            words = f"constant {value}"
        case Enumeration():
            words = f"{kind} enum"
        case _:
            words = _WORDS.get(kind, kind)
    return words


_WORDS: Final[Mapping[str, str]] = {"any": "any value", "none": "no value", "array": "list"}
