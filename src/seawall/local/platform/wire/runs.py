"""What callers see of runs, items and artifacts."""

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
    """The new run's id."""

    run_id: UUID


class RunItemStatistics(BaseModel):
    """How many of a run's items are in which state."""

    item_count: int = Field(description="All items.")
    item_pending_count: int = Field(description="Items that wait.")
    item_processing_count: int = Field(description="Items being processed.")
    item_user_error_count: int = Field(description="Items that ended for a fault in their input.")
    item_system_error_count: int = Field(description="Items that ended for a fault of the system.")
    item_skipped_count: int = Field(description="Items that ended without being processed.")
    item_succeeded_count: int = Field(description="Items that ended with results.")


class SchedulingResponse(BaseModel):
    """When the run should and must be done."""

    due_date: datetime | None = None
    deadline: datetime | None = None


class RunReadResponse(BaseModel):
    """A run as it stands now."""

    run_id: UUID = Field(description="Identifies the run.")
    application_id: str = Field(description="The application that runs.")
    version_number: str = Field(description="The application's version.")
    state: RunState = Field(
        description="PENDING until an item is taken up, PROCESSING while one is, TERMINATED at the end."
    )
    output: RunOutput = Field(description="NONE, PARTIAL or FULL: no item succeeded, some, or all.")
    termination_reason: RunTerminationReason | None = Field(description="Why the run ended; null until then.")
    error_code: str | None = Field(description="Which error made the system cancel the run.")
    error_message: str | None = Field(description="That error in words.")
    statistics: RunItemStatistics = Field(description="How many items are in which state.")
    custom_metadata: dict[str, object] | None = Field(default=None, description="The caller's own data.")
    custom_metadata_checksum: str | None = Field(
        default=None, description="Changes whenever `custom_metadata` does; guards updates."
    )
    submitted_at: datetime = Field(description="When the run was made.")
    submitted_by: str = Field(description="Id of the user who made the run.")
    organization_id: str | None = Field(
        default=None, description="Id of the organization that the run was made for."
    )
    terminated_at: datetime | None = Field(default=None, description="When the run ended.")
    num_preceding_items_org: int | None = Field(
        default=None,
        description="Items of the organization's other runs that come before this run's next item.",
    )
    num_preceding_items_platform: int | None = Field(
        default=None, description="Items of any other run that come before this run's next item."
    )
    scheduling: SchedulingResponse | None = Field(
        default=None, description="When the run should and must be done."
    )


class InputArtifactResultReadResponse(BaseModel):
    """An input file of an item."""

    input_artifact_id: UUID = Field(description="Identifies the artifact.")
    name: str = Field(description="Which of the version's input artifacts this is.")
    metadata: dict[str, object] | None = Field(default=None, description="What the caller told of the file.")
    download_url: DownloadUrl | None = Field(default=None, description="Where the file is fetched from.")


class OutputArtifactResultReadResponse(BaseModel):
    """An output file of an item."""

    output_artifact_id: UUID = Field(description="Identifies the artifact.")
    name: str = Field(description="Which of the version's output artifacts this is.")
    metadata: dict[str, object] | None = Field(
        default=None, description="What the application tells of the file; null once it is deleted."
    )
    state: ArtifactState = Field(description="How far the artifact has come.")
    termination_reason: ArtifactTerminationReason | None = Field(
        default=None, description="Why the artifact ended."
    )
    output: ArtifactOutput = Field(description="Whether the file can be downloaded.")
    error_code: str | None = None
    error_message: str | None = None
    download_url: DownloadUrl | None = Field(
        default=None,
        description="A link to the file that works for an hour.",
        json_schema_extra={"deprecated": True},  # pydantic's own flag would warn at each use
    )


class ItemResultReadResponse(BaseModel):
    """An item as it stands now."""

    item_id: UUID = Field(description="Identifies the item.")
    external_id: str = Field(description="The caller's name for the item.")
    custom_metadata: dict[str, object] | None = Field(description="The caller's own data.")
    custom_metadata_checksum: str | None = Field(
        default=None, description="Changes whenever `custom_metadata` does; guards updates."
    )
    queue_position_org: int | None = Field(default=None, description="Place in the organization's queue.")
    queue_position_platform: int | None = Field(default=None, description="Place in the queue of all items.")
    state: ItemState = Field(description="PENDING, then PROCESSING, then TERMINATED.")
    output: ItemOutput = Field(description="FULL once there are results.")
    termination_reason: ItemTerminationReason | None = Field(
        default=None,
        description="Why the item ended: results, a fault in the input, a fault of the system, skipped.",
    )
    error_code: str | None = None
    error_message: str | None = Field(default=None, description="What went wrong, for people.")
    terminated_at: datetime | None = Field(default=None, description="When the item ended.")
    input_artifacts: list[InputArtifactResultReadResponse] = Field(description="The item's input files.")
    output_artifacts: list[OutputArtifactResultReadResponse] = Field(description="The item's output files.")


class CustomMetadataUpdateResponse(BaseModel):
    """What the next update must name if it is to be guarded."""

    custom_metadata_checksum: str | None = Field(
        description="Checksum of the metadata now stored; null if there is none.",
        json_schema_extra={"readOnly": True},
    )
