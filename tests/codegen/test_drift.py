"""An overlay is proposed from answers that did not match the spec."""

import json
from typing import Any

import pytest

from seawall.codegen.drift import DriftRecord, proposed_overlay, read_records
from seawall.codegen.errors import GenerationError
from seawall.codegen.spec.overlay import apply_overlay
from tests.rows import row

PET: dict[str, Any] = {
    "type": "object",
    "required": ["name", "owner", "a/b"],
    "properties": {
        "name": {"type": "string"},
        "size": {"type": ["integer", "null"]},
        "owner": {"$ref": "#/components/schemas/Owner"},
        "born": {"type": "string", "format": "date"},
        "kind": {"type": "string", "const": "pet"},
        "a/b": {"type": "integer"},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Any"}}
                            }
                        },
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": PET,
            "Any": {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "string"}]},
            "Owner": {"allOf": [{"type": "object", "properties": {"name": {"type": "string"}}}]},
        }
    },
}


def record(place: str, kind: str, *, path: str = "/pets") -> DriftRecord:
    return DriftRecord(method="GET", path=path, model="Pet", field="x", place=place, kind=kind)


def got(kind: str) -> str:
    return f"Expected `str`, got `{kind}`"


def changed(*records: DriftRecord) -> Any:
    """The properties of a pet after the proposal was applied."""
    proposal = proposed_overlay(SPEC, records)
    assert proposal.rest == ()
    found: Any = apply_overlay(SPEC, proposal.overlay("t"), "o")
    return found["components"]["schemas"]


def test_each_kind_of_drift_has_a_proposal() -> None:
    owner = {"anyOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]}
    rows: list[tuple[list[DriftRecord], str, Any]] = [
        ([record("$[].name", got("null"))], "name", {"type": ["string", "null"]}),
        ([record("$[].name", got("null"))] * 2, "name", {"type": ["string", "null"]}),
        ([record("$[].name", got("null")), record("$[].name", got("int"))], "name",
         {"type": ["string", "null", "integer"]}),
        ([record("$[].size", got("str"))], "size", {"type": ["integer", "null", "string"]}),
        ([record("$[].owner", got("null"))], "owner", owner),
        ([record("$[].born", "Invalid RFC3339 encoded date")], "born", {"type": "string"}),
        ([record("$[].kind", "Invalid enum value")], "kind", {"type": "string"}),
        ([record("$[].a/b", got("null"))], "a/b", {"type": ["integer", "null"]}),
        ([record("$[].tags.*", got("int"))], "tags",
         {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}),
    ]  # fmt: skip
    for records, name, expected in rows:
        with row(records):
            assert changed(*records)["Pet"]["properties"][name] == expected


def test_an_absent_field_is_no_longer_required() -> None:
    missing = "Object missing required field `name`"
    assert changed(record("$[].name", missing))["Pet"]["required"] == ["owner", "a/b"]
    both = changed(record("$[].name", missing), record("$[].owner", "Object missing required field `owner`"))
    assert both["Pet"]["required"] == ["a/b"]


def test_a_field_of_a_member_is_found() -> None:
    schemas = changed(record("$[].owner.name", got("null")))
    assert schemas["Owner"]["allOf"][0]["properties"]["name"] == {"type": ["string", "null"]}


def test_each_action_says_where_it_was_seen() -> None:
    proposal = proposed_overlay(SPEC, [record("$[].name", got("null"))])
    assert proposal.actions[0]["description"] == (
        "Seen in answers: GET /pets: $[].name of Pet: Expected `str`, got `null`."
    )


def test_a_record_without_a_place_has_no_proposal() -> None:
    for odd in (
        record("$[].gone", got("null")),
        record("$.name", got("null"), path="/gone"),
        record("$", got("int")),
    ):
        with row(odd):
            assert proposed_overlay(SPEC, [odd]).rest == (odd,)


def test_the_lines_of_a_drift_file_are_read() -> None:
    line = {
        "operation": "list",
        "method": "GET",
        "path": "/p",
        "model": "M",
        "field": "f",
        "place": "$.f",
        "kind": "k",
    }
    text = f"{json.dumps(line)}\n" * 2
    expected = DriftRecord(method="GET", path="/p", model="M", field="f", place="$.f", kind="k")
    assert read_records(text, "drift.jsonl") == (expected,)
    for bad in ("x", "{}", "[]", "5"):
        with row(bad), pytest.raises(GenerationError, match=r"^drift\.jsonl, line 2 is no record"):
            read_records(f"{json.dumps(line)}\n{bad}\n", "drift.jsonl")
