"""Who am I, and what can I run? Also what every answer has in common."""

from typing import Any

import pytest

from tests.local.platform.client import PlatformClient


def test_health_needs_no_token(shared: PlatformClient) -> None:
    answer = shared.http.request("GET", "/health", headers={"Authorization": ""})
    assert (answer.status_code, answer.json()) == (200, {"status": "UP"})


def test_me(shared: PlatformClient) -> None:
    me = shared.get("/me").json()
    assert me["user"]["id"] == "local|user"
    assert me["user"]["updated_at"].endswith("Z")
    assert me["organization"]["id"] == "org_local"
    assert "local" in me["organization"]["aignostics_bucket_name"]


def test_the_same_routes_answer_below_v1(shared: PlatformClient) -> None:
    assert shared.http.request("GET", "/v1/me").json() == shared.get("/me").json()


def test_every_answer_has_a_request_id(shared: PlatformClient) -> None:
    ids = [shared.get(path).headers["X-Request-ID"] for path in ("/me", "/me", "/runs/none", "/nowhere")]
    assert len(set(ids)) == 4


def test_a_decent_request_id_is_kept_and_another_is_not(shared: PlatformClient) -> None:
    def echoed(request_id: str) -> str:
        return str(
            shared.http.request("GET", "/health", headers={"X-Request-ID": request_id}).headers[
                "X-Request-ID"
            ]
        )

    assert echoed("abc-1.2_3") == "abc-1.2_3"
    assert echoed("bad id") != "bad id"
    assert echoed("x" * 200) != "x" * 200


def test_applications(shared: PlatformClient) -> None:
    applications = shared.get("/applications").json()
    assert [each["application_id"] for each in applications] == ["image-qc", "test-app"]
    assert applications[1]["latest_version"] == {"number": "1.0.0", "released_at": "2026-06-01T09:00:00Z"}


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "image-qc"),
        ("-name", "test-app"),
        ("+application_id", "image-qc"),
        (["regulatory_classes", "-application_id"], "test-app"),
    ],
)
def test_applications_sorted(shared: PlatformClient, sort: Any, first: str) -> None:
    assert shared.get("/applications", sort=sort).json()[0]["application_id"] == first


def test_applications_page_by_page_with_a_hyphen(shared: PlatformClient) -> None:
    assert len(shared.get("/applications", **{"page-size": 5, "page": 1}).json()) == 2
    assert shared.get("/applications", page=2).json() == []


@pytest.mark.parametrize(
    "parameters",
    [{"page-size": 4}, {"page-size": 101}, {"page": 0}, {"sort": "color"}, {"sort": "--name"}, {"sort": ""}],
)
def test_what_no_list_of_applications_can_be(shared: PlatformClient, parameters: dict[str, Any]) -> None:
    answer = shared.get("/applications", **parameters)
    assert answer.status_code == 422
    fault = answer.json()["detail"][0]
    assert fault["loc"] == ["query", next(iter(parameters))]
    assert {"msg", "type"} <= set(fault)


def test_one_application(shared: PlatformClient) -> None:
    application = shared.get("/applications/test-app").json()
    assert [version["number"] for version in application["versions"]] == ["0.9.0", "1.0.0"]
    missing = shared.get("/applications/none")
    assert (missing.status_code, missing.json()) == (404, {"detail": "application not found"})


def test_one_version(shared: PlatformClient) -> None:
    version = shared.get("/applications/image-qc/versions/1.0.0").json()
    [image] = version["input_artifacts"]
    assert image["name"] == "image"
    assert image["metadata_schema"]["required"] == ["checksum_base64_crc32c", "media_type"]
    assert [each["name"] for each in version["output_artifacts"]] == [
        "qc:tiff_heatmap",
        "qc:geojson_regions",
        "qc:csv_statistics",
    ]


@pytest.mark.parametrize(
    "path", ["/applications/test-app/versions/7.0.0", "/applications/none/versions/1.0.0"]
)
def test_an_unknown_version(shared: PlatformClient, path: str) -> None:
    answer = shared.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Application version not found"})


def test_what_is_no_version(shared: PlatformClient) -> None:
    answer = shared.get("/applications/test-app/versions/latest")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "version"]
