"""Output of commands: data on stdout, messages on stderr, without control codes from servers.

A table fits the terminal; in a pipe or a file it is as wide as its text. JSON is one ASCII document, so it is
the same on every system.
"""

import json
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NoReturn

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from seawall.terminal.fitted_tables import FactList, FittedTable
from seawall.terminal.json_output import to_json_data
from seawall.terminal.options import Output
from seawall.terminal.times import format_time

__all__ = [
    "Cell",
    "Output",
    "clear_status_line",
    "facts",
    "heading",
    "live_screen",
    "note",
    "paragraphs",
    "printable",
    "printable_line",
    "screen",
    "show",
    "show_as",
    "show_json",
    "show_status_line",
    "table",
]

Cell = str | int | datetime | Text
"""A value in a table or a list of facts: a text, one with a style, a number, yes or no, or a time."""

# Wider than any table: lines in a pipe must not wrap.
_WIDE = 1_000_000
_INDENT = "  "
# A sentence such as "To wait again: seawall platform run watch ID".
_COMMAND = re.compile(r"(?:^|[.;] )To [^.:]*$")
# Global and not by thread: a thread of a download may log a retry.
_live: list[Console] = []


class _Screen(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Raise instead of exiting the process, which is rich's default."""
        raise BrokenPipeError


def screen(*, stderr: bool = False) -> Console:
    """Create a console on the current stdout or stderr; it does not interpret markup in its text."""
    if stderr and _live:
        return _live[-1]
    stream = sys.stderr if stderr else sys.stdout
    console = _Screen(file=stream, markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console


@contextmanager
def live_screen(console: Console) -> Iterator[None]:
    """Print messages above the bar that `console` shows on stderr during the block."""
    _live.append(console)
    try:
        yield
    finally:
        _live.pop()


def printable(text: str) -> str:
    """Put `text` on one line and remove control characters, so that a server can not control the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def show(*parts: RenderableType) -> None:
    """Print `parts` on stdout, one below the other."""
    console = screen()
    if console.is_terminal:
        # A word that is wider than the terminal is wrapped by the terminal, not cut.
        console.print(*parts, sep="\n", crop=False)
        return
    # rich pads every line to the width of its table.
    with console.capture() as capture:
        console.print(*parts, sep="\n")
    for line in capture.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def show_json(value: object) -> None:
    """Print `value` on stdout as one JSON document without secrets, see `to_json_data`."""
    sys.stdout.write(json.dumps(to_json_data(value), indent=2) + "\n")


def show_as(output: Output, data: object, *parts: RenderableType) -> None:
    """Print `data` as JSON, or its human-readable `parts`, depending on `output`."""
    if output is Output.JSON:
        show_json(data)
    elif parts:
        show(*parts)


def note(text: str, *, label: str = "", style: str = "") -> None:
    """Print a message on stderr; `style` applies to the label, or to the text if there is no label.

    If the message does not fit the terminal, the part after its last colon moves to a line of its own. That
    part is usually a command, and a command on one line can be copied.
    """
    console = screen(stderr=True)
    if console.is_terminal:
        text = _break_at_colon(text, console.width, used=cell_len(label) + 1 if label else 0)
    message = Text.assemble((label, style), f" {text}") if label else Text(text, style=style)
    first, newline, command = message.plain.rpartition(f"\n{_INDENT}")
    if newline and cell_len(command) + len(_INDENT) > console.width and console.is_terminal:
        # The terminal wraps it without a line break, so that it can be copied.
        console.print(message[: len(first)])
        console.print(Text(command, style="" if label else style), soft_wrap=True)
        return
    console.print(message, soft_wrap=not console.is_terminal)


def _break_at_colon(text: str, width: int, *, used: int) -> str:
    before, colon, after = text.rpartition(": ")
    fits = used + cell_len(text) <= width
    fits_below = cell_len(after) + len(_INDENT) <= width or _COMMAND.search(before)
    return text if fits or not fits_below or not colon or "\n" in text else f"{before}:\n{_INDENT}{after}"


def show_status_line(text: str, *, style: str = "") -> bool:
    """Show `text` on stderr in place of the status line before it; return whether it can be removed.

    Below a live view, and on a terminal that can not move its cursor, it is a line of its own.
    """
    console = screen(stderr=True)
    if _live or console.is_dumb_terminal:
        note(text, style=style)
        return False
    clear_status_line()
    # A line as wide as the terminal would wrap.
    line = Text(text, style=style)
    line.truncate(console.width - 1, overflow="ellipsis")
    console.print(line, end="")
    return True


def clear_status_line() -> None:
    """Remove the status line."""
    erased = Control((ControlType.ERASE_IN_LINE, 2), ControlType.CARRIAGE_RETURN)
    screen(stderr=True).control(erased)


def paragraphs(text: str) -> RenderableType:
    """A text of several lines, with their indentation and without control characters."""
    return Text("\n".join(map(printable_line, text.splitlines())))


def printable_line(line: str) -> str:
    """A line of a text with its indentation and without control characters."""
    return "".join(c if c.isprintable() else " " for c in line.expandtabs()).rstrip()


def heading(text: str) -> RenderableType:
    """A section title with an empty line before it."""
    return Group("", Text(printable(text), style="bold"))


def table(
    columns: Sequence[str], rows: Sequence[Sequence[Cell | None]], *, numbers: Collection[str] = ()
) -> FittedTable:
    """Build a table with a header; a value that is None is `-`. Columns in `numbers` are aligned right."""
    return FittedTable(columns, [[_cell(cell) for cell in row] for row in rows], frozenset(numbers))


def facts(pairs: Sequence[tuple[str, Cell | None]]) -> FactList:
    """Build a list of names and values; omits a value that is None."""
    return FactList([(name, _cell(value)) for name, value in pairs if value is not None])


def _cell(cell: Cell | None) -> Text:
    match cell:
        case Text():
            return Text(printable(cell.plain), style=cell.style)
        case None:
            return Text("-")
        case bool():
            return Text("yes" if cell else "no")
        case datetime():
            return Text(format_time(cell))
        case _:
            return Text(printable(str(cell)))
