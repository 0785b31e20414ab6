"""Runs and items as tables. Pure: the time is handed in."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from seawall.sdks.platform import Item, ItemTerminationReason, Run, RunOutput, RunState
from seawall.terminal.moments import age, moment
from seawall.terminal.screen import facts, heading, table

__all__ = ["item_table", "run_parts", "run_state", "run_table"]

_RUN_STYLES = {RunOutput.FULL: "green", RunOutput.PARTIAL: "yellow", RunOutput.NONE: "red"}
_REASON_STYLES = {
    ItemTerminationReason.SUCCEEDED: "green",
    ItemTerminationReason.USER_ERROR: "red",
    ItemTerminationReason.SYSTEM_ERROR: "red",
    ItemTerminationReason.SKIPPED: "yellow",
}


def run_state(run: Run) -> Text:
    """A run's state; once it has ended, in the colour of how much of it succeeded."""
    style = _RUN_STYLES.get(run.output, "") if run.is_terminated else _waiting_style(run.state)
    return Text(run.state, style=style)


def _waiting_style(state: RunState) -> str:
    return "cyan" if state == RunState.PROCESSING else ""


def run_table(runs: Sequence[Run], now: datetime) -> RenderableType:
    """One row for each run; it fits 80 columns as long as the application's name is short."""
    rows = [
        (
            str(run.run_id),
            f"{run.application_id} {run.version_number}",
            run_state(run),
            f"{run.statistics.succeeded}/{run.statistics.total}",
            age(run.submitted_at, now),
        )
        for run in runs
    ]
    return table(("RUN", "APPLICATION", "STATE", "SUCCEEDED", "AGE"), rows)


def run_parts(run: Run, items: Sequence[Item]) -> Iterator[RenderableType]:
    """A run and its items."""
    yield facts(
        [
            ("Run", str(run.run_id)),
            ("Application", f"{run.application_id} {run.version_number}"),
            ("State", run_state(run)),
            ("Reason", run.termination_reason),
            ("Output", run.output),
            ("Items", _counts(run)),
            ("Submitted", f"{moment(run.submitted_at)} by {run.submitted_by}"),
            ("Ended", moment(run.terminated_at) if run.terminated_at else None),
            ("Ahead of it", _ahead(run)),
            ("Error", run.error_message or run.error_code),
        ]
    )
    if items:
        yield heading("Items")
        yield item_table(items)


def item_table(items: Sequence[Item], sizes: dict[str, str] | None = None) -> RenderableType:
    """One row for each item; `sizes` adds a column of what was downloaded, by external id.

    There is a column of messages only where there is a message.
    """
    columns = ["ITEM", "STATE", "REASON", "FILES"]
    columns += ["SIZE"] if sizes is not None else []
    with_message = any(item.error_message for item in items)
    columns += ["MESSAGE"] if with_message else []
    rows = []
    for item in items:
        row: list[str | Text] = [item.external_id, item.state, _reason(item), _files(item)]
        row += [sizes.get(item.external_id, "-")] if sizes is not None else []
        row += [item.error_message or ""] if with_message else []
        rows.append(row)
    return table(columns, rows, numbers=("FILES", "SIZE"))


def _reason(item: Item) -> Text:
    reason = item.termination_reason
    return Text("-") if reason is None else Text(reason, style=_REASON_STYLES.get(reason, ""))


def _files(item: Item) -> str:
    return str(sum(artifact.is_available for artifact in item.output_artifacts))


def _counts(run: Run) -> str:
    counts = run.statistics
    named = [
        (counts.succeeded, "succeeded"),
        (counts.user_error, "user error"),
        (counts.system_error, "system error"),
        (counts.skipped, "skipped"),
        (counts.processing, "processing"),
        (counts.pending, "pending"),
    ]
    told = ", ".join(f"{count} {name}" for count, name in named if count)
    return f"{counts.total}: {told}" if told else str(counts.total)


def _ahead(run: Run) -> str | None:
    if run.is_terminated or run.items_ahead_on_platform is None:
        return None
    return f"{run.items_ahead_on_platform} items of others"
