"""The progress of a job in a notebook: shown when it changes, with the time since the start of the job."""

from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from seawall.core.notebook.progress import ItemCounts, Progress, progress_html, progress_text
from seawall.core.process_bound import ProcessBound
from seawall.runtime.notebook.cell_output import CellOutput, cell_output

__all__ = ["ProgressDisplay"]

T = TypeVar("T")
R = TypeVar("R")

# More updates a second only make the front end slow.
_MIN_INTERVAL_S = 0.2


class ProgressDisplay(ProcessBound):
    """Shows the progress of one job while a `with` block runs. Shows nothing outside of notebooks.

    `monotonic` returns the time. `is_on` false shows nothing anywhere.
    """

    _in_other_process = "Show the progress in the process of the notebook."

    def __init__(self, title: str, monotonic: Callable[[], float], *, is_on: bool = True) -> None:
        self._title = title
        self._monotonic = monotonic
        self._output: CellOutput | None = cell_output() if is_on else None
        self._start: float = monotonic()
        self._shown: float | None = None
        self._state = "starting"
        self._counts: ItemCounts | None = None

    @property
    def is_shown(self) -> bool:
        """True in a notebook, unless it is switched off."""
        return self._output is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown is None:
            return
        # What the error says is shown by the notebook.
        self._show(
            alarm="" if error is None else f"Stopped: {type(error).__name__}.", has_ended=error is None
        )

    def update(self, state: str, counts: ItemCounts | None = None) -> None:
        """Show the state of the job now, unless it was updated a moment ago."""
        self._state, self._counts = state, counts
        if self._shown is None or self._monotonic() - self._shown >= _MIN_INTERVAL_S:
            self._show()

    def before(
        self, report: Callable[[T], R], shown: Callable[[T], tuple[str, ItemCounts]]
    ) -> Callable[[T], R]:
        """Wrap the callback `report`: its argument is shown first. `shown` returns its state and counts."""

        def show_and_report(now: T) -> R:
            if self.is_shown:
                self.update(*shown(now))
            return report(now)

        return show_and_report

    def warn(self, alarm: str) -> None:
        """Show a failure that does not end the job, beside its last state."""
        self._show(alarm=alarm)

    def _show(self, *, alarm: str = "", has_ended: bool = False) -> None:
        if self._output is None:
            return
        now = self._monotonic()
        progress = Progress(
            title=self._title,
            state=self._state,
            elapsed_s=now - self._start,
            counts=self._counts,
            alarm=alarm,
            has_ended=has_ended,
        )
        self._shown = now
        self._output.show(progress_html(progress), progress_text(progress))
