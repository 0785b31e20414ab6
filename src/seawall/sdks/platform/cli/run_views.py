"""Tables of runs and items."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rich.console import RenderableType
from rich.text import Text

from seawall.sdks.platform import Item, ItemTerminationReason, RunData, RunOutput, RunState
from seawall.terminal.commands.views import View, table_view
from seawall.terminal.screen import facts, heading, table
from seawall.terminal.times import age, format_time

__all__ = ["item_table", "run_parts", "run_state", "run_table"]

# Colours only repeat the text: a pipe or NO_COLOR loses no information.
_RUN_STYLES = {RunOutput.FULL: "green", RunOutput.PARTIAL: "yellow", RunOutput.NONE: "red"}
_REASON_STYLES = {
    ItemTerminationReason.SUCCEEDED: "green",
    ItemTerminationReason.USER_ERROR: "red",
    ItemTerminationReason.SYSTEM_ERROR: "red",
    ItemTerminationReason.SKIPPED: "yellow",
}


def run_state(run: RunData) -> Text:
    """The state of a run; the colour of an ended run shows how many items succeeded."""
    style = _RUN_STYLES.get(run.output, "") if run.is_terminated else _active_style(run.state)
    return Text(run.state, style=style)


def _active_style(state: RunState) -> str:
    return "cyan" if state == RunState.PROCESSING else ""


run_table: View[Sequence[RunData]] = table_view(
    RunData,
    {
        "RUN": lambda run: str(run.run_id),
        "APPLICATION": lambda run: f"{run.application_id} {run.version_number}",
        "STATE": run_state,
        "SUCCEEDED": lambda run: f"{run.statistics.succeeded}/{run.statistics.total}",
        "AGE": lambda run: age(run.submitted_at, datetime.now(UTC)),
    },
)
"""A table with one row for each run."""


def run_parts(run: RunData, items: Sequence[Item]) -> Iterator[RenderableType]:
    """Yield the parts that describe a run and its items."""
    yield facts(
        [
            ("Run", str(run.run_id)),
            ("Application", f"{run.application_id} {run.version_number}"),
            ("State", run_state(run)),
            ("Reason", run.termination_reason),
            ("Output", run.output),
            ("Items", _counts(run)),
            ("Submitted", f"{format_time(run.submitted_at)} by {run.submitted_by}"),
            ("Ended", run.terminated_at),
            ("Queue", _items_ahead(run)),
            ("Error", run.error_message or run.error_code),
        ]
    )
    if items:
        yield heading("Items")
        yield item_table(items)


def item_table(items: Sequence[Item], sizes: dict[str, str] | None = None) -> RenderableType:
    """Build a table with one row for each item; `sizes` adds the downloaded size, by external id.

    The column for messages exists only if an item has a message.
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


def _counts(run: RunData) -> str:
    counts = run.statistics
    counted = [
        (counts.succeeded, "succeeded"),
        (counts.user_error, "user error"),
        (counts.system_error, "system error"),
        (counts.skipped, "skipped"),
        (counts.processing, "processing"),
        (counts.pending, "pending"),
    ]
    states = ", ".join(f"{count} {name}" for count, name in counted if count)
    return f"{counts.total}: {states}" if states else str(counts.total)


def _items_ahead(run: RunData) -> str | None:
    if run.is_terminated or run.items_ahead_on_platform is None:
        return None
    return f"{run.items_ahead_on_platform} items ahead"
