"""What Retry-After asks for (RFC 9110, section 10.2.3). Pure."""

from seawall.core.http.message import Headers
from seawall.core.http.times import http_date

__all__ = ["retry_after_s"]


def retry_after_s(headers: Headers) -> float | None:
    """The seconds that Retry-After asks to wait, never below 0, or None where it asks for nothing sensible.

    A date is read against the answer's own Date, so that a wrong local clock does not matter.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    asked = http_date(value) if value else None
    said = http_date(headers.get("date")) if asked else None
    return max(0.0, (asked - said).total_seconds()) if asked and said else None
