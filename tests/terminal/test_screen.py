"""Data on stdout, all else on stderr; what is seen at a terminal and in a pipe."""

import json
from collections.abc import Callable

import pytest
from rich.text import Text

from seawall.terminal.screen import Cell, Output, facts, note, printable, show, show_as, table
from tests.terminal.terminals import at_a_terminal

Said = Callable[[], tuple[str, str]]
COMMAND = "seawall platform run wait 6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


def test_printable_keeps_text_of_all_languages() -> None:
    assert printable("Färbung 染色\tok") == "Färbung 染色 ok"
    assert printable("\x1b]0;owned\x07\u202eback") == "]0;owned back"


def test_data_comes_in_the_form_that_was_asked_for(said: Said) -> None:
    show_as(Output.JSON, {"name": "ä"}, "a table")
    assert said() == ('{\n  "name": "\\u00e4"\n}\n', "")
    show_as(Output.TABLE, {"name": "ä"}, "a table", "another")
    assert said() == ("a table\nanother\n", "")
    show_as(Output.TABLE, {"id": 7})
    assert said() == ("", "")


def test_a_table_in_a_pipe_is_whole_and_its_numbers_stand_to_the_right(said: Said) -> None:
    rows: list[tuple[Cell, ...]] = [("a" * 200, "7", "x"), ("b", "1024", Text("y", style="red"))]
    show(table(("NAME", "SIZE", "MEANS"), rows, numbers=("SIZE",)))
    header, first, second = said()[0].splitlines()
    assert header.split() == ["NAME", "SIZE", "MEANS"]
    assert (first, second) == (f"{'a' * 200}     7  x", f"b{' ' * 199}  1024  y")


def test_facts_leave_out_what_is_not_there(said: Said) -> None:
    show(facts([("Name", "x"), ("Reason", None)]))
    assert said()[0] == "Name  x\n"


def test_a_note_in_a_pipe_is_one_line(said: Said) -> None:
    note(f"The run goes on, whatever becomes of this terminal. To wait again: {COMMAND}", label="Note:")
    assert said()[1].count("\n") == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"To follow it: {COMMAND}", [f"To follow it: {COMMAND}"]),
        (
            f"Stopped. The run goes on. To wait again: {COMMAND}",
            ["Stopped. The run goes on. To wait again:", f"  {COMMAND}"],
        ),
        ("word " * 20 + "end", [" ".join(["word"] * 16), "word word word word end"]),
        (f"First: {'word ' * 20}end", [f"First: {' '.join(['word'] * 14)}", f"{'word ' * 6}end"]),
    ],
    ids=["fits", "command", "no colon", "no room below either"],
)
def test_a_command_in_a_note_stands_whole_at_a_terminal(text: str, lines: list[str]) -> None:
    code = f"from seawall.terminal.screen import note; note({text!r})"
    ended = at_a_terminal(code, columns=80)
    assert (ended.code, [line.rstrip() for line in ended.said.splitlines()]) == (0, lines)


def test_json_is_the_same_at_a_terminal() -> None:
    value = {"name": "x" * 200}
    ended = at_a_terminal(f"from seawall.terminal.screen import show_json; show_json({value!r})", columns=80)
    assert json.loads(ended.said) == value
