from datetime import UTC, datetime, timedelta, timezone

import pytest

from seawall.core.http.message import Headers, Response
from seawall.core.http.times import dated, parse_http_date, response_date, to_utc, with_date
from tests.rows import row

THEN = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


HTTP_DATES: list[str] = [
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
]


def test_the_three_forms_of_an_http_date(subtests: pytest.Subtests) -> None:
    for text in HTTP_DATES:
        with subtests.test(text=text):
            assert parse_http_date(text, THEN) == THEN


def test_years_of_two_digits_are_at_most_50_years_ahead() -> None:
    now = datetime(2026, 11, 29, 12, 30, 0, tzinfo=UTC)
    for text, at, year in [
        ("Sunday, 06-Nov-94 08:49:37 GMT", now, 1994),
        ("Sunday, 29-Nov-26 12:30:00 GMT", now, 2026),
        ("Sunday, 01-Jan-69 00:00:00 GMT", now, 2069),
        ("Sunday, 29-Nov-76 12:30:00 GMT", now, 2076),
        ("Sunday, 29-Nov-76 12:30:01 GMT", now, 1976),
        ("Sunday, 01-Dec-76 00:00:00 GMT", now, 1976),
        ("Sunday, 01-Jan-77 00:00:00 GMT", now, 1977),
        ("Sunday, 01-Jan-01 00:00:00 GMT", now.replace(year=2099), 2101),
        ("Sunday, 01-Jan-68 00:00:00 GMT", now.replace(year=1994), 1968),
        ("Sun, 06 Nov 94 08:49:37 GMT", now, 1994),
    ]:
        with row(text, at):
            date = parse_http_date(text, at)
            assert date is not None
            assert date.year == year


def test_a_year_of_two_digits_needs_a_time_to_compare_with() -> None:
    assert parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") is None


def test_what_servers_send_beside_the_three_forms() -> None:
    for text, expected in [
        ("Sat, 31 Dec 2016 23:59:60 GMT", datetime(2017, 1, 1, tzinfo=UTC)),
        ("Sun, 6 Nov 1994 08:49:37 GMT", THEN),
        ("06 Nov 1994 08:49:37 GMT", THEN),
        ("Sun, 06-Nov-1994 08:49:37 GMT", THEN),
        ("sun, 06 nov 1994 08:49:37 gmt", THEN),
        ("Sun, 06 Nov 1994 08:49:37 UTC", THEN),
        ("Sun, 06 Nov 1994 08:49:37", THEN),
        ("Sun, 06 Nov 1994 10:49:37 +0200", THEN),
        ("Sun, 06 Nov 1994 05:19:37 -0330", THEN),
        ("Sun Nov 06 08:49:37 1994", THEN),
    ]:
        with row(text):
            assert parse_http_date(text) == expected


INVALID_DATES: list[str | None] = [
    None,
    "",
    "soon",
    "0",
    "-1",
    "Sun, 99 Nov 1994 08:49:37 GMT",
    "\x00",
    "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 Nov 1994",
    "Sun, 06 Xyz 1994 08:49:37 GMT",
    "Sun, 06 Nov 194 08:49:37 GMT",
    "Sun, 06 Nov 0000 08:49:37 GMT",
    "Fri, 31 Dec 9999 23:59:60 GMT",
    "Sun, 06 Nov 1994 08:49:37 +9900",
    "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT and more",
    "Sunday, 30-Feb-94 08:49:37 GMT",
    "Sunday, 06-Nov 94 08:49:37 GMT",
    "Sun Feb 30 08:49:37 1994",
    "Sun Nov  6 08:49:37 94",
    "Sun, 0\u0666 Nov 1994 08:49:37 GMT",
    "1994-11-06T08:49:37Z",
    "1" * 10_000,
]


def test_an_invalid_http_date_is_none(subtests: pytest.Subtests) -> None:
    for text in INVALID_DATES:
        with subtests.test(text=text):
            assert parse_http_date(text, THEN) is None


def test_a_response_without_a_valid_date_gets_the_time_of_receipt() -> None:
    received_s = THEN.timestamp() + 0.75
    for date in [None, "", "today", "Sun, 99 Nov 1994 08:49:37 GMT", "0", "Sunday, 06-Nov-94 08:49:37 GMT"]:
        with row(date):
            headers = with_date(Headers({"x": "y"} if date is None else {"x": "y", "date": date}), received_s)
            assert dict(headers) == {"x": "y", "date": "Sun, 06 Nov 1994 08:49:37 GMT"}
            assert response_date(headers) == THEN


def test_a_valid_date_stays() -> None:
    for date in [HTTP_DATES[0], HTTP_DATES[2], "Sun, 06 Nov 2094 10:49:37 +0200"]:
        response = Response(200, {"date": date}, b"body")
        assert dated(response, 0.0) is response, date


def test_the_time_of_receipt_is_added_to_a_response() -> None:
    for fields in ({"retry-after": "7"}, {"retry-after": "7", "date": "today"}):
        response = dated(Response(503, fields, b"body"), THEN.timestamp())
        assert response == Response(503, {"retry-after": "7", "date": HTTP_DATES[0]}, b"body"), fields


def test_to_utc() -> None:
    there = timezone(timedelta(hours=2))
    assert to_utc(THEN.astimezone(there)) == THEN
    assert to_utc(THEN.astimezone(there)).tzinfo is UTC
    assert to_utc(THEN.replace(tzinfo=None)) == THEN
