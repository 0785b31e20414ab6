"""Times as people read them. Pure: the current time is an argument."""

from datetime import UTC, datetime

__all__ = ["age", "format_time"]


def age(since: datetime, now: datetime) -> str:
    """Format the time since `since` in the largest whole unit: `40s`, `3m`, `2h`, `5d`; never negative."""
    seconds = max(0, int((now - since).total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def format_time(time: datetime) -> str:
    """Format a time in UTC: `2026-07-08 12:00:00 UTC`."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
