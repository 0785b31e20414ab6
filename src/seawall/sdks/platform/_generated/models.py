# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
"""Wire models: the JSON bodies of requests and responses."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from . import enums


@frozen(kw_only=True)
class ApplicationReadResponse:
    """Application with its versions."""

    application_id: str
    name: str
    regulatory_classes: list[str]
    description: str
    versions: list[ApplicationVersion]


@frozen(kw_only=True)
class ApplicationReadShortResponse:
    """Summary of an application in a list."""

    application_id: str
    name: str
    regulatory_classes: list[str]
    description: str
    latest_version: ApplicationVersion | None | UnsetType = UNSET


@frozen(kw_only=True)
class ApplicationVersion:
    """Number and release time of a version."""

    number: str
    released_at: dt.datetime


@frozen(kw_only=True)
class CustomMetadataUpdateRequest:
    """New metadata of a run or item."""

    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
    custom_metadata_checksum: str | None | UnsetType = UNSET


@frozen(kw_only=True)
class CustomMetadataUpdateResponse:
    """Checksum for the next conditional update."""

    custom_metadata_checksum: str | None


@frozen(kw_only=True)
class InputArtifact:
    """Input file that each item must have."""

    name: str
    mime_type: str
    metadata_schema: dict[str, Any]


@frozen(kw_only=True)
class InputArtifactCreationRequest:
    """Input file of an item."""

    name: str
    download_url: str
    metadata: dict[str, Any]


@frozen(kw_only=True)
class InputArtifactResultReadResponse:
    """Input file of an item."""

    input_artifact_id: UUID
    name: str
    metadata: dict[str, Any] | None | UnsetType = UNSET
    download_url: str | None | UnsetType = UNSET


@frozen(kw_only=True)
class ItemCreationRequest:
    """Unit of work of a run, such as one slide."""

    external_id: str
    input_artifacts: list[InputArtifactCreationRequest]
    custom_metadata: dict[str, Any] | None | UnsetType = UNSET


@frozen(kw_only=True)
class ItemResultReadResponse:
    """Current state of an item."""

    item_id: UUID
    external_id: str
    custom_metadata: dict[str, Any] | None
    state: enums.ItemState
    output: enums.ItemOutput
    input_artifacts: list[InputArtifactResultReadResponse]
    output_artifacts: list[OutputArtifactResultReadResponse]
    custom_metadata_checksum: str | None | UnsetType = UNSET
    queue_position_org: int | None | UnsetType = UNSET
    queue_position_platform: int | None | UnsetType = UNSET
    termination_reason: enums.ItemTerminationReason | None | UnsetType = UNSET
    error_code: str | None | UnsetType = UNSET
    error_message: str | None | UnsetType = UNSET
    terminated_at: dt.datetime | None | UnsetType = UNSET


@frozen(kw_only=True)
class MeReadResponse:
    """The caller and the caller's organization."""

    user: UserReadResponse
    organization: OrganizationReadResponse


@frozen(kw_only=True)
class OrganizationReadResponse:
    """The caller's organization with its storage and telemetry settings."""

    id: str
    aignostics_bucket_hmac_access_key_id: str
    aignostics_bucket_hmac_secret_access_key: str
    aignostics_bucket_name: str
    aignostics_bucket_protocol: str
    aignostics_logfire_token: str
    aignostics_sentry_dsn: str
    name: str | None | UnsetType = UNSET
    display_name: str | None | UnsetType = UNSET


@frozen(kw_only=True)
class OutputArtifact:
    """Output file that each item produces."""

    name: str
    mime_type: str
    metadata_schema: dict[str, Any]
    scope: enums.OutputArtifactScope
    visibility: enums.OutputArtifactVisibility


@frozen(kw_only=True)
class OutputArtifactResultReadResponse:
    """Output file of an item."""

    output_artifact_id: UUID
    name: str
    state: enums.ArtifactState
    output: enums.ArtifactOutput
    metadata: dict[str, Any] | None | UnsetType = UNSET
    termination_reason: enums.ArtifactTerminationReason | None | UnsetType = UNSET
    error_code: str | None | UnsetType = UNSET
    error_message: str | None | UnsetType = UNSET
    download_url: str | None | UnsetType = UNSET


@frozen(kw_only=True)
class RunCreationRequest:
    """Application version and items of a new run."""

    application_id: str
    items: list[ItemCreationRequest]
    version_number: str | None | UnsetType = UNSET
    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
    scheduling: SchedulingRequest | None | UnsetType = UNSET
    callback_context: dict[str, Any] | None | UnsetType = UNSET


@frozen(kw_only=True)
class RunCreationResponse:
    """Id of the new run."""

    run_id: UUID


@frozen(kw_only=True)
class RunItemStatistics:
    """Number of a run's items by state and termination reason."""

    item_count: int
    item_pending_count: int
    item_processing_count: int
    item_user_error_count: int
    item_system_error_count: int
    item_skipped_count: int
    item_succeeded_count: int


@frozen(kw_only=True)
class RunReadResponse:
    """Current state of a run."""

    run_id: UUID
    application_id: str
    version_number: str
    state: enums.RunState
    output: enums.RunOutput
    termination_reason: enums.RunTerminationReason | None
    error_code: str | None
    error_message: str | None
    statistics: RunItemStatistics
    submitted_at: dt.datetime
    submitted_by: str
    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
    custom_metadata_checksum: str | None | UnsetType = UNSET
    organization_id: str | None | UnsetType = UNSET
    terminated_at: dt.datetime | None | UnsetType = UNSET
    num_preceding_items_org: int | None | UnsetType = UNSET
    num_preceding_items_platform: int | None | UnsetType = UNSET
    scheduling: SchedulingResponse | None | UnsetType = UNSET


@frozen(kw_only=True)
class SchedulingRequest:
    """Due date and deadline of a run."""

    due_date: dt.datetime | None | UnsetType = UNSET
    deadline: dt.datetime | None | UnsetType = UNSET


@frozen(kw_only=True)
class SchedulingResponse:
    """Due date and deadline of a run."""

    due_date: dt.datetime | None | UnsetType = UNSET
    deadline: dt.datetime | None | UnsetType = UNSET


@frozen(kw_only=True)
class UserReadResponse:
    """The user of the access token."""

    id: str
    email: str | None | UnsetType = UNSET
    email_verified: bool | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    given_name: str | None | UnsetType = UNSET
    family_name: str | None | UnsetType = UNSET
    nickname: str | None | UnsetType = UNSET
    picture: str | None | UnsetType = UNSET
    updated_at: dt.datetime | None | UnsetType = UNSET


@frozen(kw_only=True)
class VersionReadResponse:
    """Inputs, outputs and changelog of a version."""

    version_number: str
    changelog: str
    input_artifacts: list[InputArtifact]
    output_artifacts: list[OutputArtifact]
    released_at: dt.datetime
