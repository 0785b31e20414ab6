import pytest

from seawall.core.errors import NotFoundError, NotSentError, SeawallError, WaitTimeoutError
from seawall.runtime._async.waiter import wait_until
from seawall.testing import AsyncFakeClock


class AsyncCounter:
    """Counts how often it is asked; each question takes `takes_s`."""

    def __init__(self, clock: AsyncFakeClock, takes_s: float = 0.0) -> None:
        self.polls = 0
        self._clock = clock
        self._takes_s = takes_s

    async def poll(self, _: float) -> int:
        self._clock.advance(self._takes_s)
        self.polls += 1
        return self.polls


async def wait(counter: AsyncCounter, clock: AsyncFakeClock, until: int, timeout_s: float) -> int:
    return await wait_until(
        counter.poll, lambda polls: polls >= until, timeout_s=timeout_s, timing=clock.timing, what="run 7"
    )


async def test_what_has_happened_already_is_not_waited_for() -> None:
    clock = AsyncFakeClock()
    assert await wait(AsyncCounter(clock), clock, until=1, timeout_s=10.0) == 1
    assert clock.sleeps_s == []


async def test_it_asks_ever_less_often() -> None:
    clock = AsyncFakeClock()
    assert await wait(AsyncCounter(clock), clock, until=5, timeout_s=100.0) == 5
    assert clock.sleeps_s == [0.25, 0.375, 0.5625, 0.84375]


async def test_it_gives_up_in_time_and_says_what_on() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(WaitTimeoutError, match=r"^run 7 did not end within 10 s\. It goes on; wait again\.$"):
        await wait(AsyncCounter(clock), clock, until=999, timeout_s=10.0)


@pytest.mark.parametrize("timeout_s", [0.1, 1.0, 10.0, 33.3])
async def test_no_wait_outlives_the_timeout(timeout_s: float) -> None:
    clock = AsyncFakeClock()
    with pytest.raises(WaitTimeoutError):
        await wait(AsyncCounter(clock), clock, until=999, timeout_s=timeout_s)
    assert sum(clock.sleeps_s) == pytest.approx(timeout_s)


async def test_it_looks_once_more_at_the_very_end() -> None:
    clock = AsyncFakeClock()
    assert await wait(AsyncCounter(clock), clock, until=2, timeout_s=0.1) == 2


async def test_the_time_that_asking_takes_counts() -> None:
    clock = AsyncFakeClock()
    counter = AsyncCounter(clock, takes_s=4.0)
    with pytest.raises(WaitTimeoutError):
        await wait(counter, clock, until=999, timeout_s=10.0)
    assert counter.polls == 3


async def test_an_error_of_the_question_ends_the_wait() -> None:
    async def poll(_: float) -> int:
        raise NotFoundError("it is gone.")

    with pytest.raises(NotFoundError):
        await wait_until(poll, bool, timeout_s=10.0, timing=AsyncFakeClock().timing, what="run 7")


class AsyncOutage:
    """Answers once, then is gone for `lasts_s`, then answers what was waited for."""

    def __init__(self, clock: AsyncFakeClock, lasts_s: float, error: SeawallError) -> None:
        self._clock = clock
        self._error = error
        self._back_at = clock.now_s + lasts_s
        self._answered = False

    async def poll(self, _: float) -> bool:
        if not self._answered:
            self._answered = True
            return False
        if self._clock.now_s < self._back_at:
            raise self._error
        return True

    async def wait(self, timeout_s: float = 1000.0) -> bool:
        return await wait_until(
            self.poll, lambda done: done, timeout_s=timeout_s, timing=self._clock.timing, what="run 7"
        )


async def test_a_server_that_restarts_does_not_end_the_wait() -> None:
    assert await AsyncOutage(AsyncFakeClock(), 50.0, NotSentError("gone.")).wait()


async def test_a_server_that_stays_gone_ends_the_wait_with_its_error() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(NotSentError):
        await AsyncOutage(clock, 900.0, NotSentError("gone.")).wait()
    assert 60.0 <= sum(clock.sleeps_s) < 66.0


async def test_an_outage_does_not_outlast_the_timeout() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(WaitTimeoutError) as caught:
        await AsyncOutage(clock, 900.0, NotSentError("gone.")).wait(timeout_s=10.0)
    assert isinstance(caught.value.__cause__, NotSentError)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


async def test_what_will_not_change_ends_the_wait_at_once() -> None:
    clock = AsyncFakeClock()
    with pytest.raises(NotFoundError):
        await AsyncOutage(clock, 50.0, NotFoundError("no run.", status=404)).wait()
    assert clock.sleeps_s == [0.25]


async def test_a_server_that_never_answered_is_not_waited_for() -> None:
    async def poll(_: float) -> bool:
        raise NotSentError("never there.")

    clock = AsyncFakeClock()
    with pytest.raises(NotSentError):
        await wait_until(poll, bool, timeout_s=1000.0, timing=clock.timing, what="run 7")
    assert clock.sleeps_s == []


async def test_a_poll_is_told_how_long_it_may_take() -> None:
    left: list[float] = []
    clock = AsyncFakeClock()

    async def poll(left_s: float) -> bool:
        left.append(left_s)
        return False

    with pytest.raises(WaitTimeoutError):
        await wait_until(poll, bool, timeout_s=0.5, timing=clock.timing, what="run 7")
    assert left == [0.5, 0.25, 0.1]


async def test_an_error_of_the_users_own_is_let_through_at_once() -> None:
    def on_progress(_: int) -> None:
        raise NotSentError("mine.")

    clock = AsyncFakeClock()
    with pytest.raises(NotSentError, match="mine"):
        await wait_until(
            AsyncCounter(clock).poll,
            lambda polls: polls > 1,
            timeout_s=10.0,
            timing=clock.timing,
            what="run 7",
            on_progress=on_progress,
        )
    assert clock.sleeps_s == []
