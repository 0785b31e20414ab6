"""Custom metadata of runs and items, with the SDK's section under the key `SECTION`. Pure.

This module loads pydantic (80 ms): import it late, when something is submitted.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar, cast

from attrs import evolve

from seawall.core.errors import InputError
from seawall.core.metadata.metadata import ItemMetadata, RunMetadata, StampedMetadata
from seawall.core.metadata.section import (
    SECTION,
    Author,
    Section,
    changed_section,
    item_section,
    run_section,
    section_in,
)
from seawall.core.validation.arguments import checked_object

__all__ = [
    "JsonObject",
    "NewItem",
    "new_items",
    "new_run_metadata",
    "updated_item_metadata",
    "updated_run_metadata",
]

JsonObject: TypeAlias = Mapping[str, object]
"""A JSON object."""


class NewItem(Protocol):
    """An item to submit: an attrs class with at least these two fields."""

    @property
    def external_id(self) -> str:
        """The caller's id of the item."""

    @property
    def custom_metadata(self) -> JsonObject | None:
        """The caller's metadata."""


N = TypeVar("N", bound=NewItem)


def new_run_metadata(
    custom_metadata: JsonObject | None,
    author: Author,
    now: datetime,
    *,
    model: type[RunMetadata] = RunMetadata,
    due_date: datetime | None = None,
    deadline: datetime | None = None,
) -> JsonObject:
    """Add the section to the caller's custom metadata of a new run; raises InputError."""
    given = checked_object(custom_metadata, "custom_metadata") or {}
    section = run_section(
        author, now, model=model, given=section_in(given), due_date=due_date, deadline=deadline
    )
    return {**given, SECTION: section}


def new_items(items: Sequence[N], now: datetime, *, model: type[ItemMetadata] = ItemMetadata) -> list[N]:
    """Add a section to each item of a new run; raises InputError, which names the item."""
    plain = item_section(now, model=model)
    return [_with_section(item, plain, now, model) for item in items]


def updated_run_metadata(
    custom_metadata: JsonObject,
    before: JsonObject | None,
    author: Author,
    now: datetime,
    *,
    model: type[RunMetadata] = RunMetadata,
) -> JsonObject:
    """The new custom metadata of a run, given the one `before`; the section keeps its history.

    A section that another program wrote stays unchanged unless the caller gives one. Raises InputError.
    """

    def section(given: Section, earlier: Section | None) -> Section:
        return run_section(author, now, model=model, given=given, before=earlier)

    return _update(model, custom_metadata, before, section)


def updated_item_metadata(
    custom_metadata: JsonObject,
    before: JsonObject | None,
    now: datetime,
    *,
    model: type[ItemMetadata] = ItemMetadata,
) -> JsonObject:
    """The new custom metadata of an item, given the one `before`; see `updated_run_metadata`."""

    def section(given: Section, earlier: Section | None) -> Section:
        return item_section(now, model=model, given=given, before=earlier)

    return _update(model, custom_metadata, before, section)


def _with_section(item: N, plain: Section, now: datetime, model: type[ItemMetadata]) -> N:
    try:
        given = checked_object(item.custom_metadata, "custom_metadata") or {}
        fields = section_in(given)
        section = plain if fields is None else item_section(now, model=model, given=fields)
    except InputError as error:
        raise InputError(f"item {item.external_id!r}: {error}", problems=error.problems) from error
    changed: N = evolve(cast("Any", item), custom_metadata={**given, SECTION: section})
    return changed


def _update(
    model: type[StampedMetadata],
    custom_metadata: JsonObject,
    before: JsonObject | None,
    section: Callable[[Section, Section | None], Section],
) -> JsonObject:
    new = checked_object(custom_metadata, "custom_metadata") or {}
    earlier = (before or {}).get(SECTION)
    given = changed_section(model, section_in(new), earlier)
    if given is None:
        return {**new, SECTION: earlier}
    return {**new, SECTION: section(given, earlier if isinstance(earlier, Mapping) else None)}
