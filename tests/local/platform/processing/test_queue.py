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


def test_no_item_is_claimed_after_the_deadline_of_its_run(queue: "ItemQueue") -> None:
    queue.add_run(ends_in_s=0)
    in_time = queue.add_run(ends_in_s=60)
    item = queue.claim()
    assert item is not None
    assert item.run_id == in_time
    assert queue.claim() is None


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


def test_an_item_that_is_interrupted_often_comes_last_and_alone(queue: "ItemQueue") -> None:
    from seawall.local.platform.processing.queue import ALONE_AFTER

    suspect = queue.add_run()
    for _ in range(ALONE_AFTER):
        queue.new_claim()
        queue.recover()
    other = queue.add_run()
    item = queue.claim()
    assert item is not None
    assert item.run_id == other
    assert item.claim is not None
    assert queue.claim() is None  # not beside another item
    queue.finish(item.claim)
    alone = queue.claim()
    assert alone is not None
    assert alone.run_id == suspect
    assert alone.claim is not None
    latest = queue.add_run()
    assert queue.claim() is None  # no other item beside it
    queue.finish(alone.claim)
    item = queue.claim()
    assert item is not None
    assert item.run_id == latest


def test_an_item_never_ends_because_it_was_interrupted(queue: "ItemQueue") -> None:
    run_id = queue.add_run()
    for _ in range(25):
        queue.new_claim()
        queue.recover()
        assert queue.run_state(run_id) is RunState.PENDING
    assert queue.finish(queue.new_claim())
    assert queue.run_state(run_id) is RunState.TERMINATED
    assert queue.item().termination_reason is ItemTerminationReason.SUCCEEDED


def test_positions_skip_items_that_are_claimed(queue: "ItemQueue") -> None:
    run_id = queue.add_run(5)
    claims = [queue.new_claim() for _ in range(3)]
    assert queue.positions(run_id) == [None, None, None, 1, 2]
    queue.release(claims[0])
    queue.finish(claims[1])
    assert queue.positions(run_id) == [1, None, None, 2, 3]


def test_positions_of_runs_follow_the_order_of_claims(queue: "ItemQueue") -> None:
    import random

    chosen = random.Random(1)
    runs = [
        queue.add_run(chosen.randint(1, 4), due_in_s=chosen.choice((None, None, 50, 50, 90)), later_s=later_s)
        for later_s in (0, 1, 0, 0, 1, 1, 0, 1, 0, 0)
    ]
    claimed: dict[object, int] = {}
    positions = queue.run_positions(runs)
    count = 0
    while (item := queue.claim()) is not None:
        claimed.setdefault(item.run_id, count)
        count += 1
    assert positions == claimed
    assert queue.run_positions(runs) == {}


def test_runs_without_a_count_are_counted_at_the_start(queue: "ItemQueue") -> None:
    first, second = queue.add_run(2), queue.add_run(3)
    queue.forget_counts()
    assert queue.run_positions([first, second]) == {}
    queue.recover()
    assert queue.run_positions([first, second]) == {first: 0, second: 2}
