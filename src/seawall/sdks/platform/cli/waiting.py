"""Runs as commands wait for them: progress, and the message about an end without success."""

from seawall.core.settings.shell_command import option_words
from seawall.sdks.platform import RunData, RunOutput
from seawall.terminal.commands.awaited import Awaited, Hint
from seawall.terminal.progress import Step
from seawall.terminal.screen import printable

__all__ = ["RUN", "wait_again"]


def wait_again(run_id: object, share_token: str | None = None) -> Hint:
    """The hint after an interrupted wait, with the `--share-token` of the command."""
    shared = option_words("--share-token", share_token)
    return ("The run continues. To watch it again", "run", "watch", str(run_id), *shared)


def _step(run: RunData) -> Step:
    counts = run.statistics
    line = f"Run {run.run_id}: {run.state}, {counts.terminated} of {counts.total} items done"
    return Step(done=counts.terminated, total=counts.total, beside=run.state, line=line, status=run.state)


def _failure(run: RunData) -> str | None:
    if run.output == RunOutput.FULL:
        return None
    reason = f" ({printable(run.termination_reason)})" if run.termination_reason else ""
    counts = run.statistics
    return f"The run has ended{reason} and {counts.succeeded} of {counts.total} items have succeeded."


RUN: Awaited[RunData] = Awaited(
    kind=RunData,
    title="Processing",
    step=_step,
    failure=_failure,
    remedy=lambda run: ("To see the reasons", "run", "describe", str(run.run_id)),
)
"""A run, for commands that wait for it; it has succeeded if each item has."""
