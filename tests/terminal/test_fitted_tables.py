"""Tables and facts on screens of several widths: no word is broken, nothing is cut."""

import re
from collections.abc import Callable

import pytest

from seawall.terminal.fitted_tables import fitted_widths
from seawall.terminal.screen import facts, heading, show, table
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]
RUN_ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
TEXT = "Finds tissue in an image, measures how sharp it is and how it is stained."
ROWS = [(RUN_ID, "image-qc 1.0.0", TEXT, "4/4"), (RUN_ID, "test-app 1.0.0", "", "0/1")]
TABLE = (
    f"from seawall.terminal.screen import show, table; show(table(('RUN', 'APP', 'TEXT', 'DONE'), {ROWS}))"
)
FACTS = (
    f"from seawall.terminal.screen import facts, show; show(facts([('Run', {RUN_ID!r}), ('Text', {TEXT!r})]))"
)


@pytest.mark.parametrize(
    ("natural", "words", "room", "widths"),
    [
        ([36, 14, 10], [36, 8, 10], 60, [36, 14, 10]),
        # The widest column that can be narrower loses first.
        ([36, 70, 40], [36, 8, 8], 100, [36, 32, 32]),
        ([36, 70, 20], [36, 8, 8], 80, [36, 24, 20]),
        # A column of text keeps 16 columns, and a short one all that it needs.
        ([36, 70, 5], [36, 8, 5], 57, [36, 16, 5]),
        ([36, 70, 5], [36, 8, 5], 56, None),
        # A word is not broken.
        ([36, 40], [36, 30], 65, None),
        ([5000, 3], [7, 3], 50, [47, 3]),
        ([], [], 50, []),
    ],
)
def test_the_widest_columns_become_narrower_first(
    natural: list[int], words: list[int], room: int, widths: list[int] | None
) -> None:
    assert fitted_widths(natural, words, room) == widths


def at_terminal(code: str, columns: int) -> list[str]:
    session = run_at_terminal(code, columns=columns)
    assert session.code == 0, session.output
    return [line.rstrip() for line in re.sub(r"\x1b\[\d+m", "", session.output).splitlines()]


@pytest.mark.parametrize("code", [TABLE, FACTS], ids=["table", "facts"])
@pytest.mark.parametrize("columns", [40, 50, 80, 120])
def test_an_id_and_the_words_are_whole_on_every_screen(code: str, columns: int) -> None:
    lines = at_terminal(code, columns)
    assert max(map(len, lines)) <= columns
    assert any(RUN_ID in line for line in lines)
    words = " ".join(lines).split()
    assert [word for word in TEXT.split() if word not in words] == []


def test_a_narrow_screen_shows_a_block_for_each_row() -> None:
    assert at_terminal(TABLE, 50) == [
        f"RUN   {RUN_ID}",
        "APP   image-qc 1.0.0",
        "TEXT  Finds tissue in an image, measures how sharp",
        "      it is and how it is stained.",
        "DONE  4/4",
        "",
        f"RUN   {RUN_ID}",
        "APP   test-app 1.0.0",
        "DONE  0/1",
    ]


def test_a_long_name_leaves_room_for_the_values_of_the_others() -> None:
    pairs = [("Name", "first"), ("A name that takes the whole line", "x")]
    code = f"from seawall.terminal.screen import facts, show; show(facts({pairs}))"
    assert at_terminal(code, 40) == ["Name  first", "A name that takes the whole line", "x"]
    assert at_terminal(code, 80)[0] == f"Name{' ' * 30}first"


def test_a_mark_follows_the_name_on_a_narrow_screen() -> None:
    rows = [("*", "first", TEXT * 3), ("", "other", RUN_ID)]
    code = f"from seawall.terminal.screen import show, table; show(table(('', 'NAME', 'TEXT'), {rows}))"
    lines = at_terminal(code, 30)
    assert [line.split() for line in lines if line.startswith("NAME")] == [
        ["NAME", "first", "*"],
        ["NAME", "other"],
    ]


def test_a_word_that_is_wider_than_the_screen_is_left_to_the_terminal() -> None:
    name = "x" * 70
    code = f"from seawall.terminal.screen import facts, show; show(facts([('File', {name!r})]))"
    assert at_terminal(code, 50) == ["File", name]


def test_a_pipe_receives_everything_on_one_line_for_each_row(captured: Captured) -> None:
    long = "word " * 20_000 + "end"
    show(heading("Items"), table(("NAME", "TEXT"), [("a", long)]), facts([("Text", long)]))
    assert captured()[0] == f"\nItems\nNAME  TEXT\na     {long}\nText  {long}\n"


@pytest.mark.parametrize(("columns", "widest"), [(30, 40), (50, 50), (120, 80)])
def test_a_report_is_no_wider_than_the_terminal(columns: int, widest: int) -> None:
    code = f"from seawall.terminal.report_text import echo_wrapped; echo_wrapped({TEXT * 3!r})"
    lines = at_terminal(code, columns)
    assert widest - 14 < max(map(len, lines)) <= widest
