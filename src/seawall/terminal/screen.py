"""What commands show: data on stdout, all else on stderr, and no control code that a server chose.

A table fits the terminal. In a pipe or a file it is as wide as its text and holds no control codes. JSON is
one document with everything beyond ASCII escaped, so that it is the same on every system.
"""

import json
import sys
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NoReturn

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from seawall.terminal.json_form import json_form

__all__ = [
    "Cell",
    "Output",
    "facts",
    "heading",
    "note",
    "printable",
    "screen",
    "show",
    "show_as",
    "show_json",
    "table",
]

Cell = str | Text
"""What stands in a table: plain text, or text with a style."""

_WIDE = 10_000
_INDENT = "  "


class Output(StrEnum):
    """In which form a command shows its data."""

    TABLE = "table"
    JSON = "json"


class _Screen(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Let the caller know: rich would end the process here."""
        raise BrokenPipeError


def screen(*, stderr: bool = False) -> Console:
    """A console on stdout or stderr as they are now; it takes no markup from the text that it shows."""
    stream = sys.stderr if stderr else sys.stdout
    console = _Screen(file=stream, markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console


def printable(text: str) -> str:
    """`text` on one line without control characters: a terminal must not obey a server."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def show(*parts: RenderableType) -> None:
    """Put `parts` on stdout, one below the other."""
    console = screen()
    if console.is_terminal:
        console.print(*parts, sep="\n")
        return
    with console.capture() as capture:
        console.print(*parts, sep="\n")
    for line in capture.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def show_json(value: object) -> None:
    """Put `value` on stdout as one JSON document; secrets are left out, see `json_form`."""
    sys.stdout.write(json.dumps(json_form(value), indent=2) + "\n")


def show_as(output: Output, data: object, *parts: RenderableType) -> None:
    """Put `data` on stdout in the form that was asked for: as JSON, or as the `parts` that people read."""
    if output is Output.JSON:
        show_json(data)
    elif parts:
        show(*parts)


def note(text: str, *, label: str = "", style: str = "") -> None:
    """Tell something beside the data, on stderr; where there is a label, it alone is in `style`.

    A line that a terminal has no room for goes on below after its last colon, so that a command that stands
    there can be copied whole.
    """
    console = screen(stderr=True)
    if console.is_terminal:
        text = _broken_at_colon(text, console.width, taken=cell_len(label) + 1 if label else 0)
    told = Text.assemble((label, style), f" {text}") if label else Text(text, style=style)
    console.print(told, soft_wrap=not console.is_terminal)


def _broken_at_colon(text: str, width: int, *, taken: int) -> str:
    before, colon, after = text.rpartition(": ")
    has_room = taken + cell_len(text) <= width or cell_len(after) + len(_INDENT) > width
    return text if has_room or not colon or "\n" in text else f"{before}:\n{_INDENT}{after}"


def heading(text: str) -> RenderableType:
    """A title above a part, with a line of space before it."""
    return Padding(Text(printable(text), style="bold"), (1, 0, 0, 0))


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, numbers: Collection[str] = ()) -> Table:
    """A table with a header; text from a server is made printable. `numbers` names columns to align right."""
    made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        made.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(_cell(cell) for cell in row))
    return made


def facts(pairs: Sequence[tuple[str, Cell | None]]) -> Table:
    """Names and values, one below the other; a value that is None is left out."""
    made = Table.grid(padding=(0, 2, 0, 0))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in pairs:
        if value is not None:
            made.add_row(name, _cell(value))
    return made


def _cell(cell: Cell) -> Text:
    return Text(printable(cell)) if isinstance(cell, str) else Text(printable(cell.plain), style=cell.style)
