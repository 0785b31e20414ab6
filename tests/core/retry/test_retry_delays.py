"""Properties of the delays between attempts: full jitter, bounded, and Retry-After in full."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import NotSentError, StatusError, error_class_for
from seawall.core.http.message import Headers
from seawall.core.retry.retry import retry_delay_s

attempts = st.integers(min_value=1, max_value=10_000)
chances = st.floats(min_value=0.0, max_value=1.0, exclude_max=True)
seconds = st.floats(min_value=1e-6, max_value=1e6)
NOT_SENT = NotSentError("no connection.")


def limited(retry_after: str) -> StatusError:
    headers = Headers({"retry-after": retry_after, "date": "Wed, 21 Oct 2015 07:28:00 GMT"})
    return error_class_for(429)("it failed.", status=429, headers=headers)


@given(attempts, chances, seconds, seconds)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_delay_is_within_its_range(attempt: int, random: float, first_s: float, most_s: float) -> None:
    rule = RetryRule(first_delay_s=first_s, max_delay_s=most_s)
    most = min(most_s, first_s * 2.0 ** min(attempt - 1, 64))
    assert 0.0 <= retry_delay_s(attempt, NOT_SENT, rule, random) <= most
    assert retry_delay_s(attempt, NOT_SENT, rule, 0.0) == 0.0


@given(attempts, chances, chances)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_larger_random_number_or_a_later_attempt_never_shortens_the_delay(
    attempt: int, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    rule = RetryRule()
    assert retry_delay_s(attempt, NOT_SENT, rule, low) <= retry_delay_s(attempt, NOT_SENT, rule, high)
    assert retry_delay_s(attempt, NOT_SENT, rule, low) <= retry_delay_s(attempt + 1, NOT_SENT, rule, low)


@given(attempts, chances, st.integers(min_value=0, max_value=999_999_999))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_retry_after_is_waited_in_full(attempt: int, random: float, retry_after_s: int) -> None:
    assert retry_delay_s(attempt, limited(str(retry_after_s)), RetryRule(), random) == retry_after_s


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_retry_after_makes_a_negative_or_infinite_delay(text: str) -> None:
    assert 0.0 <= retry_delay_s(1, limited(text), RetryRule(), 0.5) < float("inf")
