import time

from seawall.testing import AsyncFakeClock, FakeClock


def test_a_sleep_takes_no_time_and_moves_both_clocks() -> None:
    clock = FakeClock(now_s=10.0, wall_s=1000.0)
    began = time.monotonic()
    clock.sleep(3600.0)
    assert (clock.monotonic(), clock.wall()) == (3610.0, 4600.0)
    assert time.monotonic() - began < 60.0


async def test_an_async_sleep_takes_no_time_and_moves_both_clocks() -> None:
    clock = AsyncFakeClock(now_s=10.0, wall_s=1000.0)
    began = time.monotonic()
    await clock.sleep(3600.0)
    assert (clock.monotonic(), clock.wall()) == (3610.0, 4600.0)
    assert time.monotonic() - began < 60.0


def test_sleeps_are_recorded_and_advances_are_not() -> None:
    clock = FakeClock()
    clock.sleep(1.0)
    clock.advance(5.0)
    clock.sleep(0.5)
    assert clock.sleeps_s == [1.0, 0.5]


def test_the_wall_clock_can_be_set_alone() -> None:
    clock = FakeClock(now_s=10.0)
    clock.wall_s = 0.0
    assert (clock.monotonic(), clock.wall()) == (10.0, 0.0)


def test_random_returns_the_value_of_the_test() -> None:
    clock = FakeClock(random=0.25)
    before = clock.random()
    clock.random_value = 0.75
    assert (before, clock.random()) == (0.25, 0.75)
