"""SDK metadata by itself: builders, validators, schemas."""

import json
from pathlib import Path

import jsonschema
import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import (
    build_item_sdk_metadata,
    build_run_sdk_metadata,
    get_item_sdk_metadata_json_schema,
    get_run_sdk_metadata_json_schema,
    validate_item_sdk_metadata,
    validate_item_sdk_metadata_silent,
    validate_run_sdk_metadata,
    validate_run_sdk_metadata_silent,
)
from seawall.testing import platform
from tests.contract.source import ROOT

SCHEMAS = ROOT / "docs" / "schemas"


def test_the_metadata_of_a_run_fits_its_schema_and_has_the_user_if_known() -> None:
    alone, known = build_run_sdk_metadata(), build_run_sdk_metadata(me=platform.me(), interface="launchpad")
    schema = get_run_sdk_metadata_json_schema()
    for metadata in (alone, known):
        assert validate_run_sdk_metadata(metadata)
        jsonschema.validate(json.loads(json.dumps(metadata)), schema)
    assert "user" not in alone
    assert known["user"] == {
        "organization_id": "org_test",
        "organization_name": "test",
        "user_email": "user@example.com",
        "user_id": "test|user",
    }
    submission = known["submission"]
    assert isinstance(submission, dict)
    assert (submission["interface"], submission["initiator"]) == ("launchpad", "test")


def test_an_update_keeps_the_history_and_the_fields_of_the_user() -> None:
    first = {**build_run_sdk_metadata(), "tags": ["a"], "note": "n"}
    first["created_at"] = "2020-01-01T00:00:00+00:00"
    second = build_run_sdk_metadata(first)
    assert [second[name] for name in ("created_at", "submission", "tags", "note")] == [
        first[name] for name in ("created_at", "submission", "tags", "note")
    ]
    assert str(second["updated_at"]) > "2020-01-01"
    item = build_item_sdk_metadata({**build_item_sdk_metadata(), "tags": ["x"]})
    assert item["tags"] == ["x"]


def test_the_metadata_of_an_item_fits_its_schema() -> None:
    metadata = build_item_sdk_metadata()
    assert validate_item_sdk_metadata(metadata)
    jsonschema.validate(metadata, get_item_sdk_metadata_json_schema())
    assert metadata.keys() == {"schema_version", "created_at", "updated_at"}


def test_wrong_metadata_is_named_by_its_fields_or_silently_false() -> None:
    run = {**build_run_sdk_metadata(), "colour": "red", "note": 7}
    with pytest.raises(InputError) as caught:
        validate_run_sdk_metadata(run)
    assert {problem.partition(":")[0] for problem in caught.value.problems} == {"sdk.colour", "sdk.note"}
    with pytest.raises(InputError):
        validate_item_sdk_metadata({})
    for wrong in (run, {}, None, "text"):
        assert not validate_run_sdk_metadata_silent(wrong)
        assert not validate_item_sdk_metadata_silent(wrong)
    assert validate_run_sdk_metadata_silent(build_run_sdk_metadata())
    assert validate_item_sdk_metadata_silent(build_item_sdk_metadata())


def test_the_schemas_are_those_that_are_published_under_a_stable_id() -> None:
    for kind, schema in (
        ("run", get_run_sdk_metadata_json_schema()),
        ("item", get_item_sdk_metadata_json_schema()),
    ):
        versions = sorted(SCHEMAS.glob(f"platform-{kind}-metadata-[0-9]*.json"))
        latest = SCHEMAS / f"platform-{kind}-metadata-latest.json"
        assert schema == read(latest) == read(versions[-1])
        assert [read(path)["$id"] for path in versions] == [
            f"urn:seawall:platform-{kind}-metadata:{path.stem.rpartition('-')[2]}" for path in versions
        ]


def read(path: Path) -> dict[str, object]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
