"""A check for the tests of an SDK: its state machine has the states of the spec."""

from collections.abc import Collection
from enum import StrEnum

from seawall.core.waiting.states import StateMachine, state_text

__all__ = ["check_states"]


def check_states(
    machine: StateMachine, states: type[StrEnum] | Collection[str], *, not_served: Collection[str] = ()
) -> None:
    """Raise AssertionError unless the states of `machine` are `states`, the enum that was generated.

    So a state that a bump adds or removes fails a test of the SDK before a wait meets it. `not_served` are
    states that only the machine has, e.g. those of an older server.
    """
    known, wanted = machine.states, {state_text(state) for state in (*states, *not_served)}
    faults = []
    if missing := sorted(wanted - known):
        faults.append(f"the spec has {', '.join(missing)}: give the state machine their transitions")
    if surplus := sorted(known - wanted):
        faults.append(
            f"the spec does not have {', '.join(surplus)}: remove them, or give them as `not_served`"
        )
    if faults:
        raise AssertionError(f"The states differ from the spec: {'; '.join(faults)}.")
