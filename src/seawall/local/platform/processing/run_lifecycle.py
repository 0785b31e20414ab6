"""Life cycle of runs: count items, update the state, cancel. The caller owns the session."""

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from seawall.local.platform.processing.state_events import add_state_event
from seawall.local.platform.store.states import (
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunOutput,
    RunState,
    RunTerminationReason,
)
from seawall.local.platform.store.tables import Item, Run
from seawall.local.platform.wire.runs import RunItemStatistics
from seawall.local.serving.json_object import JsonObject

__all__ = ["cancel_run_and_items", "count_items", "metadata_checksum", "update_run_state"]

_COUNT_NAMES = {
    (ItemState.PENDING, None): "item_pending_count",
    (ItemState.PROCESSING, None): "item_processing_count",
    (ItemState.TERMINATED, ItemTerminationReason.SUCCEEDED): "item_succeeded_count",
    (ItemState.TERMINATED, ItemTerminationReason.USER_ERROR): "item_user_error_count",
    (ItemState.TERMINATED, ItemTerminationReason.SYSTEM_ERROR): "item_system_error_count",
    (ItemState.TERMINATED, ItemTerminationReason.SKIPPED): "item_skipped_count",
}
_SKIP_MESSAGES = {
    RunTerminationReason.CANCELED_BY_USER: "The user cancelled the run before this item was finished.",
    RunTerminationReason.CANCELED_BY_SYSTEM: "The system cancelled the run before this item was finished.",
}


def metadata_checksum(metadata: JsonObject | None) -> str | None:
    """CRC-32 of the metadata as eight hex digits, independent of the order of keys; None for None."""
    if metadata is None:
        return None
    return f"{zlib.crc32(json.dumps(metadata, sort_keys=True, separators=(',', ':')).encode()):08x}"


def count_items(session: Session, run_ids: Iterable[UUID]) -> dict[UUID, RunItemStatistics]:
    """Count the items of each run by state and termination reason."""
    counts = {run_id: dict.fromkeys(("item_count", *_COUNT_NAMES.values()), 0) for run_id in run_ids}
    rows = session.execute(
        select(Item.run_id, Item.state, Item.termination_reason, func.count())
        .where(Item.run_id.in_(counts))
        .group_by(Item.run_id, Item.state, Item.termination_reason)
    )
    for run_id, state, reason, count in rows:
        counts[run_id][_COUNT_NAMES[state, reason]] += count
        counts[run_id]["item_count"] += count
    return {run_id: RunItemStatistics(**numbers) for run_id, numbers in counts.items()}


def update_run_state(session: Session, run: Run, now: datetime) -> None:
    """Derive the run's state and output from its items; terminate it after its last item."""
    counts = _update_output(session, run)
    if run.state is RunState.TERMINATED:
        return
    if counts.item_processing_count:
        _change_state(session, run, RunState.PROCESSING, now)
    elif counts.item_pending_count:
        _change_state(session, run, RunState.PENDING, now)
    else:
        _terminate(session, run, RunTerminationReason.ALL_ITEMS_PROCESSED, now)


def _update_output(session: Session, run: Run) -> RunItemStatistics:
    """Derive the run's output and pending count from its items, also if it is terminated."""
    session.flush()  # the counts come from the database
    counts = count_items(session, [run.run_id])[run.run_id]
    run.pending_count = counts.item_pending_count
    succeeded = counts.item_succeeded_count
    run.output = RunOutput.PARTIAL if succeeded else RunOutput.NONE
    if succeeded == counts.item_count:
        run.output = RunOutput.FULL
    return counts


def cancel_run_and_items(
    session: Session,
    run: Run,
    reason: RunTerminationReason,
    now: datetime,
    *,
    error_code: str | None = None,
    error_message: str | None = None,
) -> None:
    """Terminate a run now and skip its unfinished items, including items in process.

    Attempts at these items lose their claim, so their results are discarded. The run's statistics and
    outputs do not change afterwards.
    """
    session.execute(
        update(Item)
        .where(Item.run_id == run.run_id, Item.state != ItemState.TERMINATED)
        .values(
            state=ItemState.TERMINATED,
            output=ItemOutput.NONE,
            termination_reason=ItemTerminationReason.SKIPPED,
            error_code="SCHEDULER.RUN_CANCELED",
            error_message=_SKIP_MESSAGES[reason],
            terminated_at=now,
            claim=None,
        )
    )
    run.error_code, run.error_message = error_code, error_message
    _update_output(session, run)
    _terminate(session, run, reason, now)


def _terminate(session: Session, run: Run, reason: RunTerminationReason, now: datetime) -> None:
    run.termination_reason = reason
    run.terminated_at = now
    _change_state(session, run, RunState.TERMINATED, now)


def _change_state(session: Session, run: Run, state: RunState, now: datetime) -> None:
    previous, run.state = run.state, state
    if previous is not state:
        add_state_event(session, run, previous, now)
