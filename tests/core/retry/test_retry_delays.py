"""Properties of the delays between attempts: full jitter, bounded, and Retry-After in full."""

from itertools import combinations
from math import factorial, prod
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import NotSentError, StatusError
from seawall.core.http.message import Headers
from seawall.core.retry.retry import retry_delay_s
from seawall.core.status_errors import error_class_for
from seawall.runtime.settings.api_settings import API_PRESETS

attempts = st.integers(min_value=1, max_value=10_000)
chances = st.floats(min_value=0.0, max_value=1.0, exclude_max=True)
seconds = st.floats(min_value=1e-6, max_value=1e6)
NOT_SENT = NotSentError("no connection.")


def limited(retry_after: str) -> StatusError:
    headers = Headers({"retry-after": retry_after, "date": "Wed, 21 Oct 2015 07:28:00 GMT"})
    return error_class_for(429)("it failed.", status=429, headers=headers)


@given(attempts, chances, seconds, seconds)
@settings(max_examples=100, derandomize=True)
def test_a_delay_is_within_its_range(attempt: int, random: float, first_s: float, most_s: float) -> None:
    rule = RetryRule(first_delay_s=first_s, max_delay_s=most_s)
    most = min(most_s, first_s * 2.0 ** min(attempt - 1, 64))
    assert 0.0 <= retry_delay_s(attempt, NOT_SENT, rule, random) <= most
    assert retry_delay_s(attempt, NOT_SENT, rule, 0.0) == 0.0


@given(attempts, chances, chances)
@settings(max_examples=100, derandomize=True)
def test_a_larger_random_number_or_a_later_attempt_never_shortens_the_delay(
    attempt: int, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    rule = RetryRule()
    assert retry_delay_s(attempt, NOT_SENT, rule, low) <= retry_delay_s(attempt, NOT_SENT, rule, high)
    assert retry_delay_s(attempt, NOT_SENT, rule, low) <= retry_delay_s(attempt + 1, NOT_SENT, rule, low)


@given(attempts, chances, st.integers(min_value=0, max_value=999_999_999))
@settings(max_examples=100, derandomize=True)
def test_retry_after_is_waited_in_full(attempt: int, random: float, retry_after_s: int) -> None:
    assert retry_delay_s(attempt, limited(str(retry_after_s)), RetryRule(), random) == retry_after_s


@given(st.text(max_size=40))
@settings(max_examples=200, derandomize=True)
def test_no_retry_after_makes_a_negative_or_infinite_delay(text: str) -> None:
    assert 0.0 <= retry_delay_s(1, limited(text), RetryRule(), 0.5) < float("inf")


def longest_delays_s(rule: RetryRule) -> list[float]:
    return [retry_delay_s(attempt, NOT_SENT, rule, 1.0) for attempt in range(1, rule.attempts)]


def chance_that_delays_end_within(outage_s: float, rule: RetryRule) -> float:
    """Return the probability that all delays of a call add up to at most `outage_s`.

    The delays are uniform between 0 and their longest values, so it is the volume of a simplex that the sides
    of a box cut, by inclusion and exclusion.
    """
    sides = longest_delays_s(rule)
    count = len(sides)
    volume = sum(
        (-1) ** size * max(0.0, outage_s - sum(cut)) ** count
        for size in range(count + 1)
        for cut in combinations(sides, size)
    )
    return float(volume / (factorial(count) * prod(sides)))


def test_a_read_with_the_default_policy_outlasts_a_restart_of_two_seconds() -> None:
    assert longest_delays_s(RetryRule()) == [1.0, 2.0, 4.0, 8.0, 16.0]
    for outage_s, most in [(1.0, 1 / 100_000), (2.0, 1 / 3_900), (3.0, 1 / 500), (5.0, 1 / 50)]:
        assert chance_that_delays_end_within(outage_s, Policy().retry) < most, outage_s
    # The average of all delays: no call to a dead server waits for minutes.
    assert sum(longest_delays_s(RetryRule())) / 2 == 15.5


def test_the_presets_that_run_unattended_outlast_a_longer_outage() -> None:
    for name, outage_s in [("production", 10.0), ("high-throughput", 10.0)]:
        rule = RetryRule(attempts=int(str(API_PRESETS[name]["attempts"])))
        assert chance_that_delays_end_within(outage_s, rule) < 1 / 1_000, name


def test_the_chance_is_that_of_simulated_calls() -> None:
    random, rule = Random(0), RetryRule(attempts=4)
    sums = [sum(random.random() * most for most in longest_delays_s(rule)) for _ in range(20_000)]
    seen = sum(total <= 3.0 for total in sums) / len(sums)
    assert abs(seen - chance_that_delays_end_within(3.0, rule)) < 0.01
