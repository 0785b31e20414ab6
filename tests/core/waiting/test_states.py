from enum import Enum

import pytest

from seawall.core.errors import ConfigError
from seawall.core.waiting.states import StateMachine, StateTracker, UnexpectedState

JOB = StateMachine(
    transitions={
        "QUEUED": ("RUNNING", "FAILED"),
        "RUNNING": ("QUEUED", "CLOSING"),
        "CLOSING": ("DONE", "FAILED"),
        "DONE": (),
        "FAILED": (),
    },
    terminal=("DONE", "FAILED"),
)


def test_states_that_may_be_seen_after_another() -> None:
    rows: list[tuple[str, str, bool]] = [
        ("QUEUED", "QUEUED", True),
        ("QUEUED", "RUNNING", True),
        ("QUEUED", "DONE", True),
        ("RUNNING", "QUEUED", True),
        ("CLOSING", "DONE", True),
        ("CLOSING", "RUNNING", False),
        ("CLOSING", "QUEUED", False),
        ("DONE", "DONE", True),
        ("DONE", "RUNNING", False),
        ("DONE", "FAILED", False),
        ("DONE", "ARCHIVED", True),
        ("ARCHIVED", "QUEUED", True),
    ]
    for before, after, may_follow in rows:
        assert JOB.may_follow(before, after) is may_follow, (before, after, may_follow)


def test_an_unknown_state_is_not_terminal() -> None:
    rows: list[tuple[str, bool, bool]] = [
        ("QUEUED", True, False),
        ("DONE", True, True),
        ("ARCHIVED", False, False),
        ("", False, False),
    ]
    for state, known, terminal in rows:
        assert (JOB.is_known(state), JOB.is_terminal(state)) == (known, terminal), (state, known, terminal)


def test_states_are_the_declared_ones() -> None:
    assert JOB.states == {"QUEUED", "RUNNING", "CLOSING", "DONE", "FAILED"}


def test_a_contradictory_declaration_is_refused(subtests: pytest.Subtests) -> None:
    rows: list[tuple[dict[str, tuple[str, ...]], tuple[str, ...], str]] = [
        ({"A": ("B",)}, (), "no entry in transitions: B"),
        ({"A": ()}, ("C",), "no entry in transitions: C"),
        ({"A": ("B",), "B": ("A",)}, ("B",), "terminal states have transitions: B"),
        ({"A": ()}, (), "No state is terminal"),
    ]
    for transitions, terminal, message in rows:
        with (
            subtests.test(row=repr((transitions, terminal, message))[:80]),
            pytest.raises(ConfigError, match=message),
        ):
            StateMachine(transitions=transitions, terminal=terminal)


def test_a_tracker_reports_unexpected_states() -> None:
    rows: list[tuple[list[str], list[UnexpectedState | None], int]] = [
        (["QUEUED", "RUNNING", "DONE"], [None, None, None], 0),
        (["DONE", "RUNNING"], [None, UnexpectedState.ILLEGAL], 1),
        (
            ["CLOSING", "RUNNING", "DONE", "QUEUED"],
            [None, UnexpectedState.ILLEGAL, None, UnexpectedState.ILLEGAL],
            2,
        ),
        (["NEW", "NEW", "QUEUED", "NEW"], [UnexpectedState.UNKNOWN, None, None, None], 0),
        (["NEW", "NEWER"], [UnexpectedState.UNKNOWN, UnexpectedState.UNKNOWN], 0),
        (["DONE", "NEW", "RUNNING"], [None, UnexpectedState.UNKNOWN, UnexpectedState.ILLEGAL], 1),
    ]
    for seen, unexpected, illegal in rows:
        tracker = StateTracker(JOB)
        assert [tracker.observe(state) for state in seen] == unexpected, (seen, unexpected, illegal)
        assert (tracker.illegal, tracker.last) == (illegal, seen[-1]), (seen, unexpected, illegal)


class Phase(str, Enum):  # noqa: UP042 - `str` of one is "Phase.DONE"
    RUNNING = "RUNNING"
    DONE = "DONE"


def test_a_state_may_be_an_enum_on_either_side() -> None:
    declared = StateMachine(transitions={Phase.RUNNING: [Phase.DONE], Phase.DONE: ()}, terminal=[Phase.DONE])
    assert declared.states == {"RUNNING", "DONE"}
    for machine in (JOB, declared):
        assert machine.is_terminal(Phase.DONE)
        assert machine.is_terminal("DONE")
        assert machine.is_known(Phase.RUNNING)
        assert not machine.may_follow(Phase.DONE, "RUNNING")
    tracker = StateTracker(JOB)
    assert [tracker.observe(Phase.DONE), tracker.observe(Phase.RUNNING)] == [None, UnexpectedState.ILLEGAL]
    assert tracker.last == "RUNNING"


def test_the_number_of_remembered_unknown_states_is_bounded() -> None:
    tracker = StateTracker(JOB)
    for number in range(3000):
        tracker.observe(f"STATE-{number}")
    assert len(tracker.unknown) == 1000
