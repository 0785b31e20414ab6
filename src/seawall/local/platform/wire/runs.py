"""Response bodies of runs, items and artifacts."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from seawall.local.platform.store.states import (
    ArtifactOutput,
    ArtifactState,
    ArtifactTerminationReason,
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunOutput,
    RunState,
    RunTerminationReason,
)
from seawall.local.platform.wire.fields import DownloadUrl

__all__ = [
    "CustomMetadataUpdateResponse",
    "InputArtifactResultReadResponse",
    "ItemResultReadResponse",
    "OutputArtifactResultReadResponse",
    "RunCreationResponse",
    "RunItemStatistics",
    "RunReadResponse",
    "SchedulingResponse",
]


class RunCreationResponse(BaseModel):
    """Id of the new run."""

    run_id: UUID


class RunItemStatistics(BaseModel):
    """Number of a run's items by state and termination reason."""

    item_count: int = Field(description="All items.")
    item_pending_count: int = Field(description="Items that wait for processing.")
    item_processing_count: int = Field(description="Items being processed.")
    item_user_error_count: int = Field(description="Items that ended with an error in their input.")
    item_system_error_count: int = Field(description="Items that ended with an error of the system.")
    item_skipped_count: int = Field(description="Items that were skipped.")
    item_succeeded_count: int = Field(description="Items that succeeded.")


class SchedulingResponse(BaseModel):
    """Due date and deadline of a run."""

    due_date: datetime | None = None
    deadline: datetime | None = None


class RunReadResponse(BaseModel):
    """Current state of a run."""

    run_id: UUID = Field(description="Id of the run.")
    application_id: str = Field(description="Id of the application.")
    version_number: str = Field(description="Version of the application.")
    state: RunState = Field(
        description="PENDING while no item is processed, then PROCESSING, then TERMINATED."
    )
    output: RunOutput = Field(description="NONE, PARTIAL or FULL: none, some or all items succeeded.")
    termination_reason: RunTerminationReason | None = Field(
        description="Reason for the end of the run; null until then."
    )
    error_code: str | None = Field(description="Code of the error for which the system cancelled the run.")
    error_message: str | None = Field(description="Message of that error.")
    statistics: RunItemStatistics = Field(description="Number of items by state and termination reason.")
    custom_metadata: dict[str, object] | None = Field(default=None, description="The caller's own data.")
    custom_metadata_checksum: str | None = Field(
        default=None, description="Checksum of `custom_metadata`, for conditional updates."
    )
    submitted_at: datetime = Field(description="Time of submission.")
    submitted_by: str = Field(description="Id of the user that submitted the run.")
    organization_id: str | None = Field(default=None, description="Id of the organization of the run.")
    terminated_at: datetime | None = Field(default=None, description="Time of the end of the run.")
    num_preceding_items_org: int | None = Field(
        default=None,
        description="Queued items of the organization's other runs before this run's next item.",
    )
    num_preceding_items_platform: int | None = Field(
        default=None, description="Queued items of all other runs before this run's next item."
    )
    scheduling: SchedulingResponse | None = Field(
        default=None, description="Due date and deadline of the run."
    )


class InputArtifactResultReadResponse(BaseModel):
    """Input file of an item."""

    input_artifact_id: UUID = Field(description="Id of the artifact.")
    name: str = Field(description="Name of the input artifact in the application version.")
    metadata: dict[str, object] | None = Field(
        default=None, description="Metadata of the file, from the submission."
    )
    download_url: DownloadUrl | None = Field(
        default=None, description="Source of the file, from the submission."
    )


class OutputArtifactResultReadResponse(BaseModel):
    """Output file of an item."""

    output_artifact_id: UUID = Field(description="Id of the artifact.")
    name: str = Field(description="Name of the output artifact in the application version.")
    metadata: dict[str, object] | None = Field(
        default=None, description="Metadata of the file; null after the deletion of the file."
    )
    state: ArtifactState = Field(description="State of the artifact.")
    termination_reason: ArtifactTerminationReason | None = Field(
        default=None, description="Reason for the end of the artifact."
    )
    output: ArtifactOutput = Field(description="AVAILABLE if the file can be downloaded.")
    error_code: str | None = None
    error_message: str | None = None
    download_url: DownloadUrl | None = Field(
        default=None,
        description="Link to the file, valid for an hour.",
        json_schema_extra={"deprecated": True},  # pydantic's own flag would warn at each access
    )


class ItemResultReadResponse(BaseModel):
    """Current state of an item."""

    item_id: UUID = Field(description="Id of the item.")
    external_id: str = Field(description="The caller's id of the item.")
    custom_metadata: dict[str, object] | None = Field(description="The caller's own data.")
    custom_metadata_checksum: str | None = Field(
        default=None, description="Checksum of `custom_metadata`, for conditional updates."
    )
    queue_position_org: int | None = Field(default=None, description="Position in the organization's queue.")
    queue_position_platform: int | None = Field(
        default=None, description="Position in the queue of all items."
    )
    state: ItemState = Field(description="PENDING, then PROCESSING, then TERMINATED.")
    output: ItemOutput = Field(description="FULL if the item has results.")
    termination_reason: ItemTerminationReason | None = Field(
        default=None,
        description="Reason for the end of the item: success, input error, system error or skipped.",
    )
    error_code: str | None = None
    error_message: str | None = Field(default=None, description="Error message for people.")
    terminated_at: datetime | None = Field(default=None, description="Time of the end of the item.")
    input_artifacts: list[InputArtifactResultReadResponse] = Field(description="The item's input files.")
    output_artifacts: list[OutputArtifactResultReadResponse] = Field(description="The item's output files.")


class CustomMetadataUpdateResponse(BaseModel):
    """Checksum for the next conditional update."""

    custom_metadata_checksum: str | None = Field(
        description="Checksum of the stored metadata; null if there is none.",
        json_schema_extra={"readOnly": True},
    )
