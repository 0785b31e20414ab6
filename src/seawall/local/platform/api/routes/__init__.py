"""Operations of the platform API, one module per resource.

`API` has them under `/v1`; the application also mounts it below `/api`. Function names and docstrings are
part of the exported OpenAPI document: FastAPI derives operation ids from the names.
"""

from fastapi import APIRouter

from seawall.local.platform.api.routes import (
    access_grants,
    account,
    applications,
    artifacts,
    documents,
    items,
    metadata,
    runs,
    share_tokens,
)

__all__ = ["API"]

API = APIRouter(prefix="/v1", tags=["Public"], responses={401: {"description": "No valid access token"}})
for _resource in (
    applications,
    documents,
    runs,
    items,
    artifacts,
    metadata,
    access_grants,
    share_tokens,
    account,
):
    API.include_router(_resource.router)
