"""Wall clock: a function, injected so that tests control the time."""

from collections.abc import Callable
from datetime import UTC, datetime

__all__ = ["WallClock", "utc_now"]

WallClock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the current time as an aware datetime in UTC."""
    return datetime.now(UTC)
