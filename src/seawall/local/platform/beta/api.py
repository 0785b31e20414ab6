"""The routes of the beta, one set for each of its versions."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from seawall.local.platform.beta import account, applications, results, runs
from seawall.local.platform.beta.older import Route202505, document_of_2025_05

__all__ = ["BETA_VERSIONS", "beta_routes", "use_document"]

BETA_VERSIONS = ("2025-05", "2025-06", "2025-07")

_NO_RUN: dict[int | str, dict[str, Any]] = {404: {"description": "No such run"}}
_NOT_MATCHING: dict[int | str, dict[str, Any]] = {
    400: {"description": "The items do not match the application version"}
}
_IN_PROGRESS: dict[int | str, dict[str, Any]] = {409: {"description": "The run has not ended yet"}}
_ENDED: dict[int | str, dict[str, Any]] = {409: {"description": "The run has already ended"}}


def beta_routes(version: str) -> Sequence[BaseRoute]:
    """Create the routes of one of BETA_VERSIONS. Operation ids are derived from the names of functions."""
    route_class = Route202505 if version == "2025-05" else APIRoute
    api = APIRouter(prefix="/v1", tags=["Public"], route_class=route_class)
    run = "/runs/{application_run_id}"
    api.get("/applications")(applications.list_applications)
    api.get("/applications/{application_id}/versions")(applications.list_versions_by_application_id)
    api.get("/runs", responses=_NO_RUN)(runs.list_application_runs)
    api.post("/runs", status_code=201, responses=_NO_RUN | _NOT_MATCHING)(runs.create_application_run)
    api.get(run, responses=_NO_RUN)(runs.get_run)
    api.post(f"{run}/cancel", status_code=202, responses=_NO_RUN | _ENDED)(runs.cancel_application_run)
    api.get(f"{run}/results", responses=_NO_RUN)(results.list_run_results)
    api.delete(f"{run}/results", status_code=204, responses=_NO_RUN | _IN_PROGRESS)(
        results.delete_application_run_results
    )
    if version == "2025-07":
        api.get("/me")(account.get_me)
    return api.routes


def use_document(app: FastAPI, version: str) -> None:
    """Let `app` serve the OpenAPI document of `version`."""
    document: Callable[[], dict[str, Any]] = app.openapi
    if version == "2025-05":
        app.openapi = lambda: document_of_2025_05(document())  # type: ignore[method-assign]
