"""Item queue: claim, finish and release items. Each function is one transaction.

A claim is the id of the attempt that processes an item. Finishing or releasing an item needs its current
claim, so an attempt whose item was cancelled, or released and claimed again, changes nothing.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from seawall.local.platform.processing.global_outputs import add_global_outputs
from seawall.local.platform.processing.run_lifecycle import cancel_run_and_items, update_run_state
from seawall.local.platform.store.artifacts import ArtifactStore
from seawall.local.platform.store.states import (
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunTerminationReason,
)
from seawall.local.platform.store.tables import Item, OutputArtifact, Run
from seawall.local.serving.database import Database

__all__ = [
    "QUEUE_ORDER",
    "active_claims",
    "cancel_overdue_runs",
    "claim_next_item",
    "finish_item",
    "recover_items",
    "release_item",
]

_log = logging.getLogger(__name__)

QUEUE_ORDER = (Run.due_date.is_(None), Run.due_date, Run.submitted_at, Run.run_id)
"""Order of the runs in the queue: earliest due date first, then earliest submission."""

# A server that is killed interrupts all items in process, and one of them may have caused it. An item that
# was interrupted this often is processed after all others and by itself; it never ends for that reason.
ALONE_AFTER = 3


def claim_next_item(database: Database, now: datetime) -> Item | None:
    """Claim the next item: earliest due date first, then earliest submission. None if there is none to claim.

    Items that were interrupted ALONE_AFTER times come last, each when no other item is in process. Those
    of runs whose deadline has passed are not claimed: `cancel_overdue_runs` ends them.
    """
    with database.read() as session:  # without the write lock, so that idle workers do not block writers
        if _next_item(session, now) is None:
            return None
    with database.write() as session:
        found = _next_item(session, now)
        if found is None:
            return None
        item = session.scalars(found.options(selectinload(Item.input_artifacts), joinedload(Item.run))).one()
        item.state = ItemState.PROCESSING
        item.claim = uuid4()
        item.attempts += 1
        update_run_state(session, item.run, now)
        return item


def _next_item(session: Session, now: datetime) -> Select[Item] | None:
    """Return the query of the next item to claim, or None."""
    in_process = Item.claim.is_not(None)
    # The attempt in process is counted already.
    if session.scalar(select(exists().where(in_process, Item.attempts > ALONE_AFTER))):
        return None
    for is_usual in (Item.attempts < ALONE_AFTER, Item.attempts >= ALONE_AFTER):
        run_id = session.scalar(_next_run(is_usual, now))
        if run_id is not None:
            return (
                select(Item)
                .where(Item.run_id == run_id, Item.state == ItemState.PENDING, is_usual)
                .order_by(Item.position)
                .limit(1)
            )
        if session.scalar(select(exists().where(in_process))):
            return None
    return None


def _next_run(is_wanted: ColumnElement[bool], now: datetime) -> Select[UUID]:
    return (
        select(Run.run_id)
        .where(
            Run.terminated_at.is_(None),  # not the state: this is the condition of an index
            or_(Run.deadline.is_(None), Run.deadline > now),
            exists().where(Item.run_id == Run.run_id, Item.state == ItemState.PENDING, is_wanted),
        )
        .order_by(*QUEUE_ORDER)
        .limit(1)
    )


def finish_item(
    database: Database,
    claim: UUID,
    now: datetime,
    *,
    reason: ItemTerminationReason,
    artifacts: Sequence[OutputArtifact] = (),
    files: ArtifactStore | None = None,
    error_code: str | None = None,
    error_message: str | None = None,
) -> bool:
    """Terminate the item with this claim. Returns False, without changes, if no item has it any more.

    `files` takes the outputs of the run, if this was its last item.
    """
    with database.write() as session:
        item = _item_with_claim(session, claim)
        if item is None:
            return False
        item.state = ItemState.TERMINATED
        item.termination_reason = reason
        item.output = ItemOutput.FULL if reason is ItemTerminationReason.SUCCEEDED else ItemOutput.NONE
        item.error_code, item.error_message = error_code, error_message
        item.terminated_at = now
        item.claim = None
        item.output_artifacts.extend(artifacts)
        update_run_state(session, item.run, now)
        if files is not None:
            add_global_outputs(session, item.run, files)
        return True


def active_claims(database: Database) -> list[UUID]:
    """List the claims of all items in process."""
    with database.read() as session:
        values = session.scalars(select(Item.claim).where(Item.claim.is_not(None))).all()
        return [claim for claim in values if claim is not None]


def release_item(database: Database, claim: UUID, now: datetime) -> None:
    """Return the item to the queue, e.g. when the server stops; the attempt is not counted."""
    with database.write() as session:
        item = _item_with_claim(session, claim)
        if item is not None:
            item.state, item.claim = ItemState.PENDING, None
            item.attempts -= 1
            update_run_state(session, item.run, now)


def _item_with_claim(session: Session, claim: UUID) -> Item | None:
    return session.scalars(
        select(Item).where(Item.claim == claim).options(joinedload(Item.run))
    ).one_or_none()


def recover_items(database: Database, now: datetime) -> None:
    """Return items that a killed server was processing to the queue."""
    with database.write() as session:
        interrupted = session.scalars(
            select(Item).where(Item.claim.is_not(None)).options(joinedload(Item.run))
        ).all()
        for item in interrupted:
            item.state, item.claim = ItemState.PENDING, None
            if item.attempts >= ALONE_AFTER:
                _log.warning(
                    "The server stopped %d times while it processed the item %s of the run %s. From now on "
                    "it is processed alone, after all others.",
                    item.attempts,
                    item.item_id,
                    item.run_id,
                )
        # Runs that an earlier version of the server has stored have no count.
        uncounted = select(Run).where(Run.terminated_at.is_(None), Run.pending_count.is_(None))
        for run in {*(item.run for item in interrupted), *session.scalars(uncounted)}:
            update_run_state(session, run, now)


def cancel_overdue_runs(database: Database, now: datetime) -> list[UUID]:
    """Cancel the runs whose deadline has passed; returns their ids."""
    overdue = select(Run).where(Run.terminated_at.is_(None), Run.deadline <= now)
    with database.read() as session:
        if session.scalars(overdue.limit(1)).first() is None:
            return []
    with database.write() as session:
        runs = session.scalars(overdue).all()
        for run in runs:
            cancel_run_and_items(
                session,
                run,
                RunTerminationReason.CANCELED_BY_SYSTEM,
                now,
                error_code="SCHEDULER.DEADLINE_REACHED",
                error_message="The run was not finished by its deadline.",
            )
        return [run.run_id for run in runs]
