"""Progress: a bar at a terminal, a line for each change elsewhere."""

import re
from collections.abc import Callable

import pytest

from seawall.terminal.progress import Step, progress
from tests.terminal.terminals import at_a_terminal

Said = Callable[[], tuple[str, str]]


def step(done: int) -> Step:
    return Step(done=done, total=3, beside="busy", line=f"{done} of 3 \x1b[31mdone")


def test_a_change_is_told_once_and_without_control_codes(said: Said) -> None:
    with progress("Counting", step) as tell:
        for done in (0, 0, 1, 1, 0, 3):
            tell(done)
    assert said() == ("", "0 of 3 [31mdone\n1 of 3 [31mdone\n3 of 3 [31mdone\n")


BARS = """
from seawall.terminal.progress import Step, progress
with progress("Counting", lambda done: Step(done, {total}, "x" * 200, "")) as tell:
    tell({done})
    {then}
"""
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def bars(code: int, *, total: int = 3, done: int = 1, then: str = "pass", columns: int = 80) -> list[str]:
    """What the line of the bar showed, one after the other; `code` is how the program ended."""
    ended = at_a_terminal(BARS.format(total=total, done=done, then=then), columns=columns)
    assert ended.code == code, ended.said
    lines = CONTROL.sub("", ended.said).replace("\r", "\n").splitlines()
    return [line.rstrip() for line in lines if "Counting" in line]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 120])
def test_a_bar_is_full_in_the_end(columns: int) -> None:
    assert "3/3" in bars(0, columns=columns)[-1]


@pytest.mark.slow
def test_a_bar_of_nothing_is_gone() -> None:
    assert not any("0/0" in line for line in bars(0, total=0, done=0))


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 120])
def test_a_bar_that_is_left_stays_as_it_is_and_short_of_the_edge(columns: int) -> None:
    last = bars(7, then="raise SystemExit(7)", columns=columns)[-1]
    assert "1/3" in last
    # Room for the ^C that the terminal shows.
    assert columns - 12 < len(last) <= columns - 2
