"""The differences of the API of 2025-05 and 2025-06 from that of 2025-07, applied to requests and answers.

Both lack `GET /v1/me`. In 2025-05, statuses and scopes are in lower case, versions have no `created_at`, and
the output artifacts of items have a `mime_type`.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response
from fastapi.routing import APIRoute

from seawall.local.serving.json_object import JsonObject

__all__ = ["Route202505", "document_of_2025_05"]

_STATUS_FILTER = "status__in"
_ENUMS = ("ApplicationRunStatus", "ItemStatus", "OutputArtifactScope")
_LOWER_CASE = ("status", "scope")
_UNKNOWN_TYPE = "application/octet-stream"


class Route202505(APIRoute):
    """A route of the API of 2025-07 that speaks that of 2025-05."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """Return the handler of the route."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            query = parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True)
            # Swapped, so that a value in upper case becomes one that the handler refuses.
            swapped = [(key, value.swapcase() if key == _STATUS_FILTER else value) for key, value in query]
            request.scope["query_string"] = urlencode(swapped).encode()
            response = await handler(Request(request.scope, request.receive))
            if not response.body:
                return response
            return Response(
                json.dumps(_older(json.loads(bytes(response.body)))),
                response.status_code,
                media_type="application/json",
            )

        return handle


def _older(value: Any) -> Any:
    if isinstance(value, list):
        return [_older(each) for each in value]
    if not isinstance(value, dict):
        return value
    older = {key: _older(each) for key, each in value.items() if key not in {"metadata", "metadata_schema"}}
    older = {key: each.lower() if key in _LOWER_CASE else each for key, each in older.items()}
    # What the application defines stays as it is.
    older |= {key: value[key] for key in ("metadata", "metadata_schema") if key in value}
    if "output_artifact_id" in older:
        older["mime_type"] = older["metadata"].get("media_type", _UNKNOWN_TYPE)
    if "application_version_id" in older:
        older.pop("created_at", None)
    return older


def document_of_2025_05(document: JsonObject) -> JsonObject:
    """Return the OpenAPI document of 2025-07 as that of 2025-05."""
    older: dict[str, Any] = json.loads(json.dumps(document))
    schemas = older["components"]["schemas"]
    for name in _ENUMS:
        schemas[name]["enum"] = [value.lower() for value in schemas[name]["enum"]]
    version = schemas["ApplicationVersionReadResponse"]
    del version["properties"]["created_at"]
    version["required"].remove("created_at")
    output = schemas["OutputArtifactResultReadResponse"]
    output["properties"]["mime_type"] = schemas["OutputArtifactReadResponse"]["properties"]["mime_type"]
    output["required"].append("mime_type")
    return older
