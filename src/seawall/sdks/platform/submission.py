"""Items to submit, and the checks before a submission is sent. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.model.model import Model
from seawall.core.validation.arguments import (
    checked_items,
    checked_text,
    field_validator,
    raise_faults,
    short_repr,
)
from seawall.core.validation.json_schema import JsonSchema
from seawall.core.wire.codec import encode
from seawall.core.wire.freeze import frozen_json
from seawall.core.wire.unset import UNSET
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.applications import ApplicationVersion
from seawall.sdks.platform.models import JsonObject

__all__ = ["MAX_ITEMS", "NewArtifact", "NewItem", "checked_request"]

MAX_ITEMS = 50_000
"""The largest number of items of a run: one submission is one request, and one answer that may get lost."""

_MAX_CALLBACK_BYTES = 1024
_MAX_EXTERNAL_ID_LENGTH = 255
_MAX_URL_LENGTH = 2083


def _metadata(value: Mapping[str, object]) -> JsonObject:
    return frozen_json(value, "metadata")


def _custom_metadata(value: Mapping[str, object] | None) -> JsonObject | None:
    return None if value is None else frozen_json(value, "custom_metadata")


@frozen(kw_only=True)
class NewArtifact(Model):
    """An input to submit: its name in the version's inputs, its URL, and its metadata.

    The platform fetches it from `download_url`, which may be signed, so the repr leaves it out. `metadata` is
    kept as the JSON that is sent. Raises InputError for a value of a wrong type.
    """

    name: str = field(validator=field_validator(checked_text))
    download_url: str = field(repr=False, validator=field_validator(checked_text))
    metadata: JsonObject = field(factory=dict, converter=_metadata)

    def to_wire(self) -> wire.InputArtifactCreationRequest:
        """Convert to a wire model."""
        return wire.InputArtifactCreationRequest(
            name=self.name, download_url=self.download_url, metadata=dict(self.metadata)
        )


def _artifacts(given: Collection[NewArtifact]) -> tuple[NewArtifact, ...]:
    return tuple(checked_items(given, NewArtifact, "input_artifacts"))


@frozen(kw_only=True)
class NewItem(Model):
    """An item to submit; `external_id` must be unique in the run.

    `custom_metadata` is kept as the JSON that is sent. Raises InputError for a value of a wrong type.
    """

    external_id: str = field(validator=field_validator(checked_text))
    input_artifacts: tuple[NewArtifact, ...] = field(default=(), converter=_artifacts)
    custom_metadata: JsonObject | None = field(default=None, converter=_custom_metadata)

    def to_wire(self) -> wire.ItemCreationRequest:
        """Convert to a wire model."""
        return wire.ItemCreationRequest(
            external_id=self.external_id,
            custom_metadata=UNSET if self.custom_metadata is None else dict(self.custom_metadata),
            input_artifacts=[artifact.to_wire() for artifact in self.input_artifacts],
        )


def checked_request(
    version: ApplicationVersion,
    items: Sequence[NewItem],
    *,
    custom_metadata: dict[str, object] | None,
    due_date: datetime | None,
    deadline: datetime | None,
    callback_context: dict[str, object] | None = None,
) -> wire.RunCreationRequest:
    """Build the body that submits `items` to `version`.

    Raises InputError if the platform would reject it or fail it later; the error names the first faults by
    item, artifact and field.
    """
    _check_count(items)
    raise_faults([*_faults(version, items), *_callback_faults(callback_context)], "Nothing was submitted")
    scheduled = due_date is not None or deadline is not None
    return wire.RunCreationRequest(
        application_id=version.application_id,
        version_number=version.version_number,
        custom_metadata=UNSET if custom_metadata is None else custom_metadata,
        scheduling=wire.SchedulingRequest(due_date=due_date, deadline=deadline) if scheduled else UNSET,
        callback_context=UNSET if callback_context is None else callback_context,
        items=[item.to_wire() for item in items],
    )


def _check_count(items: Sequence[NewItem]) -> None:
    if len(items) > MAX_ITEMS:
        runs = -(-len(items) // MAX_ITEMS)
        raise InputError(
            f"Nothing was submitted: {len(items):,} items are given, and a run has at most {MAX_ITEMS:,}. "
            f"Submit them as {runs} runs."
        )


def _callback_faults(callback_context: dict[str, object] | None) -> Iterator[str]:
    if callback_context is None:
        return
    size = len(encode(callback_context))
    if size > _MAX_CALLBACK_BYTES:
        yield f"callback_context has {size:,} bytes as JSON; at most {_MAX_CALLBACK_BYTES:,} are allowed"


def _faults(version: ApplicationVersion, items: Sequence[NewItem]) -> Iterator[str]:
    if not items:
        yield "there is no item; give at least one"
    for external_id, count in Counter(item.external_id for item in items).items():
        if count > 1:
            yield f"external id {short_repr(external_id)} is used {count} times; each must be unique in a run"
    schemas = {spec.name: JsonSchema(spec.metadata_schema, "metadata") for spec in version.input_artifacts}
    for item in items:
        for fault in _item_faults(schemas, item):
            yield f"item {short_repr(item.external_id)}: {fault}"


def _item_faults(schemas: Mapping[str, JsonSchema], item: NewItem) -> Iterator[str]:
    if not 0 < len(item.external_id) <= _MAX_EXTERNAL_ID_LENGTH:
        yield f"the external id must have 1 to {_MAX_EXTERNAL_ID_LENGTH} characters"
    given = Counter(artifact.name for artifact in item.input_artifacts)
    for name in schemas:
        if given[name] != 1:
            yield f"artifact {name!r} is given {given[name]} times; it is required once"
    for artifact in item.input_artifacts:
        for fault in _artifact_faults(schemas.get(artifact.name), artifact):
            yield f"artifact {artifact.name!r}: {fault}"


def _artifact_faults(schema: JsonSchema | None, artifact: NewArtifact) -> Iterator[str]:
    if schema is None:
        yield "the application has no such input"
        return
    if not 0 < len(artifact.download_url) <= _MAX_URL_LENGTH:
        yield f"download_url must have 1 to {_MAX_URL_LENGTH} characters"
    yield from schema.faults(dict(artifact.metadata))
