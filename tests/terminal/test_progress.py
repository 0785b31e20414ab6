"""Progress: a bar on a terminal, otherwise one line for each change."""

import re
from collections.abc import Callable

import pytest

from seawall.terminal.progress import Step, progress
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]


def step(done: int) -> Step:
    return Step(done=done, total=3, beside="busy", line=f"{done} of 3 \x1b[31mdone")


def test_each_change_is_printed_once_without_control_codes(captured: Captured) -> None:
    with progress("Counting", step) as update:
        for done in (0, 0, 1, 1, 0, 3):
            update(done)
    assert captured() == ("", "0 of 3 [31mdone\n1 of 3 [31mdone\n3 of 3 [31mdone\n")


BARS = """
from seawall.terminal.progress import Step, progress
with progress("Counting", lambda done: Step(done, {total}, "x" * 200, "")) as update:
    update({done})
    {then}
"""
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def bars(code: int, *, total: int = 3, done: int = 1, then: str = "pass", columns: int = 80) -> list[str]:
    """The successive states of the bar; `code` is the expected exit code."""
    session = run_at_terminal(BARS.format(total=total, done=done, then=then), columns=columns)
    assert session.code == code, session.output
    lines = CONTROL.sub("", session.output).replace("\r", "\n").splitlines()
    return [line.rstrip() for line in lines if "Counting" in line]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 120])
def test_a_bar_is_full_at_the_end(columns: int) -> None:
    assert "3/3" in bars(0, columns=columns)[-1]


@pytest.mark.slow
def test_a_bar_without_steps_is_removed() -> None:
    assert not any("0/0" in line for line in bars(0, total=0, done=0))


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 120])
def test_the_bar_of_a_failed_block_stays_and_ends_before_the_edge(columns: int) -> None:
    last = bars(7, then="raise SystemExit(7)", columns=columns)[-1]
    assert "1/3" in last
    # Room for the ^C that the terminal echoes.
    assert columns - 12 < len(last) <= columns - 2
