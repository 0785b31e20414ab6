"""A small spec with what makes reading a client hard, and its generated clients."""

from typing import TYPE_CHECKING

from tests.codegen.generating import make, operation, spec

if TYPE_CHECKING:
    from seawall.codegen.generate import GenerationResult
    from seawall.codegen.layer.client import GeneratedClient

PET = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {
        "id": {"$ref": "#/components/schemas/PetId"},
        "kind": {"type": "string", "enum": ["cat", "dog"]},
        "pet-name": {"type": ["string", "null"]},
        "owner": {"type": "object", "properties": {"class": {"type": "string"}}},
        "state": {"$ref": "#/components/schemas/State"},
        "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
    },
}
SCHEMAS = {
    "Pet": PET,
    "PetId": {"type": "string", "format": "uuid"},
    "PetPage": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
    "State": {"type": "string", "enum": ["new", "sold"]},
    "Tag": {"type": "object", "properties": {"label": {"type": "string"}}},
    "Named": {"type": "object", "properties": {"name": {"type": "string"}}},
    "Shop": {
        "allOf": [
            {"$ref": "#/components/schemas/Named"},
            {"type": "object", "properties": {"opened": {"type": "boolean"}}},
        ]
    },
    "Problem": {"type": "object", "properties": {"detail": {"type": "string"}}},
}
_LIST = {
    "operationId": "list_pets",
    "parameters": [
        {"name": "page-size", "in": "query", "schema": {"type": "integer", "maximum": 100}},
        {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
        {"$ref": "#/components/parameters/State"},
    ],
}
_PROBLEM = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _operation(answer: object, body: object = None, **more: object) -> dict[str, object]:
    found = operation(answer=answer, body=body, tags=["pets"], **more)
    found["responses"]["404"] = {"description": "", **_PROBLEM}
    return found


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


SPEC = spec(
    {
        "/pets": {
            "get": _operation(_ref("PetPage"), **_LIST),
            "post": _operation(_ref("Pet"), _ref("Pet"), operationId="create_pet"),
        },
        "/pets/{pet-id}": {
            "parameters": [{"name": "pet-id", "in": "path", "required": True, "schema": _ref("PetId")}],
            "get": _operation(
                {"oneOf": [_ref("Pet"), _ref("Shop")]},
                operationId="get_pet",
            ),
        },
    },
    SCHEMAS,
    components={
        "schemas": SCHEMAS,
        "parameters": {"State": {"name": "state", "in": "query", "schema": _ref("State")}},
    },
)


def made(style: str, document: bytes = SPEC) -> "tuple[GenerationResult, GeneratedClient]":
    """The generated client of `document`, and what is read of its source."""
    from seawall.codegen.layer.client_reading import read_client

    result = make(document, style=style, output="shop/client")
    files = {name: content.decode() for name, content in result.files.items()}
    return result, read_client(files, result.api, "shop.client")
