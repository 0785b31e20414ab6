"""Item queue and workers: each item ends exactly once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from seawall.local.platform import DataFolderInUseError, PlatformSettings, create_app
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.processing.queue import (
    MAX_ATTEMPTS,
    claim_next_item,
    finish_item,
    recover_items,
    release_item,
)
from seawall.local.platform.processing.run_lifecycle import add_items
from seawall.local.platform.store.database import Database
from seawall.local.platform.store.states import ItemState, ItemTerminationReason, RunState
from seawall.local.platform.store.tables import Item, Organization, OutputArtifact, Run, User
from seawall.local.platform.wire.requests import ItemCreationRequest
from tests.local.platform.client import PlatformClient, item_of_test_app, wait_until
from tests.local.platform.conftest import FakeClock, StartPlatform


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    """Database with one user and no workers."""
    database = Database(tmp_path / "queue.sqlite3")
    with database.write() as session:
        session.add(Organization(organization_id="o", name="", display_name=""))
        session.flush()
        session.add(
            User(
                user_id="u", organization_id="o", email="", given_name="", family_name="", updated_at=clock()
            )
        )
    yield database
    database.close()


def add_run(database: Database, clock: FakeClock, count: int = 1, *, due_in_s: float | None = None) -> UUID:
    clock.advance(1)
    run = Run(
        application_id="test-app",
        version_number="1.0.0",
        submitted_at=clock(),
        submitted_by="u",
        organization_id="o",
        due_date=None if due_in_s is None else clock() + timedelta(seconds=due_in_s),
    )
    requests = [ItemCreationRequest(external_id=str(n), input_artifacts=[]) for n in range(count)]
    with database.write() as session:
        session.add(run)
        session.flush()
        add_items(session, run, requests)
    return run.run_id


def artifact() -> OutputArtifact:
    return OutputArtifact(
        output_artifact_id=uuid4(), position=0, name="x", media_type="text/plain", artifact_metadata={}
    )


def claimed(database: Database, clock: FakeClock) -> Item:
    item = claim_next_item(database, clock())
    assert item is not None
    return item


def claim_of(item: Item) -> UUID:
    assert item.claim is not None
    return item.claim


def run_state(database: Database, run_id: UUID) -> RunState:
    with database.read() as session:
        return session.get_one(Run, run_id).state


def test_an_empty_queue_returns_none(database: Database, clock: FakeClock) -> None:
    assert claim_next_item(database, clock()) is None


def test_concurrent_claims_return_each_item_once(database: Database, clock: FakeClock) -> None:
    add_run(database, clock, 40)
    with ThreadPoolExecutor(8) as threads:
        items = [
            item for item in threads.map(lambda _: claim_next_item(database, clock()), range(60)) if item
        ]
    assert len({item.item_id for item in items}) == len(items) == 40


def test_items_are_claimed_by_due_date(database: Database, clock: FakeClock) -> None:
    first = add_run(database, clock)
    late = add_run(database, clock, due_in_s=200)
    soon = add_run(database, clock, due_in_s=100)
    assert [claimed(database, clock).run_id for _ in range(3)] == [soon, late, first]


def test_the_state_of_a_run_follows_its_items(database: Database, clock: FakeClock) -> None:
    run_id = add_run(database, clock, 2)
    assert run_state(database, run_id) is RunState.PENDING
    first = claimed(database, clock)
    assert run_state(database, run_id) is RunState.PROCESSING
    finish_item(database, claim_of(first), clock(), reason=ItemTerminationReason.SUCCEEDED)
    assert run_state(database, run_id) is RunState.PENDING
    second = claimed(database, clock)
    finish_item(database, claim_of(second), clock(), reason=ItemTerminationReason.USER_ERROR)
    assert run_state(database, run_id) is RunState.TERMINATED


def test_an_item_is_finished_once(database: Database, clock: FakeClock) -> None:
    add_run(database, clock)
    claim = claim_of(claimed(database, clock))
    succeeded = ItemTerminationReason.SUCCEEDED
    assert finish_item(database, claim, clock(), reason=succeeded, artifacts=[artifact()])
    assert not finish_item(database, claim, clock(), reason=succeeded, artifacts=[artifact()])
    with database.read() as session:
        assert len(session.scalars(select(OutputArtifact)).all()) == 1


def test_a_released_item_is_finished_only_by_its_new_claim(database: Database, clock: FakeClock) -> None:
    add_run(database, clock)
    old = claim_of(claimed(database, clock))
    release_item(database, old, clock())
    new = claim_of(claimed(database, clock))
    assert not finish_item(database, old, clock(), reason=ItemTerminationReason.SUCCEEDED)
    assert finish_item(database, new, clock(), reason=ItemTerminationReason.SUCCEEDED)


def test_an_item_fails_after_the_last_interrupted_attempt(database: Database, clock: FakeClock) -> None:
    run_id = add_run(database, clock)
    for _ in range(MAX_ATTEMPTS):
        assert run_state(database, run_id) is RunState.PENDING
        claimed(database, clock)
        recover_items(database, clock())
    assert run_state(database, run_id) is RunState.TERMINATED
    with database.read() as session:
        item = session.scalars(select(Item)).one()
    assert item.termination_reason is ItemTerminationReason.SYSTEM_ERROR
    assert item.error_code == "SYSTEM.SERVER_STOPPED"


def test_a_restarted_platform_finishes_open_runs(
    settings: PlatformSettings, start: StartPlatform, clock: FakeClock
) -> None:
    with TestClient(create_app(settings, clock=clock)) as client:
        platform = PlatformClient(client).log_in()
        authorization = client.headers["Authorization"]
        run_id = platform.submit(*(item_of_test_app(str(n), duration_s=0.3) for n in range(4)))
        wait_until(lambda: platform.run(run_id)["statistics"]["item_processing_count"] == 2)
    again = PlatformClient(start(settings))
    again.http.headers["Authorization"] = authorization
    run = again.wait_for_end(run_id)
    assert run["output"] == "FULL"
    assert [len(item["output_artifacts"]) for item in again.items(run_id)] == [1] * 4


def test_an_unexpected_exception_is_a_system_error(platform: PlatformClient, anonymous: TestClient) -> None:
    run_id = platform.submit(
        item_of_test_app(duration_s=60), item_of_test_app(duration_s=60), item_of_test_app()
    )
    running = anonymous.app.state.platform  # type: ignore[attr-defined]
    assert isinstance(running, Platform)
    with running.database.write() as session:  # a version that the catalogue does not have
        session.execute(update(Run).values(version_number="0.0.1"))
        session.execute(update(Item).values(custom_metadata=None))
    running.workers.cancel_attempts(UUID(run_id))
    run = platform.wait_for_end(run_id)
    assert run["statistics"]["item_system_error_count"] >= 1
    item = platform.items(run_id, termination_reason="SYSTEM_ERROR")[0]
    assert item["error_code"] == "SYSTEM.APPLICATION_FAILED"


def test_files_without_an_artifact_are_removed_at_the_start(
    settings: PlatformSettings, start: StartPlatform, data_dir: Path, clock: FakeClock
) -> None:
    with TestClient(create_app(settings, clock=clock)) as client:
        platform = PlatformClient(client).log_in()
        platform.wait_for_end(platform.submit())
    kept = set((data_dir / "artifacts").iterdir())
    assert len(kept) == 1
    (data_dir / "artifacts" / str(uuid4())).touch()
    start(settings)
    assert set((data_dir / "artifacts").iterdir()) == kept


def test_a_second_platform_on_the_same_folder_fails(
    anonymous: TestClient, settings: PlatformSettings
) -> None:
    with (
        pytest.raises(DataFolderInUseError, match="Another local platform"),
        TestClient(create_app(settings)),
    ):
        pass
    assert anonymous.get("/health").status_code == 200


def test_items_are_processed_in_parallel(platform: PlatformClient) -> None:
    run_id = platform.submit(*(item_of_test_app(duration_s=60) for _ in range(3)))
    wait_until(lambda: platform.run(run_id)["statistics"]["item_processing_count"] == 2)
    assert {item["state"] for item in platform.items(run_id)} == {ItemState.PENDING, ItemState.PROCESSING}
    platform.post(f"/runs/{run_id}/cancel")


def test_an_orphaned_item_is_processed_again(anonymous: TestClient, platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("a", duration_s=0.5))
    wait_until(lambda: platform.run(run_id)["state"] == "PROCESSING")
    # A claim without an attempt, as after a failed write of the result.
    app = anonymous.app
    assert isinstance(app, FastAPI)
    with app.state.platform.database.write() as session:
        session.execute(update(Item).values(claim=uuid4()))
    assert platform.wait_for_end(run_id)["output"] == "FULL"
