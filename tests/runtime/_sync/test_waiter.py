# DO NOT EDIT. Derived from ../_async/test_waiter.py by "make regenerate".
import pytest

from seawall.core.errors import NotFoundError, WaitTimeoutError
from seawall.runtime._sync.waiter import wait_until
from seawall.testing import FakeClock


class Counter:
    """Counts how often it is asked; each question takes `takes_s`."""

    def __init__(self, clock: FakeClock, takes_s: float = 0.0) -> None:
        self.polls = 0
        self._clock = clock
        self._takes_s = takes_s

    def poll(self) -> int:
        self._clock.advance(self._takes_s)
        self.polls += 1
        return self.polls


def wait(counter: Counter, clock: FakeClock, until: int, timeout_s: float) -> int:
    return wait_until(
        counter.poll, lambda polls: polls >= until, timeout_s=timeout_s, timing=clock.timing, what="run 7"
    )


def test_what_has_happened_already_is_not_waited_for() -> None:
    clock = FakeClock()
    assert wait(Counter(clock), clock, until=1, timeout_s=10.0) == 1
    assert clock.sleeps_s == []


def test_it_asks_ever_less_often() -> None:
    clock = FakeClock()
    assert wait(Counter(clock), clock, until=5, timeout_s=100.0) == 5
    assert clock.sleeps_s == [0.25, 0.375, 0.5625, 0.84375]


def test_it_gives_up_in_time_and_says_what_on() -> None:
    clock = FakeClock()
    with pytest.raises(WaitTimeoutError, match=r"^run 7 did not end within 10 s\. It goes on; wait again\.$"):
        wait(Counter(clock), clock, until=999, timeout_s=10.0)


@pytest.mark.parametrize("timeout_s", [0.1, 1.0, 10.0, 33.3])
def test_no_wait_outlives_the_timeout(timeout_s: float) -> None:
    clock = FakeClock()
    with pytest.raises(WaitTimeoutError):
        wait(Counter(clock), clock, until=999, timeout_s=timeout_s)
    assert sum(clock.sleeps_s) == pytest.approx(timeout_s)


def test_it_looks_once_more_at_the_very_end() -> None:
    clock = FakeClock()
    assert wait(Counter(clock), clock, until=2, timeout_s=0.1) == 2


def test_the_time_that_asking_takes_counts() -> None:
    clock = FakeClock()
    counter = Counter(clock, takes_s=4.0)
    with pytest.raises(WaitTimeoutError):
        wait(counter, clock, until=999, timeout_s=10.0)
    assert counter.polls == 3


def test_an_error_of_the_question_ends_the_wait() -> None:
    def poll() -> int:
        raise NotFoundError("it is gone.")

    with pytest.raises(NotFoundError):
        wait_until(poll, bool, timeout_s=10.0, timing=FakeClock().timing, what="run 7")
