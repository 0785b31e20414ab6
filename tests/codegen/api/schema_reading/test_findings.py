"""Parts of schemas that the Api does not hold: each has a finding that names the place."""

from typing import Any

import pytest

from tests.codegen.api.schema_reading.schema_rows import INT, PETS, STR, api_of, obj, ref, shown

X = "#/components/schemas/X"
EITHER = {"oneOf": [ref("Cat"), ref("Dog")]}
FINDINGS: dict[str, tuple[Any, str, str]] = {
    "keyword of another version": ({"nullable": True}, X, "'nullable' is not a keyword"),
    "misspelt keyword": (obj(a={"minlength": 1}), f"{X}/properties/a", "'minlength' is not a keyword"),
    "not": ({"not": STR}, X, "`not` only constrains"),
    "if": ({**obj(), "if": {}, "then": {"properties": {}}}, X, "`if` only constrains"),
    "contains": ({"type": "array", "contains": STR}, X, "`contains` only constrains"),
    "unknown type": ({"type": ["file", "string"]}, X, "`type` is"),
    "no schema": ({"type": "array", "items": "string"}, f"{X}/items", "Here is no schema"),
    "constant object": ({"const": {}}, X, "A constant is an object or a list"),
    "not described": ({**obj(), "required": ["a"]}, X, "'a' is required, but it is not described"),
    "dangling": (obj(a=ref("Gone")), f"{X}/properties/a", "'Gone' has no target"),
    "dangling base": ({"allOf": [ref("Gone"), obj()]}, f"{X}/allOf/0", "has no target"),
    "types that contradict": ({"allOf": [STR, INT]}, X, "no type in common; integer is read"),
    "constants that contradict": (
        {"allOf": [{"enum": [1]}, {"enum": [2]}]},
        f"{X}/allOf/1",
        "none in common",
    ),
    "extends itself": ({"allOf": [ref("X"), obj(a=STR)]}, f"{X}/allOf/0", "'X' extends itself"),
    "requires itself": (obj(("a",), a=ref("X")), X, "requires itself by 'a'"),
    "only constraints": ({**obj(), "anyOf": [{"required": ["a"]}]}, X, "Alternatives that only constrain"),
    "impossible alternative": ({**STR, "oneOf": [INT, {"format": "date"}]}, f"{X}/oneOf/0", "contradicts"),
    "no possible alternative": ({**STR, "oneOf": [INT]}, X, "No alternative of `oneOf` fits"),
    "itself as alternative": ({"oneOf": [ref("X"), STR]}, X, "The schema itself is an alternative"),
    "aliases of each other": (ref("Y"), "#/components/schemas/Y", "refers to 'X', which refers back to it"),
    "no property name": ({**EITHER, "discriminator": {}}, X, "no `propertyName`"),
    "mapping to nothing": (
        {**EITHER, "discriminator": {"propertyName": "k", "mapping": {"a": "Gone"}}},
        f"{X}/discriminator",
        "target 'Gone', which does not exist",
    ),
    "mapping to no member": (
        {"oneOf": [ref("Cat")], "discriminator": {"propertyName": "k", "mapping": {"a": "Dog"}}},
        f"{X}/discriminator",
        "'Dog' is in the mapping only",
    ),
    "mapping that contradicts": (
        {**EITHER, "discriminator": {"propertyName": "kind", "mapping": {"dog": "Cat"}}},
        f"{X}/discriminator",
        "contradicts the constant of another member",
    ),
    "the same constant": (
        {"oneOf": [ref("Cat"), ref("Cat2")], "discriminator": {"propertyName": "kind"}},
        f"{X}/discriminator",
        "is that of several members",
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_a_part_that_is_not_read_has_a_finding(name: str) -> None:
    schema, pointer, message = FINDINGS[name]
    beside = {**PETS, "Cat2": PETS["Cat"], "Y": ref("X")}
    api = api_of({"X": schema, **beside})
    assert [(each.pointer, each.is_error) for each in api.findings if message in each.message] == [
        (pointer, False)
    ]


def test_endless_merges_end_with_the_last_component() -> None:
    merged = {"allOf": [ref("A"), ref("B")]}
    api = api_of({"X": merged, "A": obj(next=ref("A"), a=STR), "B": obj(next=ref("B"), b=STR)})
    assert shown(api.schemas["X"]) == "{next?: {next?: B, a?: str, b?: str}, a?: str, b?: str}"
    assert "merged without end" in api.findings[0].message


def test_text_of_the_spec_is_not_part_of_another_schema() -> None:
    base = {**obj(a=STR), "title": "Base", "description": "of the base", "x-a": 1, "readOnly": True}
    api = api_of(
        {
            "X": {"allOf": [ref("B"), {"title": "Child", "default": {}}]},
            "B": base,
            "Y": {"allOf": [ref("B"), obj(c=STR)]},
        }
    )
    assert (api.schemas["Y"].title, api.schemas["Y"].description, dict(api.schemas["Y"].extensions)) == (
        "",
        "",
        {},
    )
    assert api.schemas["Y"].read_only
    assert (api.schemas["X"].title, api.schemas["X"].default) == ("Child", {})


def test_names_and_descriptions_of_enumerations() -> None:
    rows: dict[str, Any] = {
        "by position": {
            "enum": ["a", None, "b"],
            "x-enum-varnames": ["A", "NONE", "B"],
            "x-enum-descriptions": ["1", "2", ""],
        },
        "by value": {
            "enum": ["a", "b"],
            "x-enumNames": {"a": "A", "b": "B"},
            "x-enumDescriptions": {"a": "1"},
        },
        "as objects": {
            "enum": ["a", "b"],
            "x-ms-enum": {
                "values": [{"value": "a", "name": "A", "description": "1"}, {"value": "b", "name": "B"}]
            },
        },
        "as alternatives": {
            "oneOf": [{"const": "a", "title": "A", "description": "1"}, {"const": "b", "title": "B"}]
        },
    }
    api = api_of(rows)
    found = {name: (schema.shape.names, schema.shape.descriptions) for name, schema in unwrapped(api.schemas)}
    assert found == dict.fromkeys(rows, (("A", "B"), ("1", "")))


def unwrapped(schemas: Any) -> list[tuple[str, Any]]:
    """The schemas, with the enumeration of a nullable one in its place."""
    return [(name, next(iter(schema.children()), schema)) for name, schema in schemas.items()]
