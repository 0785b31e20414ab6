"""Small valid documents of many kinds, and values that fit nowhere: what the fuzzer starts from."""

from typing import Any

from tests.codegen.generating import JSON

__all__ = ["NASTY", "SEEDS"]

NASTY: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    1.5,
    10**30,
    5e-324,
    "",
    " ",
    "x",
    "a b",
    "é",
    "\x00",
    "\x1b[31m",
    '"""',
    "\\",
    "/",
    "~1",
    "%2e",
    "#",
    "#/",
    "#/components/schemas/A",
    "#/components/schemas/B",
    "#/components",
    "#/paths/~1a",
    "None",
    "class",
    "self",
    "__class__",
    "body",
    "media_type",
    "models",
    "additional_properties",
    "default",
    "200",
    "2XX",
    "type",
    "object",
    "array",
    "string",
    "integer",
    "null",
    "number",
    "boolean",
    "date-time",
    "binary",
    "$ref",
    "allOf",
    "oneOf",
    "properties",
    "items",
    "enum",
    "const",
    "required",
    "discriminator",
    "nullable",
    "{",
    "}",
    "{a}",
    "/{a}",
    "path",
    "query",
    "header",
    "cookie",
    "3.0.0",
    "3.1.0",
    "2.0",
    "*/*",
    JSON,
    "multipart/form-data",
    "text/event-stream",
    "application/x-www-form-urlencoded",
    "deepObject",
    "matrix",
    [],
    {},
    [None],
    [[]],
    [{}],
    {"": {}},
    {"$ref": 1},
    {"$ref": "#/components/schemas/A"},
    {"$ref": "#/gone"},
    {"type": ["object", "null"]},
    {"enum": []},
    {"enum": [None, 1, "1", True]},
    {"allOf": []},
    {"oneOf": [{}]},
    {"not": {}},
    {"const": None},
    {"properties": {"": {}}},
    {"additionalProperties": False},
    {"type": "array"},
    {"type": "string", "format": "binary"},
    {"readOnly": True, "writeOnly": True},
    {"discriminator": {"propertyName": "kind"}},
    {"x-seawall-type": "int"},
    {"x-seawall-waive": "not needed"},
)

TEXT = {"type": "string"}


def ref(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def content(schema: Any, media_type: str = JSON) -> dict[str, Any]:
    return {"content": {media_type: {"schema": schema}}}


def answer(schema: Any, media_type: str = JSON) -> dict[str, Any]:
    return {"200": {"description": "", **content(schema, media_type)}}


def document(paths: dict[str, Any], schemas: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
        **more,
    }


PET = {
    "type": "object",
    "required": ["kind", "name"],
    "properties": {
        "kind": {"type": "string", "enum": ["cat", "dog"]},
        "name": {"type": "string", "maxLength": 20, "default": "x"},
        "born": {"type": ["string", "null"], "format": "date-time", "readOnly": True},
        "owner": {"type": "object", "properties": {"id": {"type": "integer"}}, "additionalProperties": TEXT},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 3},
        "parent": ref("A"),
    },
}
UNION = {
    "oneOf": [ref("B"), ref("C"), {"type": "array", "items": ref("B")}, TEXT],
    "discriminator": {"propertyName": "kind", "mapping": {"b": "#/components/schemas/B"}},
}
MEMBERS = {
    "B": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "b"}, "x": TEXT}},
    "C": {
        "allOf": [
            ref("B"),
            {"type": "object", "properties": {"kind": {"const": "c"}, "y": {"type": "number"}}},
        ]
    },
}

SEEDS: tuple[Any, ...] = (
    document(
        {
            "/a/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "get": {
                    "operationId": "get_a",
                    "parameters": [
                        {
                            "name": "q",
                            "in": "query",
                            "schema": {"type": "array", "items": TEXT},
                            "explode": False,
                        },
                        {"name": "f", "in": "query", "style": "deepObject", "schema": ref("A")},
                        {"name": "X-T", "in": "header", "schema": {"type": "string", "format": "date"}},
                        {"name": "sid", "in": "cookie", "content": {JSON: {"schema": ref("A")}}},
                    ],
                    "responses": {**answer(ref("A")), "4XX": content(TEXT), "default": ref("E", "responses")},
                },
                "patch": {"requestBody": {"required": True, **content(ref("A"))}, "responses": answer(PET)},
            }
        },
        {"A": PET},
        security=[{"key": []}],
        servers=[{"url": "https://{x}/v1", "variables": {"x": {"default": "y", "enum": ["y"]}}}],
    ),
    document({"/a": {"get": {"operationId": "op", "responses": answer(ref("A"))}}}, {"A": UNION, **MEMBERS}),
    document(
        {
            "/a": {
                "post": {
                    "tags": ["t"],
                    "requestBody": {
                        "content": {
                            "multipart/form-data": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "file": {"type": "string", "format": "binary"},
                                        "n": ref("A"),
                                    },
                                },
                                "encoding": {"n": {"contentType": JSON}},
                            },
                            "text/plain": {"schema": TEXT},
                        }
                    },
                    "responses": answer({"type": "object"}, "text/event-stream"),
                    "callbacks": {"c": {"{$request.body#/url}": {"post": {**content(PET), "responses": {}}}}},
                }
            }
        },
        {"A": {"enum": [1, 2, 3], "x-enum-varnames": ["ONE", "TWO", "THREE"]}},
        webhooks={
            "w": {"post": {"requestBody": content(ref("A")), "responses": {"200": {"description": ""}}}}
        },
    ),
    {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "basePath": "/v1",
        "consumes": [JSON],
        "paths": {
            "/a": {
                "post": {
                    "parameters": [
                        {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}},
                        {
                            "name": "q",
                            "in": "query",
                            "type": "array",
                            "items": TEXT,
                            "collectionFormat": "multi",
                        },
                    ],
                    "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/A"}}},
                },
                "put": {
                    "consumes": ["multipart/form-data"],
                    "parameters": [{"name": "f", "in": "formData", "type": "file"}],
                    "responses": {"default": {"description": ""}},
                },
            }
        },
        "definitions": {"A": {**PET, "discriminator": "kind"}, "B": {"allOf": [{"$ref": "#/definitions/A"}]}},
        "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
)
