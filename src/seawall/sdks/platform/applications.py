"""Applications and their versions."""

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from seawall.core.http.times import to_utc
from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.json_field import JsonObject, json_object
from seawall.core.model.model import Model
from seawall.core.wire.misfits import FieldMisfitError
from seawall.sdks.platform._generated import models as wire

__all__ = [
    "Application",
    "ApplicationSummary",
    "ApplicationVersion",
    "InputSpec",
    "OutputSpec",
    "ReleasedVersion",
]


def _release_time(version: wire.ApplicationVersion | wire.VersionReadResponse) -> datetime | None:
    try:
        return to_utc(version.released_at)
    except FieldMisfitError:
        return None


@frozen(kw_only=True)
class ReleasedVersion(Model):
    """The number and release time of a version; an API of 2025-05 does not know the time."""

    number: str
    released_at: datetime | None

    from_wire: ClassVar[Conversion[wire.ApplicationVersion]] = conversion(
        wire.ApplicationVersion, {"released_at": _release_time}
    )


@frozen(kw_only=True)
class ApplicationSummary(Model):
    """An application as lists return it."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]
    latest_version: ReleasedVersion | None

    from_wire: ClassVar[Conversion[wire.ApplicationReadShortResponse]] = conversion(
        wire.ApplicationReadShortResponse
    )


@frozen(kw_only=True)
class Application(Model):
    """An application with all versions that the user may run."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]
    versions: tuple[ReleasedVersion, ...]

    from_wire: ClassVar[Conversion[wire.ApplicationReadResponse]] = conversion(wire.ApplicationReadResponse)


@frozen(kw_only=True)
class InputSpec(Model):
    """An input of a version; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: JsonObject = field(converter=json_object)

    from_wire: ClassVar[Conversion[wire.InputArtifact]] = conversion(
        wire.InputArtifact, {"media_type": "mime_type"}
    )


@frozen(kw_only=True)
class OutputSpec(Model):
    """An output of a version; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: JsonObject = field(converter=json_object)
    scope: str
    visibility: str

    from_wire: ClassVar[Conversion[wire.OutputArtifact]] = conversion(
        wire.OutputArtifact, {"media_type": "mime_type"}
    )


@frozen(kw_only=True)
class ApplicationVersion(Model):
    """One version of an application, with its inputs and outputs.

    An API of 2025-05 does not know the time of its release.
    """

    application_id: str
    version_number: str
    changelog: str
    released_at: datetime | None
    input_artifacts: tuple[InputSpec, ...]
    output_artifacts: tuple[OutputSpec, ...]

    @classmethod
    def from_wire(cls, application_id: str, version: wire.VersionReadResponse) -> "ApplicationVersion":
        """Convert a wire model."""
        return cls(
            application_id=application_id,
            version_number=version.version_number,
            changelog=version.changelog,
            released_at=_release_time(version),
            input_artifacts=tuple(InputSpec.from_wire(spec) for spec in version.input_artifacts),
            output_artifacts=tuple(OutputSpec.from_wire(spec) for spec in version.output_artifacts),
        )
