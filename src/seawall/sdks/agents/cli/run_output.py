"""Runs and their logs: tables, lines, and the output while a run works."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rich.console import RenderableType
from rich.text import Text

from seawall.core.errors import TransportError, WaitTimeoutError
from seawall.sdks.agents import Log, Run, RunHandle, RunStatus
from seawall.sdks.agents.cli.sdk import AgentsCommand
from seawall.terminal.commands.awaited import Awaited, Hint, continues
from seawall.terminal.commands.views import View, facts_view, table_view
from seawall.terminal.json_output import to_json_object
from seawall.terminal.progress import Step
from seawall.terminal.screen import heading, paragraphs, printable, table
from seawall.terminal.times import age

__all__ = ["RUN", "log_line", "run_parts", "run_table", "to_end"]

_STYLES = {RunStatus.COMPLETE: "green", RunStatus.PAUSED: "yellow", RunStatus.CANCELLED: "yellow"}


def _status(run: Run) -> Text:
    # Colours only repeat the text: a pipe or NO_COLOR loses no information.
    return Text(run.status, style=_STYLES.get(run.status, "red" if run.is_terminated else "cyan"))


run_table: View[Sequence[Run]] = table_view(
    Run,
    {
        "RUN": "id",
        "STATUS": _status,
        "SOURCE": "source_type",
        "AGE": lambda run: run.created_at and age(run.created_at, datetime.now(UTC)),
        "SUMMARY": lambda run: run.summary or run.result or "",
    },
)
"""A table with one row for each run."""

_run_facts = facts_view(
    Run,
    {
        "Run": "id",
        "Organization": "organization_id",
        "Status": _status,
        "Source": "source_type",
        "Created": "created_at",
        "Summary": "summary",
        "Page": "web_url",
    },
)


def run_parts(run: Run) -> Iterator[RenderableType]:
    """Yield the parts that describe a run: its facts, its pull requests and its result."""
    yield from _run_facts(run)
    if run.pull_requests:
        yield heading("Pull requests")
        rows = [(each.id, each.state, each.title or "", each.url or "") for each in run.pull_requests]
        yield table(("ID", "STATE", "TITLE", "URL"), rows)
    if run.result:
        yield heading("Result")
        yield paragraphs(run.result)


def log_line(log: Log) -> str:
    """One line for a log entry: time in UTC, kind and text."""
    time = f"{log.created_at.astimezone(UTC):%H:%M:%S}" if log.created_at else "-"
    tool = f" [{log.tool_name}]" if log.tool_name and log.text != log.tool_name else ""
    return f"{time}  {log.kind or '-':<15}  {printable(f'{log.text}{tool}')}"


def _failure(run: Run) -> str | None:
    return None if run.succeeded else f"The run has ended with the status {printable(run.status)}."


def _resume(text: str, run: Run) -> Hint:
    return (text, "run", "resume", str(run.id), "PROMPT")


RUN: Awaited[Run] = Awaited(
    kind=Run,
    title="Running",
    step=lambda run: Step(done=0, total=None, beside=run.status, line=f"Run {run.id}: {run.status}"),
    failure=_failure,
    remedy=lambda run: _resume("To continue it", run),
    advice=lambda run: (
        _resume("The run is paused. To resume it", run) if run.status == RunStatus.PAUSED else None
    ),
)
"""A run, for commands that wait for it."""


def to_end(command: AgentsCommand, handle: RunHandle, *, timeout_s: float, follow: bool) -> None:
    """Wait until a run has ended, and show it; with `follow` its log as it comes, with JSON on stderr.

    Raises IncompleteError if the run has not succeeded.
    """
    again = ("The run continues. To follow it again", "run", "follow", str(handle.run_id))
    with continues(command, again, {"run_id": handle.run_id}, TransportError, WaitTimeoutError):
        if follow:
            run, logs = RUN.follow(handle, line=log_line, timeout_s=timeout_s, command=command)
            command.show({**to_json_object(run), "logs": logs}, "", *run_parts(run))
        else:
            run = RUN.wait(handle, timeout_s=timeout_s, command=command)
            command.show(run, *run_parts(run))
    RUN.require_success(run, command)
