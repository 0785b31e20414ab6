"""Builders of applications and their versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from seawall.sdks.platform.applications import (
    Application,
    ApplicationSummary,
    ApplicationVersion,
    InputSpec,
    OutputSpec,
    ReleasedVersion,
)
from seawall.testing.builder_values import START, UNSET, UnsetType, or_derived

__all__ = [
    "APPLICATION_ID",
    "INPUT_NAME",
    "OUTPUT_NAME",
    "VERSION_NUMBER",
    "application",
    "application_summary",
    "input_spec",
    "output_spec",
    "released_version",
    "version",
]

# Those of the test application of the local platform, so that a test can move from one to the other.
APPLICATION_ID = "test-app"
VERSION_NUMBER = "1.0.0"
INPUT_NAME = "input"
OUTPUT_NAME = "result:csv"

_NAME, _DESCRIPTION = "Test Application", "An application for tests."
_RELEASED_AT = START - timedelta(days=30)
_ANY_METADATA: Mapping[str, object] = {"type": "object"}


def released_version(
    *, number: str = VERSION_NUMBER, released_at: datetime | None = _RELEASED_AT
) -> ReleasedVersion:
    """Return the number and release time of a version."""
    return ReleasedVersion(number=number, released_at=released_at)


def application_summary(
    *,
    application_id: str = APPLICATION_ID,
    name: str = _NAME,
    description: str = _DESCRIPTION,
    regulatory_classes: Sequence[str] = ("RUO",),
    latest_version: ReleasedVersion | UnsetType | None = UNSET,
) -> ApplicationSummary:
    """Return an application as lists return it, with one version."""
    return ApplicationSummary(
        application_id=application_id,
        name=name,
        description=description,
        regulatory_classes=tuple(regulatory_classes),
        latest_version=or_derived(latest_version, released_version),
    )


def application(
    *,
    application_id: str = APPLICATION_ID,
    name: str = _NAME,
    description: str = _DESCRIPTION,
    regulatory_classes: Sequence[str] = ("RUO",),
    versions: Sequence[ReleasedVersion] | None = None,
) -> Application:
    """Return an application, by default with one version."""
    return Application(
        application_id=application_id,
        name=name,
        description=description,
        regulatory_classes=tuple(regulatory_classes),
        versions=(released_version(),) if versions is None else tuple(versions),
    )


def input_spec(
    *,
    name: str = INPUT_NAME,
    media_type: str = "application/octet-stream",
    metadata_schema: Mapping[str, object] = _ANY_METADATA,
) -> InputSpec:
    """Return an input of a version; it accepts any metadata."""
    return InputSpec(name=name, media_type=media_type, metadata_schema=metadata_schema)


def output_spec(
    *,
    name: str = OUTPUT_NAME,
    media_type: str = "text/csv",
    metadata_schema: Mapping[str, object] = _ANY_METADATA,
    scope: str = "ITEM",
    visibility: str = "EXTERNAL",
) -> OutputSpec:
    """Return an output of a version."""
    return OutputSpec(
        name=name, media_type=media_type, metadata_schema=metadata_schema, scope=scope, visibility=visibility
    )


def version(
    *,
    application_id: str = APPLICATION_ID,
    version_number: str = VERSION_NUMBER,
    changelog: str = "First version.",
    released_at: datetime | None = _RELEASED_AT,
    input_artifacts: Sequence[InputSpec] | None = None,
    output_artifacts: Sequence[OutputSpec] | None = None,
) -> ApplicationVersion:
    """Return a version of an application, by default with one input and one output."""
    return ApplicationVersion(
        application_id=application_id,
        version_number=version_number,
        changelog=changelog,
        released_at=released_at,
        input_artifacts=(input_spec(),) if input_artifacts is None else tuple(input_artifacts),
        output_artifacts=(output_spec(),) if output_artifacts is None else tuple(output_artifacts),
    )
