"""Schemas as they are read, one row each."""

import pytest

from tests.codegen.api.schema_reading.schema_rows import (
    EITHER,
    INT,
    NULL,
    PETS,
    STR,
    TOLD,
    Row,
    api_of,
    obj,
    ref,
    shown,
)

ANYTHING, NOTHING = True, False
SCALARS = [
    Row("empty", {}, "any"),
    Row("true", ANYTHING, "any"),
    Row("false", NOTHING, "never"),
    Row("not anything", {"not": {}}, "never"),
    Row("null", NULL, "null"),
    Row("string", STR, "str"),
    Row("format", {"type": "string", "format": "date"}, "str(date)"),
    Row("integer with format", {"type": "integer", "format": "int64"}, "int(int64)"),
    Row("number", {"type": "number"}, "float"),
    Row("boolean", {"type": "boolean"}, "bool"),
    Row("type list", {"type": ["string", "integer"]}, "(str | int)"),
    Row("nullable type list", {"type": ["string", "null"]}, "(str | null)"),
    Row("integer and number are number", {"type": ["integer", "number"]}, "float"),
    Row("unknown type", {"type": "file"}, "any"),
    Row("text by its keywords", {"pattern": "a"}, "str"),
    Row("number by its keywords", {"minimum": 1}, "float"),
    Row("format alone", {"format": "uuid"}, "str(uuid)"),
    Row("number format alone", {"format": "int32"}, "int(int32)"),
    Row("enumeration", {"type": "string", "enum": ["a", "b"]}, "enum('a', 'b')"),
    Row("nullable enumeration", {"type": ["string", "null"], "enum": ["a"]}, "(enum('a') | null)"),
    Row("null in an enumeration", {"enum": ["a", 1, None, True, 2.5]}, "(enum('a', 1, True, 2.5) | null)"),
    Row("one and true differ", {"enum": [1, True, 1.0]}, "enum(1, True)"),
    Row("const", {"const": "a"}, "const('a')"),
    Row("const null", {"const": None}, "null"),
    Row("constant object", {"type": "object", "const": {"a": 1}}, "{}"),
    Row("constants as alternatives", {"oneOf": [{"const": 1, "title": "A"}, {"const": 2}]}, "enum(1, 2)"),
    Row("constants and null", {"anyOf": [{"const": "a"}, {"const": "b"}, NULL]}, "(enum('a', 'b') | null)"),
]
CONTAINERS = [
    Row("object", obj(("a",), a=STR, b=INT), "{a: str, b?: int}"),
    Row("object by its keywords", {"properties": {"a": {}}}, "{a?: any}"),
    Row("required but not described", {**obj(a=STR), "required": ["b"]}, "{a?: str}"),
    Row("any extra keys", {**obj(a=STR), "additionalProperties": True}, "{a?: str, ...: any}"),
    Row("no extra keys", {**obj(a=STR), "additionalProperties": False}, "{a?: str, ...: never}"),
    Row("map", {"type": "object", "additionalProperties": INT}, "{...: int}"),
    Row("pattern", {"patternProperties": {"^a": INT}}, "{...: int}"),
    Row("patterns", {"patternProperties": {"^a": INT, "^b": STR}}, "{...: (int | str)}"),
    Row("unevaluated", {**obj(a=STR), "unevaluatedProperties": False}, "{a?: str, ...: never}"),
    Row("array", {"type": "array", "items": STR}, "[...str]"),
    Row("array of anything", {"type": "array"}, "[...any]"),
    Row("tuple", {"prefixItems": [STR, INT], "items": False}, "[str, int, ...never]"),
    Row("old tuple", {"type": "array", "items": [STR]}, "[str, ...any]"),
    Row("conditions", {**obj(a=STR), "then": {"properties": {"b": INT}}}, "{a?: str, b?: int}"),
]
MERGED = [
    Row("reference", ref("Cat"), "Cat", PETS),
    Row("reference beside text", {"allOf": [ref("Cat"), {"description": "d"}]}, "Cat", PETS),
    Row("reference of type object", {"type": "object", "allOf": [ref("Cat")]}, "Cat", PETS),
    Row("nullable reference", {"type": ["object", "null"], "allOf": [ref("Cat")]}, "(Cat | null)", PETS),
    Row("dangling reference", ref("Gone"), "any"),
    Row("base and child", {"allOf": [ref("B"), obj(c=STR)]}, "{b?: int, c?: str}", {"B": obj(b=INT)}),
    Row("child with a base", {**obj(c=STR), "allOf": [ref("B")]}, "{b?: int, c?: str}", {"B": obj(b=INT)}),
    Row("required by the child", {"allOf": [ref("B"), {"required": ["b"]}]}, "{b: int}", {"B": obj(b=INT)}),
    Row(
        "nullable base",
        {"allOf": [ref("B"), obj(c=STR)]},
        "{b?: int, c?: str}",
        {"B": {**obj(b=INT), "type": ["object", "null"]}},
    ),
    Row(
        "base with a null alternative",
        {"allOf": [ref("B"), obj(c=STR)]},
        "{b?: int, c?: str}",
        {"B": {"anyOf": [obj(b=INT), NULL]}},
    ),
    Row(
        "union as base",
        {"allOf": [{"oneOf": [obj(a=STR), obj(b=STR)]}, obj(c=STR)]},
        "({a?: str, c?: str} | {b?: str, c?: str})",
    ),
    Row(
        "narrower enumeration",
        {"allOf": [ref("B"), obj(s={"enum": ["b", "c"]})]},
        "{s?: enum('b')}",
        {"B": obj(s={"type": "string", "enum": ["a", "b"]})},
    ),
    Row("narrower type", {"allOf": [{"type": ["string", "integer"]}, STR]}, "str"),
    Row("integer in number", {"allOf": [{"type": "number"}, INT]}, "int"),
    Row("contradiction", {"allOf": [STR, INT]}, "int"),
    Row("extends itself", {"allOf": [ref("X"), obj(a=STR)]}, "{a?: str}"),
    Row(
        "extends itself through another",
        {"allOf": [ref("B"), obj(a=STR)]},
        "{a?: str}",
        {"B": {"allOf": [ref("X")]}},
    ),
    Row("recursion", obj(next=ref("X")), "{next?: X}"),
]
UNIONS = [
    Row("inferred", EITHER, TOLD, PETS),
    Row("null member", {"oneOf": [NULL, *EITHER["oneOf"]]}, TOLD.replace(" told", " | null told"), PETS),
    Row("twice the same", {"anyOf": [ref("Cat"), ref("Cat")]}, "Cat", PETS),
    Row("one member", {"oneOf": [ref("Cat")]}, "Cat", PETS),
    Row("optional reference", {"anyOf": [ref("Cat"), NULL]}, "(Cat | null)", PETS),
    Row("anything or null", {"anyOf": [{}, NULL]}, "any"),
    Row("nested", {"anyOf": [{"anyOf": [STR, NULL]}, INT]}, "(str | int | null)"),
    Row(
        "text and objects",
        {"anyOf": [STR, *EITHER["oneOf"]]},
        "(str | Cat | Dog told by kind: 'cat'=1, 'dog'=2)",
        PETS,
    ),
    Row(
        "only required",
        {**obj(a=STR, b=STR), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "{a?: str, b?: str}",
    ),
    Row(
        "beside properties",
        {**obj(("id",), id=STR), "oneOf": [obj(("a",), a=STR), obj(b=STR)]},
        "({id: str, a: str} | {id: str, b?: str})",
    ),
    Row(
        "empty alternative",
        {**obj(a=STR), "oneOf": [obj(("b",), b=STR), {"title": "other"}]},
        "({a?: str, b: str} | {a?: str})",
    ),
    Row("itself as member", {"oneOf": [ref("X"), STR]}, "str"),
    Row(
        "mapping",
        {
            **EITHER,
            "discriminator": {"propertyName": "t", "mapping": {"c": "#/components/schemas/Cat", "d": "Dog"}},
        },
        "(Cat | Dog by t: 'c'=0, 'd'=1)",
        PETS,
    ),
    Row(
        "implicit",
        {"oneOf": [ref("A"), ref("B")], "discriminator": {"propertyName": "t"}},
        "(A | B by t: 'A'=0, 'B'=1)",
        {"A": obj(t=STR), "B": obj(t=STR)},
    ),
    Row(
        "polymorphic base",
        {
            **obj(("kind",), kind=STR),
            "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/C"}},
        },
        "(C by kind: 'cat'=0)",
        {"C": {"allOf": [ref("X"), obj(meow=STR)]}},
    ),
]


@pytest.mark.parametrize("row", [*SCALARS, *CONTAINERS, *MERGED, *UNIONS], ids=lambda row: row.name)
def test_a_schema_is_read(row: Row) -> None:
    api = api_of({"X": row.schema, **row.beside})
    assert shown(api.schemas["X"]) == row.expected
