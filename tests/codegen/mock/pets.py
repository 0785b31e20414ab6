"""A small API for the tests of the mock server, and a client for it."""

import json
from typing import Any
from urllib.parse import urlencode

from attrs import frozen

from seawall.codegen.api.reader import read_api
from seawall.codegen.mock.mock_api import MockApi
from seawall.core.http.message import Request, Response

JSON = "application/json"
PET = {"$ref": "#/components/schemas/Pet"}
PET_ID = {"name": "pet_id", "in": "path", "required": True, "schema": {"type": "integer"}}


def answer(schema: Any, status: str = "200", media_type: str = JSON) -> dict[str, Any]:
    return {status: {"description": "", "content": {media_type: {"schema": schema}}}}


def body(schema: Any, media_type: str = JSON) -> dict[str, Any]:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def query(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


LIST = {
    "type": "object",
    "required": ["data", "total"],
    "properties": {
        "data": {"type": "array", "items": PET},
        "total": {"type": "integer"},
        "has_more": {"type": "boolean"},
        "next_cursor": {"type": ["string", "null"]},
    },
}

VISITS = {
    "type": "object",
    "properties": {
        "results": {
            "type": "array",
            "items": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string"}}},
        },
        "total": {"type": "integer"},
    },
}

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://example.com/v1"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "parameters": [
                    query("limit", {"type": "integer", "minimum": 1}),
                    query("cursor", {"type": "string"}),
                    query("tags", {"type": "array", "items": {"type": "string"}}, explode=False),
                    query("filter", {"type": "object"}, style="deepObject"),
                ],
                "responses": answer(LIST),
            },
            "post": {
                "operationId": "createPet",
                "requestBody": body(PET),
                "responses": answer(PET, "201") | {"422": {"description": ""}},
            },
        },
        "/pets/{pet_id}": {
            "parameters": [PET_ID],
            "get": {"operationId": "getPet", "responses": answer(PET)},
            "put": {"operationId": "putPet", "requestBody": body(PET), "responses": answer(PET)},
            "patch": {
                "operationId": "patchPet",
                "requestBody": body({"type": "object"}, "application/merge-patch+json"),
                "responses": answer(PET),
            },
            "delete": {"operationId": "deletePet", "responses": {"204": {"description": ""}}},
        },
        "/pets/{pet_id}/photo": {
            "parameters": [PET_ID],
            "get": {
                "operationId": "getPhoto",
                "responses": answer({"type": "string"}, media_type="image/png"),
            },
        },
        "/pets/{pet_id}/visits": {
            "parameters": [PET_ID],
            "get": {
                "operationId": "listVisits",
                "parameters": [query("offset", {"type": "integer"}), query("limit", {"type": "integer"})],
                "responses": answer(VISITS),
            },
        },
        "/breeds": {
            "get": {
                "operationId": "listBreeds",
                "parameters": [query("page", {"type": "integer"}), query("per_page", {"type": "integer"})],
                "responses": answer({"type": "array", "items": {"type": "string"}}),
            },
            "head": {"operationId": "breeds", "responses": answer({"type": "string"})},
        },
        "/colors": {
            "get": {
                "operationId": "listColors",
                "responses": answer({"type": "array", "items": {"type": "string"}}),
            }
        },
        "/count": {
            "get": {
                "operationId": "count",
                "parameters": [query("from", {"type": "string"})],
                "responses": answer({"type": "object", "properties": {"total": {"type": "integer"}}}),
            }
        },
        "/events": {
            "get": {"operationId": "events", "responses": answer(PET, media_type="text/event-stream")}
        },
        "/secret": {
            "get": {
                "operationId": "secret",
                "security": [{"token": []}, {"key": []}],
                "responses": {"204": {"description": ""}},
            }
        },
        "/users/{name}": {
            "parameters": [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "getUser", "responses": answer({"$ref": "#/components/schemas/User"})},
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id", "name", "kind"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "name": {"type": "string", "minLength": 1},
                    "kind": {"enum": ["cat", "dog"]},
                    "note": {"type": ["string", "null"]},
                    "password": {"type": "string", "writeOnly": True},
                },
            },
            "User": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "friend": {"$ref": "#/components/schemas/User"}},
            },
        },
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "query", "name": "key"},
        },
    },
}


@frozen
class Server:
    """A mock server without a socket."""

    mock: MockApi

    def send(self, method: str, path: str, data: Any = None, **more: Any) -> Response:
        headers = dict(more.pop("headers", {}))
        sent = None
        if data is not None:
            sent = data if isinstance(data, bytes) else json.dumps(data).encode()
            headers.setdefault("content-type", JSON)
        suffix = f"?{urlencode(more)}" if more else ""
        return self.mock.respond(Request(method, f"https://x{path}{suffix}", headers, sent))

    def json(self, method: str, path: str, data: Any = None, **more: Any) -> Any:
        return json.loads(self.send(method, path, data, **more).body)


def server(spec: dict[str, Any] | None = None, **more: Any) -> Server:
    document = SPEC if spec is None else spec
    return Server(MockApi(document, read_api(document), **more))
