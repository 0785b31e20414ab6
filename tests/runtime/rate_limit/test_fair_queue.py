"""The fair queue of one key under one limit, at given times."""

import pytest

from seawall.core.engine.policy import RateLimit
from seawall.core.errors import DeadlineExceededError
from seawall.core.rate_limit.counters import counter_for
from seawall.core.rate_limit.headers import ServerLimit
from seawall.core.rate_limit.server_budget import ServerBudget
from seawall.runtime.rate_limit.fair_queue import FairQueue, Waiter

LIMIT = RateLimit(most=1, per_s=10.0)
FAR = 1e9


def full_queue() -> FairQueue:
    queue = FairQueue(LIMIT, counter_for(LIMIT), ServerBudget())
    assert queue.try_acquire(0.0)
    return queue


def waiter(woken: list[str], name: str, deadline: float = FAR) -> Waiter:
    return Waiter(deadline, lambda: woken.append(name))


def test_only_the_head_is_woken_and_wakes_the_next_one() -> None:
    queue, woken = full_queue(), list[str]()
    first, second = waiter(woken, "first"), waiter(woken, "second")
    queue.join(first, 0.0)
    queue.join(second, 0.0)
    assert woken == ["first"]
    queue.leave(first)
    assert woken == ["first", "second"]


def test_a_new_caller_comes_after_all_waiting_callers() -> None:
    queue = full_queue()
    queue.join(waiter([], "first"), 0.0)
    with pytest.raises(DeadlineExceededError, match=r"allows it in 20 s"):
        queue.join(waiter([], "second", deadline=19.0), 0.0)
    queue.join(waiter([], "second", deadline=20.0), 0.0)
    assert len(queue.waiting) == 2


def test_a_blocked_queue_delays_new_callers() -> None:
    queue, first = full_queue(), waiter([], "first")
    queue.join(first, 0.0)
    queue.block_for(first, 10.0, 50.0)
    with pytest.raises(DeadlineExceededError):
        queue.join(waiter([], "second", deadline=59.0), 10.0)
    # The next head asks the shared counter itself.
    queue.leave(first)
    queue.join(waiter([], "third"), 10.0)
    queue.join(waiter([], "fourth", deadline=59.0), 10.0)


def test_a_blocked_queue_rejects_callers_that_would_be_too_late() -> None:
    queue, woken = full_queue(), list[str]()
    first, hasty, patient = waiter(woken, "first"), waiter(woken, "hasty", 40.0), waiter(woken, "patient")
    for each in (first, hasty, patient):
        queue.join(each, 0.0)
    queue.block_for(first, 10.0, 50.0)
    assert woken == ["first", "hasty"]
    assert list(queue.waiting) == [first, patient]
    with pytest.raises(DeadlineExceededError):
        queue.wait_s(hasty, 10.0)


def test_a_block_beyond_its_deadline_rejects_the_head() -> None:
    queue, first = full_queue(), waiter([], "first", deadline=50.0)
    queue.join(first, 0.0)
    with pytest.raises(DeadlineExceededError, match=r"of 1 in 10 s allows it in 41 s"):
        queue.block_for(first, 10.0, 41.0)


def test_a_rejected_caller_does_not_overtake() -> None:
    queue = full_queue()
    first, hasty = waiter([], "first"), waiter([], "hasty", deadline=25.0)
    queue.join(first, 0.0)
    queue.join(hasty, 0.0)
    # The first request may be sent at 20 s, the second one at 30 s.
    queue.server.update(
        [ServerLimit(name="a", remaining=0, resets_in_s=20.0, most=1, window_s=10.0)], None, 0.0
    )
    queue.reject_expired(0.0)
    assert list(queue.waiting) == [first]
    with pytest.raises(DeadlineExceededError):
        queue.wait_s(hasty, 0.0)


def test_a_queue_is_idle_if_no_request_counts_and_no_caller_waits() -> None:
    queue = full_queue()
    assert [queue.is_idle(time_s) for time_s in (0.0, 9.9, 10.0)] == [False, False, True]
    queue.join(waiter([], "first"), 10.0)
    assert not queue.is_idle(10.0)
