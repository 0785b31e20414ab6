"""Metadata: strict models, their JSON Schema, and sections that keep their history."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from jsonschema import Draft202012Validator

from seawall.core.errors import InputError
from seawall.core.metadata.invocation import Invocation
from seawall.core.metadata.metadata import (
    ItemMetadata,
    RunMetadata,
    checked_metadata,
    is_valid_metadata,
    metadata_schema,
)
from seawall.core.metadata.section import Author, changed_section, item_section, run_section, section_in

NOON = datetime(2026, 7, 8, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
USER = {"organization_id": "o1", "organization_name": "org", "user_email": "a@b.test", "user_id": "u1"}
GITHUB = {"run_id": "42", "repository": "o/n", "run_url": "https://g.test/o/n/actions/runs/42", "sha": "abc"}
ALL = Invocation(
    interface="cli",
    initiator="test",
    github=GITHUB,
    test="a.py::test_b (call)",
    markers=("slow",),
    is_ci=True,
)
HERE = Author(ALL, "ua/1", USER)
ELSEWHERE = Author(Invocation(interface="notebook"), "ua/2")

FULL = {
    "schema_version": "1.0.0",
    "created_at": "2026-07-08T12:00:00+00:00",
    "updated_at": "2026-07-08T12:00:00+00:00",
    "tags": ["a", "b"],
    "submission": {"date": "2026-07-08T12:00:00+00:00", "interface": "cli", "initiator": "test"},
    "user_agent": "ua/1",
    "user": USER,
    "ci": {"github": GITHUB, "pytest": {"current_test": "a.py::test_b (call)", "markers": ["slow"]}},
    "note": "for the paper",
    "scheduling": {"due_date": "2026-07-09T12:00:00+00:00"},
}


def test_a_section_has_user_interface_and_ci() -> None:
    given = {"tags": ["b", "a"], "note": "for the paper"}
    assert run_section(HERE, NOON, given=given, due_date=LATER) == FULL


def test_a_section_has_no_empty_fields() -> None:
    made = run_section(ELSEWHERE, NOON)
    assert set(made) == {"schema_version", "created_at", "updated_at", "submission", "user_agent"}


def test_a_change_keeps_created_at_and_submission() -> None:
    changed = run_section(ELSEWHERE, LATER, given=FULL, before=FULL)
    assert changed == {
        **{
            name: FULL[name]
            for name in ("schema_version", "created_at", "submission", "tags", "note", "scheduling")
        },
        "updated_at": "2026-07-09T12:00:00+00:00",
        "user_agent": "ua/2",
    }


@pytest.mark.parametrize(
    ("before", "created_at", "date", "interface"),
    [
        ({"created_at": "2020-01-01T00:00:00Z"}, "2020-01-01T00:00:00Z", NOON.isoformat(), "notebook"),
        ({"created_at": "long ago"}, NOON.isoformat(), NOON.isoformat(), "notebook"),
        ({"created_at": "2020-01-01T00:00:00"}, NOON.isoformat(), NOON.isoformat(), "notebook"),
        ({"created_at": 7, "submission": 7}, NOON.isoformat(), NOON.isoformat(), "notebook"),
        (
            {"submission": {"date": "2020-01-01T00:00:00Z", "interface": "telepathy"}},
            NOON.isoformat(),
            "2020-01-01T00:00:00Z",
            "notebook",
        ),
        (None, NOON.isoformat(), NOON.isoformat(), "notebook"),
    ],
)
def test_a_change_keeps_the_valid_parts_of_the_previous_section(
    before: dict[str, object] | None, created_at: str, date: str, interface: str
) -> None:
    made = checked_metadata(RunMetadata, run_section(ELSEWHERE, NOON, before=before), "sdk")
    assert (made.created_at, made.submission.date, made.submission.interface) == (created_at, date, interface)


@pytest.mark.parametrize(
    ("given", "before", "taken"),
    [
        (None, None, {}),
        (None, FULL, FULL),
        (FULL, FULL, FULL),
        ({"note": "n"}, FULL, {"note": "n"}),
        ({"note": "n"}, None, {"note": "n"}),
        # Another program's, or another version's: left alone unless something is given in its place.
        (None, {"schema_version": "9.0.0"}, None),
        ({"schema_version": "9.0.0"}, {"schema_version": "9.0.0"}, None),
        ({"note": "n"}, {"schema_version": "9.0.0"}, {"note": "n"}),
        (None, "text", None),
    ],
)
def test_the_source_of_a_changed_sections_fields(
    given: dict[str, object] | None, before: object, taken: dict[str, object] | None
) -> None:
    assert changed_section(RunMetadata, given, before) == taken


def test_callers_can_not_set_the_sdks_fields() -> None:
    given = {"created_at": "1999-01-01T00:00:00Z", "user": {"user_id": "another-user"}, "note": "mine"}
    made = run_section(HERE, NOON, given=given)
    assert (made["created_at"], made["user"], made["note"]) == (NOON.isoformat(), USER, "mine")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tag": ["a"]}, "custom_metadata.sdk.tag is not a field; the nearest is tags"),
        ({"tags": "a"}, "custom_metadata.sdk.tags: input should be a list"),
        ({"tags": [1]}, "custom_metadata.sdk.tags[0]: input should be a valid string"),
        ({"note": 7}, "note: input should be a valid string"),
        ({"scheduling": {"deadline": "tomorrow"}}, "scheduling.deadline"),
        ({"scheduling": {"deadline": "2026-07-08T12:00:00"}}, "must have a time zone"),
    ],
)
def test_an_error_names_the_field_that_does_not_fit(given: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as caught:
        run_section(HERE, NOON, given=given)
    assert words in str(caught.value)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("custom_metadata", "section"), [(None, None), ({}, None), ({"sdk": {"note": "n"}}, {"note": "n"})]
)
def test_the_section_is_under_its_key(
    custom_metadata: dict[str, object] | None, section: dict[str, object] | None
) -> None:
    assert section_in(custom_metadata) == section


@pytest.mark.parametrize("value", ["mine", 7, ["a"]])
def test_a_key_that_holds_something_else_is_an_error(value: object) -> None:
    with pytest.raises(InputError, match=r"custom_metadata\.sdk is reserved for the SDK"):
        section_in({"sdk": value})


def test_an_item_section_has_times_and_keeps_created_at() -> None:
    made = item_section(NOON, given={"tags": [*"hgfedcba"]})
    assert made == {
        "schema_version": "1.0.0",
        "created_at": NOON.isoformat(),
        "updated_at": NOON.isoformat(),
        "tags": [*"abcdefgh"],
    }
    changed = item_section(LATER, given=made, before=made)
    assert changed == {**made, "updated_at": LATER.isoformat()}


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"schema_version": "0.9.0"},
        {"created_at": "today"},
        {"submission": {**FULL["submission"], "interface": "telepathy"}},  # type: ignore[dict-item]
        {"submission": {**FULL["submission"], "source": "user"}},  # type: ignore[dict-item]
        {"user": {"user_id": "u"}},
        {"user_agent": None},
    ],
    ids=str,
)
def test_models_are_strict(change: dict[str, object]) -> None:
    assert is_valid_metadata(RunMetadata, FULL)
    assert not is_valid_metadata(RunMetadata, {**FULL, **change})
    with pytest.raises(InputError, match=r"^sdk[.:]") as caught:
        checked_metadata(RunMetadata, {**FULL, **change}, "sdk")
    assert len(caught.value.problems) >= 1


@pytest.mark.parametrize("value", [None, 7, "text", [], {}])
def test_is_valid_metadata_raises_nothing(value: object) -> None:
    assert not is_valid_metadata(RunMetadata, value)


def test_no_value_is_in_an_error() -> None:
    with pytest.raises(InputError) as caught:
        checked_metadata(RunMetadata, {**FULL, "note": ["s3cret"], "user": {"user_id": {"s3cret": 1}}}, "sdk")
    assert "s3cret" not in str(caught.value)


def test_the_schema_agrees_with_the_models() -> None:
    schema = metadata_schema(RunMetadata)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:seawall:run-metadata:1.0.0"
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(FULL)
    assert not validator.is_valid({**FULL, "colour": "red"})
    assert not validator.is_valid({**FULL, "schema_version": "0.9.0"})
    assert not validator.is_valid({**FULL, "submission": {"date": "x", "interface": "telepathy"}})


class ToyMetadata(ItemMetadata):
    NAME: ClassVar[str] = "toy-item"
    VERSION: ClassVar[str] = "2.1.0"

    shelf: int | None = None


def test_an_sdk_adds_fields_of_its_own() -> None:
    made = item_section(NOON, model=ToyMetadata, given={"shelf": 3})
    assert (made["schema_version"], made["shelf"]) == ("2.1.0", 3)
    assert metadata_schema(ToyMetadata)["$id"] == "urn:seawall:toy-item:2.1.0"
    assert not is_valid_metadata(ItemMetadata, made)


def test_a_key_that_is_not_text_is_an_error() -> None:
    class Mute:
        def __str__(self) -> str:
            raise AssertionError("not called")

    for key, kind in ((5, "int"), (Mute(), "Mute")):
        given: dict[str, object] = {key: 1}  # type: ignore[dict-item]
        with pytest.raises(InputError, match=rf"^custom_metadata\.sdk has a key of type {kind}, "):
            run_section(HERE, NOON, given=given)
