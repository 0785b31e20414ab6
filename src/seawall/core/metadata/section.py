"""Build the SDK's section of custom metadata, or update one and keep its history. Pure.

A section has two owners. The SDK fills the fields in `model.OWN`: versions, times, user, program and origin.
The caller fills the others, such as tags and a note. An unknown field is an error.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from attrs import field, frozen
from pydantic import ValidationError

from seawall.core.errors import InputError
from seawall.core.metadata.invocation import Invocation
from seawall.core.metadata.metadata import (
    ItemMetadata,
    RunMetadata,
    StampedMetadata,
    SubmissionMetadata,
    checked_metadata,
    is_timestamp,
    is_valid_metadata,
)
from seawall.core.redaction.redact import redact
from seawall.core.validation.arguments import checked_object
from seawall.core.validation.closest_match import closest_match

__all__ = ["SECTION", "Author", "Section", "changed_section", "item_section", "run_section", "section_in"]

Section = Mapping[str, object]

SECTION = "sdk"
"""The key of the section in custom metadata."""


@frozen
class Author:
    """The writer of a section: the program, its User-Agent, and the user if known.

    Not hashable: `user` is a mapping.
    """

    invocation: Invocation
    user_agent: str
    user: Mapping[str, str | None] | None = field(default=None, repr=False)


def section_in(custom_metadata: Section | None) -> Section | None:
    """The section in custom metadata, or None; raises InputError if the key holds something else."""
    found = (custom_metadata or {}).get(SECTION)
    if found is None or isinstance(found, Mapping):
        return found
    raise InputError(
        f"custom_metadata.{SECTION} is reserved for the SDK: give an object with fields such as tags and "
        "note, or use another key."
    )


def run_section(
    author: Author,
    now: datetime,
    *,
    model: type[RunMetadata] = RunMetadata,
    given: Section | None = None,
    before: Section | None = None,
    due_date: datetime | None = None,
    deadline: datetime | None = None,
) -> dict[str, object]:
    """Build the section of a run, as JSON data.

    `given` has the caller's fields. `before` is the previous section; the new one keeps its `created_at` and
    `submission`. Raises InputError if a field is unknown or does not fit.
    """
    times = {"due_date": due_date, "deadline": deadline}
    scheduling = {name: _iso_text(time) for name, time in times.items() if time is not None}
    fields = {
        **_version_and_times(model, now, before),
        "submission": _submission(author.invocation, now, before),
        "user_agent": author.user_agent,
        "user": dict(author.user) if author.user else None,
        "ci": _ci(author.invocation),
        "scheduling": scheduling or None,
    }
    return _build_section(model, fields, given)


def item_section(
    now: datetime,
    *,
    model: type[ItemMetadata] = ItemMetadata,
    given: Section | None = None,
    before: Section | None = None,
) -> dict[str, object]:
    """Build the section of an item, as JSON data; see `run_section`."""
    return _build_section(model, _version_and_times(model, now, before), given)


def changed_section(model: type[StampedMetadata], given: Section | None, before: object) -> Section | None:
    """The source of the caller's fields of a changed section: `given`, else the section `before`.

    None if the section must stay unchanged: another program, or another version of this one, wrote it, and
    the caller gives no replacement.
    """
    if given is not None and given != before:
        return given
    if before is None:
        return {}
    return before if isinstance(before, Mapping) and is_valid_metadata(model, before) else None


def _build_section(model: type[StampedMetadata], fields: Section, given: Section | None) -> dict[str, object]:
    fields_of_user = checked_object(given, f"custom_metadata.{SECTION}") or {}
    mine = {name: value for name, value in fields_of_user.items() if name not in model.OWN}
    unknown = tuple(
        f"custom_metadata.{SECTION}.{redact(name)} is not a field; "
        f"the nearest is {closest_match(name, model.model_fields)}"
        for name in mine
        if name not in model.model_fields
    )
    if unknown:
        raise InputError(f"{'; '.join(unknown)}.", problems=unknown)
    return checked_metadata(model, {**fields, **mine}, f"custom_metadata.{SECTION}").model_dump(
        mode="json", exclude_none=True
    )


def _version_and_times(
    model: type[StampedMetadata], now: datetime, before: Section | None
) -> dict[str, object]:
    created_at = (before or {}).get("created_at")
    return {
        "schema_version": model.VERSION,
        "created_at": created_at if is_timestamp(created_at) else _iso_text(now),
        "updated_at": _iso_text(now),
    }


def _submission(invocation: Invocation, now: datetime, before: Section | None) -> Section:
    """The submission of the previous section; if that is not valid, a new one with its date if possible."""
    made: Section = {
        "date": _iso_text(now),
        "interface": invocation.interface,
        "initiator": invocation.initiator,
    }
    earlier = (before or {}).get("submission")
    if not isinstance(earlier, Mapping):
        return made
    try:
        return SubmissionMetadata.model_validate(dict(earlier)).model_dump()
    except ValidationError:
        return {**made, "date": earlier["date"]} if is_timestamp(earlier.get("date")) else made


def _ci(invocation: Invocation) -> dict[str, object] | None:
    found: dict[str, object] = {}
    if invocation.github is not None:
        found["github"] = dict(invocation.github)
    if invocation.test is not None:
        found["pytest"] = {"current_test": invocation.test, "markers": list(invocation.markers) or None}
    return found or None


def _iso_text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")
