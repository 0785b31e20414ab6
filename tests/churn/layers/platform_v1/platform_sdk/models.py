"""The models of users: plain frozen data."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from attrs import frozen
from seawall.core.http.times import to_utc
from seawall.core.waiting.states import StateMachine
from seawall.core.wire.open_enum import OpenEnum

from platform_sdk._generated import models as wire

__all__ = [
    "STATES",
    "Application",
    "ApplicationVersion",
    "InputSpec",
    "Item",
    "ItemState",
    "NewArtifact",
    "NewItem",
    "OutputArtifact",
    "Run",
    "RunState",
    "TerminationReason",
]


class RunState(OpenEnum):
    """The state of a run; the termination reason explains TERMINATED."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemState(OpenEnum):
    """The state of an item; the termination reason explains TERMINATED."""

    PENDING = "PENDING"
    TERMINATED = "TERMINATED"


class TerminationReason(OpenEnum):
    """The reason for the end of a run or item."""

    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    USER_ERROR = "USER_ERROR"
    CANCELED_BY_USER = "CANCELED_BY_USER"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"


STATES = StateMachine(
    transitions={
        RunState.PENDING: (RunState.PROCESSING, RunState.TERMINATED),
        RunState.PROCESSING: (RunState.TERMINATED,),
        RunState.TERMINATED: (),
    },
    terminal=(RunState.TERMINATED,),
)
"""The transitions of a run."""

_RUN_STATES = {
    wire.ApplicationRunStatus.RECEIVED: (RunState.PENDING, None),
    wire.ApplicationRunStatus.SCHEDULED: (RunState.PENDING, None),
    wire.ApplicationRunStatus.RUNNING: (RunState.PROCESSING, None),
    wire.ApplicationRunStatus.COMPLETED: (RunState.TERMINATED, TerminationReason.SUCCEEDED),
    wire.ApplicationRunStatus.COMPLETED_WITH_ERROR: (RunState.TERMINATED, TerminationReason.SUCCEEDED),
    wire.ApplicationRunStatus.REJECTED: (RunState.TERMINATED, TerminationReason.FAILED),
    wire.ApplicationRunStatus.CANCELED_USER: (RunState.TERMINATED, TerminationReason.CANCELED_BY_USER),
    wire.ApplicationRunStatus.CANCELED_SYSTEM: (RunState.TERMINATED, TerminationReason.CANCELED_BY_SYSTEM),
}


@frozen(kw_only=True)
class Application:
    """An application that the user may run."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]

    @classmethod
    def from_wire(cls, application: wire.ApplicationReadResponse) -> "Application":
        """Convert a wire model."""
        return cls(
            application_id=application.application_id,
            name=application.name,
            description=application.description,
            regulatory_classes=tuple(application.regulatory_classes),
        )


@frozen(kw_only=True)
class InputSpec:
    """An input of a version; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: Mapping[str, object]

    @classmethod
    def from_wire(cls, spec: wire.InputArtifactReadResponse) -> "InputSpec":
        """Convert a wire model."""
        return cls(name=spec.name, media_type=spec.mime_type, metadata_schema=spec.metadata_schema)


@frozen(kw_only=True)
class ApplicationVersion:
    """A version of an application, with its inputs."""

    application_id: str
    version_number: str
    changelog: str
    input_artifacts: tuple[InputSpec, ...]

    @classmethod
    def from_wire(cls, version: wire.ApplicationVersionReadResponse) -> "ApplicationVersion":
        """Convert a wire model."""
        return cls(
            application_id=version.application_id,
            version_number=version.version,
            changelog=version.changelog,
            input_artifacts=tuple(InputSpec.from_wire(spec) for spec in version.input_artifacts),
        )


@frozen(kw_only=True)
class Run:
    """A run at the time of the read."""

    run_id: UUID
    application_id: str
    version_number: str
    state: RunState
    termination_reason: TerminationReason | None
    submitted_at: datetime
    submitted_by: str
    organization_id: str | None

    @property
    def is_terminated(self) -> bool:
        """True if the run is in its final state."""
        return self.state == RunState.TERMINATED

    @classmethod
    def from_wire(cls, run: wire.RunReadResponse) -> "Run":
        """Convert a wire model."""
        application_id, _, version_number = run.application_version_id.partition(":v")
        state, reason = _RUN_STATES.get(run.status, (RunState(run.status), None))
        return cls(
            run_id=run.application_run_id,
            application_id=application_id,
            version_number=version_number,
            state=state,
            termination_reason=reason,
            submitted_at=to_utc(run.triggered_at),
            submitted_by=run.triggered_by,
            organization_id=run.organization_id,
        )


@frozen(kw_only=True)
class OutputArtifact:
    """A file that an application made from an item."""

    output_artifact_id: UUID
    name: str
    media_type: str
    download_url: str | None

    @classmethod
    def from_wire(cls, artifact: wire.OutputArtifactResultReadResponse) -> "OutputArtifact":
        """Convert a wire model."""
        return cls(
            output_artifact_id=artifact.output_artifact_id,
            name=artifact.name,
            media_type=artifact.mime_type,
            download_url=artifact.download_url,
        )


@frozen(kw_only=True)
class Item:
    """An item of a run with its results, at the time of the read."""

    item_id: UUID
    external_id: str
    state: ItemState
    termination_reason: TerminationReason | None
    error_message: str | None
    output_artifacts: tuple[OutputArtifact, ...]

    @classmethod
    def from_wire(cls, item: wire.ItemResultReadResponse) -> "Item":
        """Convert a wire model."""
        is_pending = item.status == wire.ItemStatus.PENDING
        return cls(
            item_id=item.item_id,
            external_id=item.reference,
            state=ItemState.PENDING if is_pending else ItemState.TERMINATED,
            termination_reason=None if is_pending else _item_reason(item.status),
            error_message=item.error,
            output_artifacts=tuple(OutputArtifact.from_wire(artifact) for artifact in item.output_artifacts),
        )


def _item_reason(status: wire.ItemStatus) -> TerminationReason:
    match status:
        case wire.ItemStatus.SUCCEEDED:
            return TerminationReason.SUCCEEDED
        case wire.ItemStatus.ERROR_USER:
            return TerminationReason.USER_ERROR
        case wire.ItemStatus.CANCELED_USER:
            return TerminationReason.CANCELED_BY_USER
        case wire.ItemStatus.CANCELED_SYSTEM:
            return TerminationReason.CANCELED_BY_SYSTEM
        case _:
            return TerminationReason.FAILED


@frozen(kw_only=True)
class NewArtifact:
    """An input to submit; the platform fetches it from `download_url`."""

    name: str
    download_url: str
    metadata: Mapping[str, object]

    def to_wire(self) -> wire.InputArtifactCreationRequest:
        """Convert to a wire model."""
        return wire.InputArtifactCreationRequest(
            name=self.name, download_url=self.download_url, metadata=dict(self.metadata)
        )


@frozen(kw_only=True)
class NewItem:
    """An item to submit; `external_id` must be unique in the run."""

    external_id: str
    input_artifacts: tuple[NewArtifact, ...]

    def to_wire(self) -> wire.ItemCreationRequest:
        """Convert to a wire model."""
        return wire.ItemCreationRequest(
            reference=self.external_id,
            input_artifacts=[artifact.to_wire() for artifact in self.input_artifacts],
        )
