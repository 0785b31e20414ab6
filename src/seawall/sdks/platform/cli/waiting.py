"""Waiting for runs, with progress."""

import typer

from seawall.sdks.platform import Run, RunHandle, RunOutput
from seawall.sdks.platform.cli.sdk import PLATFORM
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.progress import Step, progress
from seawall.terminal.screen import printable

__all__ = ["require_all_succeeded", "resume_hint", "wait_with_progress"]


def resume_hint(context: typer.Context, handle: RunHandle) -> str:
    """The message after an interrupted wait."""
    again = PLATFORM.next_command(context, "run", "wait", str(handle.run_id))
    return f"The run continues. To wait again: {again}"


def wait_with_progress(handle: RunHandle, *, timeout_s: float) -> Run:
    """Wait until the run has ended and show its progress. Raises WaitTimeoutError."""
    with progress("Processing", _step) as display:
        return handle.wait(timeout_s=timeout_s, on_progress=display.update, on_outage=display.show_outage)


def _step(run: Run) -> Step:
    counts = run.statistics
    line = f"Run {run.run_id}: {run.state}, {counts.terminated} of {counts.total} items done"
    return Step(done=counts.terminated, total=counts.total, beside=run.state, line=line)


def require_all_succeeded(run: Run, context: typer.Context | None = None) -> None:
    """Raise IncompleteError unless every item of the ended `run` has succeeded.

    Its hint is a command like that of `context`; without a context it has none.
    """
    if run.output == RunOutput.FULL:
        return
    reason = f" ({printable(run.termination_reason)})" if run.termination_reason else ""
    counts = run.statistics
    hint = None
    if context is not None:
        hint = f"To see the reasons: {PLATFORM.next_command(context, 'run', 'describe', str(run.run_id))}"
    raise IncompleteError(
        f"The run has ended{reason} and {counts.succeeded} of {counts.total} items have succeeded.", hint
    )
