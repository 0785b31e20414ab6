"""Values that fit a schema of the Api, and the first misfit of the others."""

from typing import Any

from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.impact.schema_fit import first_misfit
from seawall.codegen.spec.document import load_document
from tests.codegen.generating import spec_with
from tests.rows import row

PET = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 5},
        "age": {"type": ["integer", "null"], "minimum": 0},
        "kind": {"enum": ["cat", "dog"]},
        "friends": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        "id": {"type": "string", "format": "uuid"},
        "weight": {"type": "number"},
        "is_old": {"type": "boolean"},
    },
    "required": ["name"],
    "additionalProperties": False,
}

# The value, the name of the part that does not fit, and the reason.
ROWS: tuple[tuple[Any, str, str], ...] = (
    ({"name": "Tom"}, "", ""),
    ({"name": "Tom", "age": None, "kind": "cat", "weight": 4, "is_old": False}, "", ""),
    ({"name": "Tom", "friends": [{"name": "Ann"}]}, "", ""),
    ({}, "name", "is missing"),
    ({"name": "Thomas"}, "name", "has another length"),
    ({"name": 3}, "name", "is no text"),
    ({"name": "Tom", "age": 1.5}, "age", "fits no member of the union"),
    ({"name": "Tom", "kind": "cow"}, "kind", "is no value of the enum"),
    ({"name": "Tom", "friends": [{"nick": "A"}]}, "name", "is missing"),
    ({"name": "Tom", "color": "red"}, "color", "is not allowed"),
    ({"name": "Tom", "id": "x"}, "id", "is no UUID"),
    ({"name": "Tom", "weight": True}, "weight", "is no number"),
    ({"name": "Tom", "is_old": 1}, "is_old", "is neither true nor false"),
    ([], "", "is of another type"),
)


def test_a_value_fits_or_has_a_first_misfit() -> None:
    document = load_document(spec_with(PET), "openapi.json")
    api = effective_spec(Documents(root="openapi.json", documents={"openapi.json": document})).api
    for value, name, reason in ROWS:
        with row(value):
            found = first_misfit(api, api.schemas["Thing"], value)
            assert (found is None) is (not reason)
            if found is not None:
                assert (found.name, found.reason) == (name, reason)
