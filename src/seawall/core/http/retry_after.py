"""Parse the Retry-After header field (RFC 9110, section 10.2.3). Pure."""

from seawall.core.http.message import Headers
from seawall.core.http.times import parse_http_date

__all__ = ["retry_after_s"]


def retry_after_s(headers: Headers) -> float | None:
    """Return the seconds of Retry-After, never below 0, or None if it is missing or invalid.

    A date is compared with the Date field of the same response, so that a wrong local clock does not matter.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        # Nine digits are 31 years; more would overflow a timer.
        return float(value[:9])
    retry_at = parse_http_date(value) if value else None
    date = parse_http_date(headers.get("date")) if retry_at else None
    return max(0.0, (retry_at - date).total_seconds()) if retry_at and date else None
