# DO NOT EDIT. Derived from ../_async/test_waiter.py by "make regenerate".
import pytest

from seawall.core.errors import NotFoundError, NotSentError, SeawallError, WaitTimeoutError
from seawall.runtime._sync.waiter import wait_until
from seawall.testing import FakeClock


class Counter:
    """Counts how often it is asked; each question takes `takes_s`."""

    def __init__(self, clock: FakeClock, takes_s: float = 0.0) -> None:
        self.polls = 0
        self._clock = clock
        self._takes_s = takes_s

    def poll(self, _: float) -> int:
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
    def poll(_: float) -> int:
        raise NotFoundError("it is gone.")

    with pytest.raises(NotFoundError):
        wait_until(poll, bool, timeout_s=10.0, timing=FakeClock().timing, what="run 7")


class Outage:
    """Answers once, then is gone for `lasts_s`, then answers what was waited for."""

    def __init__(self, clock: FakeClock, lasts_s: float, error: SeawallError) -> None:
        self._clock = clock
        self._error = error
        self._back_at = clock.now_s + lasts_s
        self._answered = False

    def poll(self, _: float) -> bool:
        if not self._answered:
            self._answered = True
            return False
        if self._clock.now_s < self._back_at:
            raise self._error
        return True

    def wait(self, timeout_s: float = 1000.0) -> bool:
        return wait_until(
            self.poll, lambda done: done, timeout_s=timeout_s, timing=self._clock.timing, what="run 7"
        )


def test_a_server_that_restarts_does_not_end_the_wait() -> None:
    assert Outage(FakeClock(), 50.0, NotSentError("gone.")).wait()


def test_a_server_that_stays_gone_ends_the_wait_with_its_error() -> None:
    clock = FakeClock()
    with pytest.raises(NotSentError):
        Outage(clock, 900.0, NotSentError("gone.")).wait()
    assert 60.0 <= sum(clock.sleeps_s) < 66.0


def test_an_outage_does_not_outlast_the_timeout() -> None:
    clock = FakeClock()
    with pytest.raises(WaitTimeoutError) as caught:
        Outage(clock, 900.0, NotSentError("gone.")).wait(timeout_s=10.0)
    assert isinstance(caught.value.__cause__, NotSentError)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


def test_what_will_not_change_ends_the_wait_at_once() -> None:
    clock = FakeClock()
    with pytest.raises(NotFoundError):
        Outage(clock, 50.0, NotFoundError("no run.", status=404)).wait()
    assert clock.sleeps_s == [0.25]


def test_a_server_that_never_answered_is_not_waited_for() -> None:
    def poll(_: float) -> bool:
        raise NotSentError("never there.")

    clock = FakeClock()
    with pytest.raises(NotSentError):
        wait_until(poll, bool, timeout_s=1000.0, timing=clock.timing, what="run 7")
    assert clock.sleeps_s == []


def test_a_poll_is_told_how_long_it_may_take() -> None:
    left: list[float] = []
    clock = FakeClock()

    def poll(left_s: float) -> bool:
        left.append(left_s)
        return False

    with pytest.raises(WaitTimeoutError):
        wait_until(poll, bool, timeout_s=0.5, timing=clock.timing, what="run 7")
    assert left == [0.5, 0.25, 0.1]


def test_an_error_of_the_users_own_is_let_through_at_once() -> None:
    def on_progress(_: int) -> None:
        raise NotSentError("mine.")

    clock = FakeClock()
    with pytest.raises(NotSentError, match="mine"):
        wait_until(
            Counter(clock).poll,
            lambda polls: polls > 1,
            timeout_s=10.0,
            timing=clock.timing,
            what="run 7",
            on_progress=on_progress,
        )
    assert clock.sleeps_s == []
