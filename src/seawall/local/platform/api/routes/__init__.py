"""The operations of the platform API, one module per resource.

`API` holds them under `/v1`; they answer below `/api` too. Function names and docstrings are part of
the exported OpenAPI document: operation ids are made from the names.
"""

from fastapi import APIRouter

from seawall.local.platform.api.routes import account, applications, artifacts, items, metadata, runs

__all__ = ["API"]

API = APIRouter(prefix="/v1", tags=["Public"])
for _resource in (applications, runs, items, artifacts, metadata, account):
    API.include_router(_resource.router)
