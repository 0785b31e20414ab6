import math

import pytest

from seawall.core.errors import DecodeError
from seawall.core.validation.json_schema import JsonSchema
from tests.transports.loopback import LoopbackServer, message

SECRET = "hunter2"


def faults(value: object, schema: dict[str, object]) -> list[str]:
    return list(JsonSchema(schema, "metadata").faults(value))


RULES: list[tuple[object, object, str]] = [
    (SECRET, {"type": "integer"}, "metadata.a must be of type integer"),
    (SECRET, {"enum": ["x", "y"]}, "metadata.a must be one of ['x', 'y']"),
    (SECRET, {"const": "x"}, "metadata.a must be x"),
    (7_777_777, {"maximum": 10}, "metadata.a must be at most 10"),
    (-7_777_777, {"minimum": 0}, "metadata.a must be at least 0"),
    (10, {"exclusiveMaximum": 10}, "metadata.a must be below 10"),
    (0, {"exclusiveMinimum": 0}, "metadata.a must be above 0"),
    (SECRET, {"minLength": 10}, "metadata.a must have at least 10 characters"),
    (SECRET, {"maxLength": 3}, "metadata.a must have at most 3 characters"),
    ([SECRET], {"minItems": 2}, "metadata.a must have at least 2 entries"),
    ([SECRET, 1], {"maxItems": 1}, "metadata.a must have at most 1 entries"),
    (SECRET, {"pattern": "^x"}, "metadata.a must match the pattern ^x"),
    ([1] * 2, {"uniqueItems": True}, "metadata.a does not meet the rule 'uniqueItems' of its schema"),
    (SECRET, {"oneOf": [{"type": "null"}]}, "metadata.a does not meet the rule 'oneOf' of its schema"),
    (SECRET, {"not": {}}, "metadata.a does not meet the rule 'not' of its schema"),
    ({}, {"required": ["b"]}, "metadata.a has missing or unknown keys: 'b' is a required property"),
    (
        {"b": SECRET},
        {"additionalProperties": False},
        (
            "metadata.a has missing or unknown keys: "
            "Additional properties are not allowed ('b' was unexpected)"
        ),
    ),
    ([1, {"b": SECRET}], {"items": {"type": "integer"}}, "metadata.a.1 must be of type integer"),
]


def test_a_fault_names_path_and_rule_and_never_the_value() -> None:
    for value, rule, line in RULES:
        assert faults({"a": value}, {"properties": {"a": rule}}) == [line]
        assert SECRET not in line
        assert "7777777" not in line


def test_valid_data_has_no_fault() -> None:
    assert faults({"a": 1}, {"type": "object", "properties": {"a": {"type": "integer"}}}) == []


def test_faults_are_in_the_order_of_their_paths() -> None:
    schema: dict[str, object] = {
        "properties": {"b": {"type": "string"}, "a": {"type": "string", "minimum": 5}},
        "required": ["c"],
    }
    assert faults({"a": 1, "b": 2}, schema) == [
        "metadata.a must be of type string",
        "metadata.a must be at least 5",
        "metadata.b must be of type string",
        "metadata has missing or unknown keys: 'c' is a required property",
    ]


def test_a_reference_inside_the_schema_is_followed() -> None:
    schema: dict[str, object] = {"$defs": {"n": {"type": "integer"}}, "items": {"$ref": "#/$defs/n"}}
    assert faults([1, "x"], schema) == ["metadata.1 must be of type integer"]


@pytest.mark.parametrize(
    "reference",
    [
        "http://127.0.0.1:1/schema.json",
        "https://example.test/x",
        "file:///etc/passwd",
        "other.json",
        "#/nowhere",
    ],
)
def test_a_reference_to_another_document_is_never_fetched(reference: str) -> None:
    with pytest.raises(DecodeError, match="schema of metadata is not a valid JSON Schema"):
        faults({}, {"$ref": reference})


def test_a_reference_to_a_running_server_is_not_fetched() -> None:
    with LoopbackServer(message(200, b'{"type":"integer"}')) as server:
        with pytest.raises(DecodeError, match="schema of metadata is not a valid JSON Schema"):
            faults("x", {"$ref": f"{server.url}/schema.json"})
        assert server.requests == []


def nested(depth: int) -> dict[str, object]:
    schema: dict[str, object] = {}
    for _ in range(depth):
        schema = {"not": schema}
    return schema


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nothing"},
        {"minimum": "high"},
        {"pattern": "("},
        {"$schema": ["x"]},
        {"$ref": 5},
        {"$ref": "#"},
        {"$id": "http://[", "$ref": "x"},
        {"multipleOf": 0},
        nested(3000),
    ],
    ids=lambda schema: next(iter(schema)),
)
def test_an_invalid_schema_is_a_decode_error(schema: dict[str, object]) -> None:
    with pytest.raises(DecodeError, match="schema of metadata is not a valid JSON Schema"):
        faults(1.5, schema)


@pytest.mark.parametrize("value", [math.nan, 10**400])
def test_a_number_out_of_range_is_a_decode_error(value: float) -> None:
    with pytest.raises(DecodeError):
        faults(value, {"multipleOf": 0.5})


def test_escape_sequences_are_removed() -> None:
    schema: dict[str, object] = {"properties": {"a\x1b[2J": {"pattern": "x\x1b\\[2J"}}}
    assert faults({"a\x1b[2J": "y"}, schema) == ["metadata.a [2J must match the pattern x \\[2J"]


def test_one_schema_checks_many_values_each_by_itself() -> None:
    schema = JsonSchema({"type": "integer", "maximum": 10}, "metadata")
    checks = [list(schema.faults(value)) for value in (11, 5, SECRET, 12)]
    assert [len(found) for found in checks] == [1, 0, 1, 1]
    assert repr(schema) == "JsonSchema('metadata')"


def test_a_schema_that_is_wrong_is_an_error_for_each_value() -> None:
    schema = JsonSchema({"type": 7}, "metadata")
    for value in (1, 2):
        with pytest.raises(DecodeError, match="not a valid JSON Schema"):
            list(schema.faults(value))
