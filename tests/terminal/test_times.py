"""Times as people read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from seawall.terminal.times import age, format_time

NOW = datetime(2026, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(-5, "0s"), (0, "0s"), (59, "59s"), (60, "1m"), (7200, "2h"), (200_000, "2d")]
)
def test_age(seconds: int, expected: str) -> None:
    assert age(NOW - timedelta(seconds=seconds), NOW) == expected


def test_a_time_is_formatted_in_utc() -> None:
    assert format_time(NOW.astimezone(timezone(timedelta(hours=2)))) == "2026-07-08 00:00:00 UTC"
