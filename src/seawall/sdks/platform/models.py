"""What the platform answers, as plain frozen data. An API bump does not reach these classes.

All times are aware, in UTC. An enum value that this version does not know keeps its text (`is_known`).
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from attrs import field, frozen

from seawall.core.http.times import to_utc
from seawall.core.wire.unset import if_given, or_none
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.states import (
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

__all__ = ["DownloadedFile", "InputArtifact", "Item", "JsonObject", "OutputArtifact", "Run", "RunStatistics"]

JsonObject = dict[str, object]
"""A JSON object whose shape is its user's business."""


@frozen(kw_only=True)
class RunStatistics:
    """How many items of a run are in which state; the counts after `total` add up to it."""

    total: int
    pending: int
    processing: int
    succeeded: int
    user_error: int
    system_error: int
    skipped: int

    @property
    def terminated(self) -> int:
        """Items that will not change any more."""
        return self.succeeded + self.user_error + self.system_error + self.skipped

    @classmethod
    def from_wire(cls, statistics: wire.RunItemStatistics) -> "RunStatistics":
        """The statistics that a wire model stands for."""
        return cls(
            total=statistics.item_count,
            pending=statistics.item_pending_count,
            processing=statistics.item_processing_count,
            succeeded=statistics.item_succeeded_count,
            user_error=statistics.item_user_error_count,
            system_error=statistics.item_system_error_count,
            skipped=statistics.item_skipped_count,
        )


@frozen(kw_only=True)
class Run:
    """A run as it was when it was asked for.

    `custom_metadata_checksum` goes into an update of the metadata, so that nobody's change is lost.
    `items_ahead_*` count the items of others that come before this run's next one; None once it has ended.
    """

    run_id: UUID
    application_id: str
    version_number: str
    state: RunState
    output: RunOutput
    termination_reason: RunTerminationReason | None
    error_code: str | None
    error_message: str | None
    statistics: RunStatistics
    custom_metadata: JsonObject | None
    custom_metadata_checksum: str | None
    submitted_at: datetime
    submitted_by: str
    terminated_at: datetime | None
    organization_id: str | None
    items_ahead_in_organization: int | None
    items_ahead_on_platform: int | None
    due_date: datetime | None
    deadline: datetime | None

    @property
    def is_terminated(self) -> bool:
        """Whether the run will not change any more."""
        return self.state == RunState.TERMINATED

    @classmethod
    def from_wire(cls, run: wire.RunReadResponse) -> "Run":
        """The run that a wire model stands for."""
        scheduling = or_none(run.scheduling)
        return cls(
            run_id=run.run_id,
            application_id=run.application_id,
            version_number=run.version_number,
            state=RunState(run.state),
            output=RunOutput(run.output),
            termination_reason=if_given(run.termination_reason, RunTerminationReason),
            error_code=run.error_code,
            error_message=run.error_message,
            statistics=RunStatistics.from_wire(run.statistics),
            custom_metadata=or_none(run.custom_metadata),
            custom_metadata_checksum=or_none(run.custom_metadata_checksum),
            submitted_at=to_utc(run.submitted_at),
            submitted_by=run.submitted_by,
            terminated_at=if_given(run.terminated_at, to_utc),
            organization_id=or_none(run.organization_id),
            items_ahead_in_organization=or_none(run.num_preceding_items_org),
            items_ahead_on_platform=or_none(run.num_preceding_items_platform),
            due_date=None if scheduling is None else if_given(scheduling.due_date, to_utc),
            deadline=None if scheduling is None else if_given(scheduling.deadline, to_utc),
        )


@frozen(kw_only=True)
class InputArtifact:
    """An input of an item. `download_url` may be signed, so the repr leaves it out."""

    input_artifact_id: UUID
    name: str
    metadata: JsonObject | None
    download_url: str | None = field(repr=False)

    @classmethod
    def from_wire(cls, artifact: wire.InputArtifactResultReadResponse) -> "InputArtifact":
        """The input that a wire model stands for."""
        return cls(
            input_artifact_id=artifact.input_artifact_id,
            name=artifact.name,
            metadata=or_none(artifact.metadata),
            download_url=or_none(artifact.download_url),
        )


