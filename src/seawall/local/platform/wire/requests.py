"""What callers send."""

import json
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from seawall.local.platform.wire.fields import DownloadUrl, StoredObject

__all__ = [
    "CustomMetadataUpdateRequest",
    "InputArtifactCreationRequest",
    "ItemCreationRequest",
    "RunCreationRequest",
    "SchedulingRequest",
]

MAX_CALLBACK_CONTEXT_BYTES = 1024


def _checked_size(value: dict[str, object]) -> dict[str, object]:
    if (
        len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        > MAX_CALLBACK_CONTEXT_BYTES
    ):
        raise ValueError(f"must not exceed {MAX_CALLBACK_CONTEXT_BYTES} bytes as JSON")
    return value


def _to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is a time that no calendar has") from error


def _checked_unicode(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be valid Unicode text") from error
    return value


CallbackContext = Annotated[StoredObject, AfterValidator(_checked_size)]
UtcTime = Annotated[datetime, AfterValidator(_to_utc)]
StoredText = Annotated[str, AfterValidator(_checked_unicode)]


class InputArtifactCreationRequest(BaseModel):
    """One input file of an item."""

    name: StoredText = Field(description="Which of the version's input artifacts this is.")
    download_url: Annotated[DownloadUrl, AfterValidator(_checked_unicode)] = Field(
        description="Where the file is fetched from while the run lasts: an http(s) URL, or a file below the "
        "folder of inputs."
    )
    metadata: StoredObject = Field(description="What is known of the file; must fit the version's schema.")


class ItemCreationRequest(BaseModel):
    """One piece of work, e.g. one slide."""

    external_id: StoredText = Field(
        max_length=255, description="The caller's name for the item, unique within the run."
    )
    custom_metadata: StoredObject | None = Field(
        default=None, description="The caller's data, kept with the item."
    )
    input_artifacts: list[InputArtifactCreationRequest] = Field(description="The item's input files.")


class SchedulingRequest(BaseModel):
    """When the run should and must be done."""

    due_date: UtcTime | None = Field(
        default=None, description="Aimed at: runs due earlier are worked on earlier."
    )
    deadline: UtcTime | None = Field(
        default=None, description="Enforced: what is not done by then is cancelled."
    )


class RunCreationRequest(BaseModel):
    """A run to be made: which application version, on which items."""

    application_id: str = Field(description="The application to run.")
    version_number: str | None = Field(
        default=None, description="Its version; null or missing means the latest."
    )
    custom_metadata: StoredObject | None = Field(
        default=None, description="The caller's own data, kept with the run."
    )
    scheduling: SchedulingRequest | None = Field(
        default=None, description="When the run should and must be done."
    )
    callback_context: CallbackContext | None = Field(
        default=None, description="The caller's own correlation data, at most 1 KB as JSON."
    )
    items: list[ItemCreationRequest] = Field(min_length=1, description="The work.")


class CustomMetadataUpdateRequest(BaseModel):
    """Metadata that takes the place of what is stored."""

    custom_metadata: StoredObject | None = Field(
        default=None, description="The new metadata; null removes it."
    )
    custom_metadata_checksum: str | None = Field(
        default=None,
        description="If given, the update happens only if the stored metadata still has this checksum.",
    )
