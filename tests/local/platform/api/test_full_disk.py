"""A full disk: status, health and log."""

import shutil
from pathlib import Path

import pytest

from tests.local.full_disk import full_disk
from tests.local.platform.client import PlatformClient, item_of_test_app


def test_a_full_disk_is_507_and_health_tells_it_until_there_is_room(
    platform: PlatformClient, caplog: pytest.LogCaptureFixture
) -> None:
    large = item_of_test_app("a", note="n" * 500_000)
    with full_disk(platform.server.database):
        for _ in range(2):
            refused = platform.post("/runs", {"application_id": "test-app", "items": [large]})
            assert (refused.status_code, refused.headers["Retry-After"]) == (507, "30")
            assert "is full or can not be written. Free some space." in refused.json()["detail"]
        health = platform.http.get("/health")
        assert (health.status_code, health.json()["status"]) == (503, "DOWN")
        assert health.json()["reason"] == refused.json()["detail"]
        assert platform.get("/runs").json() == []  # nothing of it was stored
        assert [(record.levelname, record.exc_info) for record in caplog.records] == [("ERROR", None)]
    health = platform.http.get("/health")
    assert (health.status_code, health.json()) == (200, {"status": "UP"})
    assert platform.wait_for_end(platform.submit(large))["output"] == "FULL"


def test_results_that_can_not_be_stored_are_an_error_of_their_item(
    platform: PlatformClient, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(data_dir / "artifacts")
    run_id = platform.submit(item_of_test_app("a"))
    platform.wait_for_end(run_id)
    [item] = platform.items(run_id)
    assert (item["termination_reason"], item["error_code"]) == ("SYSTEM_ERROR", "SYSTEM.STORAGE_FAILED")
    assert "could not store the files of the item: No such file or directory." in item["error_message"]
    assert str(data_dir) not in item["error_message"] + caplog.text
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("ERROR", None)]
    (data_dir / "artifacts").mkdir()
    assert platform.wait_for_end(platform.submit(item_of_test_app("a")))["output"] == "FULL"
