"""Clocks, sleeping and randomness as one argument, so that tests can pass a fake clock and never sleep.

The async and the sync half stand side by side, because waiting is where the two differ.
"""

import asyncio
import os
import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from typing import ParamSpec, TypeVar

from attrs import frozen

__all__ = [
    "AsyncClock",
    "AsyncSignal",
    "AsyncSystemClock",
    "Clock",
    "Lock",
    "Signal",
    "SystemClock",
    "in_place",
    "in_thread",
    "to_its_end",
    "unique_text",
]

P = ParamSpec("P")
T = TypeVar("T")

# Of the 128 bits of a UUID, those that are drawn, and those that say version 4 and variant 1.
_ANY = 0xFFFFFFFF_FFFF_0FFF_3FFF_FFFFFFFFFFFF
_VERSION_4 = 0x00000000_0000_4000_8000_000000000000

Lock = threading.Lock
Signal = threading.Event


class AsyncSignal:
    """Something that one task waits for, and any thread or event loop tells."""

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def set(self) -> None:
        """Tell who waits."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._told.set)

    async def wait(self) -> None:
        """Wait until it is told."""
        await self._told.wait()


def unique_text() -> str:
    """A random UUID (RFC 9562, version 4)."""
    # As `str(uuid.uuid4())`, in half the time: every write that carries a key comes by here.
    digits = f"{int.from_bytes(os.urandom(16)) & _ANY | _VERSION_4:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class AsyncClock(ABC):
    """Time and randomness for the async half; tests pass a fake one.

    `monotonic` and `sleep` are in seconds, `wall` in seconds since 1970 UTC, `random` in [0, 1). `unique`
    returns a text that never repeats, for idempotency keys.
    """

    @property
    @abstractmethod
    def monotonic(self) -> Callable[[], float]:
        """Read the monotonic clock."""

    @property
    @abstractmethod
    def wall(self) -> Callable[[], float]:
        """Read the wall clock."""

    @property
    @abstractmethod
    def sleep(self) -> Callable[[float], Awaitable[None]]:
        """Wait for a number of seconds."""

    @property
    @abstractmethod
    def random(self) -> Callable[[], float]:
        """Draw a random number."""

    @property
    @abstractmethod
    def unique(self) -> Callable[[], str]:
        """Make a text that never repeats."""


class Clock(ABC):
    """Time and randomness for the sync half; tests pass a fake one.

    `monotonic` and `sleep` are in seconds, `wall` in seconds since 1970 UTC, `random` in [0, 1). `unique`
    returns a text that never repeats, for idempotency keys.
    """

    @property
    @abstractmethod
    def monotonic(self) -> Callable[[], float]:
        """Read the monotonic clock."""

    @property
    @abstractmethod
    def wall(self) -> Callable[[], float]:
        """Read the wall clock."""

    @property
    @abstractmethod
    def sleep(self) -> Callable[[float], None]:
        """Wait for a number of seconds."""

    @property
    @abstractmethod
    def random(self) -> Callable[[], float]:
        """Draw a random number."""

    @property
    @abstractmethod
    def unique(self) -> Callable[[], str]:
        """Make a text that never repeats."""


@frozen(kw_only=True)
class AsyncSystemClock(AsyncClock):
    """The clock of this machine; single parts of it can be replaced."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    unique: Callable[[], str] = unique_text


@frozen(kw_only=True)
class SystemClock(Clock):
    """The clock of this machine; single parts of it can be replaced."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random
    unique: Callable[[], str] = unique_text


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Blocking work, such as on files, beside the event loop."""
    return await asyncio.to_thread(work, *args, **kwargs)


async def to_its_end(work: Callable[P, Coroutine[object, object, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Work that goes on where who waits for it is cancelled: half of it done would lose something."""
    return await asyncio.shield(asyncio.ensure_future(work(*args, **kwargs)))


def in_place(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Blocking work, here and now: the sync half of `in_thread` and `to_its_end`."""
    return work(*args, **kwargs)
