"""Account, applications, health, and properties of all responses."""

from typing import Any

import pytest

from tests.local.platform.client import PlatformClient

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow


def test_health_needs_no_token(shared: PlatformClient) -> None:
    response = shared.http.request("GET", "/health", headers={"Authorization": ""})
    assert (response.status_code, response.json()) == (200, {"status": "UP"})


def test_me(shared: PlatformClient) -> None:
    me = shared.get("/me").json()
    assert me["user"]["id"] == "local|user"
    assert me["user"]["updated_at"].endswith("Z")
    assert me["organization"]["id"] == "org_local"
    assert "local" in me["organization"]["aignostics_bucket_name"]


def test_the_api_is_also_below_v1(shared: PlatformClient) -> None:
    assert shared.http.request("GET", "/v1/me").json() == shared.get("/me").json()


def test_every_response_has_a_request_id(shared: PlatformClient) -> None:
    ids = [shared.get(path).headers["X-Request-ID"] for path in ("/me", "/me", "/runs/none", "/nowhere")]
    assert len(set(ids)) == 4


def test_only_a_valid_request_id_is_returned(shared: PlatformClient) -> None:
    def returned(request_id: str) -> str:
        return str(
            shared.http.request("GET", "/health", headers={"X-Request-ID": request_id}).headers[
                "X-Request-ID"
            ]
        )

    assert returned("abc-1.2_3") == "abc-1.2_3"
    assert returned("bad id") != "bad id"
    assert returned("x" * 200) != "x" * 200


def test_applications(shared: PlatformClient) -> None:
    applications = shared.get("/applications").json()
    assert [each["application_id"] for each in applications] == ["image-qc", "test-app"]
    assert applications[1]["latest_version"] == {"number": "1.0.0", "released_at": "2026-06-01T09:00:00Z"}


def test_the_order_of_applications(shared: PlatformClient) -> None:
    cases: list[tuple[Any, str]] = [
        ("name", "image-qc"),
        ("-name", "test-app"),
        ("+application_id", "image-qc"),
        (["regulatory_classes", "-application_id"], "test-app"),
    ]
    for sort, first in cases:
        assert shared.get("/applications", sort=sort).json()[0]["application_id"] == first, (sort, first)


def test_page_size_of_applications_has_a_hyphen(shared: PlatformClient) -> None:
    assert len(shared.get("/applications", **{"page-size": 5, "page": 1}).json()) == 2
    assert shared.get("/applications", page=2).json() == []


def test_invalid_parameters_of_the_list_of_applications(shared: PlatformClient) -> None:
    cases: list[dict[str, Any]] = [
        {"page-size": 4},
        {"page-size": 101},
        {"page": 0},
        {"sort": "color"},
        {"sort": "--name"},
        {"sort": ""},
    ]
    for parameters in cases:
        response = shared.get("/applications", **parameters)
        assert response.status_code == 422, parameters
        error = response.json()["detail"][0]
        assert error["loc"] == ["query", next(iter(parameters))], parameters
        assert {"msg", "type"} <= set(error), parameters


def test_one_application(shared: PlatformClient) -> None:
    application = shared.get("/applications/test-app").json()
    assert [version["number"] for version in application["versions"]] == ["1.0.0", "0.9.0"]
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


def test_an_unknown_version_gets_404(shared: PlatformClient) -> None:
    cases: list[str] = ["/applications/test-app/versions/7.0.0", "/applications/none/versions/1.0.0"]
    for path in cases:
        response = shared.get(path)
        assert (response.status_code, response.json()) == (
            404,
            {"detail": "Application version not found"},
        ), path


def test_an_invalid_version_gets_422(shared: PlatformClient) -> None:
    response = shared.get("/applications/test-app/versions/latest")
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["path", "version"]
