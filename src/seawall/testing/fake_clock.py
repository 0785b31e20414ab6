"""Fake clocks for tests: a sleep returns at once and moves the clock."""

import asyncio

from seawall.runtime.concurrency.clock import AsyncClock, Clock

__all__ = ["AsyncFakeClock", "FakeClock"]


class _FakeTime:
    def __init__(
        self, *, now_s: float = 1000.0, wall_s: float = 1_700_000_000.0, random: float = 0.5
    ) -> None:
        self.now_s = now_s
        self.wall_s = wall_s
        self.random_value = random
        self.sleeps_s: list[float] = []
        self._count = 0

    def advance(self, seconds: float) -> None:
        """Let time pass, on both clocks."""
        self.now_s += seconds
        self.wall_s += seconds

    def monotonic(self) -> float:
        """Read the monotonic clock: `now_s`."""
        return self.now_s

    def wall(self) -> float:
        """Read the wall clock: `wall_s`."""
        return self.wall_s

    def random(self) -> float:
        """Return `random_value`."""
        return self.random_value

    def unique(self) -> str:
        """Return unique-1, unique-2 and so on."""
        self._count += 1
        return f"unique-{self._count}"

    def _record(self, seconds: float) -> None:
        self.sleeps_s.append(seconds)
        self.advance(seconds)


class FakeClock(_FakeTime, Clock):
    """A clock that only `sleep` and `advance` move; pass it to a client as `clock`.

    `now_s` is the monotonic time, `wall_s` the time since 1970 UTC, and `random_value`, in [0, 1), replaces
    random numbers: each may be set at any time. `sleeps_s` holds every sleep so far, in order.
    """

    def sleep(self, seconds: float) -> None:
        """Move the clock; return at once."""
        self._record(seconds)


class AsyncFakeClock(_FakeTime, AsyncClock):
    """A clock that only `sleep` and `advance` move; pass it to an async client as `clock`.

    `now_s` is the monotonic time, `wall_s` the time since 1970 UTC, and `random_value`, in [0, 1), replaces
    random numbers: each may be set at any time. `sleeps_s` holds every sleep so far, in order; sleeps of
    concurrent tasks add up.
    """

    async def sleep(self, seconds: float) -> None:
        """Move the clock; let other tasks run once, as they would during a real sleep."""
        self._record(seconds)
        await asyncio.sleep(0)
