"""How an application is full_metadata: names, versions, and what a version takes and gives."""

from datetime import datetime
from functools import cached_property

from attrs import frozen
from jsonschema import Draft202012Validator

from seawall.core.validation.semver import version_key
from seawall.local.platform.applications.work import Process
from seawall.local.platform.store.tables import JsonObject

__all__ = ["Application", "InputDefinition", "OutputDefinition", "Version", "object_schema", "output_schema"]

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@frozen(slots=False)
class InputDefinition:
    """A file that each item must bring, and the schema of its metadata."""

    name: str
    mime_type: str
    metadata_schema: JsonObject

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Checks metadata against the schema."""
        return Draft202012Validator(self.metadata_schema)


@frozen
class OutputDefinition:
    """A file that each item gives, and the schema of its metadata."""

    name: str
    mime_type: str
    metadata_schema: JsonObject


@frozen
class Version:
    """One release of an application; `process` does the work of one item."""

    number: str
    released_at: datetime
    changelog: str
    inputs: tuple[InputDefinition, ...]
    outputs: tuple[OutputDefinition, ...]
    process: Process


@frozen
class Application:
    """An application and its versions, oldest first."""

    application_id: str
    name: str
    description: str
    versions: tuple[Version, ...]
    regulatory_classes: tuple[str, ...] = ("RUO",)

    @property
    def latest(self) -> Version:
        """The version with the highest number."""
        return max(self.versions, key=lambda version: version_key(version.number))

    def version(self, number: str) -> Version | None:
        """The version with this number, if there is one."""
        return next((version for version in self.versions if version.number == number), None)


def object_schema(properties: JsonObject, *, required: tuple[str, ...] = ()) -> JsonObject:
    """A JSON Schema (2020-12) of an object with these properties and no others."""
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def output_schema(media_type: str, properties: JsonObject | None = None) -> JsonObject:
    """The schema of an output's metadata: what every output has, and the application's own properties."""
    return object_schema(
        {
            "media_type": {"type": "string", "const": media_type},
            "size_bytes": {"type": "integer", "minimum": 0},
            "checksum_base64_crc32c": {"type": "string"},
            **(properties or {}),
        },
        required=("media_type", "size_bytes", "checksum_base64_crc32c"),
    )
