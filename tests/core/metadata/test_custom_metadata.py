"""Custom metadata with a section: added to new runs and items, updated by changes."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from attrs import frozen

from seawall.core.errors import InputError
from seawall.core.metadata.custom_metadata import (
    new_items,
    new_run_metadata,
    updated_item_metadata,
    updated_run_metadata,
)
from seawall.core.metadata.invocation import Invocation
from seawall.core.metadata.metadata import ItemMetadata, RunMetadata, is_valid_metadata
from seawall.core.metadata.section import Author

NOON = datetime(2026, 7, 8, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
HERE = Author(Invocation(), "toy/1", {"organization_id": "o1", "user_id": "u1"})
ELSEWHERE = Author(Invocation(interface="notebook"), "toy/2")

Json = dict[str, object]


class Run(RunMetadata):
    NAME: ClassVar[str] = "toy-run"

    shelf: int | None = None


class Thing(ItemMetadata):
    NAME: ClassVar[str] = "toy-item"

    box: int | None = None


@frozen(kw_only=True)
class Item:
    external_id: str
    custom_metadata: Mapping[str, object] | None = None
    size: int = 1


def section_of(found: Mapping[str, object]) -> Json:
    section = found["sdk"]
    assert isinstance(section, dict)
    return section


def test_a_new_run_has_the_callers_metadata_and_the_section() -> None:
    given: Json = {"study": "A", "sdk": {"shelf": 3}}
    found = new_run_metadata(given, HERE, NOON, model=Run, due_date=LATER)
    section = section_of(found)
    assert (found["study"], section["shelf"], section["user_agent"]) == ("A", 3, "toy/1")
    assert section["scheduling"] == {"due_date": "2026-07-09T12:00:00+00:00"}
    assert is_valid_metadata(Run, section)
    assert given == {"study": "A", "sdk": {"shelf": 3}}
    assert list(new_run_metadata(None, HERE, NOON)) == ["sdk"]


@pytest.mark.parametrize("section", ["mine", {"shelves": 3}, {"shelf": "three"}])
def test_an_invalid_section_is_an_error(section: object) -> None:
    with pytest.raises(InputError):
        new_run_metadata({"sdk": section}, HERE, NOON, model=Run)
    with pytest.raises(InputError, match="item 'two'"):
        new_items([Item(external_id="one"), Item(external_id="two", custom_metadata={"sdk": section})], NOON)


def test_new_items_keep_their_other_fields_and_their_order() -> None:
    items = [
        Item(external_id="one", size=5),
        Item(external_id="two", custom_metadata={"study": "A", "sdk": {"box": 7}}),
        Item(external_id="one"),
    ]
    found = new_items(items, NOON, model=Thing)
    assert [(item.external_id, item.size) for item in found] == [("one", 5), ("two", 1), ("one", 1)]
    sections = [section_of(item.custom_metadata or {}) for item in found]
    assert [section.get("box") for section in sections] == [None, 7, None]
    assert all(is_valid_metadata(Thing, section) for section in sections)
    assert (found[1].custom_metadata or {})["study"] == "A"


def test_a_changed_run_keeps_its_history_and_its_callers_fields() -> None:
    before = new_run_metadata({"study": "A", "sdk": {"shelf": 3}}, HERE, NOON, model=Run)
    after = updated_run_metadata({"study": "B"}, before, ELSEWHERE, LATER, model=Run)
    old, new = section_of(before), section_of(after)
    kept = ("created_at", "submission", "shelf")
    assert [new[name] for name in kept] == [old[name] for name in kept]
    assert (after["study"], new["user_agent"], new["updated_at"]) == ("B", "toy/2", LATER.isoformat())
    other = updated_run_metadata({"sdk": {"shelf": 4}}, before, HERE, LATER, model=Run)
    assert section_of(other)["shelf"] == 4


def test_a_changed_item_keeps_its_history() -> None:
    [item] = new_items([Item(external_id="one", custom_metadata={"sdk": {"box": 7}})], NOON, model=Thing)
    after = updated_item_metadata({"seen": True}, item.custom_metadata, LATER, model=Thing)
    section = section_of(after)
    assert (after["seen"], section["box"], section["created_at"]) == (True, 7, NOON.isoformat())


@pytest.mark.parametrize("foreign", ["a text", {"schema_version": "9.0.0", "what": 1}])
def test_a_section_of_another_program_stays_unless_the_caller_gives_one(foreign: object) -> None:
    kept = updated_run_metadata({"study": "B"}, {"sdk": foreign}, HERE, LATER, model=Run)
    assert kept == {"study": "B", "sdk": foreign}
    given = updated_run_metadata({"sdk": {"shelf": 1}}, {"sdk": foreign}, HERE, LATER, model=Run)
    assert is_valid_metadata(Run, given["sdk"])


@pytest.mark.parametrize("before", [None, {}, {"study": "A"}])
def test_a_change_adds_a_missing_section(before: Json | None) -> None:
    assert is_valid_metadata(Run, updated_run_metadata({}, before, HERE, NOON, model=Run)["sdk"])
    assert is_valid_metadata(Thing, updated_item_metadata({}, before, NOON, model=Thing)["sdk"])
