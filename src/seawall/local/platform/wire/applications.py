"""What can be run: applications, their versions, and what a version takes and gives."""

from datetime import datetime

from pydantic import BaseModel, Field

from seawall.local.platform.store.states import OutputArtifactScope, OutputArtifactVisibility
from seawall.local.platform.wire.fields import MimeType, VersionNumber

__all__ = [
    "ApplicationReadResponse",
    "ApplicationReadShortResponse",
    "ApplicationVersion",
    "InputArtifact",
    "OutputArtifact",
    "VersionReadResponse",
]


class ApplicationVersion(BaseModel):
    """One released version, in short."""

    number: VersionNumber = Field(description="Semantic version number.")
    released_at: datetime = Field(description="When the version could first be run.")


class ApplicationReadShortResponse(BaseModel):
    """An application as lists show it."""

    application_id: str = Field(description="Identifies the application.")
    name: str = Field(description="The application's name as shown to people.")
    regulatory_classes: list[str] = Field(description="Rules that the application complies with, e.g. RUO.")
    description: str = Field(description="What the application does.")
    latest_version: ApplicationVersion | None = Field(
        default=None, description="The highest version that the caller may run."
    )


class ApplicationReadResponse(BaseModel):
    """An application with all its versions."""

    application_id: str = Field(description="Identifies the application.")
    name: str = Field(description="The application's name as shown to people.")
    regulatory_classes: list[str] = Field(description="Rules that the application complies with, e.g. RUO.")
    description: str = Field(description="What the application does.")
    versions: list[ApplicationVersion] = Field(description="Every version that the caller may run.")


class InputArtifact(BaseModel):
    """A file that each item must bring."""

    name: str
    mime_type: MimeType
    metadata_schema: dict[str, object]


class OutputArtifact(BaseModel):
    """A file that each item gives."""

    name: str
    mime_type: MimeType
    metadata_schema: dict[str, object]
    scope: OutputArtifactScope
    visibility: OutputArtifactVisibility


class VersionReadResponse(BaseModel):
    """One version: what it takes, what it gives, what is new."""

    version_number: VersionNumber = Field(description="Semantic version number.")
    changelog: str = Field(description="What changed since the version before.")
    input_artifacts: list[InputArtifact] = Field(description="Files that each item must bring.")
    output_artifacts: list[OutputArtifact] = Field(description="Files that each item gives.")
    released_at: datetime = Field(description="When the version could first be run.")
