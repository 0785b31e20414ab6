"""Request bodies."""

import json
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from seawall.local.platform.wire.fields import StoredText, StoredUrl, UtcTime
from seawall.local.serving.stored_json import StoredObject

__all__ = [
    "CustomMetadataUpdateRequest",
    "InputArtifactCreationRequest",
    "ItemCreationRequest",
    "RunCreationRequest",
    "SchedulingRequest",
]

MAX_CALLBACK_CONTEXT_BYTES = 1024  # the limit of the real platform


def _checked_size(value: dict[str, object]) -> dict[str, object]:
    if (
        len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        > MAX_CALLBACK_CONTEXT_BYTES
    ):
        raise ValueError(f"must not exceed {MAX_CALLBACK_CONTEXT_BYTES} bytes as JSON")
    return value


CallbackContext = Annotated[StoredObject, AfterValidator(_checked_size)]


class InputArtifactCreationRequest(BaseModel):
    """Input file of an item."""

    name: StoredText = Field(description="Name of the input artifact in the application version.")
    download_url: StoredUrl = Field(
        description="Source of the file, downloaded when the item is processed: an http(s) URL, or a file "
        "below the inputs folder."
    )
    metadata: StoredObject = Field(description="Metadata of the file; must match the version's schema.")


class ItemCreationRequest(BaseModel):
    """Unit of work of a run, such as one slide."""

    external_id: StoredText = Field(
        max_length=255, description="The caller's id of the item, unique within the run."
    )
    custom_metadata: StoredObject | None = Field(
        default=None, description="The caller's own data, stored with the item."
    )
    input_artifacts: list[InputArtifactCreationRequest] = Field(description="The item's input files.")


class SchedulingRequest(BaseModel):
    """Due date and deadline of a run."""

    due_date: UtcTime | None = Field(
        default=None, description="Target time: runs with an earlier due date are processed first."
    )
    deadline: UtcTime | None = Field(
        default=None, description="Time limit: the system cancels the run if it is not finished by then."
    )


class RunCreationRequest(BaseModel):
    """Application version and items of a new run."""

    application_id: str = Field(description="Id of the application.")
    version_number: str | None = Field(
        default=None, description="Version of the application; null or missing means the latest."
    )
    custom_metadata: StoredObject | None = Field(
        default=None, description="The caller's own data, stored with the run."
    )
    scheduling: SchedulingRequest | None = Field(
        default=None, description="Due date and deadline of the run."
    )
    callback_context: CallbackContext | None = Field(
        default=None, description="The caller's own correlation data, at most 1024 bytes as JSON."
    )
    items: list[ItemCreationRequest] = Field(min_length=1, description="Items to process.")


class CustomMetadataUpdateRequest(BaseModel):
    """New metadata of a run or item."""

    custom_metadata: StoredObject | None = Field(
        default=None, description="The new metadata; null removes it."
    )
    custom_metadata_checksum: str | None = Field(
        default=None,
        description="If given, the update fails unless the stored metadata has this checksum.",
    )
