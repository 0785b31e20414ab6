"""Builders of items, their artifacts, and downloaded files."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from seawall.core.transfer.checksum import crc32c_base64
from seawall.core.validation.arguments import checked_uuid
from seawall.sdks.platform.models import DownloadedFile, InputArtifact, Item, OutputArtifact
from seawall.sdks.platform.states import (
    ArtifactOutput,
    ArtifactState,
    ArtifactTerminationReason,
    ItemOutput,
    ItemState,
    ItemTerminationReason,
)
from seawall.testing.builder_values import (
    START,
    UNSET,
    UnsetType,
    member_of,
    next_id,
    next_number,
    or_derived,
)
from seawall.testing.platform.applications import INPUT_NAME, OUTPUT_NAME
from seawall.testing.platform.metadata_checksum import metadata_checksum

__all__ = [
    "CONTENT",
    "downloaded_file",
    "file_metadata",
    "input_artifact",
    "item",
    "output_artifact",
]

CONTENT = b"outcome\nsucceeded\n"
"""The content of an output artifact, unless the test says otherwise."""


def file_metadata(content: bytes, media_type: str = "text/csv") -> Mapping[str, object]:
    """Return the metadata of an output artifact with `content`: media type, size and checksum."""
    return {
        "media_type": media_type,
        "size_bytes": len(content),
        "checksum_base64_crc32c": crc32c_base64(content),
    }


def input_artifact(
    *,
    input_artifact_id: UUID | str | None = None,
    name: str = INPUT_NAME,
    metadata: Mapping[str, object] | None = None,
    download_url: str | None = "https://files.example.com/input",
) -> InputArtifact:
    """Return an input of an item, without metadata."""
    return InputArtifact(
        input_artifact_id=_id(input_artifact_id, "input_artifact_id"),
        name=name,
        metadata={} if metadata is None else metadata,
        download_url=download_url,
    )


def output_artifact(
    *,
    output_artifact_id: UUID | str | None = None,
    name: str = OUTPUT_NAME,
    state: ArtifactState | str = ArtifactState.TERMINATED,
    output: ArtifactOutput | str | None = None,
    termination_reason: ArtifactTerminationReason | str | UnsetType | None = UNSET,
    error_code: str | UnsetType | None = UNSET,
    error_message: str | UnsetType | None = UNSET,
    metadata: Mapping[str, object] | UnsetType | None = UNSET,
) -> OutputArtifact:
    """Return an output of an item, by default one that can be downloaded, with `CONTENT`.

    The state and the reason decide about the other fields.
    """
    state = member_of(state, ArtifactState, "state")
    reason = or_derived(
        termination_reason,
        lambda: ArtifactTerminationReason.SUCCEEDED if state == ArtifactState.TERMINATED else None,
    )
    reason = None if reason is None else member_of(reason, ArtifactTerminationReason, "termination_reason")
    is_available = reason == ArtifactTerminationReason.SUCCEEDED
    available = ArtifactOutput.AVAILABLE if is_available else ArtifactOutput.NONE
    output = available if output is None else member_of(output, ArtifactOutput, "output")
    has_file = output == ArtifactOutput.AVAILABLE
    return OutputArtifact(
        output_artifact_id=_id(output_artifact_id, "output_artifact_id"),
        name=name,
        state=state,
        output=output,
        termination_reason=reason,
        error_code=or_derived(error_code, lambda: _error_code(reason)),
        error_message=or_derived(error_message, lambda: _error_message(reason)),
        metadata=or_derived(metadata, lambda: file_metadata(CONTENT) if has_file else None),
    )


def item(
    *,
    item_id: UUID | str | None = None,
    external_id: str | None = None,
    state: ItemState | str | None = None,
    output: ItemOutput | str | None = None,
    termination_reason: ItemTerminationReason | str | UnsetType | None = UNSET,
    error_code: str | UnsetType | None = UNSET,
    error_message: str | UnsetType | None = UNSET,
    custom_metadata: Mapping[str, object] | None = None,
    custom_metadata_checksum: str | UnsetType | None = UNSET,
    terminated_at: datetime | UnsetType | None = UNSET,
    queue_position_in_organization: int | None = None,
    queue_position_on_platform: int | None = None,
    input_artifacts: Sequence[InputArtifact] | None = None,
    output_artifacts: Sequence[OutputArtifact] | None = None,
) -> Item:
    """Return an item, by default a pending one; each has an external id of its own.

    The state and the reason decide about the other fields: a TERMINATED item has succeeded, has a time of
    its end and one output artifact, an item with the reason USER_ERROR has an error. An item
    with a reason, a time of its end or output artifacts is TERMINATED.
    """
    given_parts = isinstance(termination_reason, str), isinstance(terminated_at, datetime), output_artifacts
    state = _item_state(state, has_ended=any(given_parts) or output == "FULL")
    is_terminated = state == ItemState.TERMINATED
    reason = or_derived(
        termination_reason, lambda: ItemTerminationReason.SUCCEEDED if is_terminated else None
    )
    reason = None if reason is None else member_of(reason, ItemTerminationReason, "termination_reason")
    has_succeeded = reason == ItemTerminationReason.SUCCEEDED
    full = ItemOutput.FULL if has_succeeded else ItemOutput.NONE
    made = (output_artifact(),) if has_succeeded and output_artifacts is None else output_artifacts or ()
    return Item(
        item_id=_id(item_id, "item_id"),
        external_id=f"item-{next_number()}" if external_id is None else external_id,
        state=state,
        output=full if output is None else member_of(output, ItemOutput, "output"),
        termination_reason=reason,
        error_code=or_derived(error_code, lambda: _error_code(reason)),
        error_message=or_derived(error_message, lambda: _error_message(reason)),
        custom_metadata=custom_metadata,
        custom_metadata_checksum=or_derived(
            custom_metadata_checksum, lambda: metadata_checksum(custom_metadata)
        ),
        terminated_at=or_derived(
            terminated_at, lambda: START + timedelta(minutes=1) if is_terminated else None
        ),
        queue_position_in_organization=queue_position_in_organization,
        queue_position_on_platform=queue_position_on_platform,
        input_artifacts=(input_artifact(),) if input_artifacts is None else tuple(input_artifacts),
        output_artifacts=tuple(made),
    )


def downloaded_file(
    *,
    external_id: str | None = None,
    artifact_id: UUID | str | None = None,
    name: str = OUTPUT_NAME,
    path: Path | None = None,
    checksum: str | UnsetType | None = UNSET,
    was_there: bool = False,
) -> DownloadedFile:
    """Return the result of a download; there is no file at `path`."""
    external_id = f"item-{next_number()}" if external_id is None else external_id
    return DownloadedFile(
        external_id=external_id,
        artifact_id=_id(artifact_id, "artifact_id"),
        name=name,
        path=Path("results", external_id, "result.csv") if path is None else path,
        checksum=or_derived(checksum, lambda: crc32c_base64(CONTENT)),
        was_there=was_there,
    )


def _id(value: UUID | str | None, name: str) -> UUID:
    return next_id() if value is None else checked_uuid(value, name)


def _item_state(state: ItemState | str | None, *, has_ended: bool) -> ItemState:
    if state is not None:
        return member_of(state, ItemState, "state")
    return ItemState.TERMINATED if has_ended else ItemState.PENDING


def _error_code(reason: str | None) -> str | None:
    return None if reason in {None, "SUCCEEDED"} else f"TEST.{reason}"


def _error_message(reason: str | None) -> str | None:
    return None if reason in {None, "SUCCEEDED"} else f"The test ended it with {reason}."
