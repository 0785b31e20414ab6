"""HEAD, OPTIONS, and methods that a path does not have."""

from uuid import uuid4

import pytest

from tests.local.platform.client import PlatformClient, item_of_test_app

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

RUN = f"/api/v1/runs/{uuid4()}"
ALLOWED = {
    "/health": "GET, HEAD, OPTIONS",
    "/v1/me": "GET, HEAD, OPTIONS",
    "/api/v1/runs": "GET, POST, HEAD, OPTIONS",
    f"{RUN}/cancel": "POST, OPTIONS",
    f"{RUN}/artifacts": "DELETE, OPTIONS",
    f"{RUN}/custom-metadata": "PUT, OPTIONS",
    f"{RUN}/items/a": "GET, HEAD, OPTIONS",
    f"{RUN}/items/a/b": "GET, HEAD, OPTIONS",
    f"{RUN}/items/a/custom-metadata": "PUT, OPTIONS",
    f"{RUN}/items/a%2Fcustom-metadata": "GET, HEAD, OPTIONS",
    "/api/v1/access/grants": "GET, POST, HEAD, OPTIONS",
    f"/api/v1/access/share-tokens/{uuid4()}": "GET, DELETE, HEAD, OPTIONS",
    f"/files/{uuid4()}/{uuid4()}": "GET, HEAD, OPTIONS",
}


def test_each_path_names_its_methods(shared: PlatformClient) -> None:
    for path, allowed in ALLOWED.items():
        response = shared.http.request("OPTIONS", path)
        assert (response.status_code, response.headers["Allow"], response.text) == (204, allowed, ""), path
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(allowed.split(", ")):
            refused = shared.http.request(method, path)
            assert (refused.status_code, refused.headers["Allow"]) == (405, allowed), (method, path)
            assert refused.json() == {"detail": "Method Not Allowed"}, (method, path)
    assert shared.http.request("OPTIONS", "/nowhere").status_code == 404


def test_head_has_the_headers_of_get_and_no_body(shared: PlatformClient) -> None:
    for path in ("/api/v1/me", "/api/v1/applications/none", "/health", f"{RUN}/items/a"):
        get, head = shared.http.request("GET", path), shared.http.request("HEAD", path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        for name in ("Content-Length", "Content-Type"):
            assert head.headers[name] == get.headers[name], (name, path)


def test_an_external_id_may_be_or_end_as_the_path_of_the_metadata(shared: PlatformClient) -> None:
    for name in ("a/custom-metadata", "custom-metadata", "items/custom-metadata"):
        path = f"/runs/{shared.submit(item_of_test_app(name))}/items/{name.replace('/', '%2F')}"
        assert shared.get(path).json()["external_id"] == name, name
        assert shared.put(f"{path}/custom-metadata", {"custom_metadata": {"x": 1}}).status_code == 200, name
        assert shared.get(path).json()["custom_metadata"] == {"x": 1}, name
