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


@pytest.mark.parametrize(
    ("before", "after", "may_follow"),
    [
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
    ],
)
def test_what_may_be_seen_after_what_whatever_came_between(before: str, after: str, may_follow: bool) -> None:
    assert JOB.may_follow(before, after) is may_follow


@pytest.mark.parametrize(
    ("state", "known", "terminal"),
    [("QUEUED", True, False), ("DONE", True, True), ("ARCHIVED", False, False), ("", False, False)],
)
def test_an_unknown_state_has_not_ended(state: str, known: bool, terminal: bool) -> None:
    assert (JOB.is_known(state), JOB.is_terminal(state)) == (known, terminal)


def test_the_states_are_those_that_were_declared() -> None:
    assert JOB.states == {"QUEUED", "RUNNING", "CLOSING", "DONE", "FAILED"}


@pytest.mark.parametrize(
    ("transitions", "terminal", "words"),
    [
        ({"A": ("B",)}, (), "no transitions of their own: B"),
        ({"A": ()}, ("C",), "no transitions of their own: C"),
        ({"A": ("B",), "B": ("A",)}, ("B",), "can be left: B"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(
    transitions: dict[str, tuple[str, ...]], terminal: tuple[str, ...], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        StateMachine(transitions=transitions, terminal=terminal)


@pytest.mark.parametrize(
    ("seen", "surprises", "illegal"),
    [
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
    ],
)
def test_a_watch_tells_what_is_odd(
    seen: list[str], surprises: list[UnexpectedState | None], illegal: int
) -> None:
    watch = StateTracker(JOB)
    assert [watch.saw(state) for state in seen] == surprises
    assert (watch.illegal, watch.last) == (illegal, seen[-1])


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
    watch = StateTracker(JOB)
    assert [watch.saw(Phase.DONE), watch.saw(Phase.RUNNING)] == [None, UnexpectedState.ILLEGAL]
    assert watch.last == "RUNNING"


def test_a_server_that_makes_up_states_does_not_fill_the_memory() -> None:
    watch = StateTracker(JOB)
    for number in range(3000):
        watch.saw(f"STATE-{number}")
    assert len(watch.unknown) == 1000
