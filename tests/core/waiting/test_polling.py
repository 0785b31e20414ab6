import math

import pytest

from seawall.core.errors import ConfigError
from seawall.core.waiting.polling import PollInterval, poll_delay_s


@pytest.mark.parametrize(
    ("polls", "delay_s"), [(1, 0.25), (2, 0.375), (3, 0.5625), (8, 4.271484375), (9, 5.0), (100_000, 5.0)]
)
def test_the_wait_grows_by_half_up_to_five_seconds(polls: int, delay_s: float) -> None:
    assert poll_delay_s(polls, PollInterval()) == delay_s


@pytest.mark.parametrize(
    ("poll_interval", "delays_s"),
    [
        (PollInterval(first_s=1.0, growth=1.0, most_s=60.0), [1.0, 1.0, 1.0]),
        (PollInterval(first_s=2.0, growth=10.0, most_s=60.0), [2.0, 20.0, 60.0]),
        (PollInterval(first_s=9.0, growth=2.0, most_s=5.0), [5.0, 5.0, 5.0]),
        (PollInterval(first_s=1.0, growth=1e300, most_s=60.0), [1.0, 60.0, 60.0]),
    ],
)
def test_the_wait_follows_the_schedule(poll_interval: PollInterval, delays_s: list[float]) -> None:
    assert [poll_delay_s(polls, poll_interval) for polls in (1, 2, 3)] == delays_s
    assert poll_delay_s(10**9, poll_interval) == delays_s[-1]


@pytest.mark.parametrize(
    ("asked_s", "follow", "delay_s"),
    [
        (30.0, True, 30.0),
        (3600.0, True, 3600.0),
        (1.0, True, 1.0),
        (0.0, True, 0.25),
        (30.0, False, 0.375),
        (None, True, 0.375),
    ],
)
def test_what_the_server_asks_for_comes_first(asked_s: float | None, follow: bool, delay_s: float) -> None:
    assert poll_delay_s(2, PollInterval(follow=follow), asked_s) == delay_s


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf, 0.5])
@pytest.mark.parametrize("name", ["first_s", "growth", "most_s"])
def test_a_schedule_that_makes_no_sense_is_refused(name: str, value: float) -> None:
    if value == 0.5 and name != "growth":
        return
    with pytest.raises(ConfigError, match=name):
        PollInterval(**{name: value})  # type: ignore[arg-type]
