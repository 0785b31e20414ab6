"""Time that belongs to a test: a sleep takes none and moves the clock."""

import asyncio

from seawall.runtime.timing import AsyncTiming, Timing

__all__ = ["AsyncFakeClock", "FakeClock"]


class _Clock:
    def __init__(
        self, *, now_s: float = 1000.0, wall_s: float = 1_700_000_000.0, random: float = 0.5
    ) -> None:
        self.now_s = now_s
        self.wall_s = wall_s
        self.random = random
        self.sleeps_s: list[float] = []
        self._given = 0

    def advance(self, seconds: float) -> None:
        """Let time pass, on both clocks."""
        self.now_s += seconds
        self.wall_s += seconds

    def _unique(self) -> str:
        self._given += 1
        return f"unique-{self._given}"

    def _note(self, seconds: float) -> None:
        self.sleeps_s.append(seconds)
        self.advance(seconds)


class FakeClock(_Clock):
    """A clock that only sleeping and `advance` move; hand its `timing` to a client.

    `now_s` is the monotonic time, `wall_s` the time since 1970 UTC, and `random`, in [0, 1), stands for
    chance: each may be set at any time. Unique texts are unique-1, unique-2 and so on. `sleeps_s` holds every
    sleep so far, in order.
    """

    @property
    def timing(self) -> Timing:
        """The timing that reads this clock."""
        return Timing(
            clock=lambda: self.now_s,
            wall=lambda: self.wall_s,
            sleep=self._note,
            random=lambda: self.random,
            unique=self._unique,
        )


class AsyncFakeClock(_Clock):
    """A clock that only sleeping and `advance` move; hand its `timing` to an async client.

    `now_s` is the monotonic time, `wall_s` the time since 1970 UTC, and `random`, in [0, 1), stands for
    chance: each may be set at any time. Unique texts are unique-1, unique-2 and so on. `sleeps_s` holds every
    sleep so far, in order; those of tasks that sleep at the same time add up.
    """

    @property
    def timing(self) -> AsyncTiming:
        """The timing that reads this clock."""
        return AsyncTiming(
            clock=lambda: self.now_s,
            wall=lambda: self.wall_s,
            sleep=self._sleep,
            random=lambda: self.random,
            unique=self._unique,
        )

    async def _sleep(self, seconds: float) -> None:
        self._note(seconds)
        # Other tasks get their turn, as they would in a real sleep.
        await asyncio.sleep(0)
