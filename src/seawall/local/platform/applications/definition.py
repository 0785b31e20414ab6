"""Definition of an application: names, versions, and the inputs and outputs of a version."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from attrs import frozen
from jsonschema import Draft202012Validator

from seawall.core.validation.semver import version_key
from seawall.local.platform.applications.work import FileOutput, ProcessItem
from seawall.local.platform.store.states import ItemTerminationReason, OutputArtifactScope
from seawall.local.serving.json_object import JsonObject

__all__ = [
    "Application",
    "InputDefinition",
    "ItemOutcome",
    "OutputDefinition",
    "SummarizeRun",
    "Version",
    "object_schema",
    "output_schema",
]

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@frozen(slots=False)
class InputDefinition:
    """Input file that each item must have, and the schema of its metadata."""

    name: str
    mime_type: str
    metadata_schema: JsonObject

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Validator of metadata for the schema."""
        return Draft202012Validator(self.metadata_schema)


@frozen
class OutputDefinition:
    """Output file that each item or, with the scope GLOBAL, the run produces; the schema of its metadata."""

    name: str
    mime_type: str
    metadata_schema: JsonObject
    scope: OutputArtifactScope = OutputArtifactScope.ITEM


@frozen
class ItemOutcome:
    """End of one item of a run, for the outputs of the run."""

    external_id: str
    reason: ItemTerminationReason


SummarizeRun = Callable[[Sequence[ItemOutcome]], list[FileOutput]]
"""Makes the outputs of a run whose items have all ended, in the order of submission."""


@frozen
class Version:
    """Release of an application; `process` processes one item, `summarize` makes the outputs of a run."""

    number: str
    released_at: datetime
    changelog: str
    inputs: tuple[InputDefinition, ...]
    outputs: tuple[OutputDefinition, ...]
    process: ProcessItem
    summarize: SummarizeRun | None = None


@frozen
class Application:
    """Application with its versions, oldest first."""

    application_id: str
    name: str
    description: str
    versions: tuple[Version, ...]
    regulatory_classes: tuple[str, ...] = ("RUO",)

    @property
    def newest_first(self) -> list[Version]:
        """Versions with the highest number first."""
        return sorted(self.versions, key=lambda version: version_key(version.number), reverse=True)

    @property
    def latest(self) -> Version:
        """Version with the highest number."""
        return self.newest_first[0]

    def version(self, number: str) -> Version | None:
        """Return the version with this number, or None."""
        return next((version for version in self.versions if version.number == number), None)


def object_schema(properties: JsonObject, *, required: tuple[str, ...] = ()) -> JsonObject:
    """Create a JSON Schema (2020-12) of an object with exactly these properties."""
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def output_schema(media_type: str, properties: JsonObject | None = None) -> JsonObject:
    """Create the schema of an output's metadata: common properties and the application's own."""
    return object_schema(
        {
            "media_type": {"type": "string", "const": media_type},
            "size_bytes": {"type": "integer", "minimum": 0},
            "checksum_base64_crc32c": {"type": "string"},
            **(properties or {}),
        },
        required=("media_type", "size_bytes", "checksum_base64_crc32c"),
    )
