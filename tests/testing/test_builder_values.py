"""The values that the builders of every SDK share."""

import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import RunState
from seawall.testing import FakeClock
from seawall.testing.builder_values import (
    START,
    UNSET,
    member_of,
    next_id,
    next_number,
    or_derived,
    restart,
)


def test_ids_are_distinct_and_the_same_in_each_run_of_a_test() -> None:
    restart("one")
    first = [next_id(), next_id(), next_number()]
    restart("two")
    others = [next_id(), next_id(), next_number()]
    restart("one")
    assert [next_id(), next_id(), next_number()] == first
    assert len({*first, *others}) == 5
    assert first[-1] == 3


def test_the_plugin_restarts_the_ids_of_each_test(request: pytest.FixtureRequest) -> None:
    made = next_id()
    restart(request.node.nodeid)
    assert next_id() == made


def test_a_text_is_a_member_and_an_unknown_member_stays() -> None:
    assert member_of("PENDING", RunState, "state") is RunState.PENDING
    assert member_of(RunState.PENDING, RunState, "state") is RunState.PENDING
    assert not member_of(RunState("NEW"), RunState, "state").is_known
    with pytest.raises(InputError, match=r"state is 'NEW'\. Give one of PENDING, PROCESSING, TERMINATED"):
        member_of("NEW", RunState, "state")


def test_only_a_value_that_is_not_given_is_derived() -> None:
    assert or_derived(UNSET, lambda: 1) == 1
    assert or_derived(2, lambda: 1) == 2
    assert or_derived(None, lambda: 1) is None


def test_a_fake_clock_starts_when_the_times_of_builders_do() -> None:
    assert FakeClock().wall() == START.timestamp()
