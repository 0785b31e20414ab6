"""Runs: submit, list, read, cancel."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from seawall.local.platform import PlatformSettings
from seawall.local.platform.store.platform_database import open_database
from tests.local.platform.client import PlatformClient, item_of_test_app, wait_until
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


def submission(**changes: Any) -> dict[str, Any]:
    return {"application_id": "test-app", "items": [item_of_test_app("a")], **changes}


def with_item(**changes: Any) -> dict[str, Any]:
    return submission(items=[{**item_of_test_app("a"), **changes}])


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.text
    return [run["run_id"] for run in response.json()]


def test_a_run_terminates_after_its_last_item(platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("a"), item_of_test_app("b"), custom_metadata={"study": "x"})
    run = platform.wait_for_end(run_id)
    assert run["termination_reason"] == "ALL_ITEMS_PROCESSED"
    assert run["output"] == "FULL"
    assert run["statistics"]["item_succeeded_count"] == run["statistics"]["item_count"] == 2
    assert run["submitted_at"].endswith("Z")
    assert run["terminated_at"].endswith("Z")
    assert run["submitted_by"] == "local|user"
    assert run["organization_id"] == "org_local"
    assert run["custom_metadata"] == {"study": "x"}
    assert run["error_code"] is None
    assert run["scheduling"] is None


def test_items_end_with_the_requested_outcome(shared: PlatformClient) -> None:
    outcomes = ["succeeded", "user_error", "system_error", "skipped"]
    run_id = shared.submit(*(item_of_test_app(outcome, outcome=outcome) for outcome in outcomes))
    run = shared.wait_for_end(run_id)
    assert run["output"] == "PARTIAL"
    assert {run["statistics"][f"item_{outcome}_count"] for outcome in outcomes} == {1}
    items = {item["external_id"]: item for item in shared.items(run_id)}
    assert {item["termination_reason"].lower() for item in items.values()} == set(outcomes)
    assert items["succeeded"]["output"] == "FULL"
    assert items["succeeded"]["error_message"] is None
    assert items["user_error"]["output"] == "NONE"
    assert items["user_error"]["output_artifacts"] == []
    assert items["user_error"]["error_code"] == "TEST_APP.USER_ERROR"
    assert items["user_error"]["error_message"]


def test_a_run_without_succeeded_items_has_no_output(shared: PlatformClient) -> None:
    assert shared.wait_for_end(shared.submit(item_of_test_app(outcome="skipped")))["output"] == "NONE"


def test_the_outcome_may_be_in_the_input_metadata(shared: PlatformClient) -> None:
    item = item_of_test_app()
    item["input_artifacts"][0]["metadata"] = {"outcome": "user_error"}
    assert shared.wait_for_end(shared.submit(item))["statistics"]["item_user_error_count"] == 1


def test_an_invalid_outcome_or_duration_is_a_user_error(shared: PlatformClient) -> None:
    cases: list[dict[str, Any]] = [
        {"outcome": "fame"},
        {"duration_s": -1},
        {"duration_s": "long"},
        {"outcome": 1},
    ]
    run_id = shared.submit(*(item_of_test_app(**metadata) for metadata in cases))
    shared.wait_for_end(run_id)
    for item, metadata in zip(shared.items(run_id), cases, strict=True):
        assert item["termination_reason"] == "USER_ERROR", metadata


def test_the_default_version_is_the_latest(shared: PlatformClient) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "1.0.0"),
        ({"version_number": None}, "1.0.0"),
        ({"version_number": "0.9.0"}, "0.9.0"),
    ]
    for fields, version in cases:
        assert shared.run(shared.submit(**fields))["version_number"] == version, fields


def test_submissions_to_an_unknown_application_or_version(shared: PlatformClient) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"application_id": "none"}, "application not found"),
        ({"version_number": "7.0.0"}, "application version not found"),
        ({"version_number": "newest"}, "application version not found"),
    ]
    for changes, detail in cases:
        response = shared.post("/runs", submission(**changes))
        assert (response.status_code, response.json()) == (404, {"detail": detail}), changes


def test_submissions_that_do_not_match_the_version(shared: PlatformClient) -> None:
    cases: list[tuple[Any, str]] = [
        (submission(items=[item_of_test_app("a"), item_of_test_app("a")]), "more than once"),
        (with_item(input_artifacts=[]), "must be 'input', found none"),
        (
            with_item(input_artifacts=[{"name": "x", "download_url": "http://x/y", "metadata": {}}]),
            "must be 'input', found 'x'",
        ),
        (
            with_item(
                input_artifacts=[{"name": "input", "download_url": "x", "metadata": {"duration_s": 61}}]
            ),
            "metadata.duration_s: 61 is greater",
        ),
        (
            with_item(input_artifacts=[{"name": "input", "download_url": "x", "metadata": {"colour": 1}}]),
            "'colour' was unexpected",
        ),
        (
            {
                "application_id": "image-qc",
                "items": [
                    {
                        "external_id": "a",
                        "input_artifacts": [
                            {"name": "image", "download_url": "x", "metadata": {"media_type": "image/png"}}
                        ],
                    }
                ],
            },
            "'checksum_base64_crc32c' is a required property",
        ),
    ]
    for body, message in cases:
        response = shared.post("/runs", body)
        assert response.status_code == 400, body
        assert message in response.json()["detail"], body


def test_submissions_that_do_not_match_the_schema(shared: PlatformClient) -> None:
    cases: list[tuple[Any, list[Any]]] = [
        ({}, ["body", "application_id"]),
        (submission(items=[]), ["body", "items"]),
        (with_item(external_id="x" * 256), ["body", "items", 0, "external_id"]),
        (submission(callback_context={"x": "y" * 1024}), ["body", "callback_context"]),
        (submission(scheduling={"deadline": "tomorrow"}), ["body", "scheduling", "deadline"]),
        (submission(scheduling={"deadline": "2026-01-01T00:00:00Z"}), ["body", "scheduling", "deadline"]),
        (
            with_item(input_artifacts=[{"name": "input", "download_url": "", "metadata": {}}]),
            ["body", "items", 0, "input_artifacts", 0, "download_url"],
        ),
        (
            with_item(input_artifacts=[{"name": "input", "download_url": "x" * 2084, "metadata": {}}]),
            ["body", "items", 0, "input_artifacts", 0, "download_url"],
        ),
    ]
    for body, place in cases:
        response = shared.post("/runs", body)
        assert response.status_code == 422, body
        error = response.json()["detail"][0]
        assert error["loc"] == place, body
        assert {"msg", "type"} <= set(error), body


def test_metadata_that_json_cannot_represent_is_rejected(shared: PlatformClient) -> None:
    cases: list[str] = [
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": "\\ud800"}',
        '{"\\ud800": 1}',
        '{"a":' * 80 + "1" + "}" * 80,
    ]
    for metadata in cases:
        run_id = shared.submit()
        response = shared.http.request(
            "PUT",
            f"/api/v1/runs/{run_id}/custom-metadata",
            content='{"custom_metadata": ' + metadata + "}",
            headers={"Content-Type": "application/json"},
        )
        assert response.status_code == 422, metadata
        assert response.json()["detail"][0]["loc"] == ["body", "custom_metadata"], metadata


def test_invalid_bodies_are_rejected(shared: PlatformClient) -> None:
    cases: list[str] = ["", "{", "[]", "null", "[" * 100_000]
    for body in cases:
        response = shared.http.request(
            "POST", "/api/v1/runs", content=body, headers={"Content-Type": "application/json"}
        )
        assert response.status_code in {400, 422}, body
        assert response.json()["detail"], body


def test_a_callback_context_below_the_limit_is_accepted(shared: PlatformClient) -> None:
    shared.submit(callback_context={"x": "y" * 1000})


def test_an_invalid_run_id_gets_422(shared: PlatformClient) -> None:
    cases: list[str] = ["", "/items", "/items/a", f"/artifacts/{UNKNOWN_ID}/file"]
    for path in cases:
        response = shared.get(f"/runs/abc{path}")
        assert response.status_code == 422, path
        assert response.json()["detail"][0]["loc"] == ["path", "run_id"], path
        assert set(response.json()["detail"][0]) >= {"loc", "msg", "type"}, path


def test_an_unknown_run_gets_404(shared: PlatformClient) -> None:
    cases: list[str] = ["", "/items", "/items/a", f"/artifacts/{UNKNOWN_ID}/file"]
    for path in cases:
        assert shared.get(f"/runs/{uuid4()}{path}").status_code == 404, path


def test_a_share_token_does_not_change_access(shared: PlatformClient) -> None:
    run_id = shared.submit()
    assert shared.get(f"/runs/{run_id}", share_token="x").status_code == 200
    assert shared.get(f"/runs/{uuid4()}", share_token="x").status_code == 404


def give_to_another_user(platform: PlatformClient, clock: FakeWallClock) -> None:
    """Transfer all runs to another user of the same organization."""
    from sqlalchemy import update

    from seawall.local.platform.store.tables import Run, User

    with platform.server.database.write() as session:
        session.add(
            User(
                user_id="local|other",
                organization_id="org_local",
                email="",
                given_name="",
                family_name="",
                updated_at=clock(),
            )
        )
        session.flush()
        session.execute(update(Run).values(submitted_by="local|other"))


def test_runs_listed_by_user_and_organization(platform: PlatformClient, clock: FakeWallClock) -> None:
    theirs = platform.submit()
    platform.wait_for_end(theirs)
    give_to_another_user(platform, clock)
    mine = platform.submit()
    assert ids(platform.get("/runs")) == [mine]
    assert ids(platform.get("/runs", submitted_by="me")) == [mine]
    assert ids(platform.get("/runs", submitted_by="local|other")) == []
    assert set(ids(platform.get("/runs", for_organization="org_local"))) == {mine, theirs}
    assert ids(platform.get("/runs", for_organization="org_local", submitted_by="local|other")) == [theirs]
    assert ids(platform.get("/runs", organization_id="my_org")) == [mine]
    assert ids(platform.get("/runs", organization_id="org_other")) == []
    assert platform.get("/runs", for_organization="org_other").status_code == 403


def test_the_order_of_runs(platform: PlatformClient, clock: FakeWallClock) -> None:
    first = platform.submit(version_number="1.0.0")
    clock.advance(1)
    second = platform.submit(version_number="0.9.0")
    assert ids(platform.get("/runs")) == [second, first]
    assert ids(platform.get("/runs", sort="submitted_at")) == [first, second]
    assert ids(platform.get("/runs", sort="+submitted_at")) == [first, second]
    assert ids(platform.http.request("GET", "/api/v1/runs?sort=+submitted_at")) == [first, second]
    assert ids(platform.get("/runs", sort="-submitted_at")) == [second, first]
    assert ids(platform.get("/runs", sort=["application_id", "version_number"])) == [second, first]
    for field in (
        "run_id",
        "custom_metadata",
        "state",
        "submitted_by",
        "terminated_at",
        "termination_reason",
    ):
        assert len(ids(platform.get("/runs", sort=field))) == 2


def test_pages_of_runs(platform: PlatformClient, clock: FakeWallClock) -> None:
    submitted = []
    for _ in range(7):
        submitted.append(platform.submit())
        clock.advance(1)
    pages = [ids(platform.get("/runs", page=page, page_size=5, sort="submitted_at")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 2, 0]
    assert pages[0] + pages[1] == submitted
    assert ids(platform.get("/runs", page=10**30)) == []


def test_invalid_parameters_of_the_list_of_runs(shared: PlatformClient) -> None:
    cases: list[dict[str, Any]] = [
        {"page_size": 4},
        {"page_size": 101},
        {"page": 0},
        {"sort": "colour"},
        {"custom_metadata": "$.a ?"},
        {"custom_metadata": "x" * 1001},
    ]
    for parameters in cases:
        response = shared.get("/runs", **parameters)
        assert response.status_code == 422, parameters
        assert response.json()["detail"][0]["loc"] == ["query", next(iter(parameters))], parameters


def test_filters_of_runs(platform: PlatformClient) -> None:
    old = platform.submit(item_of_test_app("x"), version_number="0.9.0", custom_metadata={"study": "high"})
    new = platform.submit(item_of_test_app("y"), custom_metadata={"study": "low", "tags": ["draft"]})
    bare = platform.submit(item_of_test_app("z"))
    assert set(ids(platform.get("/runs", application_id="test-app"))) == {old, new, bare}
    assert ids(platform.get("/runs", application_id="image-qc")) == []
    assert ids(platform.get("/runs", application_version="0.9.0")) == [old]
    assert ids(platform.get("/runs", external_id="y")) == [new]
    assert ids(platform.get("/runs", custom_metadata='$.study ? (@ == "high")')) == [old]
    assert ids(platform.get("/runs", custom_metadata='tags[*] ? (@ == "draft")')) == [new]
    assert set(ids(platform.get("/runs", custom_metadata="$.study"))) == {old, new}
    assert ids(platform.get("/runs", custom_metadata="$.study", application_version="1.0.0")) == [new]
    assert set(ids(platform.get("/runs", custom_metadata="$"))) == {old, new, bare}
    for run_id, metadata in ((old, None), (bare, {"study": ["high"]}), (new, {"study": "low", "site": 1})):
        platform.put(f"/runs/{run_id}/custom-metadata", {"custom_metadata": metadata})
    assert ids(platform.get("/runs", custom_metadata='$.study ? (@ == "high")')) == [bare]
    assert ids(platform.get("/runs", custom_metadata="tags")) == []
    assert ids(platform.get("/runs", custom_metadata='$ ? (@.site == 1.0 && @.study == "low")')) == [new]


def test_metadata_filters_find_the_runs_of_an_earlier_version(
    platform: PlatformClient, settings: PlatformSettings
) -> None:
    run_id = platform.submit(custom_metadata={"study": "x"})
    platform.submit(custom_metadata={"study": "y"})
    with platform.server.database.write() as session:  # it had another index, with triggers of the same names
        session.execute(text("ALTER TABLE run_metadata_values RENAME TO run_metadata_keys"))
    again = open_database(settings.data_dir / "platform.sqlite3")
    again.close()
    for _ in range(2):
        assert ids(platform.get("/runs", custom_metadata='$.study ? (@ == "x")')) == [run_id]
        platform.put(f"/runs/{run_id}/custom-metadata", {"custom_metadata": {"study": "x", "site": 1}})


def test_cancel_skips_unfinished_items(platform: PlatformClient) -> None:
    slow = [item_of_test_app(duration_s=60) for _ in range(4)]
    run_id = platform.submit(item_of_test_app("done"), *slow)
    counts = ("item_succeeded_count", "item_processing_count")
    wait_until(lambda: [platform.run(run_id)["statistics"][count] for count in counts] == [1, 2])
    assert platform.run(run_id)["state"] == "PROCESSING"
    assert platform.run(run_id)["output"] == "PARTIAL"
    response = platform.post(f"/runs/{run_id}/cancel")
    assert response.status_code == 202
    run = platform.run(run_id)
    assert (run["state"], run["termination_reason"]) == ("TERMINATED", "CANCELED_BY_USER")
    assert run["statistics"]["item_skipped_count"] == 4
    assert run["statistics"]["item_succeeded_count"] == 1
    assert platform.post(f"/runs/{run_id}/cancel").status_code == 409
    skipped = platform.items(run_id, termination_reason="SKIPPED")
    assert all(item["error_message"] and item["terminated_at"] for item in skipped)
    # The workers are idle again at once, not after a minute.
    assert platform.wait_for_end(platform.submit())["output"] == "FULL"
    assert platform.run(run_id) == run


def test_a_terminated_run_cannot_be_cancelled(shared: PlatformClient) -> None:
    run_id = shared.submit()
    shared.wait_for_end(run_id)
    response = shared.post(f"/runs/{run_id}/cancel")
    assert response.status_code == 409
    assert isinstance(response.json()["detail"], str)
    assert shared.post(f"/runs/{uuid4()}/cancel").status_code == 404


def test_a_run_is_cancelled_at_its_deadline(platform: PlatformClient, clock: FakeWallClock) -> None:
    scheduling = {"due_date": "2026-07-08T13:00:00Z", "deadline": "2026-07-08T16:00:00+02:00"}
    run_id = platform.submit(item_of_test_app(duration_s=60), scheduling=scheduling)
    assert platform.run(run_id)["scheduling"] == {
        "due_date": "2026-07-08T13:00:00Z",
        "deadline": "2026-07-08T14:00:00Z",
    }
    clock.advance(2 * 3600)
    run = platform.wait_for_end(run_id)
    assert run["termination_reason"] == "CANCELED_BY_SYSTEM"
    assert run["error_code"] == "SCHEDULER.DEADLINE_REACHED"
    assert run["error_message"]
    assert run["statistics"]["item_skipped_count"] == 1


def test_a_deadline_outside_the_calendar_is_rejected(shared: PlatformClient) -> None:
    cases: list[str] = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00"]
    for time in cases:
        response = shared.post("/runs", json=submission(scheduling={"deadline": time}))
        assert response.status_code == 422, time
