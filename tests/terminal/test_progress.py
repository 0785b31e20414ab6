"""Progress: a bar on a terminal, otherwise one line for each change."""

import re
from collections.abc import Callable

import pytest

from seawall.core.errors import NotSentError, RateLimitedError, SeawallError, ServerStatusError
from seawall.core.waiting.polling import Outage
from seawall.terminal.progress import Step, progress
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]


def step(done: int) -> Step:
    return Step(done=done, total=3, beside="busy", line=f"{done} of 3 \x1b[31mdone")


def test_each_change_is_printed_once_without_control_codes(captured: Captured) -> None:
    with progress("Counting", step) as display:
        for done in (0, 0, 1, 1, 0, 3):
            display.update(done)
    assert captured() == ("", "0 of 3 [31mdone\n1 of 3 [31mdone\n3 of 3 [31mdone\n")


def test_many_counts_are_a_line_for_each_tenth_and_each_status(captured: Captured) -> None:
    def counted(now: tuple[int, str]) -> Step:
        return Step(done=now[0], total=1000, beside="", line=f"{now[1]} {now[0]}", status=now[1])

    with progress("Counting", counted) as display:
        for done in range(1001):
            display.update((done, "early" if done < 250 else "late"))
    lines = captured()[1].splitlines()
    assert lines == [
        *("early 0", "early 100", "early 200", "late 250"),
        *(f"late {hundred}00" for hundred in range(3, 11)),
    ]


def outage(polls: int, error: SeawallError | None = None) -> Outage:
    error = error or NotSentError("gone.")
    return Outage(error=error, failed_polls=polls, duration_s=1.0, remaining_s=59.0)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotSentError("GET /v1/runs/{run_id}: refused."), "The server does not answer."),
        (ServerStatusError("down.", 503), "The server failed (status 503)."),
        (RateLimitedError("slow down.", 429), "The server gets too many requests (status 429)."),
    ],
)
def test_an_outage_is_told_once_and_so_is_its_end(
    captured: Captured, error: SeawallError, reason: str
) -> None:
    with progress("Counting", step) as display:
        display.update(1)
        display.show_outage(outage(1, error))
        display.show_outage(outage(2, error))
        display.update(1)
        display.update(3)
        display.show_outage(outage(1, error))
    lines = captured()[1].splitlines()
    lost = rf"Connection lost since \d\d:\d\d:\d\d\. {re.escape(reason)} Retrying for 59 s\."
    assert lines[0].startswith("1 of 3")
    assert re.fullmatch(lost, lines[1])
    assert re.fullmatch(r"The server answers again, after \d+ s\.", lines[2])
    assert lines[3].startswith("3 of 3")
    assert re.fullmatch(lost, lines[4])
    assert len(lines) == 5


BARS = """
from seawall.core.errors import NotSentError
from seawall.core.waiting.polling import Outage
from seawall.terminal.progress import Step, progress
with progress("Counting", lambda done: Step(done, {total}, "x" * 200, "")) as display:
    display.update({done})
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
@pytest.mark.parametrize("columns", [50, 80, 120])
def test_a_bar_says_since_when_the_connection_is_lost_and_goes_on(columns: int) -> None:
    error = "NotSentError('gone.')"
    lost = f"Outage(error={error}, failed_polls=1, duration_s=1.0, remaining_s=59.0)"
    then = f"display.show_outage({lost}); import time; time.sleep(0.3); display.update(2)"
    states = bars(0, columns=columns, then=then)
    told = [state for state in states if re.search(r"1/3 .*lost since \d\d:\d\d:\d\d$", state)]
    assert told, states
    assert all(len(state) <= columns - 2 for state in told)
    assert "3/3" in states[-1]
    assert "lost" not in states[-1]


@pytest.mark.slow
def test_a_message_during_a_bar_is_above_it() -> None:
    then = "from seawall.terminal.screen import note; note('A message.')"
    session = run_at_terminal(BARS.format(total=3, done=1, then=then))
    lines = CONTROL.sub("", session.output).replace("\r", "\n").splitlines()
    assert "A message." in lines
    assert "3/3" in lines[-1]


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
