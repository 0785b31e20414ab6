"""Arguments of the current API in the old one, and responses of the old one in the current one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from seawall.core.engine.call import Call
from seawall.core.wire.codec import decoder_for
from seawall.core.wire.misfits import FieldMisfitError
from seawall.sdks.platform import NotSupportedByServerError
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as now
from seawall.sdks.platform._generated_v0 import models as old
from seawall.sdks.platform.beta import requests, responses
from seawall.sdks.platform.server_version import ServerVersion
from tests.rows import row

RUN_ID = UUID("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b")
TIME = datetime(2025, 7, 10, 12, tzinfo=UTC)

RUNS = [
    ("RECEIVED", "PENDING", None),
    ("SCHEDULED", "PENDING", None),
    ("RUNNING", "PROCESSING", None),
    ("COMPLETED", "TERMINATED", "ALL_ITEMS_PROCESSED"),
    ("completed", "TERMINATED", "ALL_ITEMS_PROCESSED"),
    ("COMPLETED_WITH_ERROR", "TERMINATED", "ALL_ITEMS_PROCESSED"),
    ("CANCELED_USER", "TERMINATED", "CANCELED_BY_USER"),
    ("canceled_system", "TERMINATED", "CANCELED_BY_SYSTEM"),
    ("REJECTED", "TERMINATED", "CANCELED_BY_SYSTEM"),
    ("Paused", "Paused", None),
]
ITEMS = [
    ("PENDING", "PENDING", None, "NONE"),
    ("succeeded", "TERMINATED", "SUCCEEDED", "FULL"),
    ("ERROR_USER", "TERMINATED", "USER_ERROR", "NONE"),
    ("ERROR_SYSTEM", "TERMINATED", "SYSTEM_ERROR", "NONE"),
    ("CANCELED_USER", "TERMINATED", "SKIPPED", "NONE"),
    ("CANCELED_SYSTEM", "TERMINATED", "SKIPPED", "NONE"),
    ("Paused", "Paused", None, "NONE"),
]
OUTPUTS = [
    ([], "NONE", (0, 0, 0)),
    (["PENDING", "ERROR_USER"], "NONE", (2, 1, 0)),
    (["SUCCEEDED", "PENDING"], "PARTIAL", (2, 1, 1)),
    (["SUCCEEDED", "succeeded"], "FULL", (2, 0, 2)),
]
FILTERS: list[tuple[str | None, str | None, list[str] | None]] = [
    (None, None, None),
    ("PENDING", None, ["PENDING"]),
    ("PROCESSING", None, []),
    ("TERMINATED", "USER_ERROR", ["ERROR_USER"]),
    (None, "SKIPPED", ["CANCELED_USER", "CANCELED_SYSTEM"]),
    ("PENDING", "SUCCEEDED", []),
]


def run(status: str = "COMPLETED", version_id: str = "image-qc:v1.2.3") -> old.RunReadResponse:
    return old.RunReadResponse(
        application_run_id=RUN_ID,
        application_version_id=version_id,
        organization_id="o1",
        status=old.ApplicationRunStatus(status),
        triggered_at=TIME,
        triggered_by="u1",
    )


def item(status: str, *artifacts: old.OutputArtifactResultReadResponse) -> old.ItemResultReadResponse:
    return old.ItemResultReadResponse(
        item_id=RUN_ID,
        application_run_id=RUN_ID,
        reference="one",
        status=old.ItemStatus(status),
        error="broken" if status.startswith("ERROR") else None,
        output_artifacts=list(artifacts),
    )


def test_a_status_of_a_run_is_a_state_and_a_reason() -> None:
    for status, state, reason in RUNS:
        with row(status):
            found = responses.run(run(status), [])
            assert (found.state, found.termination_reason) == (state, reason)
            assert found.error_code == ("REJECTED" if status == "REJECTED" else None)


def test_a_status_of_an_item_is_a_state_and_a_reason() -> None:
    for status, state, reason, output in ITEMS:
        with row(status):
            found = responses.item(item(status))
            assert (found.state, found.termination_reason, found.output) == (state, reason, output)
            assert found.error_message == ("broken" if status.startswith("ERROR") else None)


def test_items_are_counted() -> None:
    for statuses, output, counts in OUTPUTS:
        with row(statuses):
            found = responses.run(run(), statuses)
            numbers = found.statistics
            assert found.output == output
            assert counts == (numbers.item_count, numbers.item_pending_count, numbers.item_succeeded_count)


def test_the_id_of_a_version_is_an_application_and_a_number() -> None:
    for version_id, expected in {
        "image-qc:v1.2.3": ("image-qc", "1.2.3"),
        "image-qc:1.2.3": ("image-qc", "1.2.3"),
        "a:b:v1.0.0-rc.1": ("a:b", "1.0.0-rc.1"),
    }.items():
        with row(version_id):
            found = responses.run(run(version_id=version_id), [])
            assert (found.application_id, found.version_number) == expected


def test_an_artifact_has_its_media_type_among_its_metadata() -> None:
    def artifact(**changes: Any) -> now.OutputArtifactResultReadResponse:
        fields: dict[str, Any] = {"metadata": {}, "download_url": "http://files.test/1"}
        made = old.OutputArtifactResultReadResponse(output_artifact_id=RUN_ID, name="a", **fields | changes)
        return responses.item(item("SUCCEEDED", made)).output_artifacts[0]

    assert artifact(mime_type="text/csv").metadata == {"media_type": "text/csv"}
    both = artifact(mime_type="a/b", metadata={"media_type": "text/csv"})
    assert both.metadata == {"media_type": "text/csv"}
    assert artifact().output == "AVAILABLE"
    gone = artifact(download_url=None)
    assert (gone.output, gone.termination_reason) == ("NONE", None)


def test_a_version_of_2025_05_has_no_release_time() -> None:
    text = """{
        "application_version_id": "a:v1.0.0", "version": "v1.0.0", "application_id": "a", "changelog": "",
        "input_artifacts": [],
        "output_artifacts": [{"name": "o", "mime_type": "a/b", "metadata_schema": {}, "scope": "global"}]
    }"""
    given: Any = decoder_for(old.ApplicationVersionReadResponse).decode(text.encode())
    found = responses.version(given)
    assert found.version_number == "1.0.0"
    assert found.output_artifacts[0].scope == "GLOBAL"
    with pytest.raises(FieldMisfitError, match="2025-05 does not have it"):
        _ = found.released_at


def test_filters_of_items_are_statuses() -> None:
    for state, reason, expected in FILTERS:
        with row(state, reason):
            call = Call(calls.LIST_RUN_ITEMS, query={"state": state, "termination_reason": reason})
            assert requests.wanted_statuses(call, ServerVersion("2025-07")) == expected
            lower = None if expected is None else [status.lower() for status in expected]
            assert requests.wanted_statuses(call, ServerVersion("2025-05")) == lower


def test_fields_to_sort_by_are_renamed() -> None:
    given = ["-submitted_at", "+run_id", "submitted_by"]
    renamed = ["-triggered_at", "+application_run_id", "triggered_by"]
    assert requests.old_sort(given, requests.RUN_SORT) == renamed
    assert requests.old_sort(None, requests.RUN_SORT) is None
    with pytest.raises(NotSupportedByServerError, match="sorted by `state`"):
        requests.old_sort(["-state"], requests.RUN_SORT)


def creation(**changes: Any) -> now.RunCreationRequest:
    item = now.ItemCreationRequest(external_id="1", input_artifacts=[])
    fields: dict[str, Any] = {"application_id": "a", "items": [item]}
    return now.RunCreationRequest(**fields | changes)


def test_a_submission_has_the_old_names() -> None:
    made = requests.creation_request(creation(), "1.0.0")
    assert made.application_version_id == "a:v1.0.0"
    assert [each.reference for each in made.items] == ["1"]


def test_a_submission_with_more_than_the_old_api_knows_is_refused() -> None:
    item_with_metadata = now.ItemCreationRequest(
        external_id="1", input_artifacts=[], custom_metadata={"a": 1}
    )
    rows: dict[str, dict[str, Any]] = {
        "`custom_metadata` of a run": {"custom_metadata": {"a": 1}},
        "`due_date` or `deadline` of a run": {"scheduling": now.SchedulingRequest(due_date=TIME)},
        "`callback_context` of a run": {"callback_context": {"a": 1}},
        "`custom_metadata` of an item": {"items": [item_with_metadata]},
    }
    for name, changes in rows.items():
        with row(name), pytest.raises(NotSupportedByServerError, match=name):
            requests.creation_request(creation(**changes), "1.0.0")
