"""Progress on stderr: a bar on a terminal, elsewhere one plain line for each change."""

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

# What stands before the words: title, bar, numbers, time; and the least that is left for them.
_TAKEN = 58
_LEAST = 10


@frozen
class Step:
    """How far a thing is: the numbers of a bar, what stands beside it, and the line where there is no bar."""

    done: int
    total: int | None
    beside: str
    line: str


@contextmanager
def progress(title: str, step: Callable[[T], Step]) -> Iterator[Callable[[T], None]]:
    """What to tell, while the block runs, how far it is; `step` says it in numbers and words.

    A bar is full when the block has ended well, and gone where there was nothing to do. No line is told
    twice.
    """
    console = screen(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield _lines(console, step)
        return
    with _bars(console) as bars:
        task = bars.add_task(title, total=None, beside="")

        def tell(now: T) -> None:
            told = step(now)
            bars.update(task, total=told.total, completed=told.done, beside=printable(told.beside))

        yield tell
        total = bars.tasks[0].total or 0
        bars.update(task, total=total, completed=total, beside="", visible=total > 0)


def _lines(console: Console, step: Callable[[T], Step]) -> Callable[[T], None]:
    told: set[str] = set()

    def tell(now: T) -> None:
        line = printable(step(now).line)
        if line not in told:
            told.add(line)
            console.print(line)

    return tell


def _bars(console: Console) -> Progress:
    # Short of the edge: a ^C that the terminal shows must not begin a line, which would leave the bar twice.
    room = max(_LEAST, console.width - _TAKEN)
    one_line = Column(no_wrap=True, overflow="ellipsis", max_width=room)
    return Progress(
        TextColumn("{task.description:<11}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[beside]}", markup=False, style="dim", table_column=one_line),
        console=console,
    )
