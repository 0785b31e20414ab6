"""Items, metadata and artifacts."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from seawall.core.transfer.checksum import crc32c_base64
from seawall.local.platform.api.file_routes import SMALL_FILE_BYTES
from tests.local.platform.client import PlatformClient, item_of_test_app
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def finished(shared: PlatformClient) -> str:
    """Terminated run of seven items; three succeeded."""
    items = [item_of_test_app(f"slide/{n}", outcome="succeeded", n=n, site={"beds": n}) for n in range(3)]
    items += [item_of_test_app(f"slide/{n}", outcome="user_error", n=n) for n in range(3, 7)]
    run_id = shared.submit(*items)
    shared.wait_for_end(run_id)
    return run_id


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["external_id"].removeprefix("slide/") for item in items]


def test_items_are_listed_in_the_order_of_submission(shared: PlatformClient, finished: str) -> None:
    assert names(shared.items(finished)) == list("0123456")
    assert names(shared.items(finished, page_size=5)) == list("01234")
    assert names(shared.items(finished, page_size=5, page=2)) == list("56")


def test_filters_and_order_of_items(shared: PlatformClient, finished: str) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"external_id__in": ["slide/1", "slide/5", "none"]}, "15"),
        ({"state": "TERMINATED"}, "0123456"),
        ({"state": "PENDING"}, ""),
        ({"termination_reason": "SUCCEEDED"}, "012"),
        ({"termination_reason": "USER_ERROR", "external_id__in": "slide/3"}, "3"),
        ({"custom_metadata": "$.n ? (@ >= 5)"}, "56"),
        ({"custom_metadata": "site ? (@.beds == 1 || @.beds == 2)"}, "12"),
        ({"sort": "-external_id"}, "6543210"),
        ({"sort": ["-termination_reason", "-external_id"]}, "6543210"),
        ({"sort": ["termination_reason", "-external_id"]}, "2106543"),
        ({"sort": "custom_metadata"}, "0123456"),
    ]
    for parameters, found in cases:
        assert names(shared.items(finished, **parameters)) == list(found), (parameters, found)


def test_items_filtered_by_id(shared: PlatformClient, finished: str) -> None:
    item_id = shared.items(finished)[4]["item_id"]
    assert names(shared.items(finished, item_id__in=[item_id, str(uuid4())])) == ["4"]
    assert len(shared.items(finished, sort="item_id")) == 7
    assert len(shared.items(finished, sort="terminated_at")) == 7


def test_invalid_parameters_of_the_list_of_items(shared: PlatformClient, finished: str) -> None:
    cases: list[dict[str, Any]] = [
        {"item_id__in": "abc"},
        {"state": "DONE"},
        {"termination_reason": "TIRED"},
        {"custom_metadata": "$["},
        {"page_size": 4},
        {"sort": "position"},
    ]
    for parameters in cases:
        response = shared.get(f"/runs/{finished}/items", **parameters)
        assert response.status_code == 422, parameters
        assert response.json()["detail"][0]["loc"][:2] == ["query", next(iter(parameters))], parameters


def test_an_external_id_may_contain_a_slash(shared: PlatformClient, finished: str) -> None:
    item = shared.get(f"/runs/{finished}/items/slide%2F2").json()
    assert item["external_id"] == "slide/2"
    assert item["input_artifacts"][0]["name"] == "input"
    assert item["input_artifacts"][0]["download_url"] == "http://example.com/input"
    assert shared.get(f"/runs/{finished}/items/none").status_code == 404


def test_null_fields_are_present(shared: PlatformClient, finished: str) -> None:
    item = shared.items(finished)[3]
    for field in ("termination_reason", "error_code", "error_message", "input_artifacts", "output_artifacts"):
        assert field in item
    assert item["output_artifacts"] == []
    artifact = shared.items(finished)[0]["output_artifacts"][0]
    assert artifact["error_code"] is None
    assert artifact["error_message"] is None


def test_a_metadata_update_fails_if_its_checksum_is_stale(shared: PlatformClient) -> None:
    run_id = shared.submit(item_of_test_app("a/b", n=1), custom_metadata={"x": 1, "y": 2})
    for path, read in (
        (f"/runs/{run_id}/custom-metadata", f"/runs/{run_id}"),
        (f"/runs/{run_id}/items/a%2Fb/custom-metadata", f"/runs/{run_id}/items/a%2Fb"),
    ):
        first = shared.get(read).json()["custom_metadata_checksum"]
        stale = shared.put(path, {"custom_metadata": {}, "custom_metadata_checksum": "00000000"})
        assert stale.status_code == 412
        response = shared.put(path, {"custom_metadata": {"z": [1, None]}, "custom_metadata_checksum": first})
        second = response.json()["custom_metadata_checksum"]
        assert second != first
        assert shared.get(read).json()["custom_metadata"] == {"z": [1, None]}
        assert shared.get(read).json()["custom_metadata_checksum"] == second
        again = shared.put(path, {"custom_metadata": {}, "custom_metadata_checksum": first})
        assert again.status_code == 412
        unguarded = shared.put(path, {"custom_metadata": None})
        assert unguarded.json() == {"custom_metadata_checksum": None}
        assert shared.get(read).json()["custom_metadata"] is None
        assert (
            shared.put(path, {"custom_metadata": {}, "custom_metadata_checksum": second}).status_code == 412
        )


def test_a_checksum_does_not_depend_on_the_order_of_keys(shared: PlatformClient) -> None:
    path = f"/runs/{shared.submit()}/custom-metadata"
    one = shared.put(path, {"custom_metadata": {"a": 1, "b": 2}}).json()
    assert shared.put(path, {"custom_metadata": {"b": 2, "a": 1}}).json() == one


def test_metadata_of_an_unknown_run_or_item(shared: PlatformClient, finished: str) -> None:
    assert shared.put(f"/runs/{uuid4()}/custom-metadata", {}).status_code == 404
    assert shared.put(f"/runs/{finished}/items/none/custom-metadata", {}).status_code == 404


def artifact_of(client: PlatformClient, run_id: str) -> dict[str, Any]:
    return dict(client.items(run_id, termination_reason="SUCCEEDED")[0]["output_artifacts"][0])


def file_path(run_id: str, artifact: dict[str, Any]) -> str:
    return f"/runs/{run_id}/artifacts/{artifact['output_artifact_id']}/file"


def fetched(client: PlatformClient, url: str, **headers: str) -> httpx2.Response:
    """Send a GET request without the token."""
    return client.http.request("GET", url, headers={"Authorization": "", **headers})


def test_an_artifact_is_downloaded_by_a_link_without_a_token(shared: PlatformClient, finished: str) -> None:
    artifact = artifact_of(shared, finished)
    response = shared.get(file_path(finished, artifact))
    assert response.status_code == 307
    file = fetched(shared, response.headers["Location"])
    assert file.status_code == 200
    metadata = artifact["metadata"]
    assert crc32c_base64(file.content) == metadata["checksum_base64_crc32c"]
    assert len(file.content) == metadata["size_bytes"] == int(file.headers["Content-Length"])
    assert file.headers["Content-Type"].startswith(metadata["media_type"])
    assert fetched(shared, artifact["download_url"]).content == file.content


def test_range_requests_for_an_artifact(shared: PlatformClient, finished: str) -> None:
    url = shared.get(file_path(finished, artifact_of(shared, finished))).headers["Location"]
    whole = fetched(shared, url)
    part = fetched(shared, url, Range="bytes=4-7")
    assert part.status_code == 206
    assert part.content == whole.content[4:8]
    assert part.headers["Content-Range"] == f"bytes 4-7/{len(whole.content)}"
    rest = fetched(shared, url, **{"Range": "bytes=4-", "If-Range": whole.headers["ETag"]})
    assert rest.content == whole.content[4:]
    beyond = fetched(shared, url, Range="bytes=9999-")
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.content)}"
    head = shared.http.request("HEAD", url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_small_and_large_files_have_the_same_headers(platform: PlatformClient) -> None:
    run_id = platform.submit()
    platform.wait_for_end(run_id)
    output = platform.items(run_id)[0]["output_artifacts"][0]
    file = platform.server.artifacts.path(UUID(output["output_artifact_id"]))
    for size in (0, 1, SMALL_FILE_BYTES, SMALL_FILE_BYTES + 1, 3 * SMALL_FILE_BYTES):
        file.write_bytes(bytes(size))
        whole, head = (platform.http.request(method, output["download_url"]) for method in ("GET", "HEAD"))
        assert (whole.status_code, len(whole.content)) == (200, size)
        # The head is always that of a FileResponse.
        of_whole, of_head = (dict(each.headers) for each in (whole, head))
        assert of_whole.pop("x-request-id") != of_head.pop("x-request-id")
        assert of_whole == of_head
        assert {"etag", "last-modified", "accept-ranges", "x-content-type-options"} <= of_whole.keys()
    file.unlink()
    assert platform.http.request("GET", output["download_url"]).status_code == 404


def test_a_link_expires_and_cannot_be_forged(platform: PlatformClient, clock: FakeWallClock) -> None:
    run_id = platform.submit()
    platform.wait_for_end(run_id)
    url = platform.get(file_path(run_id, artifact_of(platform, run_id))).headers["Location"]
    base, _, query = url.partition("?")
    expires = query.split("&")[0].partition("=")[2]
    assert fetched(platform, url).status_code == 200
    assert fetched(platform, f"{base}?{query}0").status_code == 403
    assert (
        fetched(platform, url.replace(f"expires={expires}", f"expires={int(expires) + 1}")).status_code == 403
    )
    assert fetched(platform, url.replace(run_id, str(uuid4()))).status_code == 403
    assert fetched(platform, f"{base}?expires={expires}&signature=%C3%A9").status_code == 403
    assert fetched(platform, base).status_code == 422
    clock.advance(3599)
    assert fetched(platform, url).status_code == 200
    clock.advance(1)
    assert fetched(platform, url).status_code == 403


def test_an_artifact_of_another_run_is_not_found(shared: PlatformClient, finished: str) -> None:
    other = shared.submit()
    assert shared.get(file_path(other, artifact_of(shared, finished))).status_code == 404


def test_deleted_artifacts_get_410(platform: PlatformClient, data_dir: Path) -> None:
    run_id = platform.submit(item_of_test_app(), item_of_test_app())
    platform.wait_for_end(run_id)
    artifact = artifact_of(platform, run_id)
    link = platform.get(file_path(run_id, artifact)).headers["Location"]
    assert len(list((data_dir / "artifacts").iterdir())) == 2
    response = platform.delete(f"/runs/{run_id}/artifacts")
    assert (response.status_code, response.json()) == (200, None)
    assert list((data_dir / "artifacts").iterdir()) == []
    gone = platform.get(file_path(run_id, artifact))
    assert gone.status_code == 410
    assert isinstance(gone.json()["detail"], str)
    assert fetched(platform, link).status_code == 404
    deleted = artifact_of(platform, run_id)
    assert deleted["output"] == "DELETED_BY_USER"
    assert deleted["metadata"] is None
    assert deleted["download_url"] is None
    assert platform.delete(f"/runs/{run_id}/artifacts").status_code == 200


def test_artifacts_of_an_open_run_cannot_be_deleted(shared: PlatformClient) -> None:
    run_id = shared.submit(item_of_test_app(duration_s=60))
    assert shared.delete(f"/runs/{run_id}/artifacts").status_code == 409
    assert shared.post(f"/runs/{run_id}/cancel").status_code == 202
    assert shared.delete(f"/runs/{run_id}/artifacts").status_code == 200
    assert shared.delete(f"/runs/{uuid4()}/artifacts").status_code == 404


def test_a_global_output_is_made_when_the_run_has_ended(shared: PlatformClient) -> None:
    outcomes = ("skipped", "succeeded", "user_error", "succeeded")
    items = [item_of_test_app(f"{n}, {outcome}", outcome=outcome) for n, outcome in enumerate(outcomes)]
    run_id = shared.submit(*items, version_number="0.9.0")
    shared.wait_for_end(run_id)
    names = {
        item["external_id"]: [artifact["name"] for artifact in item["output_artifacts"]]
        for item in shared.items(run_id)
    }
    assert names == {
        "0, skipped": [],
        "1, succeeded": ["result:csv", "summary:csv"],
        "2, user_error": [],
        "3, succeeded": ["result:csv"],
    }
    [_, summary] = shared.get(f"/runs/{run_id}/items/1, succeeded").json()["output_artifacts"]
    link = shared.get(f"/runs/{run_id}/artifacts/{summary['output_artifact_id']}/file").headers["Location"]
    assert shared.http.request("GET", link).text == (
        'external_id,termination_reason\n"0, skipped",SKIPPED\n"1, succeeded",SUCCEEDED\n'
        '"2, user_error",USER_ERROR\n"3, succeeded",SUCCEEDED\n'
    )
    version = shared.get("/applications/test-app/versions/0.9.0").json()
    assert [(each["name"], each["scope"]) for each in version["output_artifacts"]] == [
        ("result:csv", "ITEM"),
        ("summary:csv", "GLOBAL"),
    ]
    assert shared.delete(f"/runs/{run_id}/artifacts").status_code == 200
    assert shared.http.request("GET", link).status_code == 404


def test_a_run_without_results_has_no_global_output(shared: PlatformClient) -> None:
    run_id = shared.submit(item_of_test_app(outcome="user_error"), version_number="0.9.0")
    shared.wait_for_end(run_id)
    assert shared.items(run_id)[0]["output_artifacts"] == []
