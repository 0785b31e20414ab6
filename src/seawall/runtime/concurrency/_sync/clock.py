# DO NOT EDIT. Derived from ../_async/clock.py by "python -m seawall.codegen.derive".
"""Clocks, sleeping and randomness as one argument, so that tests can pass a fake clock and never sleep."""

import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from attrs import frozen

from seawall.runtime.concurrency.random_uuid import random_uuid

__all__ = ["Clock", "SystemClock"]


class Clock(ABC):
    """Time and randomness; tests pass a fake clock.

    `monotonic` and `sleep` are in seconds, `wall` in seconds since 1970 UTC, `random` in [0, 1). `unique`
    returns a text that never repeats, for idempotency keys.
    """

    # Properties, so that a subclass may define a method or an attribute that holds a function.

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


@frozen(kw_only=True, eq=False, repr=False)
class SystemClock(Clock):
    """The clock of this machine; each part can be replaced by a function."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random
    unique: Callable[[], str] = random_uuid

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
