import math

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from seawall.core.errors import ConfigError
from seawall.core.policy import Policy, RetryRule


@pytest.mark.parametrize("value", [0, -1, -0.001, math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("name", ["attempt_timeout_s", "deadline_s"])
def test_every_timeout_is_finite_and_above_zero(name: str, value: float) -> None:
    with pytest.raises(ConfigError, match=name):
        Policy(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan])
@pytest.mark.parametrize("name", ["attempts", "first_delay_s", "max_delay_s"])
def test_every_part_of_the_retry_rule_is_finite_and_above_zero(name: str, value: float) -> None:
    with pytest.raises(ConfigError, match=name):
        RetryRule(**{name: value})  # type: ignore[arg-type]


def test_the_published_defaults() -> None:
    policy = Policy()
    assert (policy.attempt_timeout_s, policy.deadline_s) == (30.0, 180.0)
    assert (policy.retry.attempts, policy.retry.first_delay_s, policy.retry.max_delay_s) == (4, 0.1, 60.0)


def test_a_policy_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Policy().deadline_s = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(("left_s", "deadline_s"), [(10.0, 10.0), (180.0, 180.0), (600.0, 180.0)])
def test_a_policy_within_a_time_has_no_later_deadline(left_s: float, deadline_s: float) -> None:
    policy = Policy(attempt_timeout_s=5.0, cache_ttl_s=1.0)
    assert policy.within(left_s) == evolve(policy, deadline_s=deadline_s)
