"""Workers: parallel processing, restart, errors."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from seawall.local import platform as local_platform
from seawall.local.platform import PlatformSettings
from seawall.local.platform.store.states import ItemState
from tests.local.platform.client import PlatformClient, item_of_test_app, started, wait_until
from tests.local.platform.conftest import StartPlatform
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow


def test_a_restarted_platform_finishes_open_runs(
    settings: PlatformSettings, start: StartPlatform, clock: FakeWallClock
) -> None:
    with started(settings, clock) as platform:
        authorization = platform.log_in().http.headers["Authorization"]
        run_id = platform.submit(*(item_of_test_app(str(n), duration_s=0.3) for n in range(4)))
        wait_until(lambda: platform.run(run_id)["statistics"]["item_processing_count"] == 2)
    again = start(settings)
    again.http.headers["Authorization"] = authorization
    run = again.wait_for_end(run_id)
    assert run["output"] == "FULL"
    assert [len(item["output_artifacts"]) for item in again.items(run_id)] == [1] * 4


def test_an_unexpected_exception_is_a_system_error(platform: PlatformClient) -> None:
    from sqlalchemy import update

    from seawall.local.platform.store.tables import Item, Run

    run_id = platform.submit(
        item_of_test_app(duration_s=60), item_of_test_app(duration_s=60), item_of_test_app()
    )
    with platform.server.database.write() as session:  # a version that the catalogue does not have
        session.execute(update(Run).values(version_number="0.0.1"))
        session.execute(update(Item).values(custom_metadata=None))
    platform.server.workers.cancel_attempts(UUID(run_id))
    run = platform.wait_for_end(run_id)
    assert run["statistics"]["item_system_error_count"] >= 1
    item = platform.items(run_id, termination_reason="SYSTEM_ERROR")[0]
    assert item["error_code"] == "SYSTEM.APPLICATION_FAILED"


def test_files_without_an_artifact_are_removed_at_the_start(
    settings: PlatformSettings, start: StartPlatform, data_dir: Path, clock: FakeWallClock
) -> None:
    with started(settings, clock) as platform:
        platform.log_in()
        platform.wait_for_end(platform.submit())
    files = set((data_dir / "artifacts").iterdir())
    assert len(files) == 1
    (data_dir / "artifacts" / str(uuid4())).touch()
    start(settings)
    assert set((data_dir / "artifacts").iterdir()) == files


def test_a_second_platform_on_the_same_folder_fails(
    anonymous: PlatformClient, settings: PlatformSettings
) -> None:
    with (
        pytest.raises(local_platform.DataFolderInUseError, match="Another local platform"),
        started(settings),
    ):
        pass
    assert anonymous.http.request("GET", "/health").status_code == 200


def test_items_are_processed_in_parallel(platform: PlatformClient) -> None:
    run_id = platform.submit(*(item_of_test_app(duration_s=60) for _ in range(3)))
    wait_until(lambda: platform.run(run_id)["statistics"]["item_processing_count"] == 2)
    assert {item["state"] for item in platform.items(run_id)} == {ItemState.PENDING, ItemState.PROCESSING}
    platform.post(f"/runs/{run_id}/cancel")


def test_an_orphaned_item_is_processed_again(platform: PlatformClient) -> None:
    from sqlalchemy import update

    from seawall.local.platform.store.tables import Item

    run_id = platform.submit(item_of_test_app("a", duration_s=0.5))
    wait_until(lambda: platform.run(run_id)["state"] == "PROCESSING")
    # A claim without an attempt, as after a failed write of the result.
    with platform.server.database.write() as session:
        session.execute(update(Item).values(claim=uuid4()))
    assert platform.wait_for_end(run_id)["output"] == "FULL"