@frozen(kw_only=True)
class OutputArtifact:
    """A file that an application made of an item.

    `metadata` holds `media_type` and `checksum_base64_crc32c`; it is None once the file was deleted.
    """

    output_artifact_id: UUID
    name: str
    state: ArtifactState
    output: ArtifactOutput
    termination_reason: ArtifactTerminationReason | None
    error_code: str | None
    error_message: str | None
    metadata: JsonObject | None

    @property
    def is_available(self) -> bool:
        """Whether it can be downloaded."""
        return self.output == ArtifactOutput.AVAILABLE

    @property
    def media_type(self) -> str | None:
        """Its media type, where the server names one."""
        return self._text("media_type")

    @property
    def checksum(self) -> str | None:
        """Its CRC-32C in base64, where the server names one."""
        return self._text("checksum_base64_crc32c")

    def _text(self, key: str) -> str | None:
        value = (self.metadata or {}).get(key)
        return value if isinstance(value, str) else None

    @classmethod
    def from_wire(cls, artifact: wire.OutputArtifactResultReadResponse) -> "OutputArtifact":
        """The artifact that a wire model stands for."""
        return cls(
            output_artifact_id=artifact.output_artifact_id,
            name=artifact.name,
            state=ArtifactState(artifact.state),
            output=ArtifactOutput(artifact.output),
            termination_reason=if_given(artifact.termination_reason, ArtifactTerminationReason),
            error_code=or_none(artifact.error_code),
            error_message=or_none(artifact.error_message),
            metadata=or_none(artifact.metadata),
        )


@frozen(kw_only=True)
class Item:
    """One item of a run, with its artifacts, as it was when it was asked for."""

    item_id: UUID
    external_id: str
    state: ItemState
    output: ItemOutput
    termination_reason: ItemTerminationReason | None
    error_code: str | None
    error_message: str | None
    custom_metadata: JsonObject | None
    custom_metadata_checksum: str | None
    terminated_at: datetime | None
    queue_position_in_organization: int | None
    queue_position_on_platform: int | None
    input_artifacts: tuple[InputArtifact, ...]
    output_artifacts: tuple[OutputArtifact, ...]

    @classmethod
    def from_wire(cls, item: wire.ItemResultReadResponse) -> "Item":
        """The item that a wire model stands for."""
        return cls(
            item_id=item.item_id,
            external_id=item.external_id,
            state=ItemState(item.state),
            output=ItemOutput(item.output),
            termination_reason=if_given(item.termination_reason, ItemTerminationReason),
            error_code=or_none(item.error_code),
            error_message=or_none(item.error_message),
            custom_metadata=item.custom_metadata,
            custom_metadata_checksum=or_none(item.custom_metadata_checksum),
            terminated_at=if_given(item.terminated_at, to_utc),
            queue_position_in_organization=or_none(item.queue_position_org),
            queue_position_on_platform=or_none(item.queue_position_platform),
            input_artifacts=tuple(InputArtifact.from_wire(artifact) for artifact in item.input_artifacts),
            output_artifacts=tuple(OutputArtifact.from_wire(artifact) for artifact in item.output_artifacts),
        )


@frozen(kw_only=True)
class DownloadedFile:
    """An artifact that is on disk. `was_there` says that it was not fetched again."""

    external_id: str
    artifact_id: UUID
    name: str
    path: Path
    checksum: str | None
    was_there: bool

    @classmethod
    def of(cls, item: Item, made: OutputArtifact, *, path: Path, was_there: bool) -> "DownloadedFile":
        """The file at `path` that `made`, an artifact of `item`, has become."""
        return cls(
            external_id=item.external_id,
            artifact_id=made.output_artifact_id,
            name=made.name,
            path=path,
            checksum=made.checksum,
            was_there=was_there,
        )
