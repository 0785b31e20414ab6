"""Waiting for a run on the command line, with progress; and what it means when it ends."""

from uuid import UUID

from seawall.sdks.platform import Run, RunHandle, RunOutput
from seawall.sdks.platform.cli.progress import run_step
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.progress import progress
from seawall.terminal.screen import printable

__all__ = ["goes_on", "require_full_output", "watched"]


def goes_on(run_id: UUID) -> str:
    """What a person who stops waiting for a run is told."""
    return f"The run goes on. To wait again: seawall platform run wait {run_id}"


def watched(handle: RunHandle, *, timeout_s: float) -> Run:
    """The run once it has ended; shows its progress meanwhile. Raises WaitTimeoutError."""
    with progress("Processing", run_step) as on_progress:
        return handle.wait(timeout_s=timeout_s, on_progress=on_progress)


def require_full_output(run: Run) -> None:
    """Raise IncompleteError unless every item of `run`, which has ended, has succeeded."""
    if run.output == RunOutput.FULL:
        return
    reason = f" ({printable(run.termination_reason)})" if run.termination_reason else ""
    counts = run.statistics
    raise IncompleteError(
        f"The run has ended{reason} and {counts.succeeded} of {counts.total} items have succeeded.",
        hint=f"To see why: seawall platform run describe {run.run_id}",
    )
