"""Progress on stderr: a bar on a terminal, otherwise a line for each tenth of the work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from attrs import frozen
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column

from seawall.core.errors import StatusError
from seawall.core.waiting.polling import Outage
from seawall.terminal.failures import failure_sentence
from seawall.terminal.screen import live_screen, note, printable, screen

__all__ = ["ProgressDisplay", "Step", "progress"]

T = TypeVar("T")

# Columns for title and count, those for bar and time, and the minimum for the text.
_FIXED_WIDTH = 25
_BAR_WIDTH = 33
_MIN_TEXT_WIDTH = 10
_MIN_WIDTH_WITH_BAR = 70


@frozen
class Step:
    """A state of progress: the count for the bar, the text `beside` it, and the `line` in place of a bar.

    A change of `status` is a line of its own, also if the count is the same.
    """

    done: int
    total: int | None
    beside: str
    line: str
    status: str = ""


class ProgressDisplay(Generic[T]):
    """Receives the states of some work, and the outages between them."""

    def __init__(self, show: Callable[[T], None], show_beside: Callable[[str], None]) -> None:
        self._show = show
        self._show_beside = show_beside
        self._outage_began: datetime | None = None

    def update(self, state: T) -> None:
        """Show a new state; after an outage, also that the server is back."""
        if self._outage_began is not None:
            lost_s = (datetime.now().astimezone() - self._outage_began).total_seconds()
            note(f"The server answers again, after {lost_s:.0f} s.", style="green")
            self._outage_began = None
        self._show(state)

    def show_outage(self, outage: Outage) -> None:
        """Show that the server does not answer, and since when. The next `update` means that it is back."""
        if self._outage_began is None:
            # In the time zone of this machine: a person compares it with a clock.
            began = datetime.now().astimezone() - timedelta(seconds=outage.duration_s)
            status = outage.error.status if isinstance(outage.error, StatusError) else None
            reason, left = failure_sentence(status), f"{outage.remaining_s:.0f} s"
            note(f"Connection lost since {began:%H:%M:%S}. {reason} Retrying for {left}.", style="yellow")
            self._outage_began = began
        self._show_beside(f"lost since {self._outage_began:%H:%M:%S}")


@contextmanager
def progress(title: str, step: Callable[[T], Step]) -> Iterator[ProgressDisplay[T]]:
    """Show progress during the block, which receives a display for new states; `step` converts a state.

    The bar is full after a successful block, and removed if the total is 0. Without a terminal a line is
    printed for each tenth of the work, and for each other change; equal lines are printed once.
    """
    console = screen(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield ProgressDisplay(_line_printer(console, step), lambda _: None)
        return
    with _bar(console) as bar, live_screen(console):
        task = bar.add_task(title, total=None, beside="")

        def update(state: T) -> None:
            now = step(state)
            bar.update(task, total=now.total, completed=now.done, beside=printable(now.beside))

        yield ProgressDisplay(update, lambda beside: bar.update(task, beside=beside))
        total = bar.tasks[0].total or 0
        bar.update(task, total=total, completed=total, beside="", visible=total > 0)


def _line_printer(console: Console, step: Callable[[T], Step]) -> Callable[[T], None]:
    printed: set[str] = set()
    last: tuple[int, str] | None = None

    def update(state: T) -> None:
        nonlocal last
        now, before = step(state), last
        line = printable(now.line)
        # A log of 10,000 lines that count the items says less than one of ten.
        last = (10 * now.done // now.total, now.status) if now.total else None
        if (last is None or last != before) and line not in printed:
            printed.add(line)
            console.print(line)

    return update


def _bar(console: Console) -> Progress:
    # On a narrow terminal the text says more than the bar and the time.
    with_bar = console.width >= _MIN_WIDTH_WITH_BAR
    # Narrower than the terminal: if the echoed ^C wraps the line, rich redraws the bar below the old one.
    room = max(_MIN_TEXT_WIDTH, console.width - _FIXED_WIDTH - (_BAR_WIDTH if with_bar else 0))
    one_line = Column(no_wrap=True, overflow="ellipsis", max_width=room)
    columns: list[ProgressColumn] = [
        TextColumn("{task.description:<11}", markup=False),
        *([BarColumn(bar_width=24)] if with_bar else []),
        MofNCompleteColumn(),
        *([TimeElapsedColumn()] if with_bar else []),
        TextColumn("{task.fields[beside]}", markup=False, style="dim", table_column=one_line),
    ]
    return Progress(*columns, console=console)
