"""The state machine of an SDK has the states of the spec."""

from enum import StrEnum

import pytest

from seawall.core.waiting.states import StateMachine
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.states import STATES
from seawall.testing import check_states

MACHINE = StateMachine(transitions={"RUNNING": ("DONE",), "DONE": ()}, terminal=("DONE",))


class State(StrEnum):
    RUNNING = "RUNNING"
    DONE = "DONE"


class Other(StrEnum):
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"


def test_the_same_states_pass() -> None:
    check_states(MACHINE, State)
    check_states(MACHINE, ["RUNNING"], not_served=["DONE"])


def test_a_difference_names_the_states() -> None:
    with pytest.raises(AssertionError, match=r"the spec has PAUSED: .*; the spec does not have DONE: remove"):
        check_states(MACHINE, Other)


def test_the_states_of_the_platform_sdk_are_those_of_its_spec() -> None:
    check_states(STATES, wire.RunState)
