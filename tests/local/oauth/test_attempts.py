from datetime import UTC, datetime, timedelta

from seawall.local.oauth.attempts import MOST_ADDRESSES, MOST_FAILURES, FailedAttempts

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_an_address_waits_after_ten_failures_in_a_minute() -> None:
    attempts = FailedAttempts()
    for second in range(MOST_FAILURES):
        now = START + timedelta(seconds=second)
        assert attempts.wait_s("192.0.2.1", now) == 0
        attempts.record("192.0.2.1", now)
    for second, wait_s in ((9, 51), (59, 1), (60, 0)):
        assert attempts.wait_s("192.0.2.1", START + timedelta(seconds=second)) == wait_s
        assert attempts.wait_s("192.0.2.2", START + timedelta(seconds=second)) == 0
    # A right code does not start a new count: nine of the ten failures still count.
    attempts.record("192.0.2.1", START + timedelta(seconds=60))
    assert attempts.wait_s("192.0.2.1", START + timedelta(seconds=60)) == 1


def test_failures_of_many_addresses_take_no_memory_without_end() -> None:
    attempts = FailedAttempts()
    for _ in range(MOST_FAILURES):
        attempts.record("oldest", START)
    assert attempts.wait_s("oldest", START) == 60
    for number in range(MOST_ADDRESSES):
        attempts.record(str(number), START)
    # The address whose last failure is the oldest was forgotten.
    assert attempts.wait_s("oldest", START) == 0
