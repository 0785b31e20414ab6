"""Points in time as people read them. Pure: the time is handed in."""

from datetime import UTC, datetime

__all__ = ["age", "moment"]


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest whole unit: `40s`, `3m`, `2h`, `5d`; never negative."""
    seconds = max(0, int((now - since).total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def moment(time: datetime) -> str:
    """`2026-07-08 12:00:00 UTC`."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
