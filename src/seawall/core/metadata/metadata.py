"""Models of the metadata that an SDK attaches to submissions: user, program, origin and time. Pure.

The models are strict: an unknown field is an error. An SDK uses `RunMetadata` and `ItemMetadata` as they
are, or adds fields in subclasses with a `VERSION` and a `NAME` of their own. This module loads pydantic (80
ms): import it late, when something is submitted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
    model_validator,
)

from seawall.core.errors import InputError
from seawall.core.metadata.invocation import Initiator, Interface
from seawall.core.redaction.redact import redact

__all__ = [
    "CIMetadata",
    "GitHubMetadata",
    "ItemMetadata",
    "PytestMetadata",
    "RunMetadata",
    "SchedulingMetadata",
    "StampedMetadata",
    "StrictMetadata",
    "SubmissionMetadata",
    "Timestamp",
    "UserMetadata",
    "checked_metadata",
    "is_timestamp",
    "is_valid_metadata",
    "metadata_schema",
]


def _time_with_zone(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("must have a time zone")
    return text


Timestamp = Annotated[str, AfterValidator(_time_with_zone), Field(json_schema_extra={"format": "date-time"})]
"""A time in ISO 8601 format, with a time zone."""


class StrictMetadata(BaseModel):
    """Base class of all parts of the metadata: frozen, strict, without unknown fields."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, strict=True, extra="forbid", hide_input_in_errors=True
    )


class SubmissionMetadata(StrictMetadata):
    """The act of submission. It does not change when the metadata changes."""

    date: Timestamp = Field(description="When it was submitted.")
    interface: Interface = Field(description="How the SDK was used.")
    initiator: Initiator = Field(description="On whose behalf it was used.")


class UserMetadata(StrictMetadata):
    """The user, as the server knows them."""

    organization_id: str
    organization_name: str | None = None
    user_email: str | None = None
    user_id: str


class GitHubMetadata(StrictMetadata):
    """The GitHub Actions run that submitted."""

    action: str | None = None
    job: str | None = None
    ref: str | None = None
    ref_name: str | None = None
    ref_type: str | None = Field(default=None, description="branch or tag")
    repository: str = Field(description="owner/repository")
    run_attempt: str | None = None
    run_id: str
    run_number: str | None = None
    run_url: str = Field(description="Address of the workflow run.")
    runner_arch: str | None = None
    runner_os: str | None = None
    sha: str | None = Field(default=None, description="The commit.")
    workflow: str | None = None
    workflow_ref: str | None = None


class PytestMetadata(StrictMetadata):
    """The test that submitted."""

    current_test: str
    markers: list[str] | None = None


class CIMetadata(StrictMetadata):
    """The continuous integration job that submitted."""

    github: GitHubMetadata | None = None
    pytest: PytestMetadata | None = None


class SchedulingMetadata(StrictMetadata):
    """Time limits of a run."""

    due_date: Timestamp | None = Field(default=None, description="The time to aim for.")
    deadline: Timestamp | None = Field(default=None, description="The time that is enforced.")


class StampedMetadata(StrictMetadata):
    """Fields that run and item metadata share.

    `NAME` and `VERSION` identify the schema. `OWN` names the fields that the SDK fills; the caller fills the
    others.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[str]
    OWN: ClassVar[frozenset[str]] = frozenset({"schema_version", "created_at", "updated_at"})

    schema_version: str = Field(description="Version of this schema.")
    created_at: Timestamp = Field(description="When this metadata was first written.")
    updated_at: Timestamp = Field(description="When this metadata was last written.")
    tags: set[str] | None = Field(default=None, strict=False, description="Words for searches.")

    @field_serializer("tags")
    def _sorted_tags(self, tags: set[str] | None) -> list[str] | None:
        return None if tags is None else sorted(tags)

    @model_validator(mode="after")
    def _check_version(self) -> Self:
        if self.schema_version != self.VERSION:
            raise ValueError(f"schema_version must be {self.VERSION}")
        return self


class RunMetadata(StampedMetadata):
    """Metadata of a run, or of another submission as a whole."""

    NAME: ClassVar[str] = "run-metadata"
    VERSION: ClassVar[str] = "1.0.0"
    OWN: ClassVar[frozenset[str]] = StampedMetadata.OWN | {"submission", "user_agent", "user", "ci"}

    submission: SubmissionMetadata
    user_agent: str = Field(description="The User-Agent of the last writer.")
    user: UserMetadata | None = None
    ci: CIMetadata | None = None
    note: str | None = Field(default=None, description="Free text of the user.")
    scheduling: SchedulingMetadata | None = None


class ItemMetadata(StampedMetadata):
    """Metadata of one item of a run."""

    NAME: ClassVar[str] = "item-metadata"
    VERSION: ClassVar[str] = "1.0.0"


M = TypeVar("M", bound=StampedMetadata)


def checked_metadata(model: type[M], metadata: Mapping[str, object], name: str) -> M:
    """Validate `metadata`; raises InputError, whose `problems` name each field that does not fit.

    `name` is the name of the metadata in the argument of the caller, e.g. `custom_metadata.sdk`.
    """
    try:
        return model.model_validate(dict(metadata))
    except ValidationError as error:
        problems = tuple(_problem(name, dict(fault)) for fault in error.errors())
        raise InputError(f"{'; '.join(problems)}.", problems=problems) from error


def is_valid_metadata(model: type[StampedMetadata], metadata: object) -> bool:
    """Check that `metadata` fits `model`, without an exception."""
    try:
        model.model_validate(metadata)
    except ValidationError:
        return False
    return True


def is_timestamp(value: object) -> bool:
    """Check that `value` is a valid `Timestamp`."""
    try:
        return isinstance(value, str) and bool(_time_with_zone(value))
    except ValueError:
        return False


def metadata_schema(model: type[StampedMetadata]) -> dict[str, object]:
    """The JSON Schema of `model` (draft 2020-12), with its version in `$id`."""
    schema: dict[str, object] = model.model_json_schema()
    properties = schema["properties"]
    assert isinstance(properties, dict)
    properties["schema_version"]["const"] = model.VERSION
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:seawall:{model.NAME}:{model.VERSION}",
        **schema,
    }


def _problem(name: str, fault: Mapping[str, object]) -> str:
    place = fault["loc"]
    steps = place if isinstance(place, tuple) else ()
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{redact(str(step))}" for step in steps)
    # A list is given for a set, which JSON does not have.
    text = str(fault["msg"]).removeprefix("Value error, ").replace("a valid set", "a list")
    return f"{name}{path}: {text[:1].lower()}{text[1:]}"
