"""Schemas as they are read, one row each."""

import pytest

from tests.codegen.api.schema_reading.schema_rows import (
    CAT,
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
    Row("nullable constants", {"anyOf": [{"type": ["string", "null"], "enum": ["x"]}]}, "(enum('x') | null)"),
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
    Row("requires itself", obj(("a", "next"), a=STR, next=ref("X")), "{a: str, next?: X}"),
    Row("requires itself or null", obj(("n",), n={"anyOf": [ref("X"), NULL]}), "{n: (X | null)}"),
    Row("requires a list of itself", obj(("n",), n={"type": "array", "items": ref("X")}), "{n: [...X]}"),
    Row(
        "requires itself through others",
        obj(("a", "b"), a=obj(("c",), c=ref("Y")), b=ref("Z")),
        "{a?: {c: Y}, b: Z}",
        {"Y": obj(("x",), x=ref("X")), "Z": obj(("s",), s=STR)},
    ),
    Row(
        "requires its own union",
        {"allOf": [ref("Base"), obj(("of",), of=ref("Base"))]},
        "{kind?: str, of?: Base}",
        {"Base": {**obj(kind=STR), "discriminator": {"propertyName": "kind"}}},
    ),
    Row("recursion", obj(next=ref("X")), "{next?: X}"),
]
UNIONS = [
    Row("inferred", EITHER, TOLD, PETS),
    Row("null member", {"oneOf": [NULL, *EITHER["oneOf"]]}, TOLD.replace(" told", " | null told"), PETS),
    Row("twice the same", {"anyOf": [ref("Cat"), ref("Cat")]}, "Cat", PETS),
    Row("one member", {"oneOf": [ref("Cat")]}, "Cat", PETS),
    Row("optional reference", {"anyOf": [ref("Cat"), NULL]}, "(Cat | null)", PETS),
    Row("null component", {"oneOf": [ref("Cat"), ref("N")]}, "(Cat | null)", {**PETS, "N": {"enum": [None]}}),
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
    Row(
        "base as member",
        {"allOf": [ref("A")], "anyOf": [ref("A"), obj(b=STR)]},
        "(A | {a?: str, b?: str})",
        {"A": obj(a=STR)},
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


BY_KIND = {"propertyName": "kind"}
# Cat and Dog without a property that tells them apart.
PLAIN = {"Cat": obj(kind=STR, meow=STR), "Dog": obj(kind=STR, bark=STR)}
TAGS = [
    Row(
        "constants instead of names",
        {**EITHER, "discriminator": BY_KIND},
        "(Cat | Dog by kind: 'cat'=0, 'dog'=1)",
        PETS,
    ),
    Row(
        "several values for a member",
        {**EITHER, "discriminator": {**BY_KIND, "mapping": {"c": "Cat", "k": "Cat", "d": "Dog"}}},
        "(Cat | Dog by kind: 'c'=0, 'k'=0, 'd'=1)",
        PLAIN,
    ),
    Row(
        "mapping that contradicts constants",
        {**EITHER, "discriminator": {**BY_KIND, "mapping": {"cat": "Cat", "dog": "Cat"}}},
        "(Cat | Dog by kind: 'cat'=0, 'dog'=1)",
        PETS,
    ),
    Row(
        "mapping that decides between equal constants",
        {**EITHER, "discriminator": {**BY_KIND, "mapping": {"a": "Cat", "b": "Dog"}}},
        "(Cat | Dog by kind: 'a'=0, 'b'=1)",
        {"Cat": obj(kind={"enum": ["a", "b"]}), "Dog": obj(kind={"enum": ["a", "b"]})},
    ),
    Row(
        "default mapping",
        {**EITHER, "discriminator": {**BY_KIND, "defaultMapping": "Dog"}},
        "(Cat | Dog by kind: 'Cat'=0, 'Dog'=1, else 1)",
        PLAIN,
    ),
    Row(
        "mapping to a schema that is no member",
        {"oneOf": [ref("Cat")], "discriminator": {**BY_KIND, "mapping": {"d": ref("Dog")["$ref"]}}},
        "(Cat | Dog by kind: 'd'=1, 'Cat'=0)",
        PLAIN,
    ),
    Row(
        "mapping to nothing",
        {**EITHER, "discriminator": {**BY_KIND, "mapping": {"x": "Gone"}}},
        "(Cat | Dog by kind: 'Cat'=0, 'Dog'=1)",
        PLAIN,
    ),
    Row(
        "mapping to inline members",
        {
            "oneOf": [obj(a=STR), obj(b=STR)],
            "discriminator": {
                "propertyName": "t",
                "mapping": {f"v{n}": f"#/components/schemas/X/oneOf/{n}" for n in (0, 1)},
            },
        },
        "({a?: str} | {b?: str} by t: 'v0'=0, 'v1'=1)",
    ),
    Row(
        "whole numbers",
        {
            "oneOf": [ref("A"), ref("B")],
            "discriminator": {"propertyName": "v", "mapping": {"1": "A", "2": "B"}},
        },
        "(A | B by v: 1=0, 2=1)",
        {"A": obj(v={"const": 1}), "B": obj(v={"const": 2})},
    ),
    Row(
        "whole numbers without constants",
        {
            "oneOf": [ref("A"), ref("B")],
            "discriminator": {"propertyName": "v", "mapping": {"1": "A", "2": "B"}},
        },
        "(A | B by v: 1=0, 2=1)",
        {"A": obj(v=INT), "B": obj(v=INT)},
    ),
    Row(
        "optional tag",
        EITHER,
        TOLD,
        {"Cat": obj(kind={"enum": ["cat"]}), "Dog": obj(kind={"enum": ["dog"]})},
    ),
    Row(
        "the same declared constant",
        {**EITHER, "discriminator": BY_KIND},
        "(Cat | Dog)",
        {"Cat": CAT, "Dog": CAT},
    ),
    Row(
        "a constant that the mapping gives to another member",
        {**EITHER, "discriminator": {**BY_KIND, "mapping": {"cat": "Cat"}}},
        "(Cat | Dog)",
        {"Cat": CAT, "Dog": CAT},
    ),
    Row(
        "value by an extension",
        {**obj(kind=STR), "discriminator": BY_KIND},
        "(C by kind: '#Ns.C'=0)",
        {"C": {"allOf": [ref("X"), obj(meow=STR)], "x-ms-discriminator-value": "#Ns.C"}},
    ),
    Row(
        "one and true",
        EITHER,
        "(Cat | Dog)",
        {"Cat": obj(kind={"const": 1}), "Dog": obj(kind={"const": True})},
    ),
    Row("the same constant", EITHER, "(Cat | Dog)", {"Cat": CAT, "Dog": CAT}),
    Row(
        "constants of a base",
        EITHER,
        TOLD,
        {**PETS, "Cat": {"allOf": [ref("Base"), obj(kind={"const": "cat"})]}, "Base": obj(kind=STR)},
    ),
    Row(
        "constants of a component",
        EITHER,
        TOLD,
        {**PETS, "Cat": obj(kind=ref("Kind")), "Kind": {"enum": ["cat"]}},
    ),
    Row("beside required", {**EITHER, "required": ["kind"], "type": "object"}, TOLD, PETS),
    Row(
        "beside properties that the members have",
        {**obj(("kind",), kind=STR), **EITHER, "discriminator": BY_KIND},
        "(Cat | Dog by kind: 'cat'=0, 'dog'=1)",
        PETS,
    ),
    Row(
        "beside other properties",
        {**obj(id=STR), **EITHER, "discriminator": {**BY_KIND, "mapping": {"c": "Cat", "d": "Dog"}}},
        "({id?: str, kind?: str, meow?: str} | {id?: str, kind?: str, bark?: str} by kind: 'c'=0, 'd'=1)",
        PLAIN,
    ),
    Row(
        "members that extend the union",
        {**obj(kind=STR), "oneOf": [ref("C"), ref("D")], "discriminator": BY_KIND},
        "(C | D by kind: 'C'=0, 'D'=1)",
        {"C": {"allOf": [ref("X"), obj(meow=STR)]}, "D": {"allOf": [ref("X"), obj(bark=STR)]}},
    ),
    Row(
        "extends a union that lists it",
        {"allOf": [ref("Pet"), obj(meow=STR)]},
        "{kind?: str, meow?: str}",
        {"Pet": {**obj(kind=STR), "oneOf": [ref("X"), ref("Dog")]}, "Dog": obj(bark=STR)},
    ),
    Row(
        "union of unions",
        {"oneOf": [ref("Pets"), ref("Cow")]},
        "(Cat | Dog | Cow told by kind: 'cat'=0, 'dog'=1, 'cow'=2)",
        {**PETS, "Pets": EITHER, "Cow": obj(kind={"const": "cow"})},
    ),
    Row(
        "union of unions without a tag",
        {"oneOf": [ref("Pets"), ref("Cow")]},
        "(Pets | Cow)",
        {**PETS, "Pets": EITHER, "Cow": obj(milk=STR)},
    ),
    Row(
        "mapping to a union",
        {
            "oneOf": [ref("Pets"), ref("Cow")],
            "discriminator": {"propertyName": "t", "mapping": {"pet": "Pets"}},
        },
        "(Pets | Cow by t: 'pet'=0, 'Cow'=1)",
        {**PETS, "Pets": EITHER, "Cow": obj(t=STR)},
    ),
    Row(
        "base that is a member itself",
        {**obj(kind=STR), "discriminator": {**BY_KIND, "mapping": {"x": "X", "c": "C"}}},
        "(C | {kind?: str} by kind: 'x'=1, 'c'=0)",
        {"C": {"allOf": [ref("X"), obj(meow=STR)]}},
    ),
    Row(
        "base of bases",
        {**obj(kind=STR), "discriminator": BY_KIND},
        "(C | L by kind: 'C'=0, 'L'=1)",
        {"C": {"allOf": [ref("X"), obj(meow=STR)]}, "L": {"allOf": [ref("C"), obj(roar=STR)]}},
    ),
    Row(
        "extension that adds nothing",
        {"allOf": [ref("Base")]},
        "{kind?: str}",
        {"Base": {**obj(kind=STR), "discriminator": BY_KIND}},
    ),
    Row(
        "discriminator inside allOf",
        {"allOf": [ref("Root"), {**obj(kind=STR), "discriminator": BY_KIND}]},
        "(C by kind: 'C'=0)",
        {"Root": obj(id=STR), "C": {"allOf": [ref("X"), obj(meow=STR)]}},
    ),
    Row(
        "discriminator that tells nothing apart", {**obj(kind=STR), "discriminator": BY_KIND}, "{kind?: str}"
    ),
    Row(
        "reference to a base",
        obj(pet=ref("Base")),
        "{pet?: Base}",
        {"Base": {**obj(), "discriminator": BY_KIND}},
    ),
    Row(
        "some constants",
        {"anyOf": [{"const": "a"}, {"const": "b"}, {"type": "integer"}]},
        "(enum('a', 'b') | int)",
    ),
    Row("format alternatives", {**STR, "anyOf": [{"format": "uuid"}, {"pattern": "a"}]}, "(str(uuid) | str)"),
    Row(
        "alternative that contradicts",
        {**STR, "anyOf": [{"type": "integer"}, {"format": "date"}]},
        "str(date)",
    ),
    Row(
        "two unions that both hold",
        {"allOf": [{"oneOf": [obj(a=STR), obj(b=STR)]}, {"oneOf": [obj(c=STR), obj(d=STR)]}]},
        "({a?: str, c?: str} | {a?: str, d?: str} | {b?: str, c?: str} | {b?: str, d?: str})",
    ),
    Row("aliases of each other", ref("Y"), "Y", {"Y": ref("X")}),
]


@pytest.mark.parametrize("row", [*SCALARS, *CONTAINERS, *MERGED, *UNIONS, *TAGS], ids=lambda row: row.name)
def test_a_schema_is_read(row: Row) -> None:
    api = api_of({"X": row.schema, **row.beside})
    assert shown(api.schemas["X"]) == row.expected
