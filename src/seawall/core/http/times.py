"""Times with their zone. Pure."""

from datetime import UTC, datetime

__all__ = ["http_date", "in_utc"]

_LONGEST_DATE = 64


def in_utc(time: datetime) -> datetime:
    """A time of the wire, in UTC; one without a zone is taken for UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def http_date(text: str | None) -> datetime | None:
    """The time that a header's date says (RFC 9110, section 5.6.7), in UTC; None where that is none.

    The oldest of its three forms names no zone, and means GMT.
    """
    # Imported here: few answers hold a date that somebody asks for, and it loads sockets.
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        return in_utc(parsedate_to_datetime((text or "")[:_LONGEST_DATE]))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
