"""What a user submits, and the checks before anything is sent. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.json_schema import schema_faults
from seawall.core.unset import UNSET, UnsetType
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.catalog import ApplicationVersion, InputSpec
from seawall.sdks.platform.models import JsonObject

__all__ = ["NewArtifact", "NewItem", "checked_request"]

_LONGEST_EXTERNAL_ID = 255
_LONGEST_URL = 2083
_MOST_FAULTS_TOLD = 5


@frozen(kw_only=True)
class NewArtifact:
    """An input to submit: its name in the version's inputs, where the platform fetches it, its metadata.

    `download_url` may be signed, so the repr leaves it out.
    """

    name: str
    download_url: str = field(repr=False)
    metadata: Mapping[str, object] = field(factory=dict)


@frozen(kw_only=True)
class NewItem:
    """An item to submit. `external_id` is yours; it is unique within the run."""

    external_id: str
    input_artifacts: Sequence[NewArtifact] = ()
    custom_metadata: Mapping[str, object] | None = None


def checked_request(
    version: ApplicationVersion,
    items: Sequence[NewItem],
    *,
    custom_metadata: Mapping[str, object] | None,
    due_date: datetime | None,
    deadline: datetime | None,
) -> wire.RunCreationRequest:
    """The body that submits `items` to `version`.

    Raises InputError, which names the first faults by item, artifact and field, where the platform would
    refuse it or fail it later.
    """
    times = {"due_date": due_date, "deadline": deadline}
    faults = (*_time_faults(times), *_faults(version, items))
    if faults:
        told = "; ".join(faults[:_MOST_FAULTS_TOLD])
        more = f"; and {len(faults) - _MOST_FAULTS_TOLD} more" if len(faults) > _MOST_FAULTS_TOLD else ""
        raise InputError(f"Nothing was submitted: {told}{more}.", problems=faults)
    scheduled = due_date is not None or deadline is not None
    return wire.RunCreationRequest(
        application_id=version.application_id,
        version_number=version.version_number,
        custom_metadata=_object_or_unset(custom_metadata),
        scheduling=wire.SchedulingRequest(due_date=due_date, deadline=deadline) if scheduled else UNSET,
        items=[_wire_item(item) for item in items],
    )


def _time_faults(times: Mapping[str, datetime | None]) -> Iterator[str]:
    for name, time in times.items():
        if time is not None and time.tzinfo is None:
            yield f"{name} has no time zone; give an aware time, e.g. datetime.now(UTC)"


def _object_or_unset(value: Mapping[str, object] | None) -> JsonObject | UnsetType:
    return UNSET if value is None else dict(value)


def _wire_item(item: NewItem) -> wire.ItemCreationRequest:
    return wire.ItemCreationRequest(
        external_id=item.external_id,
        custom_metadata=_object_or_unset(item.custom_metadata),
        input_artifacts=[
            wire.InputArtifactCreationRequest(
                name=artifact.name, download_url=artifact.download_url, metadata=dict(artifact.metadata)
            )
            for artifact in item.input_artifacts
        ],
    )


def _faults(version: ApplicationVersion, items: Sequence[NewItem]) -> Iterator[str]:
    if not items:
        yield "there is no item; give at least one"
    for external_id, count in Counter(item.external_id for item in items).items():
        if count > 1:
            yield f"external id {external_id!r} stands {count} times; each must be unique in a run"
    specs = {spec.name: spec for spec in version.input_artifacts}
    for item in items:
        for fault in _item_faults(specs, item):
            yield f"item {item.external_id!r}: {fault}"


def _item_faults(specs: Mapping[str, InputSpec], item: NewItem) -> Iterator[str]:
    if not 0 < len(item.external_id) <= _LONGEST_EXTERNAL_ID:
        yield f"the external id must have 1 to {_LONGEST_EXTERNAL_ID} characters"
    given = Counter(artifact.name for artifact in item.input_artifacts)
    for name in specs:
        if given[name] != 1:
            yield f"artifact {name!r} is given {given[name]} times; it is needed once"
    for artifact in item.input_artifacts:
        for fault in _artifact_faults(specs.get(artifact.name), artifact):
            yield f"artifact {artifact.name!r}: {fault}"


def _artifact_faults(spec: InputSpec | None, artifact: NewArtifact) -> Iterator[str]:
    if spec is None:
        yield "the application has no such input"
        return
    if not 0 < len(artifact.download_url) <= _LONGEST_URL:
        yield f"download_url must have 1 to {_LONGEST_URL} characters"
    yield from schema_faults(dict(artifact.metadata), spec.metadata_schema, "metadata")
