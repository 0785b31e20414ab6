"""Parse HTTP dates, and convert times to UTC. Pure."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from seawall.core.http.message import Headers, Response

__all__ = ["dated", "parse_http_date", "response_date", "to_utc", "with_date"]

_MAX_DATE_LENGTH = 64
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBER_OF_MONTH = {name.lower(): number for number, name in enumerate(_MONTHS, 1)}
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
# IMF-fixdate and the form of RFC 850. Servers send other zones too, and days of one digit.
_DAY_FIRST = re.compile(
    r"(?:[a-z]{3,9}, *)?(?P<day>\d\d?)(?P<dash>[ -])(?P<month>[a-z]{3})(?P=dash)(?P<year>\d{4}|\d\d) +"
    + _TIME
    + r"(?: +(?:GMT|UTC?|Z|(?P<zone>[+-]\d{4})))?",
    re.ASCII | re.IGNORECASE,
)
# The form of asctime has no zone and means GMT.
_MONTH_FIRST = re.compile(
    r"[a-z]{3} (?P<month>[a-z]{3}) (?P<day>[ \d]\d) " + _TIME + r" (?P<year>\d{4})", re.ASCII | re.IGNORECASE
)
# A leap second.
_MAX_SECOND = 60
_CENTURY, _MAX_YEARS_AHEAD = 100, 50


def to_utc(time: datetime) -> datetime:
    """Return `time` in UTC; a time without a zone is taken as UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def parse_http_date(text: str | None, now: datetime | None = None) -> datetime | None:
    """Return the time of an HTTP date (RFC 9110, section 5.6.7) in UTC; None if it is missing or invalid.

    A year of two digits is never more than 50 years after `now`, which is in UTC; without `now`, such a date
    is invalid.
    """
    return _parse((text or "")[:_MAX_DATE_LENGTH].strip(), now)


# Every response has a Date, and those of one second are the same.
@lru_cache(maxsize=64)
def _parse(text: str, now: datetime | None) -> datetime | None:
    found = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if found is None:
        return None
    month = _NUMBER_OF_MONTH.get(found["month"].lower(), 0)
    day, hour, minute, second = (int(found[name]) for name in ("day", "hour", "minute", "second"))
    year: int | None = int(found["year"])
    if len(found["year"]) == len("94"):
        year = (
            None if now is None else _full_year(int(found["year"]), (month, day, hour, minute, second), now)
        )
    if year is None or second > _MAX_SECOND:
        return None
    try:
        start = datetime(year, month, day, hour, minute, tzinfo=_zone(found.groupdict().get("zone")))
        return (start + timedelta(seconds=second)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def response_date(headers: Headers) -> datetime | None:
    """Return the time in the Date field of a response; None if it is missing or invalid."""
    return parse_http_date(headers.get("date"))


def with_date(headers: Headers, received_s: float) -> Headers:
    """Return the header fields of a response with a valid Date (RFC 9110, section 6.6.1).

    Without a valid one, that is the time when it was received, `received_s` seconds since 1970. All other
    dates of a response are compared with this one, so that a wrong local clock does not matter.
    """
    text = headers.get("date")
    if text is None:
        return headers.replace("date", _date_of_second(int(received_s)))
    if parse_http_date(text) is not None:
        return headers
    received = datetime.fromtimestamp(received_s, UTC)
    return headers.replace("date", _http_date(parse_http_date(text, received) or received))


def dated(response: Response, received_s: float) -> Response:
    """Return `response` with a valid Date: see `with_date`."""
    headers = response.headers
    text = headers.get("date")
    if text is None:
        fields = headers.replace("date", _date_of_second(int(received_s)))
        return Response(response.status, fields, response.body)
    # Most responses have one.
    if parse_http_date(text) is not None:
        return response
    return Response(response.status, with_date(headers, received_s), response.body)


def _full_year(two_digits: int, rest: tuple[int, ...], now: datetime) -> int:
    """Return the last year with these digits that is at most 50 years ahead; `rest` is month to second."""
    year = (now.year // _CENTURY + 1) * _CENTURY + two_digits
    while (year - _MAX_YEARS_AHEAD, *rest) > now.timetuple()[:6]:
        year -= _CENTURY
    return year


def _zone(offset: str | None) -> tzinfo:
    """Return the zone with an offset such as `+0200`; UTC without one. Raises ValueError from a day on."""
    if offset is None:
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[3:])
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1))


# The responses of one second have the same.
@lru_cache(maxsize=4)
def _date_of_second(received_s: int) -> str:
    return _http_date(datetime.fromtimestamp(received_s, UTC))


def _http_date(time: datetime) -> str:
    # By hand: `strftime` follows the locale, and `email.utils` takes 15 ms to import.
    return (
        f"{_DAYS[time.weekday()]}, {time.day:02} {_MONTHS[time.month - 1]} {time.year:04} {time:%H:%M:%S} GMT"
    )
