"""Export of the OpenAPI document of the local sessions server."""

import json

from seawall.local.sessions.server.app import app_without_data

__all__ = ["export_openapi"]


def export_openapi() -> bytes:
    """Return the document as indented JSON, byte-identical on every machine. Opens no data folder."""
    document = app_without_data().openapi()
    for path in document["paths"].values():
        for operation in path.values():
            # FastAPI adds its own error to every route with parameters; this API sends a text instead.
            operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
