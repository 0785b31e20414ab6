"""Parse HTTP dates, and convert times to UTC. Pure."""

from datetime import UTC, datetime

__all__ = ["parse_http_date", "to_utc"]

_MAX_DATE_LENGTH = 64


def to_utc(time: datetime) -> datetime:
    """Return `time` in UTC; a time without a zone is taken as UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def parse_http_date(text: str | None) -> datetime | None:
    """Return the time of an HTTP date (RFC 9110, section 5.6.7) in UTC; None if it is missing or invalid."""
    # The asctime form has no zone and means GMT. A late import: few responses need it, and it takes 15 ms.
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        return to_utc(parsedate_to_datetime((text or "")[:_MAX_DATE_LENGTH]))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
