"""The one source of time, handed in so that tests decide what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

__all__ = ["Clock", "utc_now"]

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of day, in UTC and aware of it."""
    return datetime.now(UTC)
