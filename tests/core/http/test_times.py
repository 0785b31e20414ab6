from datetime import UTC, datetime, timedelta, timezone

import pytest

from seawall.core.http.times import parse_http_date, to_utc

THEN = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


HTTP_DATES: list[str] = [
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
]


def test_the_three_forms_of_an_http_date(subtests: pytest.Subtests) -> None:
    for text in HTTP_DATES:
        with subtests.test(text=text):
            assert parse_http_date(text) == THEN


INVALID_DATES: list[str | None] = [
    None,
    "",
    "soon",
    "0",
    "-1",
    "Sun, 99 Nov 1994 08:49:37 GMT",
    "\x00",
    "1" * 10_000,
]


def test_an_invalid_http_date_is_none(subtests: pytest.Subtests) -> None:
    for text in INVALID_DATES:
        with subtests.test(text=text):
            assert parse_http_date(text) is None


def test_to_utc() -> None:
    there = timezone(timedelta(hours=2))
    assert to_utc(THEN.astimezone(there)) == THEN
    assert to_utc(THEN.astimezone(there)).tzinfo is UTC
    assert to_utc(THEN.replace(tzinfo=None)) == THEN
