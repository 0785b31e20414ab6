"""How a run comes to be, what it counts and how it ends. All within a write session of the caller."""

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from seawall.local.platform.store.states import (
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunOutput,
    RunState,
    RunTerminationReason,
)
from seawall.local.platform.store.tables import InputArtifact, Item, JsonObject, Run
from seawall.local.platform.wire.requests import ItemCreationRequest
from seawall.local.platform.wire.runs import RunItemStatistics

__all__ = ["add_items", "cancel_run", "count_items", "metadata_checksum", "update_run_state"]

_COUNT_NAMES = {
    (ItemState.PENDING, None): "item_pending_count",
    (ItemState.PROCESSING, None): "item_processing_count",
    (ItemState.TERMINATED, ItemTerminationReason.SUCCEEDED): "item_succeeded_count",
    (ItemState.TERMINATED, ItemTerminationReason.USER_ERROR): "item_user_error_count",
    (ItemState.TERMINATED, ItemTerminationReason.SYSTEM_ERROR): "item_system_error_count",
    (ItemState.TERMINATED, ItemTerminationReason.SKIPPED): "item_skipped_count",
}
_SKIP_MESSAGES = {
    RunTerminationReason.CANCELED_BY_USER: "The user cancelled the run before the item was done.",
    RunTerminationReason.CANCELED_BY_SYSTEM: "The system cancelled the run before the item was done.",
}


def metadata_checksum(metadata: JsonObject | None) -> str | None:
    """Eight hex digits that change with the metadata, whatever the order of its keys; None for none."""
    if metadata is None:
        return None
    return f"{zlib.crc32(json.dumps(metadata, parse_sort=True, separators=(',', ':')).encode()):08x}"


def add_items(session: Session, run: Run, requests: Iterable[ItemCreationRequest]) -> None:
    """Store a new run's items and their inputs, in the order of the request."""
    items: list[dict[str, object]] = []
    inputs: list[dict[str, object]] = []
    for position, request in enumerate(requests):
        item_id = uuid4()
        items.append(
            {
                "item_id": item_id,
                "run_id": run.run_id,
                "position": position,
                "external_id": request.external_id,
                "custom_metadata": request.custom_metadata,
            }
        )
        inputs.extend(
            {
                "item_id": item_id,
                "position": input_position,
                "name": artifact.name,
                "download_url": artifact.download_url,
                "artifact_metadata": artifact.metadata,
            }
            for input_position, artifact in enumerate(request.input_artifacts)
        )
    session.execute(insert(Item), items)
    if inputs:
        session.execute(insert(InputArtifact), inputs)


def count_items(session: Session, run_ids: Iterable[UUID]) -> dict[UUID, RunItemStatistics]:
    """The item counts of each run."""
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
    """Bring a run's state and output in line with its items; ends it after its last item."""
    session.flush()
    counts = count_items(session, [run.run_id])[run.run_id]
    succeeded = counts.item_succeeded_count
    run.output = RunOutput.PARTIAL if succeeded else RunOutput.NONE
    if succeeded == counts.item_count:
        run.output = RunOutput.FULL
    if run.state is RunState.TERMINATED:
        return
    if counts.item_processing_count:
        run.state = RunState.PROCESSING
    elif counts.item_pending_count:
        run.state = RunState.PENDING
    else:
        _end(run, RunTerminationReason.ALL_ITEMS_PROCESSED, now)


def cancel_run(
    session: Session,
    run: Run,
    reason: RunTerminationReason,
    now: datetime,
    *,
    error_code: str | None = None,
    error_message: str | None = None,
) -> None:
    """End a run now: items that are not done are skipped, even those being processed.

    Their attempts lose their claim, so nothing that they still produce is kept. The run's statistics and
    outputs are final from here on.
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
    _end(run, reason, now)
    run.error_code, run.error_message = error_code, error_message
    update_run_state(session, run, now)


def _end(run: Run, reason: RunTerminationReason, now: datetime) -> None:
    run.state = RunState.TERMINATED
    run.termination_reason = reason
    run.terminated_at = now
