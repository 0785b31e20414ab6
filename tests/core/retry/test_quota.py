"""The retry quota: a retry takes tokens, a success gives them back."""

from heapq import heappop, heappush
from random import Random

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import (
    AttemptTimeoutError,
    MaybeProcessedError,
    NotSentError,
    SeawallError,
    StatusError,
)
from seawall.core.retry.quota import CAPACITY, FIRST_SUCCESS, RetryQuota, retry_cost
from seawall.core.retry.retry import retry_delay_s

OUTAGE_S = 2.0


def test_a_request_that_the_server_did_not_process_costs_less_than_a_transient_failure() -> None:
    rows: list[tuple[SeawallError, int]] = [
        (StatusError("throttled.", status=429), 5),
        (StatusError("busy.", status=503), 14),
        (NotSentError("no connection."), 5),
        (MaybeProcessedError("the connection was lost."), 14),
        (AttemptTimeoutError("too late."), 14),
    ]
    for error, cost in rows:
        assert retry_cost(error) == cost, error


def failed_reads(reads: int, error: SeawallError, random: Random) -> int:
    """Return how many of `reads` fail that began together, if each attempt of the first 2 s gets `error`."""
    rule, quota, failed = RetryRule(), RetryQuota(), 0
    # The time of the next attempt of each read, a random number against ties, and the number of the attempt.
    pending = [(0.0, random.random(), 1) for _ in range(reads)]
    while pending:
        at_s, _, attempt = heappop(pending)
        if at_s >= OUTAGE_S:
            quota.give_back(FIRST_SUCCESS if attempt == 1 else retry_cost(error))
        elif attempt == rule.attempts or not quota.take(retry_cost(error)):
            failed += 1
        else:
            delay_s = retry_delay_s(attempt, error, rule, random.random())
            heappush(pending, (at_s + delay_s, random.random(), attempt + 1))
    return failed


def test_the_reads_that_outlast_a_restart_of_two_seconds_together() -> None:
    random = Random(0)
    for reads, error, most in [
        (25, NotSentError("no connection."), 10),
        (9, StatusError("busy.", status=503), 10),
    ]:
        # Some delays add up to less than the restart.
        assert sum(failed_reads(reads, error, random) for _ in range(200)) <= most, reads


def test_few_retries_of_many_reads_reach_a_server_that_is_down() -> None:
    for error, retries in [(NotSentError("no connection."), 100), (StatusError("busy.", status=503), 35)]:
        quota = RetryQuota()
        assert sum(quota.take(retry_cost(error)) for _ in range(10_000)) == retries, error


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
