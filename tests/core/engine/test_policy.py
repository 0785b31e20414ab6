import math
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve, frozen
from attrs.exceptions import FrozenInstanceError

from seawall.core.engine.policy import (
    OPTION_RANGES,
    Policy,
    PolicySet,
    RateLimit,
    RetryRule,
    timeout_options,
)
from seawall.core.errors import ConfigError


def test_every_timeout_is_finite_and_above_zero() -> None:
    for value in [0, -1, -0.001, math.inf, -math.inf, math.nan]:
        for name in ["attempt_timeout_s", "deadline_s"]:
            with pytest.raises(ConfigError, match=name):
                Policy(**{name: value})  # type: ignore[arg-type]


def test_every_part_of_the_retry_rule_is_finite_and_above_zero() -> None:
    for value in [0, -1, math.inf, math.nan]:
        for name in ["attempts", "first_delay_s", "growth", "max_delay_s"]:
            with pytest.raises(ConfigError, match=name):
                RetryRule(**{name: value})  # type: ignore[arg-type]


def test_delays_do_not_shrink_and_do_not_overflow() -> None:
    for value in [0.9, 10.1, 1e300]:
        with pytest.raises(ConfigError, match=r"^growth is .+ Give 1 to 10\.$"):
            RetryRule(growth=value)


def test_counts_are_whole_numbers() -> None:
    for value in [2.5, 0, -1]:
        with pytest.raises(ConfigError, match="max_response_bytes"):
            Policy(max_response_bytes=value)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"^attempts is 2\.5. Give a whole number\.$"):
        RetryRule(attempts=2.5)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"^most is 0\.5. Give a whole number\.$"):
        RateLimit(most=0.5)  # type: ignore[arg-type]


def test_the_published_defaults() -> None:
    policy = Policy()
    assert (policy.attempt_timeout_s, policy.deadline_s) == (30.0, 180.0)
    assert (policy.retry.attempts, policy.retry.first_delay_s, policy.retry.max_delay_s) == (6, 1.0, 60.0)


def test_a_policy_is_immutable() -> None:
    with pytest.raises(FrozenInstanceError):
        Policy().deadline_s = 1.0  # type: ignore[misc]


def test_without_retries_there_is_one_attempt() -> None:
    policy = Policy(deadline_s=5.0, retry=RetryRule(first_delay_s=3.0))
    expected = Policy(deadline_s=5.0, retry=RetryRule(attempts=1, first_delay_s=3.0))
    assert policy.without_retries == expected


def test_with_deadline_only_shortens_the_deadline() -> None:
    for left_s, deadline_s in [(10.0, 10.0), (180.0, 180.0), (600.0, 180.0)]:
        policy = Policy(attempt_timeout_s=5.0, cache_ttl_s=1.0)
        assert policy.with_deadline(left_s) == evolve(policy, deadline_s=deadline_s), (left_s, deadline_s)


def test_a_value_that_is_not_a_number_is_named_and_not_shown() -> None:
    # A Fraction would raise TypeError later, in a timedelta or in the text of an error.
    for value in ["3", None, True, [1], Fraction(1, 2)]:
        with pytest.raises(
            ConfigError, match=rf"deadline_s is of type {type(value).__name__}\. Give a finite"
        ):
            Policy(deadline_s=value)  # type: ignore[arg-type]


@frozen(kw_only=True)
class Toys(PolicySet):
    read: Policy
    write: Policy


def toys() -> Toys:
    write = Policy(limit=RateLimit(most=5), retry=RetryRule(first_delay_s=1.0))
    return Toys(read=Policy(cache_ttl_s=30.0), write=write)


def test_replace_changes_every_policy_of_a_set_and_nothing_else() -> None:
    before = toys()
    after = before.replace(attempt_timeout_s=7, deadline_s=70.0, attempts=2)
    for name in ("read", "write"):
        old, new = getattr(before, name), getattr(after, name)
        retry = evolve(old.retry, attempts=2)
        assert new == evolve(old, attempt_timeout_s=7, deadline_s=70.0, retry=retry)
    assert before == toys()


