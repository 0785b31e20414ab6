"""What Retry-After asks for (RFC 9110, section 10.2.3). Pure."""

from email.utils import parsedate_to_datetime

from seawall.core.message import Headers
from seawall.core.times import in_utc

__all__ = ["retry_after_s"]


def retry_after_s(headers: Headers) -> float | None:
    """The seconds that Retry-After asks to wait, never below 0, or None where it asks for nothing sensible.

    A date is read against the answer's own Date, so that a wrong local clock does not matter.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        # in_utc: the oldest of the three forms of a date names no zone, and means GMT (section 5.6.7).
        asked, said = parsedate_to_datetime(value), parsedate_to_datetime(headers.get("date", ""))
        gap = in_utc(asked) - in_utc(said)
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, gap.total_seconds())
