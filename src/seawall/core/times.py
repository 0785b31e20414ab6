"""Times with their zone. Pure."""

from datetime import UTC, datetime

__all__ = ["in_utc"]


def in_utc(time: datetime) -> datetime:
    """A time of the wire, in UTC; one without a zone is taken for UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
