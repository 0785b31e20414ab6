"""Operations of the platform API, one module per resource.

`API` has them under `/v1`; the application also mounts it below `/api`. Function names and docstrings are
part of the exported OpenAPI document: FastAPI derives operation ids from the names.
"""

from fastapi import APIRouter

from seawall.local.platform.api.routes import account, applications, artifacts, items, metadata, runs

__all__ = ["API"]

API = APIRouter(prefix="/v1", tags=["Public"])
for _resource in (applications, runs, items, artifacts, metadata, account):
    API.include_router(_resource.router)
