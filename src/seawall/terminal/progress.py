"""Progress on stderr: a bar on a terminal, otherwise one line for each change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from attrs import frozen
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column

from seawall.terminal.screen import printable, screen

__all__ = ["Step", "progress"]

T = TypeVar("T")

# Columns for title, bar, count and time, and the minimum for the text.
_FIXED_WIDTH = 58
_MIN_TEXT_WIDTH = 10


@frozen
class Step:
    """A state of progress: the count for the bar, the text `beside` it, and the `line` in place of a bar."""

    done: int
    total: int | None
    beside: str
    line: str


@contextmanager
def progress(title: str, step: Callable[[T], Step]) -> Iterator[Callable[[T], None]]:
    """Show progress during the block, which receives a callback for new states; `step` converts a state.

    The bar is full after a successful block, and removed if the total is 0. Equal lines are printed once.
    """
    console = screen(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield _line_printer(console, step)
        return
    with _bar(console) as bar:
        task = bar.add_task(title, total=None, beside="")

        def update(state: T) -> None:
            now = step(state)
            bar.update(task, total=now.total, completed=now.done, beside=printable(now.beside))

        yield update
        total = bar.tasks[0].total or 0
        bar.update(task, total=total, completed=total, beside="", visible=total > 0)


def _line_printer(console: Console, step: Callable[[T], Step]) -> Callable[[T], None]:
    printed: set[str] = set()

    def update(state: T) -> None:
        line = printable(step(state).line)
        if line not in printed:
            printed.add(line)
            console.print(line)

    return update


def _bar(console: Console) -> Progress:
    # Narrower than the terminal: if the echoed ^C wraps the line, rich redraws the bar below the old one.
    room = max(_MIN_TEXT_WIDTH, console.width - _FIXED_WIDTH)
    one_line = Column(no_wrap=True, overflow="ellipsis", max_width=room)
    return Progress(
        TextColumn("{task.description:<11}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[beside]}", markup=False, style="dim", table_column=one_line),
        console=console,
    )
