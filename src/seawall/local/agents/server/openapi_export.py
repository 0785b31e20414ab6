"""Export of the OpenAPI document of the local agents server."""

import json

from seawall.local.agents.server.app import app_without_data

__all__ = ["export_openapi"]


def export_openapi() -> bytes:
    """Return the document as indented JSON, byte-identical on every machine. Opens no data folder."""
    return (json.dumps(app_without_data().openapi(), indent=2, ensure_ascii=False) + "\n").encode()
