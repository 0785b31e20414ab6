"""JSON bodies of requests and responses of the API of 2025-07."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from seawall.local.platform.beta.statuses import ApplicationRunStatus, ItemStatus
from seawall.local.platform.wire.fields import DownloadUrl, MimeType
from seawall.local.platform.wire.requests import InputArtifactCreationRequest

__all__ = [
    "ApplicationReadResponse",
    "ApplicationVersionReadResponse",
    "InputArtifactReadResponse",
    "ItemCreationRequest",
    "ItemResultReadResponse",
    "MeReadResponse",
    "OrganizationReadResponse",
    "OutputArtifactReadResponse",
    "OutputArtifactResultReadResponse",
    "OutputArtifactScope",
    "RunCreationRequest",
    "RunCreationResponse",
    "RunReadResponse",
    "UserReadResponse",
]


class OutputArtifactScope(StrEnum):
    """Owner of an output: one item or the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"


class ApplicationReadResponse(BaseModel):
    """Application, without its versions."""

    application_id: str = Field(description="Id of the application.")
    name: str = Field(description="Display name of the application.")
    regulatory_classes: list[str] = Field(description="Regulatory classes, e.g. RUO (research use only).")
    description: str = Field(description="Purpose of the application.")


class InputArtifactReadResponse(BaseModel):
    """Input file that each item must have."""

    name: str
    mime_type: MimeType
    metadata_schema: dict[str, object]


class OutputArtifactReadResponse(BaseModel):
    """Output file that each item produces."""

    name: str
    mime_type: MimeType
    metadata_schema: dict[str, object]
    scope: OutputArtifactScope


class ApplicationVersionReadResponse(BaseModel):
    """Inputs, outputs and changelog of a version."""

    application_version_id: str = Field(
        description="Id of the version: that of the application, `:v`, and the version number."
    )
    version: str = Field(description="Semantic version number.")
    application_id: str = Field(description="Id of the application.")
    flow_id: UUID | None = Field(default=None, description="Not used here.")
    changelog: str = Field(description="Changes since the previous version.")
    input_artifacts: list[InputArtifactReadResponse] = Field(
        description="Input files that each item must have."
    )
    output_artifacts: list[OutputArtifactReadResponse] = Field(
        description="Output files that each item produces."
    )
    created_at: datetime = Field(description="Release time of the version.")


class ItemCreationRequest(BaseModel):
    """Unit of work of a run, such as one slide."""

    reference: str = Field(description="The caller's id of the item, unique within the run.")
    input_artifacts: list[InputArtifactCreationRequest] = Field(description="The item's input files.")


class RunCreationRequest(BaseModel):
    """Application version and items of a new run."""

    application_version_id: str = Field(description="Id of the version, e.g. `image-qc:v1.0.0`.")
    items: list[ItemCreationRequest] = Field(description="Items to process.")


class RunCreationResponse(BaseModel):
    """Id of the new run."""

    application_run_id: UUID


class RunReadResponse(BaseModel):
    """Current state of a run."""

    application_run_id: UUID = Field(description="Id of the run.")
    application_version_id: str = Field(description="Id of the version of the application.")
    organization_id: str = Field(description="Id of the organization of the run.")
    status: ApplicationRunStatus = Field(
        description="RECEIVED, then SCHEDULED, then RUNNING from the first result on; at the end COMPLETED, "
        "COMPLETED_WITH_ERROR if an item failed, or the reason for which the run was cancelled."
    )
    triggered_at: datetime = Field(description="Time of submission.")
    triggered_by: str = Field(description="Id of the user that submitted the run.")


class OutputArtifactResultReadResponse(BaseModel):
    """Output file of an item."""

    output_artifact_id: UUID = Field(description="Id of the artifact.")
    name: str = Field(description="Name of the output artifact in the application version.")
    metadata: dict[str, object] = Field(
        description="Metadata of the file; empty after the deletion of the file."
    )
    download_url: DownloadUrl | None = Field(
        description="Link to the file, valid for an hour and new in each response; null if it was deleted."
    )


class ItemResultReadResponse(BaseModel):
    """Item of a run with its results."""

    item_id: UUID = Field(description="Id of the item.")
    application_run_id: UUID = Field(description="Id of the run.")
    reference: str = Field(description="The caller's id of the item.")
    status: ItemStatus = Field(
        description="PENDING until the item has ended; then SUCCEEDED, or the reason for which it has not."
    )
    error: str | None = Field(description="Message of the error with which the item ended.")
    output_artifacts: list[OutputArtifactResultReadResponse] = Field(description="The item's output files.")


class UserReadResponse(BaseModel):
    """The user of the access token."""

    id: str
    email: str
    email_verified: bool
    name: str
    given_name: str
    family_name: str
    nickname: str | None
    picture: str
    updated_at: datetime


class OrganizationReadResponse(BaseModel):
    """The caller's organization. A local platform has no bucket and no telemetry: these fields are null."""

    id: str
    name: str
    display_name: str
    aignostics_bucket_hmac_access_key_id: str | None
    aignostics_bucket_hmac_secret_access_key: str | None
    aignostics_bucket_name: str | None
    aignostics_bucket_protocol: str | None
    aignostics_logfire_token: str | None
    aignostics_sentry_dsn: str | None


class MeReadResponse(BaseModel):
    """The caller and the caller's organization."""

    user: UserReadResponse
    organization: OrganizationReadResponse
