"""The line for one key under one limit, moved by hand."""

import pytest

from seawall.core.engine.policy import RateLimit
from seawall.core.errors import DeadlineExceededError
from seawall.core.rate_limit.counters import count_for
from seawall.core.rate_limit.headers import ServerLimit
from seawall.core.rate_limit.server_budget import ServerBudget
from seawall.runtime.rate_limit.fair_queue import FairQueue, Waiter

LIMIT = RateLimit(most=1, per_s=10.0)
FAR = 1e9


def full_line() -> FairQueue:
    line = FairQueue(LIMIT, count_for(LIMIT), ServerBudget())
    assert line.try_acquire(0.0)
    return line


def waiter(woken: list[str], name: str, deadline: float = FAR) -> Waiter:
    return Waiter(deadline, lambda: woken.append(name))


def test_only_the_first_is_woken_and_the_next_when_it_goes() -> None:
    line, woken = full_line(), list[str]()
    first, second = waiter(woken, "first"), waiter(woken, "second")
    line.join(first, 0.0)
    line.join(second, 0.0)
    assert woken == ["first"]
    line.leave(first)
    assert woken == ["first", "second"]


def test_the_turn_of_who_comes_is_after_all_who_wait() -> None:
    line = full_line()
    line.join(waiter([], "first"), 0.0)
    with pytest.raises(DeadlineExceededError, match=r"comes in 20 s"):
        line.join(waiter([], "second", deadline=19.0), 0.0)
    line.join(waiter([], "second", deadline=20.0), 0.0)
    assert len(line.waiting) == 2


def test_another_count_makes_those_wait_who_come() -> None:
    line, first = full_line(), waiter([], "first")
    line.join(first, 0.0)
    line.hold(first, 10.0, 50.0)
    with pytest.raises(DeadlineExceededError):
        line.join(waiter([], "second", deadline=59.0), 10.0)
    # Who is first in line then asks the other count itself.
    line.leave(first)
    line.join(waiter([], "third"), 10.0)
    line.join(waiter([], "fourth", deadline=59.0), 10.0)


def test_another_count_sends_those_away_who_would_be_too_late() -> None:
    line, woken = full_line(), list[str]()
    first, hasty, patient = waiter(woken, "first"), waiter(woken, "hasty", 40.0), waiter(woken, "patient")
    for each in (first, hasty, patient):
        line.join(each, 0.0)
    line.hold(first, 10.0, 50.0)
    assert woken == ["first", "hasty"]
    assert list(line.waiting) == [first, patient]
    with pytest.raises(DeadlineExceededError):
        line.wait_s(hasty, 10.0)


def test_another_count_that_takes_too_long_sends_the_head_away() -> None:
    line, first = full_line(), waiter([], "first", deadline=50.0)
    line.join(first, 0.0)
    with pytest.raises(DeadlineExceededError, match=r"of 1 in 10 s comes in 41 s"):
        line.hold(first, 10.0, 41.0)


def test_who_was_sent_away_does_not_overtake() -> None:
    line = full_line()
    first, hasty = waiter([], "first"), waiter([], "hasty", deadline=25.0)
    line.join(first, 0.0)
    line.join(hasty, 0.0)
    # For one request there is room at 20 s, for two there is not before 30 s.
    line.server.learn([ServerLimit(name="a", left=0, resets_in_s=20.0, most=1, window_s=10.0)], None, 0.0)
    line.reject_expired(0.0)
    assert list(line.waiting) == [first]
    with pytest.raises(DeadlineExceededError):
        line.wait_s(hasty, 0.0)


def test_a_line_is_idle_once_nothing_counts_and_nobody_waits() -> None:
    line = full_line()
    assert [line.is_idle(time_s) for time_s in (0.0, 9.9, 10.0)] == [False, False, True]
    line.join(waiter([], "first"), 10.0)
    assert not line.is_idle(10.0)
