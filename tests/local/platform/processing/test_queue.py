"""Item queue: each item is claimed and finished once."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seawall.local.platform.store.states import ItemTerminationReason, RunState
from tests.local.wall_clock import FakeWallClock

if TYPE_CHECKING:
    from tests.local.platform.processing.item_queue import ItemQueue


@pytest.fixture
def queue(tmp_path: Path, clock: FakeWallClock) -> "Iterator[ItemQueue]":
    from tests.local.platform.processing.item_queue import ItemQueue

    queue = ItemQueue(tmp_path, clock)
    yield queue
    queue.database.close()


def test_an_empty_queue_returns_none(queue: "ItemQueue") -> None:
    assert queue.claim() is None


def test_concurrent_claims_return_each_item_once(queue: "ItemQueue") -> None:
    queue.add_run(40)
    items = queue.claim_concurrently(60)
    assert len({item.item_id for item in items}) == len(items) == 40


def test_items_are_claimed_by_due_date(queue: "ItemQueue") -> None:
    first = queue.add_run()
    late = queue.add_run(due_in_s=200)
    soon = queue.add_run(due_in_s=100)
    items = [queue.claim() for _ in range(3)]
    assert [item and item.run_id for item in items] == [soon, late, first]


def test_the_state_of_a_run_follows_its_items(queue: "ItemQueue") -> None:
    run_id = queue.add_run(2)
    assert queue.run_state(run_id) is RunState.PENDING
    first = queue.new_claim()
    assert queue.run_state(run_id) is RunState.PROCESSING
    queue.finish(first)
    assert queue.run_state(run_id) is RunState.PENDING
    queue.finish(queue.new_claim(), ItemTerminationReason.USER_ERROR)
    assert queue.run_state(run_id) is RunState.TERMINATED


def test_an_item_is_finished_once(queue: "ItemQueue") -> None:
    queue.add_run()
    claim = queue.new_claim()
    assert queue.finish(claim)
    assert not queue.finish(claim)
    assert queue.artifact_count() == 1


def test_a_released_item_is_finished_only_by_its_new_claim(queue: "ItemQueue") -> None:
    queue.add_run()
    old = queue.new_claim()
    queue.release(old)
    new = queue.new_claim()
    assert not queue.finish(old)
    assert queue.finish(new)


def test_an_item_fails_after_the_last_interrupted_attempt(queue: "ItemQueue") -> None:
    from seawall.local.platform.processing.queue import MAX_ATTEMPTS

    run_id = queue.add_run()
    for _ in range(MAX_ATTEMPTS):
        assert queue.run_state(run_id) is RunState.PENDING
        queue.new_claim()
        queue.recover()
    assert queue.run_state(run_id) is RunState.TERMINATED
    item = queue.item()
    assert item.termination_reason is ItemTerminationReason.SYSTEM_ERROR
    assert item.error_code == "SYSTEM.SERVER_STOPPED"
