"""Times in responses: texts of several dialects, and seconds or milliseconds since 1970. Pure.

`format: date-time` means RFC 3339, and servers send other texts too: PostgreSQL writes
`2023-04-03 22:13:42.674981+00`, others leave the zone out.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from seawall.core.field_errors import TimeValueError

__all__ = ["TimeUnit", "aware_time", "time_or_none", "utc_time"]

TimeUnit = Literal["s", "ms"]
"""The unit of a number that is a time."""

# Not the compact forms and weeks of ISO 8601, which `fromisoformat` reads too: `20230403` is a number.
_TEXT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?([.,]\d+)? ?(?:([Zz])|([+-]\d\d):?(\d\d)?)?", re.ASCII
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_START = datetime(1970, 1, 1, tzinfo=UTC)


def utc_time(
    value: datetime | str | float, name: str, *, zone: tzinfo | None = None, unit: TimeUnit = "s"
) -> datetime:
    """Return the time that `value` is, in UTC.

    A text is ISO 8601 with a `T` or a space, with or without seconds, fraction and zone; digits beyond
    microseconds are dropped. A number, also as text, counts seconds since 1970, or milliseconds if `unit` is
    `ms`. `zone` is the zone of a time that names none. `name` is the field in the error, e.g. `created_at`.
    Raises TimeValueError for another text, and for a time without a zone if `zone` is None.
    """
    if isinstance(value, str):
        found = _of_text(value, unit)
    elif isinstance(value, datetime):
        found = value
    else:
        found = _of_number(value, unit)
    if found is None:
        raise TimeValueError.of(name, f"with a value of `{name}` that is not a time")
    if found.tzinfo is None:
        if zone is None:
            raise TimeValueError.of(
                name,
                f"with a time without a zone in `{name}`",
                "The SDK must say which zone is meant: give `zone` to `utc_time`.",
            )
        found = found.replace(tzinfo=zone)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise TimeValueError.of(name, f"with a value of `{name}` that is not a time") from None


def aware_time(text: str) -> datetime | None:
    """Return the time in `text`, in a dialect that `utc_time` reads.

    None if it is none, has no zone, or has no seconds: that may be a time that was cut.
    """
    parts = _TEXT.fullmatch(text)
    if parts is None or parts[3] is None:
        return None
    found = _of_iso(text)
    return None if found is None or found.tzinfo is None else found


def time_or_none(text: str | None) -> datetime | None:
    """The time that `text` is, in UTC, which is also the zone of a time that names none; else None."""
    try:
        return utc_time(text, "time", zone=UTC) if text else None
    except TimeValueError:
        return None


def _of_text(text: str, unit: TimeUnit) -> datetime | None:
    text = text.strip()
    return _of_number(float(text), unit) if _NUMBER.fullmatch(text) else _of_iso(text)


def _of_iso(text: str) -> datetime | None:
    parts = _TEXT.fullmatch(text)
    if parts is None:
        return None
    day, minute, second, fraction, utc, hours, minutes = parts.groups()
    zone = "+00:00" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    digits = f".{fraction[1:7]:0<6}" if fraction else ""
    try:
        return datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{digits}{zone}")
    except ValueError:
        return None


def _of_number(number: float, unit: TimeUnit) -> datetime | None:
    if isinstance(number, bool):
        return None
    try:
        # Not `fromtimestamp`: it fails before 1970 on some systems.
        return _START + (timedelta(seconds=number) if unit == "s" else timedelta(milliseconds=number))
    except (OverflowError, ValueError):
        return None
