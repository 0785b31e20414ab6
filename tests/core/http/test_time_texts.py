"""Times in responses, in the dialects that servers write."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from attrs import frozen

from seawall.core.field_errors import TimeValueError
from seawall.core.http.time_texts import TimeUnit, time_or_none, utc_time
from seawall.core.wire.codec import Decoder
from seawall.core.wire.unset import UNSET, UnsetType

EAST = timezone(timedelta(hours=2))
NOON = datetime(2025, 6, 21, 12, tzinfo=UTC)


def test_texts_and_numbers_are_times_in_utc() -> None:
    rows: list[tuple[datetime | str | float, datetime]] = [
        ("2023-04-03 22:13:42.674981+00", datetime(2023, 4, 3, 22, 13, 42, 674981, tzinfo=UTC)),
        ("2025-06-21T12:00:00Z", NOON),
        ("2025-06-21t12:00:00z", NOON),
        ("2025-06-21 12:00:00 Z", NOON),
        ("2025-06-21T14:00:00+02:00", NOON),
        ("2025-06-21T14:00:00+0200", NOON),
        ("2025-06-21 06:30:00-05:30", NOON),
        ("2025-06-21T12:00Z", NOON),
        ("2025-06-21T12:00:00.5Z", NOON + timedelta(milliseconds=500)),
        ("2025-06-21T12:00:00,123Z", NOON + timedelta(milliseconds=123)),
        ("2025-06-21T12:00:00.1234567Z", NOON + timedelta(microseconds=123456)),
        (" 2025-06-21T12:00:00Z\n", NOON),
        (1750507200, NOON),
        (1750507200.25, NOON + timedelta(milliseconds=250)),
        ("1750507200", NOON),
        (-1, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime(2025, 6, 21, 14, tzinfo=EAST), NOON),
    ]
    for value, expected in rows:
        found = utc_time(value, "created_at")
        assert (found, found.tzinfo) == (expected, UTC), value
        # A zone in the value wins.
        assert utc_time(value, "created_at", zone=EAST) == expected, value


def test_the_author_says_the_zone_of_a_time_without_one() -> None:
    rows: list[datetime | str] = [
        "2025-06-21 14:00:00.000000",
        "2025-06-21T14:00:00",
        "2025-06-21 14:00",
        datetime(2025, 6, 21, 14),  # noqa: DTZ001
    ]
    for value in rows:
        assert utc_time(value, "created_at", zone=EAST) == NOON, value
        with pytest.raises(
            TimeValueError,
            match=r"^A response came with a time without a zone in `created_at`\. The SDK must",
        ) as caught:
            utc_time(value, "created_at")
        assert caught.value.name == "created_at"


def test_milliseconds() -> None:
    rows: list[str | float] = [1750507200000, "1750507200000", 1750507200000.0]
    unit: TimeUnit = "ms"
    for value in rows:
        assert utc_time(value, "created_at", unit=unit) == NOON, value


def test_other_values_are_an_error_that_names_the_field_and_not_the_value() -> None:
    rows: list[datetime | str | float] = [
        "",
        "soon",
        "2025-06-21",
        "20250621T120000Z",
        "2025-13-21T12:00:00Z",
        "2025-06-21T25:00:00Z",
        "2025-06-21T12:00:00+99:00",
        "2025-06-21T12:00:00Z tail",
        "\u0661\u0662\u0663",
        1e300,
        float("nan"),
        float("inf"),
        True,
        # Before the year 1 in UTC.
        "0001-01-01T00:00:00+02:00",
    ]
    for value in rows:
        with pytest.raises(
            TimeValueError, match=r"^A response came with a value of `created_at` that is not a time\. Server"
        ):
            utc_time(value, "created_at")


@frozen(kw_only=True)
class Event:
    at: datetime | UnsetType | None = UNSET
    until: datetime | None = None


def test_tolerant_reads_take_other_texts_for_date_time_and_strict_ones_do_not() -> None:
    body = b'{"at": "2023-04-03 22:13:42.674981+00", "until": "2025-06-21 12:00:00Z"}'
    found = Decoder[Event](Event).decode_tolerant(body, "GET /events")
    assert found.value == Event(at=datetime(2023, 4, 3, 22, 13, 42, 674981, tzinfo=UTC), until=NOON)
    assert found.drifts == ()
    with pytest.raises(ValueError, match=r"Invalid RFC3339 encoded datetime - at `\$\.at`"):
        Decoder[Event](Event).decode(body)


def test_a_text_that_is_no_time_or_has_no_zone_is_no_date_time() -> None:
    # Without a zone, only RFC 3339 apart from the zone, as in a strict read.
    for text in ("soon", "2025-06-21", "2025-06-21 12:00", "2025-06-21T12:00Z"):
        found = Decoder[Event](Event).decode_tolerant(b'{"at": "%s"}' % text.encode(), "GET /events")
        assert [drift.field for drift in found.drifts] == ["at"], text
    found = Decoder[Event](Event).decode_tolerant(b'{"at": 7, "until": "2025-06-21 12:00:00"}', "GET /events")
    assert [drift.field for drift in found.drifts] == ["at"]
    assert found.value.until == datetime(2025, 6, 21, 12)  # noqa: DTZ001


def test_a_text_that_is_no_time_can_be_none() -> None:
    assert time_or_none("2026-01-02T03:04:05") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert [time_or_none(text) for text in ("tomorrow", "", None)] == [None] * 3
