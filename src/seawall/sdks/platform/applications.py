"""Applications and their versions."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from seawall.core.http.times import to_utc
from seawall.core.model.model import Model
from seawall.core.wire.freeze import freeze, frozen_json
from seawall.core.wire.unset import if_given
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import JsonObject

__all__ = [
    "Application",
    "ApplicationSummary",
    "ApplicationVersion",
    "InputSpec",
    "OutputSpec",
    "ReleasedVersion",
]


@frozen(kw_only=True)
class ReleasedVersion(Model):
    """The number and release time of a version."""

    number: str
    released_at: datetime

    @classmethod
    def from_wire(cls, version: wire.ApplicationVersion) -> "ReleasedVersion":
        """Convert a wire model."""
        return cls(number=version.number, released_at=to_utc(version.released_at))


@frozen(kw_only=True)
class ApplicationSummary(Model):
    """An application as lists return it."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]
    latest_version: ReleasedVersion | None

    @classmethod
    def from_wire(cls, application: wire.ApplicationReadShortResponse) -> "ApplicationSummary":
        """Convert a wire model."""
        return cls(
            application_id=application.application_id,
            name=application.name,
            description=application.description,
            regulatory_classes=tuple(application.regulatory_classes),
            latest_version=if_given(application.latest_version, ReleasedVersion.from_wire),
        )


@frozen(kw_only=True)
class Application(Model):
    """An application with all versions that the user may run."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]
    versions: tuple[ReleasedVersion, ...]

    @classmethod
    def from_wire(cls, application: wire.ApplicationReadResponse) -> "Application":
        """Convert a wire model."""
        return cls(
            application_id=application.application_id,
            name=application.name,
            description=application.description,
            regulatory_classes=tuple(application.regulatory_classes),
            versions=tuple(ReleasedVersion.from_wire(version) for version in application.versions),
        )


def _metadata_schema(value: Mapping[str, object]) -> JsonObject:
    return frozen_json(value, "metadata_schema")


@frozen(kw_only=True)
class InputSpec(Model):
    """An input of a version; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: JsonObject = field(converter=_metadata_schema)


@frozen(kw_only=True)
class OutputSpec(Model):
    """An output of a version; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: JsonObject = field(converter=_metadata_schema)
    scope: str
    visibility: str


@frozen(kw_only=True)
class ApplicationVersion(Model):
    """One version of an application, with its inputs and outputs."""

    application_id: str
    version_number: str
    changelog: str
    released_at: datetime
    input_artifacts: tuple[InputSpec, ...]
    output_artifacts: tuple[OutputSpec, ...]

    @classmethod
    def from_wire(cls, application_id: str, version: wire.VersionReadResponse) -> "ApplicationVersion":
        """Convert a wire model."""
        return cls(
            application_id=application_id,
            version_number=version.version_number,
            changelog=version.changelog,
            released_at=to_utc(version.released_at),
            input_artifacts=tuple(
                InputSpec(
                    name=spec.name, media_type=spec.mime_type, metadata_schema=freeze(spec.metadata_schema)
                )
                for spec in version.input_artifacts
            ),
            output_artifacts=tuple(
                OutputSpec(
                    name=spec.name,
                    media_type=spec.mime_type,
                    metadata_schema=freeze(spec.metadata_schema),
                    scope=str(spec.scope),
                    visibility=str(spec.visibility),
                )
                for spec in version.output_artifacts
            ),
        )
