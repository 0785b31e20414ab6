"""Runs, items and artifacts as frozen data. An API bump does not change these classes.

All times are aware, in UTC. An enum value that this version does not know keeps its text (`is_known`). No
part of a model can be changed, metadata included: models have hashes, and are equal if their values are.
"""

from datetime import datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from attrs import field, frozen

from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.json_field import JsonObject, json_or_none
from seawall.core.model.model import Model
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

__all__ = [
    "DownloadedFile",
    "InputArtifact",
    "Item",
    "JsonObject",
    "OutputArtifact",
    "RunData",
    "RunStatistics",
]


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

    from_wire: ClassVar[Conversion[wire.RunItemStatistics]] = conversion(
        wire.RunItemStatistics,
        {
            "total": "item_count",
            "pending": "item_pending_count",
            "processing": "item_processing_count",
            "succeeded": "item_succeeded_count",
            "user_error": "item_user_error_count",
            "system_error": "item_system_error_count",
            "skipped": "item_skipped_count",
        },
    )


@frozen(kw_only=True)
class RunData(Model):
    """The data of a run at the time of the read.

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
    custom_metadata: JsonObject | None = field(converter=json_or_none)
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
    def is_terminal(self) -> bool:
        """True if the run is in its final state."""
        return self.state == RunState.TERMINATED

    @property
    def is_terminated(self) -> bool:
        """The same as `is_terminal`."""
        return self.is_terminal

    @property
    def succeeded(self) -> bool:
        """True if the run is in its final state, and each of its items has succeeded."""
        return self.is_terminal and self.output == RunOutput.FULL

    from_wire: ClassVar[Conversion[wire.RunReadResponse]] = conversion(
        wire.RunReadResponse,
        {
            "items_ahead_in_organization": "num_preceding_items_org",
            "items_ahead_on_platform": "num_preceding_items_platform",
            "due_date": "scheduling.due_date",
            "deadline": "scheduling.deadline",
        },
    )


@frozen(kw_only=True)
class InputArtifact(Model):
    """An input of an item. `download_url` may be signed, so the repr leaves it out."""

    input_artifact_id: UUID
    name: str
    metadata: JsonObject | None = field(converter=json_or_none)
    download_url: str | None = field(repr=False)

    from_wire: ClassVar[Conversion[wire.InputArtifactResultReadResponse]] = conversion(
        wire.InputArtifactResultReadResponse
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
    metadata: JsonObject | None = field(converter=json_or_none)

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

    from_wire: ClassVar[Conversion[wire.OutputArtifactResultReadResponse]] = conversion(
        wire.OutputArtifactResultReadResponse
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
    custom_metadata: JsonObject | None = field(converter=json_or_none)
    custom_metadata_checksum: str | None
    terminated_at: datetime | None
    queue_position_in_organization: int | None
    queue_position_on_platform: int | None
    input_artifacts: tuple[InputArtifact, ...]
    output_artifacts: tuple[OutputArtifact, ...]

    from_wire: ClassVar[Conversion[wire.ItemResultReadResponse]] = conversion(
        wire.ItemResultReadResponse,
        {
            "queue_position_in_organization": "queue_position_org",
            "queue_position_on_platform": "queue_position_platform",
        },
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
