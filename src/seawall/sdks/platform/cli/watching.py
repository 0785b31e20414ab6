"""Waiting for a run on the command line, with progress; and what it means when it ends."""

from uuid import UUID

from seawall.core.errors import SeawallError
from seawall.sdks.platform import Run, RunHandle, RunOutput
from seawall.sdks.platform.cli.progress import run_progress
from seawall.sdks.platform.cli.screen import printable

__all__ = ["IncompleteRunError", "require_full_output", "watched"]


class IncompleteRunError(SeawallError):
    """A run has ended and not all of its items have succeeded; `run_id` is that of one to look at."""

    def __init__(self, message: str, *, run_id: UUID | None = None) -> None:
        super().__init__(message)
        self.run_id = run_id


def watched(handle: RunHandle, *, timeout_s: float) -> Run:
    """The run once it has ended; shows its progress meanwhile. Raises WaitTimeoutError."""
    try:
        with run_progress() as on_progress:
            return handle.wait(timeout_s=timeout_s, on_progress=on_progress)
    except KeyboardInterrupt as stop:
        stop.add_note(f"The run goes on. To wait again: seawall platform run wait {handle.run_id}")
        raise


def require_full_output(run: Run) -> None:
    """Raise IncompleteRunError unless every item of `run`, which has ended, has succeeded."""
    if run.output == RunOutput.FULL:
        return
    reason = f" ({printable(run.termination_reason)})" if run.termination_reason else ""
    counts = run.statistics
    raise IncompleteRunError(
        f"The run has ended{reason} and {counts.succeeded} of {counts.total} items have succeeded.",
        run_id=run.run_id,
    )
