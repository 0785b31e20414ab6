"""The custom metadata of what is submitted or changed, with the SDK's section attached. Pure.

A section stands under the key `SECTION`, beside what is the caller's. This module loads pydantic, so import
it where something is submitted and not with the SDK.
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

__all__ = [
    "JsonObject",
    "NewItem",
    "changed_item_metadata",
    "changed_run_metadata",
    "new_items",
    "new_run_metadata",
]

JsonObject: TypeAlias = Mapping[str, object]
"""A JSON object as Python has it."""


class NewItem(Protocol):
    """An item that is to be submitted: an attrs class with these two fields, whatever else it has."""

    @property
    def external_id(self) -> str:
        """What the caller calls it."""

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
    """What goes with a new run: the caller's custom metadata, and the section; raises InputError."""
    given = section_in(custom_metadata)
    section = run_section(author, now, model=model, given=given, due_date=due_date, deadline=deadline)
    return {**(custom_metadata or {}), SECTION: section}


def new_items(items: Sequence[N], now: datetime, *, model: type[ItemMetadata] = ItemMetadata) -> list[N]:
    """The items of a new run, each with its section; raises InputError, which names the item."""
    plain = item_section(now, model=model)
    return [_with_section(item, plain, now, model) for item in items]


def changed_run_metadata(
    custom_metadata: JsonObject,
    before: JsonObject | None,
    author: Author,
    now: datetime,
    *,
    model: type[RunMetadata] = RunMetadata,
) -> JsonObject:
    """What takes the place of a run's custom metadata, which was `before`; the section's history stays.

    A section that another program wrote is left as it is, unless another is given. Raises InputError.
    """

    def section(given: Section, earlier: Section | None) -> Section:
        return run_section(author, now, model=model, given=given, before=earlier)

    return _changed(model, custom_metadata, before, section)


def changed_item_metadata(
    custom_metadata: JsonObject,
    before: JsonObject | None,
    now: datetime,
    *,
    model: type[ItemMetadata] = ItemMetadata,
) -> JsonObject:
    """What takes the place of an item's custom metadata, which was `before`; see `changed_run_metadata`."""

    def section(given: Section, earlier: Section | None) -> Section:
        return item_section(now, model=model, given=given, before=earlier)

    return _changed(model, custom_metadata, before, section)


def _with_section(item: N, plain: Section, now: datetime, model: type[ItemMetadata]) -> N:
    try:
        given = section_in(item.custom_metadata)
        section = plain if given is None else item_section(now, model=model, given=given)
    except InputError as error:
        raise InputError(f"item {item.external_id!r}: {error}", problems=error.problems) from error
    changed: N = evolve(cast("Any", item), custom_metadata={**(item.custom_metadata or {}), SECTION: section})
    return changed


def _changed(
    model: type[StampedMetadata],
    custom_metadata: JsonObject,
    before: JsonObject | None,
    section: Callable[[Section, Section | None], Section],
) -> JsonObject:
    earlier = (before or {}).get(SECTION)
    given = changed_section(model, section_in(custom_metadata), earlier)
    if given is None:
        return {**custom_metadata, SECTION: earlier}
    return {**custom_metadata, SECTION: section(given, earlier if isinstance(earlier, Mapping) else None)}
