"""Parse the Retry-After header field (RFC 9110, section 10.2.3). Pure."""

import math

from seawall.core.http.message import Headers
from seawall.core.http.times import parse_http_date, response_date

__all__ = ["bounded_seconds", "retry_after_s", "wait_in_words"]

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_MAX_DIGITS = 9
_MAX_S = 999_999_999.0


def retry_after_s(headers: Headers) -> float | None:
    """Return the seconds of Retry-After, never below 0, or None if it is missing or invalid.

    A date is compared with the Date field of the same response; `with_date` adds it if the server sends none.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return bounded_seconds(value)
    date = response_date(headers) if value else None
    retry_at = parse_http_date(value, date)
    return max(0.0, (retry_at - date).total_seconds()) if retry_at and date else None


def bounded_seconds(digits: str) -> float:
    """Convert decimal digits to seconds, at most 999,999,999 (31 years): more would overflow a timer."""
    significant = digits.lstrip("0")
    # Compared by length: Python refuses to convert a text of more than 4,300 digits.
    return float(significant or 0) if len(significant) <= _MAX_DIGITS else _MAX_S


def wait_in_words(seconds: float) -> str:
    """Return a time to wait in its two largest units, rounded up: `45 seconds`, `1 hour 30 minutes`."""
    left = max(1, math.ceil(seconds))
    at = next(at for at, (_, length) in enumerate(_UNITS) if left >= length)
    smallest = _UNITS[min(at + 1, len(_UNITS) - 1)][1]
    left = -(-left // smallest) * smallest
    words = []
    for name, length in _UNITS:
        count, left = divmod(left, length)
        if count:
            words.append(f"{count} {name}" if count == 1 else f"{count} {name}s")
    return " ".join(words)
