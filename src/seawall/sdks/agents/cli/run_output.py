"""Runs and their logs: tables, lines, and the output while a run works."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from rich.console import RenderableType
from rich.text import Text

from seawall.core.errors import TransportError, WaitTimeoutError
from seawall.sdks.agents import Log, Run, RunHandle, RunStatus
from seawall.sdks.agents.cli.sdk import run_command
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.json_output import to_json_object
from seawall.terminal.progress import ProgressDisplay, Step, progress
from seawall.terminal.screen import Output, facts, heading, note, paragraphs, printable, show_as, table
from seawall.terminal.times import age, format_time

__all__ = ["follow_to_end", "log_line", "require_success", "run_parts", "run_table", "wait_to_end"]

_STYLES = {RunStatus.COMPLETE: "green", RunStatus.PAUSED: "yellow", RunStatus.CANCELLED: "yellow"}


def _status(run: Run) -> Text:
    # Colours only repeat the text: a pipe or NO_COLOR loses no information.
    return Text(run.status, style=_STYLES.get(run.status, "red" if run.is_terminated else "cyan"))


def run_table(runs: Sequence[Run], now: datetime) -> RenderableType:
    """Build a table with one row for each run."""
    rows = [
        (
            str(run.id),
            _status(run),
            run.source_type or "-",
            age(run.created_at, now) if run.created_at else "-",
            run.summary or run.result or "",
        )
        for run in runs
    ]
    return table(("RUN", "STATUS", "SOURCE", "AGE", "SUMMARY"), rows)


def run_parts(run: Run) -> Iterator[RenderableType]:
    """Yield the parts that describe a run: its facts, its pull requests and its result."""
    yield facts(
        [
            ("Run", str(run.id)),
            ("Organization", str(run.organization_id)),
            ("Status", _status(run)),
            ("Source", run.source_type),
            ("Created", format_time(run.created_at) if run.created_at else None),
            ("Summary", run.summary),
            ("Page", run.web_url),
        ]
    )
    if run.pull_requests:
        yield heading("Pull requests")
        requests = run.pull_requests
        rows = [(str(each.id), each.state or "-", each.title or "", each.url or "") for each in requests]
        yield table(("ID", "STATE", "TITLE", "URL"), rows)
    if run.result:
        yield heading("Result")
        yield paragraphs(run.result)


def log_line(log: Log) -> str:
    """One line for a log entry: time in UTC, kind and text."""
    time = f"{log.created_at.astimezone(UTC):%H:%M:%S}" if log.created_at else "-"
    tool = f" [{log.tool_name}]" if log.tool_name and log.text != log.tool_name else ""
    return f"{time}  {log.kind or '-':<15}  {printable(f'{log.text}{tool}')}"


def follow_to_end(context: typer.Context, handle: RunHandle, *, timeout_s: float, output: Output) -> None:
    """Show the log of a run as it comes, and the run when it has ended; with JSON the log on stderr.

    Raises IncompleteError if the run has not succeeded.
    """
    logs, pauses = list[Log](), _Pauses(context)
    display = ProgressDisplay[Run](pauses.show, lambda _: None)
    stream = sys.stderr if output is Output.JSON else sys.stdout
    with _interrupted(context, handle, output):
        for entry in handle.follow(
            timeout_s=timeout_s, on_progress=display.update, on_outage=display.show_outage
        ):
            if isinstance(entry, Run):
                show_as(output, {**to_json_object(entry), "logs": logs}, "", *run_parts(entry))
                return require_success(entry, context)
            logs.append(entry)
            stream.write(f"{log_line(entry)}\n")
            # The reader of a pipe sees each line as it comes, too.
            stream.flush()
    return None


def wait_to_end(context: typer.Context, handle: RunHandle, *, timeout_s: float, output: Output) -> None:
    """Wait until a run has ended, and show it. Raises IncompleteError if it has not succeeded."""
    pauses = _Pauses(context)

    def step(run: Run) -> Step:
        pauses.show(run)
        return Step(done=0, total=None, beside=run.status, line=f"Run {run.id}: {run.status}")

    with _interrupted(context, handle, output), progress("Running", step) as display:
        run = handle.wait(timeout_s=timeout_s, on_progress=display.update, on_outage=display.show_outage)
    show_as(output, run, *run_parts(run))
    require_success(run, context)


@contextmanager
def _interrupted(context: typer.Context, handle: RunHandle, output: Output) -> Iterator[None]:
    """Say how to follow the run again if the block ends before it; JSON has its id then."""
    again = run_command(context, "follow", str(handle.run_id))
    ends = (TransportError, WaitTimeoutError)
    try:
        with on_interrupt(f"The run continues. To follow it again: {again}", *ends):
            yield
    except ends:
        # The run exists; a program must not lose its id with the error.
        if output is Output.JSON:
            show_as(output, {"run_id": handle.run_id})
        raise


class _Pauses:
    """Tells at each pause of a run how to resume it."""

    def __init__(self, context: typer.Context) -> None:
        self._context = context
        self._is_paused = False

    def show(self, run: Run) -> None:
        was_paused, self._is_paused = self._is_paused, run.status == RunStatus.PAUSED
        if self._is_paused and not was_paused:
            resume = run_command(self._context, "resume", str(run.id), "PROMPT")
            note(f"The run is paused. To resume it: {resume}")


def require_success(run: Run, context: typer.Context | None = None) -> None:
    """Raise IncompleteError unless the run, which has ended, has succeeded; with a hint for a `context`."""
    if run.succeeded:
        return
    resume = context and run_command(context, "resume", str(run.id), "PROMPT")
    hint = f"To continue it: {resume}" if resume else None
    raise IncompleteError(f"The run has ended with the status {printable(run.status)}.", hint)
