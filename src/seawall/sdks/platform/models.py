"""Runs, items and artifacts as frozen data. An API bump does not change these classes.

All times are aware, in UTC. An enum value that this version does not know keeps its text (`is_known`). No
part of a model can be changed, metadata included: models have hashes, and are equal if their values are.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from attrs import field, frozen

from seawall.core.http.times import to_utc
from seawall.core.model.model import Model
from seawall.core.wire.freeze import freeze, frozen_json
from seawall.core.wire.json_value import Json
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

JsonObject: TypeAlias = Mapping[str, Json]
"""A JSON object of any shape. In a model it can not be changed, and has a hash."""


def _metadata(value: Mapping[str, object] | None) -> JsonObject | None:
    return None if value is None else frozen_json(value, "metadata")


def _custom_metadata(value: Mapping[str, object] | None) -> JsonObject | None:
    return None if value is None else frozen_json(value, "custom_metadata")


@frozen(kw_only=True)
class RunStatistics(Model):
    """The number of items of a run in each state; the counts after `total` add up to it."""

    total: int
    pending: int
    processing: int
    succeeded: int
    user_error: int
    system_error: int
    skipped: int

    @property
    def terminated(self) -> int:
        """The number of items in their final state."""
        return self.succeeded + self.user_error + self.system_error + self.skipped

    @classmethod
    def from_wire(cls, statistics: wire.RunItemStatistics) -> "RunStatistics":
        """Convert a wire model."""
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
class Run(Model):
    """A run at the time of the read.

    Pass `custom_metadata_checksum` to an update of the metadata, so that no concurrent change is lost.
    `items_ahead_*` count the items of others before this run's next one; None after the run has ended.
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
    custom_metadata: JsonObject | None = field(converter=_custom_metadata)
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
        """True if the run is in its final state."""
        return self.state == RunState.TERMINATED

    @classmethod
    def from_wire(cls, run: wire.RunReadResponse) -> "Run":
        """Convert a wire model."""
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
            custom_metadata=if_given(run.custom_metadata, freeze),
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
class InputArtifact(Model):
    """An input of an item. `download_url` may be signed, so the repr leaves it out."""

    input_artifact_id: UUID
    name: str
    metadata: JsonObject | None = field(converter=_metadata)
    download_url: str | None = field(repr=False)

    @classmethod
    def from_wire(cls, artifact: wire.InputArtifactResultReadResponse) -> "InputArtifact":
        """Convert a wire model."""
        return cls(
            input_artifact_id=artifact.input_artifact_id,
            name=artifact.name,
            metadata=if_given(artifact.metadata, freeze),
            download_url=or_none(artifact.download_url),
        )


@frozen(kw_only=True)
class OutputArtifact(Model):
    """A file that an application made from an item.

    `metadata` holds `media_type` and `checksum_base64_crc32c`; it is None after the file was deleted.
    """

    output_artifact_id: UUID
    name: str
    state: ArtifactState
    output: ArtifactOutput
    termination_reason: ArtifactTerminationReason | None
    error_code: str | None
    error_message: str | None
    metadata: JsonObject | None = field(converter=_metadata)

    @property
    def is_available(self) -> bool:
        """True if the file can be downloaded."""
        return self.output == ArtifactOutput.AVAILABLE

    @property
    def media_type(self) -> str | None:
        """The media type, if the server states it."""
        return self._text("media_type")

    @property
    def checksum(self) -> str | None:
        """The CRC-32C in base64, if the server states it."""
        return self._text("checksum_base64_crc32c")

    def _text(self, key: str) -> str | None:
        value = (self.metadata or {}).get(key)
        return value if isinstance(value, str) else None

    @classmethod
    def from_wire(cls, artifact: wire.OutputArtifactResultReadResponse) -> "OutputArtifact":
        """Convert a wire model."""
        return cls(
            output_artifact_id=artifact.output_artifact_id,
            name=artifact.name,
            state=ArtifactState(artifact.state),
            output=ArtifactOutput(artifact.output),
            termination_reason=if_given(artifact.termination_reason, ArtifactTerminationReason),
            error_code=or_none(artifact.error_code),
            error_message=or_none(artifact.error_message),
            metadata=if_given(artifact.metadata, freeze),
        )


@frozen(kw_only=True)
class Item(Model):
    """An item of a run with its artifacts, at the time of the read."""

    item_id: UUID
    external_id: str
    state: ItemState
    output: ItemOutput
    termination_reason: ItemTerminationReason | None
    error_code: str | None
    error_message: str | None
    custom_metadata: JsonObject | None = field(converter=_custom_metadata)
    custom_metadata_checksum: str | None
    terminated_at: datetime | None
    queue_position_in_organization: int | None
    queue_position_on_platform: int | None
    input_artifacts: tuple[InputArtifact, ...]
    output_artifacts: tuple[OutputArtifact, ...]

    @classmethod
    def from_wire(cls, item: wire.ItemResultReadResponse) -> "Item":
        """Convert a wire model."""
        return cls(
            item_id=item.item_id,
            external_id=item.external_id,
            state=ItemState(item.state),
            output=ItemOutput(item.output),
            termination_reason=if_given(item.termination_reason, ItemTerminationReason),
            error_code=or_none(item.error_code),
            error_message=or_none(item.error_message),
            custom_metadata=if_given(item.custom_metadata, freeze),
            custom_metadata_checksum=or_none(item.custom_metadata_checksum),
            terminated_at=if_given(item.terminated_at, to_utc),
            queue_position_in_organization=or_none(item.queue_position_org),
            queue_position_on_platform=or_none(item.queue_position_platform),
            input_artifacts=tuple(InputArtifact.from_wire(artifact) for artifact in item.input_artifacts),
            output_artifacts=tuple(OutputArtifact.from_wire(artifact) for artifact in item.output_artifacts),
        )


@frozen(kw_only=True)
class DownloadedFile(Model):
    """An artifact on disk. `was_there` is true if it was not fetched again."""

    external_id: str
    artifact_id: UUID
    name: str
    path: Path
    checksum: str | None
    was_there: bool

    @classmethod
    def of(cls, item: Item, artifact: OutputArtifact, *, path: Path, was_there: bool) -> "DownloadedFile":
        """The file at `path` with the content of `artifact`, an artifact of `item`."""
        return cls(
            external_id=item.external_id,
            artifact_id=artifact.output_artifact_id,
            name=artifact.name,
            path=path,
            checksum=artifact.checksum,
            was_there=was_there,
        )
