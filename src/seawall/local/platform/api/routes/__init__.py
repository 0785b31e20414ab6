"""Operations of the platform API, one module per resource.

`ROUTES` has them under `/v1`; the application also serves them below `/api`. Function names and docstrings
are part of the exported OpenAPI document: FastAPI derives operation ids from the names.
"""

from collections.abc import Sequence

from starlette.routing import BaseRoute

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

__all__ = ["ROUTES"]

ROUTES: Sequence[BaseRoute] = [
    route
    for resource in (
        account,
        applications,
        documents,
        runs,
        items,
        artifacts,
        metadata,
        access_grants,
        share_tokens,
    )
    for route in resource.router.routes
]
