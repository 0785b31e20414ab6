"""Progress of runs and downloads on stderr: bars on a terminal, elsewhere one plain line for each change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column

from seawall.sdks.platform import DownloadProgress, Run
from seawall.sdks.platform.cli.screen import printable, screen

__all__ = ["download_progress", "run_progress"]


@contextmanager
def run_progress() -> Iterator[Callable[[Run], None]]:
    """What to give to `RunHandle.wait` as `on_progress`, while the block runs."""
    console = screen(stderr=True)
    if _is_plain(console):
        yield _RunLines(console)
        return
    with _bars(console) as bars:
        yield _RunBar(bars, bars.add_task("Processing", total=None, state=""))


@contextmanager
def download_progress() -> Iterator[Callable[[DownloadProgress], None]]:
    """What to give to `RunHandle.download` as `on_progress`, while the block runs."""
    console = screen(stderr=True)
    if _is_plain(console):
        yield _DownloadLines(console)
        return
    with _bars(console) as bars:
        bar = _DownloadBar(bars, bars.add_task("Downloading", total=None, state=""))
        yield bar
        bar.finish()


def _is_plain(console: Console) -> bool:
    return not console.is_terminal or console.is_dumb_terminal


def _bars(console: Console) -> Progress:
    one_line = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    return Progress(
        TextColumn("{task.description:<11}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[state]}", markup=False, style="dim", table_column=one_line),
        console=console,
        expand=True,
    )


class _RunBar:
    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars, self._task = bars, task

    def __call__(self, run: Run) -> None:
        counts = run.statistics
        self._bars.update(
            self._task, total=counts.total, completed=counts.terminated, state=printable(run.state)
        )


class _RunLines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = ""

    def __call__(self, run: Run) -> None:
        counts = run.statistics
        line = f"Run {run.run_id}: {printable(run.state)}, {counts.terminated} of {counts.total} items done"
        if line != self._told:
            self._told = line
            self._console.print(line)


class _DownloadBar:
    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars, self._task = bars, task

    def __call__(self, progress: DownloadProgress) -> None:
        self._bars.update(
            self._task,
            total=progress.files,
            completed=progress.done,
            state=f"{_name(progress)} {decimal(progress.size)}",
        )

    def finish(self) -> None:
        """All is there."""
        task = self._bars.tasks[0]
        total = task.total or 0
        self._bars.update(self._task, total=total, completed=total, state="")


class _DownloadLines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: set[int] = set()

    def __call__(self, progress: DownloadProgress) -> None:
        if progress.file not in self._told:
            self._told.add(progress.file)
            self._console.print(f"Downloading {progress.file} of {progress.files}: {_name(progress)}")


def _name(progress: DownloadProgress) -> str:
    return printable(f"{progress.path.parent.name}/{progress.path.name}")
