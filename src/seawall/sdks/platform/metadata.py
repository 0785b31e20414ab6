"""The platform's metadata: the models of `seawall.core.metadata` with the platform's own fields.

This module loads pydantic; it is imported when something is submitted.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from attrs import evolve
from pydantic import Field

from seawall.core.errors import InputError
from seawall.core.metadata import ItemMetadata, RunMetadata, StampedMetadata, StrictMetadata
from seawall.core.metadata_section import (
    SECTION,
    Author,
    changed_section,
    item_section,
    run_section,
    section_in,
)
from seawall.sdks.platform.submission import NewItem

__all__ = [
    "SCHEMAS",
    "BucketMetadata",
    "PlatformItemMetadata",
    "PlatformRunMetadata",
    "WorkflowMetadata",
    "changed_item_metadata",
    "changed_run_metadata",
    "new_items",
    "new_run_metadata",
]

JsonObject = Mapping[str, object]


class WorkflowMetadata(StrictMetadata):
    """What is to happen to a run beside its work."""

    onboard_to_aignostics_portal: bool = Field(default=False, description="Show the run in the portal.")


class BucketMetadata(StrictMetadata):
    """Where the platform's bucket keeps an item's file. The SDK fills none of it."""

    bucket_name: str
    object_key: str
    signed_download_url: str


class PlatformRunMetadata(RunMetadata):
    """Metadata of a run on the platform."""

    NAME: ClassVar[str] = "platform-run-metadata"

    workflow: WorkflowMetadata | None = None


class PlatformItemMetadata(ItemMetadata):
    """Metadata of an item on the platform."""

    NAME: ClassVar[str] = "platform-item-metadata"

    platform_bucket: BucketMetadata | None = None


SCHEMAS: tuple[type[StampedMetadata], ...] = (PlatformRunMetadata, PlatformItemMetadata)
"""The models whose JSON Schemas are published."""


def new_run_metadata(
    custom_metadata: JsonObject | None,
    author: Author,
    now: datetime,
    *,
    due_date: datetime | None,
    deadline: datetime | None,
) -> JsonObject:
    """What goes with a new run: the caller's custom metadata, and the section; raises InputError."""
    section = run_section(
        author,
        now,
        model=PlatformRunMetadata,
        given=section_in(custom_metadata),
        due_date=due_date,
        deadline=deadline,
    )
    return {**(custom_metadata or {}), SECTION: section}


def new_items(items: Sequence[NewItem], now: datetime) -> list[NewItem]:
    """The items of a new run, each with its section; raises InputError, which names the item."""
    plain = item_section(now, model=PlatformItemMetadata)
    return [_with_section(item, plain, now) for item in items]


def _with_section(item: NewItem, plain: JsonObject, now: datetime) -> NewItem:
    try:
        given = section_in(item.custom_metadata)
        section = plain if given is None else item_section(now, model=PlatformItemMetadata, given=given)
    except InputError as error:
        raise InputError(f"item {item.external_id!r}: {error}", problems=error.problems) from error
    return evolve(item, custom_metadata={**(item.custom_metadata or {}), SECTION: section})


def changed_run_metadata(
    custom_metadata: JsonObject, before: JsonObject | None, author: Author, now: datetime
) -> JsonObject:
    """What takes the place of a run's custom metadata, which was `before`; the section's history stays."""

    def section(given: JsonObject, earlier: JsonObject | None) -> JsonObject:
        return run_section(author, now, model=PlatformRunMetadata, given=given, before=earlier)

    return _changed(PlatformRunMetadata, custom_metadata, before, section)


def changed_item_metadata(
    custom_metadata: JsonObject, before: JsonObject | None, now: datetime
) -> JsonObject:
    """What takes the place of an item's custom metadata, which was `before`."""

    def section(given: JsonObject, earlier: JsonObject | None) -> JsonObject:
        return item_section(now, model=PlatformItemMetadata, given=given, before=earlier)

    return _changed(PlatformItemMetadata, custom_metadata, before, section)


def _changed(
    model: type[StampedMetadata],
    custom_metadata: JsonObject,
    before: JsonObject | None,
    section: Callable[[JsonObject, JsonObject | None], JsonObject],
) -> JsonObject:
    earlier = (before or {}).get(SECTION)
    given = changed_section(model, section_in(custom_metadata), earlier)
    if given is None:
        return {**custom_metadata, SECTION: earlier}
    return {**custom_metadata, SECTION: section(given, earlier if isinstance(earlier, Mapping) else None)}
