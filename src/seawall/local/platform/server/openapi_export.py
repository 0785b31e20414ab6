"""Export of the local platform's OpenAPI document."""

import json

from fastapi import FastAPI

from seawall.local.platform.server.app import create_app
from seawall.local.platform.settings import API_VERSION, PlatformSettings

__all__ = ["export_openapi"]


def export_openapi(api_version: str = API_VERSION) -> bytes:
    """Return the document as indented JSON, byte-identical on every machine. Opens no data folder."""
    app: FastAPI = create_app(PlatformSettings(data_dir="unused", api_version=api_version))
    return (json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n").encode()
