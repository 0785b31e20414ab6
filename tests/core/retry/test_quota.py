"""The retry quota: a retry takes tokens, a success gives them back."""

from seawall.core.errors import NotSentError, SeawallError, StatusError
from seawall.core.retry.quota import CAPACITY, FIRST_SUCCESS, RetryQuota, retry_cost


def test_a_throttled_retry_costs_less_than_a_transient_failure() -> None:
    rows: list[tuple[SeawallError, int]] = [
        (StatusError("throttled.", status=429), 5),
        (StatusError("busy.", status=503), 14),
        (NotSentError("no connection."), 14),
    ]
    for error, cost in rows:
        assert retry_cost(error) == cost, error


def test_take_fails_and_takes_nothing_if_too_few_tokens_are_left() -> None:
    quota = RetryQuota(capacity=20)
    assert (quota.take(14), quota.left) == (True, 6)
    assert (quota.take(14), quota.left) == (False, 6)
    assert (quota.take(6), quota.left) == (True, 0)


def test_give_back_never_exceeds_the_capacity() -> None:
    quota = RetryQuota()
    quota.give_back()
    assert quota.left == CAPACITY
    assert quota.take(14)
    quota.give_back()
    assert quota.left == CAPACITY - 14 + FIRST_SUCCESS
    quota.give_back(14)
    assert quota.left == CAPACITY
