"""A fake clock for tests: a sleep returns at once and moves the clock."""

import asyncio

from seawall.runtime.concurrency._async.clock import AsyncClock

__all__ = ["AsyncFakeClock"]


class AsyncFakeClock(AsyncClock):
    """A clock that moves only with `sleep` and `advance`; pass it to a client as `clock`.

    `now_s` is the monotonic time, `wall_s` the time since 1970 UTC, and `random_value`, in [0, 1), replaces
    random numbers: each may be set at any time. `sleeps_s` holds the sleeps so far, in order; concurrent
    sleeps add up.
    """

    def __init__(
        self, *, now_s: float = 1000.0, wall_s: float = 1_700_000_000.0, random: float = 0.5
    ) -> None:
        self.now_s: float = now_s
        self.wall_s: float = wall_s
        self.random_value = random
        self.sleeps_s: list[float] = []
        self._count = 0

    def advance(self, seconds: float) -> None:
        """Let time pass, on both clocks."""
        self.now_s += seconds
        self.wall_s += seconds

    def monotonic(self) -> float:
        """Return the monotonic time, `now_s`."""
        return self.now_s

    def wall(self) -> float:
        """Return the wall time, `wall_s`."""
        return self.wall_s

    async def sleep(self, seconds: float) -> None:
        """Move the clock by `seconds` and return at once."""
        self.sleeps_s.append(seconds)
        self.advance(seconds)
        # Other tasks run meanwhile, as they would during a real sleep.
        await asyncio.sleep(0)

    def random(self) -> float:
        """Return `random_value`."""
        return self.random_value

    def unique(self) -> str:
        """Return unique-1, unique-2 and so on."""
        self._count += 1
        return f"unique-{self._count}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
