"""A spec of any size, made up: what a generator takes for twice the operations."""

from typing import Any


def made_up(resources: int) -> dict[str, Any]:
    """A spec with four operations and three schemas for each resource."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number in range(resources):
        name = f"Thing{number}"
        other = {"$ref": f"#/components/schemas/Thing{(number + 1) % resources}"}
        fields = {f"field_{index}": {"type": "string", "description": "A field."} for index in range(8)}
        state = {"type": "string", "enum": ["new", "done", "failed"]}
        schemas[name] = {
            "type": "object",
            "required": ["id", "state"],
            "properties": {
                "id": {"type": "integer"},
                "state": {"$ref": f"#/components/schemas/{name}State"},
                "createdAt": {"type": "string", "format": "date-time"},
                "related": {"type": "array", "items": other},
                **fields,
            },
        }
        schemas[f"{name}State"] = state
        schemas[f"{name}Input"] = {"type": "object", "properties": fields}
        whole = {"$ref": f"#/components/schemas/{name}"}
        body = {"required": True, "content": json_of({"$ref": f"#/components/schemas/{name}Input"})}
        item_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
        paths[f"/things{number}"] = {
            "get": operation(f"list_{number}", {"type": "array", "items": whole}, parameters=[limit]),
            "post": operation(f"create_{number}", whole, requestBody=body),
        }
        paths[f"/things{number}/{{id}}"] = {
            "get": operation(f"get_{number}", whole, parameters=[item_id]),
            "patch": operation(f"change_{number}", whole, parameters=[item_id], requestBody=body),
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Made up", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def operation(name: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    responses = {"200": {"description": "It is done.", "content": json_of(answer)}}
    return {"operationId": name, "responses": responses, **more}


def json_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
