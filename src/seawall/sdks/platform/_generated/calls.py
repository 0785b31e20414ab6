# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
"""Call builders: one function per operation. A `Call` is a request that is not sent yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Limits, Parameter

from . import models

LIST_GRANTS: Operation[list[models.GrantReadResponse]] = Operation(
    id="list_grants",
    method="GET",
    path="/v1/access/grants",
    result_types=lambda: {200: list[models.GrantReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("resource_type", "query"),
        Parameter("resource_id", "query"),
        Parameter("subject_type", "query"),
        Parameter("subject_id", "query"),
        Parameter("relation", "query"),
        Parameter("revoked", "query"),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
CREATE_GRANT: Operation[models.GrantReadResponse] = Operation(
    id="create_grant",
    method="POST",
    path="/v1/access/grants",
    result_types=lambda: {201: models.GrantReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_GRANT: Operation[models.GrantReadResponse] = Operation(
    id="get_grant",
    method="GET",
    path="/v1/access/grants/{grant_id}",
    result_types=lambda: {200: models.GrantReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("grant_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
REVOKE_GRANT: Operation[models.GrantReadResponse] = Operation(
    id="revoke_grant",
    method="DELETE",
    path="/v1/access/grants/{grant_id}",
    result_types=lambda: {200: models.GrantReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("grant_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_SHARE_TOKENS: Operation[list[models.ShareTokenReadResponse]] = Operation(
    id="list_share_tokens",
    method="GET",
    path="/v1/access/share-tokens",
    result_types=lambda: {200: list[models.ShareTokenReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("run_id", "query"),
        Parameter("created_by", "query"),
        Parameter("revoked", "query"),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
CREATE_SHARE_TOKEN: Operation[models.ShareTokenCreateResponse] = Operation(
    id="create_share_token",
    method="POST",
    path="/v1/access/share-tokens",
    result_types=lambda: {201: models.ShareTokenCreateResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_SHARE_TOKEN: Operation[models.ShareTokenReadResponse] = Operation(
    id="get_share_token",
    method="GET",
    path="/v1/access/share-tokens/{share_token_id}",
    result_types=lambda: {200: models.ShareTokenReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("share_token_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
REVOKE_SHARE_TOKEN: Operation[models.ShareTokenReadResponse] = Operation(
    id="revoke_share_token",
    method="DELETE",
    path="/v1/access/share-tokens/{share_token_id}",
    result_types=lambda: {200: models.ShareTokenReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("share_token_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_APPLICATIONS: Operation[list[models.ApplicationReadShortResponse]] = Operation(
    id="list_applications",
    method="GET",
    path="/v1/applications",
    result_types=lambda: {200: list[models.ApplicationReadShortResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page-size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_APPLICATION: Operation[models.ApplicationReadResponse] = Operation(
    id="get_application",
    method="GET",
    path="/v1/applications/{application_id}",
    result_types=lambda: {200: models.ApplicationReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("application_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_APPLICATION_VERSION: Operation[models.VersionReadResponse] = Operation(
    id="get_application_version",
    method="GET",
    path="/v1/applications/{application_id}/versions/{version}",
    result_types=lambda: {200: models.VersionReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "path", required=True),
        Parameter(
            "version",
            "path",
            required=True,
            limits=Limits(
                pattern="^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$",
            ),
        ),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_VERSION_DOCUMENTS: Operation[list[models.VersionDocumentResponse]] = Operation(
    id="list_version_documents",
    method="GET",
    path="/v1/applications/{application_id}/versions/{version}/documents",
    result_types=lambda: {200: list[models.VersionDocumentResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "path", required=True),
        Parameter("version", "path", required=True),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_VERSION_DOCUMENT: Operation[models.VersionDocumentResponse] = Operation(
    id="get_version_document",
    method="GET",
    path="/v1/applications/{application_id}/versions/{version}/documents/{name}",
    result_types=lambda: {200: models.VersionDocumentResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "path", required=True),
        Parameter("version", "path", required=True),
        Parameter("name", "path", required=True),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_VERSION_DOCUMENT_CONTENT: Operation[None] = Operation(
    id="get_version_document_content",
    method="GET",
    path="/v1/applications/{application_id}/versions/{version}/documents/{name}/content",
    result_types=lambda: {307: None},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "path", required=True),
        Parameter("version", "path", required=True),
        Parameter("name", "path", required=True),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_VERSION_DOCUMENT_FILE: Operation[None] = Operation(
    id="get_version_document_file",
    method="GET",
    path="/v1/applications/{application_id}/versions/{version}/documents/{name}/file",
    result_types=lambda: {307: None},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "path", required=True),
        Parameter("version", "path", required=True),
        Parameter("name", "path", required=True),
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
LIST_RUNS: Operation[list[models.RunReadResponse]] = Operation(
    id="list_runs",
    method="GET",
    path="/v1/runs",
    result_types=lambda: {200: list[models.RunReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("application_id", "query"),
        Parameter("application_version", "query"),
        Parameter("external_id", "query"),
        Parameter("custom_metadata", "query", limits=Limits(max_length=1000)),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("submitted_by", "query"),
        Parameter("organization_id", "query"),
        Parameter("for_organization", "query"),
        Parameter("sort", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
CREATE_RUN: Operation[models.RunCreationResponse] = Operation(
    id="create_run",
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
    path="/v1/runs/{run_id}",
    result_types=lambda: {200: models.RunReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("run_id", "path", required=True), Parameter("share_token", "query")),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
DELETE_RUN_ARTIFACTS: Operation[object] = Operation(
    id="delete_run_artifacts",
    method="DELETE",
    path="/v1/runs/{run_id}/artifacts",
    result_types=lambda: {200: Any},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("run_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_ARTIFACT_FILE: Operation[None] = Operation(
    id="get_artifact_file",
    method="GET",
    path="/v1/runs/{run_id}/artifacts/{artifact_id}/file",
    result_types=lambda: {307: None},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("run_id", "path", required=True),
        Parameter("artifact_id", "path", required=True),
        Parameter("share_token", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
CANCEL_RUN: Operation[object] = Operation(
    id="cancel_run",
    method="POST",
    path="/v1/runs/{run_id}/cancel",
    result_types=lambda: {202: Any},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("run_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
UPDATE_RUN_METADATA: Operation[models.CustomMetadataUpdateResponse] = Operation(
    id="update_run_metadata",
    method="PUT",
    path="/v1/runs/{run_id}/custom-metadata",
    result_types=lambda: {200: models.CustomMetadataUpdateResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("run_id", "path", required=True),),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
LIST_RUN_ITEMS: Operation[list[models.ItemResultReadResponse]] = Operation(
    id="list_run_items",
    method="GET",
    path="/v1/runs/{run_id}/items",
    result_types=lambda: {200: list[models.ItemResultReadResponse]},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("run_id", "path", required=True),
        Parameter("item_id__in", "query"),
        Parameter("external_id__in", "query"),
        Parameter("state", "query"),
        Parameter("termination_reason", "query"),
        Parameter("custom_metadata", "query", limits=Limits(max_length=1000)),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("page_size", "query", limits=Limits(minimum=5, maximum=100)),
        Parameter("sort", "query"),
        Parameter("share_token", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
GET_RUN_ITEM: Operation[models.ItemResultReadResponse] = Operation(
    id="get_run_item",
    method="GET",
    path="/v1/runs/{run_id}/items/{external_id}",
    result_types=lambda: {200: models.ItemResultReadResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(
        Parameter("run_id", "path", required=True),
        Parameter("external_id", "path", required=True),
        Parameter("share_token", "query"),
    ),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)
UPDATE_ITEM_METADATA: Operation[models.CustomMetadataUpdateResponse] = Operation(
    id="update_item_metadata",
    method="PUT",
    path="/v1/runs/{run_id}/items/{external_id}/custom-metadata",
    result_types=lambda: {200: models.CustomMetadataUpdateResponse},
    error_types=lambda: {422: models.HTTPValidationError},
    parameters=(Parameter("run_id", "path", required=True), Parameter("external_id", "path", required=True)),
    security=({"OAuth2AuthorizationCodeBearer": ()},),
)


def list_grants(
    *,
    resource_type: models.ResourceType | None = None,
    resource_id: UUID | None = None,
    subject_type: models.SubjectType | None = None,
    subject_id: str | None = None,
    relation: list[models.GrantRelation] | None = None,
    revoked: bool | None = None,
    page: int | None = None,
    page_size: int | None = None,
    sort: list[str] | None = None,
) -> Call[list[models.GrantReadResponse]]:
    """GET /v1/access/grants: List Grants. Defaults: `page` 1, `page_size` 50."""
    return Call(
        LIST_GRANTS,
        query={
            "resource_type": resource_type,
            "resource_id": resource_id,
            "subject_type": subject_type,
            "subject_id": subject_id,
            "relation": relation,
            "revoked": revoked,
            "page": page,
            "page_size": page_size,
            "sort": sort,
        },
    )


def create_grant(*, body: models.GrantCreateRequest) -> Call[models.GrantReadResponse]:
    """POST /v1/access/grants: Create Grant."""
    return Call(CREATE_GRANT, body=body, media_type="application/json")


def get_grant(grant_id: UUID) -> Call[models.GrantReadResponse]:
    """GET /v1/access/grants/{grant_id}: Get Grant."""
    return Call(GET_GRANT, path={"grant_id": grant_id})


def revoke_grant(grant_id: UUID) -> Call[models.GrantReadResponse]:
    """DELETE /v1/access/grants/{grant_id}: Revoke Grant."""
    return Call(REVOKE_GRANT, path={"grant_id": grant_id})


def list_share_tokens(
    *,
    run_id: UUID | None = None,
    created_by: str | None = None,
    revoked: bool | None = None,
    page: int | None = None,
    page_size: int | None = None,
    sort: list[str] | None = None,
) -> Call[list[models.ShareTokenReadResponse]]:
    """GET /v1/access/share-tokens: List Share Tokens. Defaults: `page` 1, `page_size` 50."""
    return Call(
        LIST_SHARE_TOKENS,
        query={
            "run_id": run_id,
            "created_by": created_by,
            "revoked": revoked,
            "page": page,
            "page_size": page_size,
            "sort": sort,
        },
    )


def create_share_token(*, body: models.ShareTokenCreateRequest) -> Call[models.ShareTokenCreateResponse]:
    """POST /v1/access/share-tokens: Create Share Token."""
    return Call(CREATE_SHARE_TOKEN, body=body, media_type="application/json")


def get_share_token(share_token_id: UUID) -> Call[models.ShareTokenReadResponse]:
    """GET /v1/access/share-tokens/{share_token_id}: Get Share Token."""
    return Call(GET_SHARE_TOKEN, path={"share_token_id": share_token_id})


def revoke_share_token(share_token_id: UUID) -> Call[models.ShareTokenReadResponse]:
    """DELETE /v1/access/share-tokens/{share_token_id}: Revoke Share Token."""
    return Call(REVOKE_SHARE_TOKEN, path={"share_token_id": share_token_id})


def list_applications(
    *, page: int | None = None, page_size: int | None = None, sort: list[str] | None = None
) -> Call[list[models.ApplicationReadShortResponse]]:
    """GET /v1/applications: List available applications. Defaults: `page` 1, `page_size` 50."""
    return Call(LIST_APPLICATIONS, query={"page": page, "page-size": page_size, "sort": sort})


def get_application(application_id: str) -> Call[models.ApplicationReadResponse]:
    """GET /v1/applications/{application_id}: Read Application By Id."""
    return Call(GET_APPLICATION, path={"application_id": application_id})


def get_application_version(application_id: str, version: str) -> Call[models.VersionReadResponse]:
    """GET /v1/applications/{application_id}/versions/{version}: Application Version Details."""
    return Call(GET_APPLICATION_VERSION, path={"application_id": application_id, "version": version})


def list_version_documents(application_id: str, version: str) -> Call[list[models.VersionDocumentResponse]]:
    """GET /v1/applications/{application_id}/versions/{version}/documents: List version documents."""
    return Call(LIST_VERSION_DOCUMENTS, path={"application_id": application_id, "version": version})


def get_version_document(
    application_id: str, version: str, name: str
) -> Call[models.VersionDocumentResponse]:
    """GET /v1/applications/{application_id}/versions/{version}/documents/{name}: Get version document."""
    return Call(
        GET_VERSION_DOCUMENT,
        path={"application_id": application_id, "version": version, "name": name},
    )


def get_version_document_content(application_id: str, version: str, name: str) -> Call[None]:
    """GET /v1/applications/{application_id}/versions/{version}/documents/{name}/content: Read version
    document.
    """
    return Call(
        GET_VERSION_DOCUMENT_CONTENT,
        path={"application_id": application_id, "version": version, "name": name},
    )


def get_version_document_file(application_id: str, version: str, name: str) -> Call[None]:
    """GET /v1/applications/{application_id}/versions/{version}/documents/{name}/file: Download version
    document.
    """
    return Call(
        GET_VERSION_DOCUMENT_FILE,
        path={"application_id": application_id, "version": version, "name": name},
    )


def get_me() -> Call[models.MeReadResponse]:
    """GET /v1/me: Get current user."""
    return Call(GET_ME)


def list_runs(
    *,
    application_id: str | None = None,
    application_version: str | None = None,
    external_id: str | None = None,
    custom_metadata: str | None = None,
    page: int | None = None,
    page_size: int | None = None,
    submitted_by: str | None = None,
    organization_id: str | None = None,
    for_organization: str | None = None,
    sort: list[str] | None = None,
) -> Call[list[models.RunReadResponse]]:
    """GET /v1/runs: List Runs. Defaults: `page` 1, `page_size` 50."""
    return Call(
        LIST_RUNS,
        query={
            "application_id": application_id,
            "application_version": application_version,
            "external_id": external_id,
            "custom_metadata": custom_metadata,
            "page": page,
            "page_size": page_size,
            "submitted_by": submitted_by,
            "organization_id": organization_id,
            "for_organization": for_organization,
            "sort": sort,
        },
    )


def create_run(*, body: models.RunCreationRequest) -> Call[models.RunCreationResponse]:
    """POST /v1/runs: Initiate Run."""
    return Call(CREATE_RUN, body=body, media_type="application/json")


def get_run(run_id: UUID, *, share_token: str | None = None) -> Call[models.RunReadResponse]:
    """GET /v1/runs/{run_id}: Get run details."""
    return Call(GET_RUN, path={"run_id": run_id}, query={"share_token": share_token})


def delete_run_artifacts(run_id: UUID) -> Call[object]:
    """DELETE /v1/runs/{run_id}/artifacts: Delete Run Items."""
    return Call(DELETE_RUN_ARTIFACTS, path={"run_id": run_id})


def get_artifact_file(run_id: UUID, artifact_id: UUID, *, share_token: str | None = None) -> Call[None]:
    """GET /v1/runs/{run_id}/artifacts/{artifact_id}/file: Get Artifact Url."""
    return Call(
        GET_ARTIFACT_FILE,
        path={"run_id": run_id, "artifact_id": artifact_id},
        query={"share_token": share_token},
    )


def cancel_run(run_id: UUID) -> Call[object]:
    """POST /v1/runs/{run_id}/cancel: Cancel Run."""
    return Call(CANCEL_RUN, path={"run_id": run_id})


def update_run_metadata(
    run_id: UUID, *, body: models.CustomMetadataUpdateRequest
) -> Call[models.CustomMetadataUpdateResponse]:
    """PUT /v1/runs/{run_id}/custom-metadata: Put Run Custom Metadata."""
    return Call(UPDATE_RUN_METADATA, path={"run_id": run_id}, body=body, media_type="application/json")


def list_run_items(
    run_id: UUID,
    *,
    item_id__in: list[UUID] | None = None,
    external_id__in: list[str] | None = None,
    state: models.ItemState | None = None,
    termination_reason: models.ItemTerminationReason | None = None,
    custom_metadata: str | None = None,
    page: int | None = None,
    page_size: int | None = None,
    sort: list[str] | None = None,
    share_token: str | None = None,
) -> Call[list[models.ItemResultReadResponse]]:
    """GET /v1/runs/{run_id}/items: List Run Items. Defaults: `page` 1, `page_size` 50."""
    return Call(
        LIST_RUN_ITEMS,
        path={"run_id": run_id},
        query={
            "item_id__in": item_id__in,
            "external_id__in": external_id__in,
            "state": state,
            "termination_reason": termination_reason,
            "custom_metadata": custom_metadata,
            "page": page,
            "page_size": page_size,
            "sort": sort,
            "share_token": share_token,
        },
    )


def get_run_item(
    run_id: UUID, external_id: str, *, share_token: str | None = None
) -> Call[models.ItemResultReadResponse]:
    """GET /v1/runs/{run_id}/items/{external_id}: Get Item By Run."""
    return Call(
        GET_RUN_ITEM,
        path={"run_id": run_id, "external_id": external_id},
        query={"share_token": share_token},
    )


def update_item_metadata(
    run_id: UUID, external_id: str, *, body: models.CustomMetadataUpdateRequest
) -> Call[models.CustomMetadataUpdateResponse]:
    """PUT /v1/runs/{run_id}/items/{external_id}/custom-metadata: Put Item Custom Metadata By Run."""
    return Call(
        UPDATE_ITEM_METADATA,
        path={"run_id": run_id, "external_id": external_id},
        body=body,
        media_type="application/json",
    )