def test_replace_without_arguments_returns_an_equal_set() -> None:
    assert toys().replace() == toys()


def test_the_bounds_of_a_range_are_valid() -> None:
    for name in OPTION_RANGES:
        least, most = OPTION_RANGES[name]
        for value in (least, most):
            toys().replace(**{name: value})  # type: ignore[arg-type]


def test_an_option_out_of_range_raises_an_error_with_the_range() -> None:
    rows: list[tuple[dict[str, Any], str]] = [
        ({"attempts": "3"}, "attempts must be a whole number from 1 to 10."),
        ({"attempts": 0}, "attempts must be a whole number from 1 to 10."),
        ({"attempts": 99}, "attempts must be a whole number from 1 to 10."),
        ({"attempts": 2.5}, "attempts must be a whole number from 1 to 10."),
        ({"attempts": math.nan}, "attempts must be a whole number from 1 to 10."),
        ({"attempts": True}, "attempts must be a whole number from 1 to 10."),
        ({"attempt_timeout_s": -1}, "attempt_timeout_s must be a number from 0.1 to 300."),
        ({"attempt_timeout_s": math.nan}, "attempt_timeout_s must be a number from 0.1 to 300."),
        ({"attempt_timeout_s": 301}, "attempt_timeout_s must be a number from 0.1 to 300."),
        ({"deadline_s": math.inf}, "deadline_s must be a number from 0.1 to 86400."),
        ({"deadline_s": "hunter2"}, "deadline_s must be a number from 0.1 to 86400."),
    ]
    for option, words in rows:
        with pytest.raises(ConfigError) as caught:
            toys().replace(**option)
        assert str(caught.value) == words, (option, words)


@pytest.mark.parametrize("huge", [pytest.param(10**5000, id="more"), pytest.param(-(10**5000), id="less")])
def test_a_number_too_large_for_text_is_named(huge: int) -> None:
    with pytest.raises(ConfigError, match=r"^attempt_timeout_s is -?inf\. Give a finite number above 0\.$"):
        Policy(attempt_timeout_s=huge)


def test_a_timeout_is_the_deadline_and_one_attempt_may_use_it() -> None:
    assert timeout_options(None, deadline_s=7) == {"attempt_timeout_s": None, "deadline_s": 7}
    assert timeout_options(5) == {"attempt_timeout_s": 5, "deadline_s": 5}
    assert timeout_options(3600) == {"attempt_timeout_s": 300, "deadline_s": 3600}
    assert timeout_options(60, attempt_timeout_s=2) == {"attempt_timeout_s": 2, "deadline_s": 60}
    with pytest.raises(ConfigError, match="timeout_s and deadline_s are given"):
        timeout_options(5, deadline_s=5)
    for wrong in (0, 86401, float("nan"), "5", True):
        with pytest.raises(ConfigError, match=r"timeout_s must be a number from 0\.1 to 86400"):
            timeout_options(wrong)  # type: ignore[arg-type]


def test_copies_with_the_same_options_are_the_same() -> None:
    policy = Policy()
    assert policy.replace() is policy
    assert policy.replace(attempts=3) is policy.replace(attempts=3)
    # An earlier copy with 3 attempts is not the answer to 3.0.
    with pytest.raises(ConfigError):
        policy.replace(attempts=3.0)  # type: ignore[arg-type]


def test_a_budget_has_a_key_of_its_own_in_the_limiter() -> None:
    url = "https://api.test"
    assert Policy().limit_key(url) == url
    assert Policy(budget="create").limit_key(url) == "https://api.test create"
    for budget in (None, 3):
        with pytest.raises(ConfigError, match="budget"):
            Policy(budget=budget)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="unprocessed"):
        RetryRule(unprocessed={429})  # type: ignore[arg-type]
