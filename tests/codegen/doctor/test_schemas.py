"""Schemas in canonical form: a table of small schemas, each with the rules that it needs."""

from typing import Any

from seawall.codegen.doctor.fix import Severity
from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import faults
from tests.codegen.doctor.converting import at, converted, openapi, swagger
from tests.rows import row

REF = "#/components/schemas/"
MISPLACED = {"misplaced-schema", "lifted-reference"}
NULL: Json = {"type": "null"}
# Dialect, schema before, schema after, rules.
SCHEMAS: list[tuple[str, Any, Any, set[str]]] = [
    ("3.1", {"type": "string", "format": "uuid"}, {"type": "string", "format": "uuid"}, set()),
    ("3.1", {"type": ["string", "null"]}, {"type": ["string", "null"]}, set()),
    # Booleans.
    ("3.1", True, {}, {"boolean-schema"}),
    ("3.1", False, {"not": {}}, {"boolean-schema"}),
    ("3.1", {"type": "object", "additionalProperties": False}, None, set()),
    ("3.1", {"properties": {"a": True}}, {"properties": {"a": {}}}, {"boolean-schema"}),
    ("3.1", None, {}, {"invalid-value"}),
    # Null.
    ("3.0", {"type": "string", "nullable": True}, {"type": ["string", "null"]}, {"nullable"}),
    ("3.1", {"type": "string", "nullable": True}, {"type": ["string", "null"]}, {"nullable"}),
    ("2.0", {"type": "string", "x-nullable": True}, None, {"nullable"}),
    ("3.0", {"type": "string", "nullable": False}, {"type": "string"}, {"nullable"}),
    ("3.0", {"nullable": True}, {}, {"nullable"}),
    ("3.0", {"$ref": REF + "C", "nullable": True}, {"anyOf": [{"$ref": REF + "C"}, NULL]}, {"nullable"}),
    (
        "3.0",
        {"allOf": [{"$ref": REF + "C"}], "nullable": True, "description": "d"},
        {"description": "d", "anyOf": [{"$ref": REF + "C"}, NULL]},
        {"nullable"},
    ),
    (
        "3.0",
        {"oneOf": [{"$ref": REF + "C"}, {"type": "string"}], "nullable": True},
        {"oneOf": [{"$ref": REF + "C"}, {"type": "string"}, NULL]},
        {"nullable"},
    ),
    (
        "3.0",
        {"anyOf": [{"$ref": REF + "C"}, {"nullable": True}]},
        {"anyOf": [{"$ref": REF + "C"}, NULL]},
        {"nullable"},
    ),
    (
        "3.0",
        {"anyOf": [{"$ref": REF + "C"}, {"type": "object", "nullable": True}]},
        {"anyOf": [{"$ref": REF + "C"}, NULL]},
        {"nullable"},
    ),
    (
        "3.0",
        {"properties": {}, "nullable": True},
        {"properties": {}, "type": ["object", "null"]},
        {"nullable"},
    ),
    ("3.0", {"enum": ["a"], "nullable": True}, {"enum": ["a"], "type": ["string", "null"]}, {"nullable"}),
    # Bounds.
    ("3.0", {"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}, {"exclusive-bound"}),
    ("3.0", {"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}, {"exclusive-bound"}),
    ("3.0", {"exclusiveMaximum": True}, {}, {"exclusive-bound"}),
    ("3.1", {"exclusiveMinimum": 0}, {"exclusiveMinimum": 0}, set()),
    ("3.1", {"minLength": "3", "maxLength": None}, {"minLength": 3}, {"invalid-value"}),
    # Examples are data.
    ("3.0", {"example": {"$ref": "gone"}}, {"examples": [{"$ref": "gone"}]}, {"schema-example"}),
    ("3.1", {"examples": [1], "example": 2}, {"examples": [1]}, {"schema-example"}),
    ("3.1", {"examples": {"a": {"value": 1}}}, {"examples": [1]}, {"invalid-value"}),
    # Types.
    ("2.0", {"type": "file"}, {"type": "string", "format": "binary"}, {"file-type"}),
    ("3.1", {"type": "Integer"}, {"type": "integer"}, {"unknown-type"}),
    ("3.1", {"type": "datetime"}, {"type": "string", "format": "date-time"}, {"unknown-type"}),
    ("3.1", {"type": "any"}, {}, {"unknown-type"}),
    ("3.1", {"type": ["string", "string"]}, {"type": ["string"]}, {"duplicate-type"}),
    ("3.1", {"type": []}, {}, {"duplicate-type"}),
    ("3.1", {"type": ["string", None]}, {"type": ["string", "null"]}, {"unknown-type"}),
    # Arrays.
    ("3.1", {"type": "array"}, {"type": "array", "items": {}}, {"array-without-items"}),
    (
        "3.0",
        {"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "integer"}},
        {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
        {"tuple-items"},
    ),
    (
        "3.1",
        {"type": "array", "items": {"type": "string"}, "enum": ["a", "b"]},
        {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        {"enum-on-array"},
    ),
    # Enums.
    ("3.1", {"enum": ["a", "b", "a"]}, {"enum": ["a", "b"]}, {"enum-duplicate"}),
    ("3.1", {"enum": [1, True, 1.0]}, {"enum": [1, True]}, {"enum-duplicate"}),
    (
        "3.1",
        {"type": "string", "enum": ["a", None]},
        {"type": ["string", "null"], "enum": ["a"]},
        {"enum-null"},
    ),
    (
        "3.1",
        {"enum": [1, None, "a"]},
        {"type": ["integer", "string", "null"], "enum": [1, "a"]},
        {"enum-null"},
    ),
    ("3.1", {"enum": [None]}, {"type": "null"}, {"enum-null"}),
    ("3.1", {"const": None}, {"type": "null"}, {"enum-null"}),
    ("3.1", {"type": "string", "enum": []}, {"type": "string"}, {"enum-empty"}),
    ("3.1", {"type": "string", "enum": [1, True]}, {"type": "string", "enum": ["1", "true"]}, {"enum-type"}),
    ("3.1", {"type": "integer", "enum": ["1"]}, {"type": "integer", "enum": [1]}, {"enum-type"}),
    ("3.1", {"type": "integer", "enum": ["a"]}, {"type": "string", "enum": ["a"]}, {"enum-type"}),
    ("3.1", {"enum": "a"}, {"enum": ["a"]}, {"invalid-value"}),
    (
        "3.1",
        {"enum": ["a", "a", "b"], "x-enum-varnames": ["A", "A2", "B"]},
        {"enum": ["a", "b"], "x-enum-varnames": ["A", "B"]},
        {"enum-duplicate"},
    ),
    # Defaults.
    ("3.1", {"type": "integer", "default": "5"}, {"type": "integer", "default": 5}, {"default-type"}),
    ("3.1", {"type": "boolean", "default": "false"}, {"type": "boolean", "default": False}, {"default-type"}),
    ("3.1", {"type": "integer", "default": "many"}, {"type": "integer"}, {"default-type"}),
    ("3.1", {"type": "string", "default": None}, {"type": "string"}, {"default-type"}),
    ("3.1", {"type": "number", "default": 1}, {"type": "number", "default": 1}, set()),
    # Required.
    (
        "3.1",
        {"properties": {"a": {"required": True}, "b": {"required": False}}, "required": ["c"]},
        {"properties": {"a": {}, "b": {}}, "required": ["c", "a"]},
        {"required-flag"},
    ),
    ("3.1", {"required": ["a", "a"]}, {"required": ["a"]}, {"invalid-value"}),
    ("3.1", {"required": "a"}, {"required": ["a"]}, {"invalid-value"}),
    # Unions.
    ("3.1", {"oneOf": []}, {}, {"invalid-value"}),
    ("3.1", {"anyOf": {"type": "string"}}, {"anyOf": [{"type": "string"}]}, {"invalid-value"}),
    # References.
    ("3.1", {"$ref": REF + "C", "description": "d", "x-a": 1}, None, set()),
    (
        "3.1",
        {"$ref": REF + "C", "properties": {"a": {}}, "title": "t"},
        {"title": "t", "allOf": [{"$ref": REF + "C"}, {"properties": {"a": {}}}]},
        {"reference-siblings"},
    ),
    ("3.0", {"$ref": REF + "C", "type": "object"}, {"$ref": REF + "C"}, {"reference-siblings"}),
    ("3.1", {"$ref": REF + "Gone"}, {"$ref": REF + "Gone"}, {"dangling-reference"}),
    ("3.1", {"$ref": "#/definitions/C"}, {"$ref": REF + "C"}, {"misplaced-reference"}),
    ("3.1", {"$ref": "C"}, {"$ref": REF + "C"}, {"misplaced-reference"}),
    ("3.1", {"$ref": REF + "C/properties/inner"}, {"type": "string"}, set()),
    (
        "3.1",
        {"items": {"$ref": REF + "C/properties/inner"}},
        {"items": {"$ref": REF + "CInner"}},
        {"lifted-reference"},
    ),
    ("3.1", {"$ref": REF + "%43"}, {"$ref": REF + "C"}, set()),
    ("3.1", {"$ref": "urn:example:tree"}, {"$ref": REF + "Tree"}, {"local-definitions"}),
    ("3.1", {"$ref": "#leaf"}, {"$ref": REF + "Leaf"}, {"local-definitions"}),
    ("3.1", {"$dynamicRef": "#leaf"}, {"$ref": REF + "Leaf"}, {"dynamic-reference", "local-definitions"}),
    ("3.1", {"items": {"$ref": "#/components/responses/R"}}, {"items": {"$ref": REF + "R"}}, MISPLACED),
    ("3.1", {"items": []}, {"items": {}}, {"array-without-items"}),
    ("3.1", {"properties": []}, {}, {"invalid-value"}),
    ("3.1", {"$ref": 5, "type": "string"}, {"type": "string"}, {"invalid-value"}),
    # Discriminators.
    (
        "2.0",
        {"discriminator": "kind"},
        {"discriminator": {"propertyName": "kind"}},
        {"discriminator-form"},
    ),
    ("3.1", {"discriminator": {}}, {}, {"discriminator"}),
    (
        "3.1",
        {"discriminator": {"propertyName": "k", "mapping": {"c": "C", "d": "#/components/schemas/Gone"}}},
        {"discriminator": {"propertyName": "k", "mapping": {"c": REF + "C"}}},
        {"discriminator-form", "discriminator"},
    ),
    # Everything else is data.
    ("3.1", {"x-a": {"$ref": "gone"}, "default": {"$ref": "gone"}, "const": {"nullable": True}}, None, set()),
    ("3.1", {"properties": {"nullable": {"type": "string"}, "$ref": {}}}, None, set()),
]
C: Json = {"type": "object", "properties": {"inner": {"type": "string"}}}


def in_dialect(dialect: str, schema: Json) -> dict[str, Json]:
    named: Json = {
        "C": C,
        "S": schema,
        "Tree": {"$id": "urn:example:tree"},
        "Leaf": {"$dynamicAnchor": "leaf"},
    }
    if dialect == "2.0":
        return swagger(definitions=named)
    answer: Json = {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}
    return openapi(f"{dialect}.0", components={"schemas": named, "responses": {"R": answer}})


def test_each_schema_becomes_canonical() -> None:
    unused = {"dialect", "local-definitions"}
    for dialect, before, after, rules in SCHEMAS:
        with row(dialect, before):
            spec = converted(in_dialect(dialect, before))
            expected = before if after is None and before is not None else after
            if "x-nullable" in str(before):
                expected = {"type": ["string", "null"], "x-nullable": True}
            assert at(spec.document, "components", "schemas", "S") == expected
            assert {fix.rule for fix in spec.fixes} - unused == rules - unused
            assert faults(spec.document) == []
            assert converted(spec.document).fixes == ()


def test_nullable_in_3_1_is_a_warning_if_it_says_something() -> None:
    severities = {
        (dialect, type_): {
            fix.severity
            for fix in converted(in_dialect(dialect, {"type": type_, "nullable": True})).fixes
            if fix.rule == "nullable"
        }
        for dialect in ("3.0", "3.1")
        for type_ in ("string", "null")
    }
    assert severities == {
        ("3.0", "string"): {Severity.INFO},
        ("3.0", "null"): {Severity.INFO},
        ("3.1", "string"): {Severity.WARNING},
        ("3.1", "null"): {Severity.INFO},
    }


def test_a_fix_says_where_and_what() -> None:
    document = openapi("3.0.3", components={"schemas": {"a/b~c": {"type": "string", "nullable": True}}})
    fix = next(fix for fix in converted(document).fixes if fix.rule == "nullable")
    assert fix.pointer == "#/components/schemas/a~1b~0c"
    assert (fix.before, fix.message) == ('{"nullable": true}', "Null is one of the types.")


def test_implied_values_of_a_discriminator_stay_when_a_component_is_renamed() -> None:
    union: Json = {
        "oneOf": [{"$ref": "#/components/schemas/My Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind"},
    }
    schemas: Json = {"My Cat": {"type": "object"}, "Dog": {"type": "object"}, "Pet": union}
    document = converted(openapi(components={"schemas": schemas})).document
    mapping = at(document, "components", "schemas", "Pet", "discriminator", "mapping")
    assert mapping == {"My Cat": "#/components/schemas/My_Cat"}
