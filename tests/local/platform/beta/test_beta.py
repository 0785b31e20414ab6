"""The platform API of 2025-05 to 2025-07, over the same data as the current one."""

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from tests.local.platform.client import PlatformClient, wait_until
from tests.rows import row

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
BASE_URL = "http://testserver"
VERSION_ID = "test-app:v1.0.0"
VERSIONS = ("2025-05", "2025-06", "2025-07")
STATUSES = {
    "succeeded": "SUCCEEDED",
    "user_error": "ERROR_USER",
    "system_error": "ERROR_SYSTEM",
    "skipped": "CANCELED_SYSTEM",
}


def beta_of(shared: PlatformClient, version: str) -> Iterator[PlatformClient]:
    """A server of a version of the beta in front of the same open platform."""
    from fastapi.testclient import TestClient

    from seawall.local.platform.server.app import app_for

    # The name that the tokens of the shared platform are issued by.
    settings = evolve(shared.server.settings, api_version=version, public_url=BASE_URL)
    app = app_for(evolve(shared.server, settings=settings))
    with TestClient(app, base_url=BASE_URL, follow_redirects=False) as http:
        http.headers["Authorization"] = shared.http.headers["Authorization"]
        yield PlatformClient(http)


@pytest.fixture(scope="module", params=VERSIONS)
def any_beta(shared: PlatformClient, request: pytest.FixtureRequest) -> Iterator[PlatformClient]:
    yield from beta_of(shared, request.param)


@pytest.fixture(scope="module")
def beta(shared: PlatformClient) -> Iterator[PlatformClient]:
    yield from beta_of(shared, "2025-07")


@pytest.fixture(scope="module")
def beta_05(shared: PlatformClient) -> Iterator[PlatformClient]:
    yield from beta_of(shared, "2025-05")


def item(reference: str, **metadata: object) -> dict[str, Any]:
    artifact = {"name": "input", "download_url": "http://example.com/input", "metadata": metadata}
    return {"reference": reference, "input_artifacts": [artifact]}


def submit(beta: PlatformClient, *items: dict[str, Any]) -> str:
    response = beta.post("/runs", {"application_version_id": VERSION_ID, "items": list(items)})
    assert response.status_code == 201, response.text
    return str(response.json()["application_run_id"])


def status(beta: PlatformClient, run_id: str) -> str:
    return str(beta.get(f"/runs/{run_id}").json()["status"]).upper()


def wait_for_end(beta: PlatformClient, run_id: str) -> str:
    wait_until(lambda: status(beta, run_id) not in {"RECEIVED", "SCHEDULED", "RUNNING"})
    return status(beta, run_id)


@pytest.fixture(scope="module")
def ended(beta: PlatformClient) -> str:
    """A run whose items have ended, each with another outcome."""
    run_id = submit(beta, *(item(outcome, outcome=outcome) for outcome in STATUSES))
    assert wait_for_end(beta, run_id) == "COMPLETED_WITH_ERROR"
    return run_id


def test_a_run_goes_from_its_submission_to_its_files(any_beta: PlatformClient) -> None:
    run_id = submit(any_beta, item("a"), item("b"))
    assert wait_for_end(any_beta, run_id) == "COMPLETED"
    (found,) = any_beta.get(f"/runs/{run_id}/results", reference__in="b").json()
    assert (found["reference"], found["status"].upper()) == ("b", "SUCCEEDED")
    (artifact,) = found["output_artifacts"]
    assert any_beta.http.get(artifact["download_url"], headers={"Authorization": ""}).text.startswith("out")
    listed = any_beta.get("/runs", application_id="test-app", application_version="1.0.0").json()
    assert run_id in {run["application_run_id"] for run in listed}
    assert any_beta.delete(f"/runs/{run_id}/results").status_code == 204
    (found, _) = any_beta.get(f"/runs/{run_id}/results").json()
    assert [(each["download_url"], each["metadata"]) for each in found["output_artifacts"]] == [(None, {})]


def test_both_apis_show_the_same_run(shared: PlatformClient, beta: PlatformClient, ended: str) -> None:
    now, then = shared.run(ended), beta.get(f"/runs/{ended}").json()
    assert then["application_version_id"] == f"{now['application_id']}:v{now['version_number']}"
    assert (then["triggered_at"], then["triggered_by"]) == (now["submitted_at"], now["submitted_by"])
    assert then["organization_id"] == now["organization_id"]


