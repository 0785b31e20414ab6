"""Response bodies of applications, versions and their artifacts."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from seawall.local.platform.store.states import (
    OutputArtifactScope,
    OutputArtifactVisibility,
    VersionDocumentVisibility,
)
from seawall.local.platform.wire.fields import MimeType, VersionNumber

__all__ = [
    "ApplicationReadResponse",
    "ApplicationReadShortResponse",
    "ApplicationVersion",
    "InputArtifact",
    "OutputArtifact",
    "VersionDocumentResponse",
    "VersionReadResponse",
]


class ApplicationVersion(BaseModel):
    """Number and release time of a version."""

    number: VersionNumber = Field(description="Semantic version number.")
    released_at: datetime = Field(description="Release time of the version.")


class ApplicationReadShortResponse(BaseModel):
    """Summary of an application in a list."""

    application_id: str = Field(description="Id of the application.")
    name: str = Field(description="Display name of the application.")
    regulatory_classes: list[str] = Field(description="Regulatory classes, e.g. RUO (research use only).")
    description: str = Field(description="Purpose of the application.")
    latest_version: ApplicationVersion | None = Field(
        default=None, description="Highest version that the caller may run."
    )


class ApplicationReadResponse(BaseModel):
    """Application with its versions."""

    application_id: str = Field(description="Id of the application.")
    name: str = Field(description="Display name of the application.")
    regulatory_classes: list[str] = Field(description="Regulatory classes, e.g. RUO (research use only).")
    description: str = Field(description="Purpose of the application.")
    versions: list[ApplicationVersion] = Field(description="Versions that the caller may run, newest first.")


class InputArtifact(BaseModel):
    """Input file that each item must have."""

    name: str
    mime_type: MimeType
    metadata_schema: dict[str, object]


class OutputArtifact(BaseModel):
    """Output file that each item produces."""

    name: str
    mime_type: MimeType
    metadata_schema: dict[str, object]
    scope: OutputArtifactScope
    visibility: OutputArtifactVisibility


class VersionReadResponse(BaseModel):
    """Inputs, outputs and changelog of a version."""

    version_number: VersionNumber = Field(description="Semantic version number.")
    changelog: str = Field(description="Changes since the previous version.")
    input_artifacts: list[InputArtifact] = Field(description="Input files that each item must have.")
    output_artifacts: list[OutputArtifact] = Field(description="Output files that each item produces.")
    released_at: datetime = Field(description="Release time of the version.")


class VersionDocumentResponse(BaseModel):
    """Document of a version; its content is at `…/content`."""

    id: UUID = Field(description="Id of the document.")
    name: str = Field(description="File name, unique within the version.")
    mime_type: str = Field(description="Media type of the content.")
    visibility: VersionDocumentVisibility = Field(description="`public` in all responses.")
    created_at: datetime = Field(description="Time of the upload.")
    updated_at: datetime = Field(description="Time of the last change.")
