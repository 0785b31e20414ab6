"""Runs: made, listed, read, cancelled."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.tables import Run, User
from tests.local.platform.client import PlatformClient, item_of_test_app, wait_until
from tests.local.platform.conftest import FakeClock

NOBODY = "00000000-0000-4000-8000-000000000000"


def submission(**changes: Any) -> dict[str, Any]:
    return {"application_id": "test-app", "items": [item_of_test_app("a")], **changes}


def with_item(**changes: Any) -> dict[str, Any]:
    return submission(items=[{**item_of_test_app("a"), **changes}])


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [run["run_id"] for run in answer.json()]


def test_a_run_ends_with_all_items_processed(platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("a"), item_of_test_app("b"), custom_metadata={"study": "x"})
    run = platform.ended(run_id)
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


def test_items_end_as_they_ask(shared: PlatformClient) -> None:
    outcomes = ["succeeded", "user_error", "system_error", "skipped"]
    run_id = shared.submit(*(item_of_test_app(outcome, outcome=outcome) for outcome in outcomes))
    run = shared.ended(run_id)
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


def test_a_run_without_any_success_has_no_output(shared: PlatformClient) -> None:
    assert shared.ended(shared.submit(item_of_test_app(outcome="skipped")))["output"] == "NONE"


def test_the_input_s_metadata_may_ask_too(shared: PlatformClient) -> None:
    item = item_of_test_app()
    item["input_artifacts"][0]["metadata"] = {"outcome": "user_error"}
    assert shared.ended(shared.submit(item))["statistics"]["item_user_error_count"] == 1


@pytest.mark.parametrize(
    "wish", [{"outcome": "fame"}, {"duration_s": -1}, {"duration_s": "long"}, {"outcome": 1}]
)
def test_what_cannot_be_asked_is_a_user_error(shared: PlatformClient, wish: dict[str, Any]) -> None:
    run_id = shared.submit(item_of_test_app(**wish))
    assert shared.ended(run_id)["statistics"]["item_user_error_count"] == 1


@pytest.mark.parametrize(
    ("asked", "got"),
    [({}, "1.0.0"), ({"version_number": None}, "1.0.0"), ({"version_number": "0.9.0"}, "0.9.0")],
)
def test_no_version_means_the_latest(shared: PlatformClient, asked: dict[str, Any], got: str) -> None:
    assert shared.run(shared.submit(**asked))["version_number"] == got


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"application_id": "none"}, "application not found"),
        ({"version_number": "7.0.0"}, "application version not found"),
        ({"version_number": "newest"}, "application version not found"),
    ],
)
def test_submissions_to_what_is_not_there(
    shared: PlatformClient, changes: dict[str, Any], detail: str
) -> None:
    answer = shared.post("/runs", submission(**changes))
    assert (answer.status_code, answer.json()) == (404, {"detail": detail})


@pytest.mark.parametrize(
    ("body", "said"),
    [
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
    ],
)
def test_submissions_that_do_not_fit_the_version(shared: PlatformClient, body: Any, said: str) -> None:
    answer = shared.post("/runs", body)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, ["body", "application_id"]),
        (submission(items=[]), ["body", "items"]),
        (with_item(external_id="x" * 256), ["body", "items", 0, "external_id"]),
        (submission(callback_context={"x": "y" * 1024}), ["body", "callback_context"]),
        (submission(scheduling={"deadline": "tomorrow"}), ["body", "scheduling", "deadline"]),
        (
            with_item(input_artifacts=[{"name": "input", "download_url": "", "metadata": {}}]),
            ["body", "items", 0, "input_artifacts", 0, "download_url"],
        ),
        (
            with_item(input_artifacts=[{"name": "input", "download_url": "x" * 2084, "metadata": {}}]),
            ["body", "items", 0, "input_artifacts", 0, "download_url"],
        ),
    ],
)
def test_submissions_of_the_wrong_shape(shared: PlatformClient, body: Any, place: list[Any]) -> None:
    answer = shared.post("/runs", body)
    assert answer.status_code == 422
    fault = answer.json()["detail"][0]
    assert fault["loc"] == place
    assert {"msg", "type"} <= set(fault)


@pytest.mark.parametrize(
    "metadata",
    ['{"a": NaN}', '{"a": Infinity}', '{"a": "\\ud800"}', '{"\\ud800": 1}', '{"a":' * 80 + "1" + "}" * 80],
)
def test_metadata_that_could_not_be_sent_back(shared: PlatformClient, metadata: str) -> None:
    run_id = shared.submit()
    answer = shared.http.request(
        "PUT",
        f"/api/v1/runs/{run_id}/custom-metadata",
        content='{"custom_metadata": ' + metadata + "}",
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "custom_metadata"]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 100_000])
def test_bodies_that_are_no_submission(shared: PlatformClient, body: str) -> None:
    answer = shared.http.request(
        "POST", "/api/v1/runs", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 422}
    assert answer.json()["detail"]


def test_a_small_callback_context_is_welcome(shared: PlatformClient) -> None:
    shared.submit(callback_context={"x": "y" * 1000})


@pytest.mark.parametrize("path", ["", "/items", "/items/a", f"/artifacts/{NOBODY}/file"])
def test_a_run_id_that_is_no_uuid(shared: PlatformClient, path: str) -> None:
    answer = shared.get(f"/runs/abc{path}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "run_id"]
    assert set(answer.json()["detail"][0]) >= {"loc", "msg", "type"}


@pytest.mark.parametrize("path", ["", "/items", "/items/a", f"/artifacts/{NOBODY}/file"])
def test_a_run_that_is_not_there(shared: PlatformClient, path: str) -> None:
    assert shared.get(f"/runs/{uuid4()}{path}").status_code == 404


def test_a_share_token_that_nobody_gave_opens_nothing(shared: PlatformClient) -> None:
    run_id = shared.submit()
    assert shared.get(f"/runs/{run_id}", share_token="x").status_code == 200
    assert shared.get(f"/runs/{uuid4()}", share_token="x").status_code == 404


def test_another_user_s_run_is_closed(
    anonymous: TestClient, platform: PlatformClient, clock: FakeClock
) -> None:
    run_id = platform.submit(item_of_test_app("a"))
    platform.ended(run_id)
    give_to_another_user(anonymous, clock)
    paths = ["", "/items", "/items/a", f"/artifacts/{uuid4()}/file"]
    assert [platform.get(f"/runs/{run_id}{path}").status_code for path in paths] == [403] * 4
    assert platform.get(f"/runs/{run_id}", share_token="x").status_code == 403
    assert platform.post(f"/runs/{run_id}/cancel").status_code == 403
    assert platform.delete(f"/runs/{run_id}/artifacts").status_code == 403
    assert platform.put(f"/runs/{run_id}/custom-metadata", {}).status_code == 403
    assert platform.put(f"/runs/{run_id}/items/a/custom-metadata", {}).status_code == 403


def give_to_another_user(anonymous: TestClient, clock: FakeClock) -> None:
    """Make all runs those of another user of the same organization."""
    running = anonymous.app.state.platform  # type: ignore[attr-defined]
    assert isinstance(running, Platform)
    with running.database.write() as session:
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


def test_whose_runs_are_listed(anonymous: TestClient, platform: PlatformClient, clock: FakeClock) -> None:
    theirs = platform.submit()
    platform.ended(theirs)
    give_to_another_user(anonymous, clock)
    mine = platform.submit()
    assert ids(platform.get("/runs")) == [mine]
    assert ids(platform.get("/runs", submitted_by="me")) == [mine]
    assert ids(platform.get("/runs", submitted_by="local|other")) == []
    assert set(ids(platform.get("/runs", for_organization="org_local"))) == {mine, theirs}
    assert ids(platform.get("/runs", for_organization="org_local", submitted_by="local|other")) == [theirs]
    assert ids(platform.get("/runs", organization_id="my_org")) == [mine]
    assert ids(platform.get("/runs", organization_id="org_other")) == []
    assert platform.get("/runs", for_organization="org_other").status_code == 403


def test_runs_newest_first_and_sorted(platform: PlatformClient, clock: FakeClock) -> None:
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


def test_runs_page_by_page(platform: PlatformClient, clock: FakeClock) -> None:
    submitted = []
    for _ in range(7):
        submitted.append(platform.submit())
        clock.advance(1)
    pages = [ids(platform.get("/runs", page=page, page_size=5, sort="submitted_at")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 2, 0]
    assert pages[0] + pages[1] == submitted
    assert ids(platform.get("/runs", page=10**30)) == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"page_size": 4},
        {"page_size": 101},
        {"page": 0},
        {"sort": "colour"},
        {"custom_metadata": "$.a ?"},
        {"custom_metadata": "x" * 1001},
    ],
)
def test_what_no_list_of_runs_can_be(shared: PlatformClient, parameters: dict[str, Any]) -> None:
    answer = shared.get("/runs", **parameters)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", next(iter(parameters))]


def test_runs_filtered(platform: PlatformClient) -> None:
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


def test_cancelling_skips_what_is_not_done(platform: PlatformClient) -> None:
    slow = [item_of_test_app(duration_s=60) for _ in range(4)]
    run_id = platform.submit(item_of_test_app("done"), *slow)
    counts = ("item_succeeded_count", "item_processing_count")
    wait_until(lambda: [platform.run(run_id)["statistics"][count] for count in counts] == [1, 2])
    assert platform.run(run_id)["state"] == "PROCESSING"
    assert platform.run(run_id)["output"] == "PARTIAL"
    answer = platform.post(f"/runs/{run_id}/cancel")
    assert answer.status_code == 202
    run = platform.run(run_id)
    assert (run["state"], run["termination_reason"]) == ("TERMINATED", "CANCELED_BY_USER")
    assert run["statistics"]["item_skipped_count"] == 4
    assert run["statistics"]["item_succeeded_count"] == 1
    assert platform.post(f"/runs/{run_id}/cancel").status_code == 409
    skipped = platform.items(run_id, termination_reason="SKIPPED")
    assert all(item["error_message"] and item["terminated_at"] for item in skipped)
    # The workers are free again at once, not after a minute.
    assert platform.ended(platform.submit())["output"] == "FULL"
    assert platform.run(run_id) == run


def test_a_terminated_run_cannot_be_cancelled(shared: PlatformClient) -> None:
    run_id = shared.submit()
    shared.ended(run_id)
    answer = shared.post(f"/runs/{run_id}/cancel")
    assert answer.status_code == 409
    assert isinstance(answer.json()["detail"], str)
    assert shared.post(f"/runs/{uuid4()}/cancel").status_code == 404


def test_scheduling_is_kept_and_a_deadline_cancels(platform: PlatformClient, clock: FakeClock) -> None:
    scheduling = {"due_date": "2026-07-08T13:00:00Z", "deadline": "2026-07-08T16:00:00+02:00"}
    run_id = platform.submit(item_of_test_app(duration_s=60), scheduling=scheduling)
    assert platform.run(run_id)["scheduling"] == {
        "due_date": "2026-07-08T13:00:00Z",
        "deadline": "2026-07-08T14:00:00Z",
    }
    clock.advance(2 * 3600)
    run = platform.ended(run_id)
    assert run["termination_reason"] == "CANCELED_BY_SYSTEM"
    assert run["error_code"] == "SCHEDULER.DEADLINE_REACHED"
    assert run["error_message"]
    assert run["statistics"]["item_skipped_count"] == 1


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00"])
def test_a_time_that_no_calendar_has_is_refused(shared: PlatformClient, time: str) -> None:
    answer = shared.post("/runs", json=submission(scheduling={"deadline": time}))
    assert answer.status_code == 422
