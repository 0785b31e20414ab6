import math

import pytest

from seawall.core.errors import ConfigError, InputError
from seawall.core.waiting.polling import PollInterval, poll_delay_s


def test_the_default_delay_grows_by_half_up_to_five_seconds() -> None:
    rows: list[tuple[int, float]] = [
        (1, 0.25),
        (2, 0.375),
        (3, 0.5625),
        (8, 4.271484375),
        (9, 5.0),
        (100_000, 5.0),
    ]
    for polls, delay_s in rows:
        assert poll_delay_s(polls, PollInterval()) == delay_s, (polls, delay_s)


def test_the_delay_follows_the_interval() -> None:
    rows: list[tuple[PollInterval, list[float]]] = [
        (PollInterval(first_s=1.0, growth=1.0, max_s=60.0), [1.0, 1.0, 1.0]),
        (PollInterval(first_s=2.0, growth=10.0, max_s=60.0), [2.0, 20.0, 60.0]),
        (PollInterval(first_s=9.0, growth=2.0, max_s=5.0), [5.0, 5.0, 5.0]),
        (PollInterval(first_s=1.0, growth=1e300, max_s=60.0), [1.0, 60.0, 60.0]),
    ]
    for poll_interval, delays_s in rows:
        assert [poll_delay_s(polls, poll_interval) for polls in (1, 2, 3)] == delays_s, (
            poll_interval,
            delays_s,
        )
        assert poll_delay_s(10**9, poll_interval) == delays_s[-1], (poll_interval, delays_s)


def test_retry_after_replaces_the_delay() -> None:
    rows: list[tuple[float | None, bool, float]] = [
        (30.0, True, 30.0),
        (3600.0, True, 3600.0),
        (1.0, True, 1.0),
        (0.0, True, 0.25),
        (30.0, False, 0.375),
        (None, True, 0.375),
    ]
    for asked_s, use, delay_s in rows:
        assert poll_delay_s(2, PollInterval(use_retry_after=use), asked_s) == delay_s, (asked_s, use, delay_s)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf, 0.5])
@pytest.mark.parametrize("name", ["first_s", "growth", "max_s"])
def test_an_invalid_interval_is_refused(name: str, value: float) -> None:
    if value == 0.5 and name != "growth":
        return
    with pytest.raises(ConfigError, match=name):
        PollInterval(**{name: value})  # type: ignore[arg-type]


def test_an_interval_up_to_a_longest_delay() -> None:
    assert PollInterval.up_to(5.0) == PollInterval(first_s=0.5, max_s=5.0)
    assert PollInterval.up_to(0.1) == PollInterval(first_s=0.1, max_s=0.1)
    with pytest.raises(InputError, match="interval_s"):
        PollInterval.up_to(-1.0, "interval_s")
