# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
"""Call builders: one function per operation. A `Call` is a request that is not sent yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Limits, Parameter

from . import models

LIST_APPLICATIONS: Operation[list[models.ApplicationReadResponse]] = Operation(
    id="list_applications",
    method="GET",
    path="/v1/applications",
    result_types=lambda: {200: list[models.ApplicationReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_VERSIONS_BY_APPLICATION_ID: Operation[list[models.ApplicationVersionReadResponse]] = Operation(
    id="list_versions_by_application_id",
    method="GET",
    path="/v1/applications/{application_id}/versions",
    result_types=lambda: {200: list[models.ApplicationVersionReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "path", required=True),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("version", "query"),
        Parameter("include", "query", limits=Limits(min_items=1, max_items=1)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_ME: Operation[models.MeReadResponse] = Operation(
    id="get_me",
    method="GET",
    path="/v1/me",
    result_types=lambda: {200: models.MeReadResponse},
    parameters=(),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_APPLICATION_RUNS: Operation[list[models.RunReadResponse]] = Operation(
    id="list_application_runs",
    method="GET",
    path="/v1/runs",
    result_types=lambda: {200: list[models.RunReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "query"),
        Parameter("application_version", "query"),
        Parameter("include", "query", limits=Limits(min_items=1, max_items=1)),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
CREATE_APPLICATION_RUN: Operation[models.RunCreationResponse] = Operation(
    id="create_application_run",
    method="POST",
    path="/v1/runs",
    result_types=lambda: {201: models.RunCreationResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_RUN: Operation[models.RunReadResponse] = Operation(
    id="get_run",
    method="GET",
    path="/v1/runs/{application_run_id}",
    result_types=lambda: {200: models.RunReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_run_id", "path", required=True),
        Parameter("include", "query", limits=Limits(min_items=1, max_items=1)),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
CANCEL_APPLICATION_RUN: Operation[object] = Operation(
    id="cancel_application_run",
    method="POST",
    path="/v1/runs/{application_run_id}/cancel",
    result_types=lambda: {202: Any},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("application_run_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_RUN_RESULTS: Operation[list[models.ItemResultReadResponse]] = Operation(
    id="list_run_results",
    method="GET",
    path="/v1/runs/{application_run_id}/results",
    result_types=lambda: {200: list[models.ItemResultReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_run_id", "path", required=True),
        Parameter("item_id__in", "query"),
        Parameter("reference__in", "query"),
        Parameter("status__in", "query"),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
DELETE_APPLICATION_RUN_RESULTS: Operation[None] = Operation(
    id="delete_application_run_results",
    method="DELETE",
    path="/v1/runs/{application_run_id}/results",
    result_types=lambda: {204: None},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("application_run_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)


def list_applications(
    *, page: int | None = None, page_size: int | None = None, sort: list[str] | None = None
) -> Call[list[models.ApplicationReadResponse]]:
    """GET /v1/applications: List Applications. Defaults: `page` 1, `page_size` 50."""
    return Call(LIST_APPLICATIONS, query={"page": page, "page_size": page_size, "sort": sort})


def list_versions_by_application_id(
    application_id: str,
    *,
    page: int | None = None,
    page_size: int | None = None,
    version: str | None = None,
    include: tuple[str] | None = None,
    sort: list[str] | None = None,
) -> Call[list[models.ApplicationVersionReadResponse]]:
    """GET /v1/applications/{application_id}/versions: List Versions By Application Id.

    Defaults: `page` 1, `page_size` 50.
    """
    return Call(
        LIST_VERSIONS_BY_APPLICATION_ID,
        path={"application_id": application_id},
        query={"page": page, "page_size": page_size, "version": version, "include": include, "sort": sort},
    )


def get_me() -> Call[models.MeReadResponse]:
    """GET /v1/me: Get Me."""
    return Call(GET_ME)


def list_application_runs(
    *,
    application_id: str | None = None,
    application_version: str | None = None,
    include: tuple[str] | None = None,
    page: int | None = None,
    page_size: int | None = None,
    sort: list[str] | None = None,
) -> Call[list[models.RunReadResponse]]:
    """GET /v1/runs: List Application Runs. Defaults: `page` 1, `page_size` 50."""
    return Call(
        LIST_APPLICATION_RUNS,
        query={
            "application_id": application_id,
            "application_version": application_version,
            "include": include,
            "page": page,
            "page_size": page_size,
            "sort": sort,
        },
    )


def create_application_run(*, body: models.RunCreationRequest) -> Call[models.RunCreationResponse]:
    """POST /v1/runs: Create Application Run."""
    return Call(CREATE_APPLICATION_RUN, body=body, media_type="application/json")


def get_run(application_run_id: UUID, *, include: tuple[str] | None = None) -> Call[models.RunReadResponse]:
    """GET /v1/runs/{application_run_id}: Get Run."""
    return Call(GET_RUN, path={"application_run_id": application_run_id}, query={"include": include})


def cancel_application_run(application_run_id: UUID) -> Call[object]:
    """POST /v1/runs/{application_run_id}/cancel: Cancel Application Run."""
    return Call(CANCEL_APPLICATION_RUN, path={"application_run_id": application_run_id})


def list_run_results(
    application_run_id: UUID,
    *,
    item_id__in: list[UUID] | None = None,
    reference__in: list[str] | None = None,
    status__in: list[models.ItemStatus] | None = None,
    page: int | None = None,
    page_size: int | None = None,
    sort: list[str] | None = None,
) -> Call[list[models.ItemResultReadResponse]]:
    """GET /v1/runs/{application_run_id}/results: List Run Results. Defaults: `page` 1, `page_size` 50."""
    return Call(
        LIST_RUN_RESULTS,
        path={"application_run_id": application_run_id},
        query={
            "item_id__in": item_id__in,
            "reference__in": reference__in,
            "status__in": status__in,
            "page": page,
            "page_size": page_size,
            "sort": sort,
        },
    )


def delete_application_run_results(application_run_id: UUID) -> Call[None]:
    """DELETE /v1/runs/{application_run_id}/results: Delete Application Run Results."""
    return Call(DELETE_APPLICATION_RUN_RESULTS, path={"application_run_id": application_run_id})
