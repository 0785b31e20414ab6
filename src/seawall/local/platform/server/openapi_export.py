"""The OpenAPI document of the local platform."""

import json

from fastapi import FastAPI

from seawall.local.platform.server.app import create_app
from seawall.local.platform.settings import PlatformSettings

__all__ = ["export_openapi"]


def export_openapi() -> bytes:
    """The document as indented JSON; the same bytes on every machine. Nothing is started for it."""
    app: FastAPI = create_app(PlatformSettings(data_dir="unused"))
    return (json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n").encode()
