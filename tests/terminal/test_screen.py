"""Data on stdout and messages on stderr, at a terminal and in a pipe."""

import json
from collections.abc import Callable

import pytest
from rich.text import Text

from seawall.terminal.screen import Cell, Output, facts, note, printable, show, show_as, table
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]
COMMAND = "seawall platform run watch 6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


def test_printable_keeps_text_of_all_languages() -> None:
    assert printable("Färbung 染色\tok") == "Färbung 染色 ok"
    assert printable("\x1b]0;owned\x07\u202eback") == "]0;owned back"


def test_data_is_shown_in_the_requested_format(captured: Captured) -> None:
    show_as(Output.JSON, {"name": "ä"}, "a table")
    assert captured() == ('{\n  "name": "\\u00e4"\n}\n', "")
    show_as(Output.TABLE, {"name": "ä"}, "a table", "another")
    assert captured() == ("a table\nanother\n", "")
    show_as(Output.TABLE, {"id": 7})
    assert captured() == ("", "")


def test_a_table_in_a_pipe_is_complete_with_numbers_aligned_right(captured: Captured) -> None:
    rows: list[tuple[Cell, ...]] = [("a" * 200, "7", "x"), ("b", "1024", Text("y", style="red"))]
    show(table(("NAME", "SIZE", "MEANS"), rows, numbers=("SIZE",)))
    header, first, second = captured()[0].splitlines()
    assert header.split() == ["NAME", "SIZE", "MEANS"]
    assert (first, second) == (f"{'a' * 200}     7  x", f"b{' ' * 199}  1024  y")


def test_facts_omit_none(captured: Captured) -> None:
    show(facts([("Name", "x"), ("Reason", None)]))
    assert captured()[0] == "Name  x\n"


def test_a_note_in_a_pipe_is_one_line(captured: Captured) -> None:
    note(f"The run continues, even if this terminal is closed. To wait again: {COMMAND}", label="Note:")
    assert captured()[1].count("\n") == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"To follow it: {COMMAND}", [f"To follow it: {COMMAND}"]),
        (
            f"Stopped. The run continues. To wait again: {COMMAND}",
            ["Stopped. The run continues. To wait again:", f"  {COMMAND}"],
        ),
        ("word " * 20 + "end", [" ".join(["word"] * 16), "word word word word end"]),
        (f"First: {'word ' * 20}end", [f"First: {' '.join(['word'] * 14)}", f"{'word ' * 6}end"]),
    ],
    ids=["fits", "command", "no colon", "no room below either"],
)
def test_a_command_in_a_note_stays_on_one_line_at_a_terminal(text: str, lines: list[str]) -> None:
    code = f"from seawall.terminal.screen import note; note({text!r})"
    session = run_at_terminal(code, columns=80)
    assert (session.code, [line.rstrip() for line in session.output.splitlines()]) == (0, lines)


def test_a_command_that_is_wider_than_the_terminal_has_no_line_break() -> None:
    code = f"from seawall.terminal.screen import note; note('Stopped. To wait again: {COMMAND}')"
    lines = run_at_terminal(code, columns=50).output.splitlines()
    assert lines == ["Stopped. To wait again:", COMMAND]


def test_json_is_the_same_at_a_terminal() -> None:
    value = {"name": "x" * 200}
    session = run_at_terminal(
        f"from seawall.terminal.screen import show_json; show_json({value!r})", columns=80
    )
    assert json.loads(session.output) == value