def test_each_end_of_an_item_has_its_status(beta: PlatformClient, ended: str) -> None:
    results = {each["reference"]: each for each in beta.get(f"/runs/{ended}/results").json()}
    assert {reference: each["status"] for reference, each in results.items()} == STATUSES
    assert results["succeeded"]["error"] is None
    assert "user_error" in results["user_error"]["error"]
    for outcome, wanted in STATUSES.items():
        with row(outcome):
            found = beta.get(f"/runs/{ended}/results", status__in=wanted).json()
            assert [each["reference"] for each in found] == [outcome]
    assert beta.get(f"/runs/{ended}/results", status__in="PENDING").json() == []


def test_a_cancelled_run_and_its_items_say_so(beta: PlatformClient) -> None:
    run_id = submit(beta, *(item(str(number), duration_s=30) for number in range(8)))
    assert beta.delete(f"/runs/{run_id}/results").status_code == 409
    pending = beta.get(f"/runs/{run_id}/results", status__in="PENDING").json()
    assert len(pending) == 8
    assert beta.post(f"/runs/{run_id}/cancel").status_code == 202
    assert status(beta, run_id) == "CANCELED_USER"
    found = beta.get(f"/runs/{run_id}/results", status__in="CANCELED_USER").json()
    assert len(found) == 8
    assert beta.post(f"/runs/{run_id}/cancel").status_code == 409


def test_versions_are_listed_with_the_highest_first(beta: PlatformClient) -> None:
    (application,) = [
        each for each in beta.get("/applications").json() if each["application_id"] == "image-qc"
    ]
    assert application.keys() == {"application_id", "name", "regulatory_classes", "description"}
    found = beta.get("/applications/image-qc/versions").json()
    numbers = [each["version"] for each in found]
    assert numbers == sorted(numbers, reverse=True)
    (one,) = beta.get("/applications/image-qc/versions", version=numbers[-1]).json()
    assert one["application_version_id"] == f"image-qc:v{numbers[-1]}"
    assert beta.get("/applications/none/versions").json() == []
    assert beta.get("/applications/none/versions", sort="none").status_code == 422
    oldest = beta.get("/applications/image-qc/versions", sort="created_at").json()
    assert [each["version"] for each in oldest] == sorted(numbers)


def test_the_account_has_no_bucket_and_no_telemetry(beta: PlatformClient, any_beta: PlatformClient) -> None:
    me = beta.get("/me").json()
    assert me["user"]["id"] == "local|user"
    assert {me["organization"][name] for name in me["organization"] if "aignostics" in name} == {None}
    versions = any_beta.http.get("/openapi.json").json()["paths"]
    assert any_beta.get("/me").status_code == (200 if "/v1/me" in versions else 404)


def test_2025_05_differs_in_case_and_in_a_few_fields(beta_05: PlatformClient, ended: str) -> None:
    results = beta_05.get(f"/runs/{ended}/results").json()
    assert {each["reference"]: each["status"] for each in results} == {
        outcome: wanted.lower() for outcome, wanted in STATUSES.items()
    }
    (artifact,) = results[0]["output_artifacts"]
    assert artifact["mime_type"] == artifact["metadata"]["media_type"] == "text/csv"
    (found,) = beta_05.get(f"/runs/{ended}/results", status__in="error_user").json()
    assert found["reference"] == "user_error"
    assert beta_05.get(f"/runs/{ended}/results", status__in="ERROR_USER").status_code == 422
    version = beta_05.get("/applications/test-app/versions").json()[0]
    assert "created_at" not in version
    assert {each["scope"] for each in version["output_artifacts"]} == {"item"}
    assert version["output_artifacts"][0]["metadata_schema"]["properties"]["media_type"]["type"] == "string"


REFUSED: list[tuple[int, dict[str, Any]]] = [
    (400, {"items": []}),
    (400, {"items": [item("a"), item("a")]}),
    (400, {"items": [item("a" * 256)]}),
    (400, {"items": [item("a", outcome="none")]}),
    (404, {"application_version_id": "test-app"}),
    (404, {"application_version_id": "test-app:v9.9.9"}),
    (404, {"application_version_id": "none:v1.0.0"}),
    (422, {"application_version_id": None}),
]


def test_a_submission_that_does_not_fit_is_refused(beta: PlatformClient) -> None:
    for expected, changes in REFUSED:
        with row(expected, changes):
            body = {"application_version_id": VERSION_ID, "items": [item("a")], **changes}
            assert beta.post("/runs", body).status_code == expected


def test_an_unknown_run_is_not_found(beta: PlatformClient) -> None:
    for method, path in (
        ("GET", ""),
        ("GET", "/results"),
        ("DELETE", "/results"),
        ("POST", "/cancel"),
    ):
        with row(method, path):
            response = beta.http.request(method, f"/v1/runs/{UNKNOWN_ID}{path}")
            assert (response.status_code, response.json()) == (404, {"detail": "Application run not found"})
    assert beta.get("/runs/x").status_code == 422
    assert beta.get("/runs", sort="state").status_code == 422
