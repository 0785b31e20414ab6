"""Item queue: claim, finish and release items. Each function is one transaction.

A claim is the id of the attempt that processes an item. Finishing or releasing an item needs its current
claim, so an attempt whose item was cancelled, or released and claimed again, changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from seawall.local.platform.processing.run_lifecycle import cancel_run_and_items, update_run_state
from seawall.local.platform.store.states import (
    OPEN_STATES,
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunTerminationReason,
)
from seawall.local.platform.store.tables import Item, OutputArtifact, Run
from seawall.local.serving.database import Database

__all__ = [
    "active_claims",
    "cancel_overdue_runs",
    "claim_next_item",
    "finish_item",
    "recover_items",
    "release_item",
]

# A killed server interrupts all items in process, also those that did not cause the crash. The limit is high,
# so that these do not fail together with the one that did.
MAX_ATTEMPTS = 20


def claim_next_item(database: Database, now: datetime) -> Item | None:
    """Claim the next item: earliest due date first, then earliest submission. None if no item is pending."""
    with database.read() as session:  # without the write lock, so that idle workers do not block writers
        if session.scalar(_next_run()) is None:
            return None
    with database.write() as session:
        run_id = session.scalar(_next_run())
        if run_id is None:
            return None
        item = session.scalars(
            select(Item)
            .where(Item.run_id == run_id, Item.state == ItemState.PENDING)
            .order_by(Item.position)
            .limit(1)
            .options(selectinload(Item.input_artifacts), joinedload(Item.run))
        ).one()
        item.state = ItemState.PROCESSING
        item.claim = uuid4()
        item.attempts += 1
        update_run_state(session, item.run, now)
        return item


def _next_run() -> Select[UUID]:
    return (
        select(Run.run_id)
        .where(
            Run.state.in_(OPEN_STATES),
            exists().where(Item.run_id == Run.run_id, Item.state == ItemState.PENDING),
        )
        .order_by(Run.due_date.is_(None), Run.due_date, Run.submitted_at)
        .limit(1)
    )


def finish_item(
    database: Database,
    claim: UUID,
    now: datetime,
    *,
    reason: ItemTerminationReason,
    artifacts: Sequence[OutputArtifact] = (),
    error_code: str | None = None,
    error_message: str | None = None,
) -> bool:
    """Terminate the item with this claim. Returns False, without changes, if no item has it any more."""
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
        return True


def active_claims(database: Database) -> list[UUID]:
    """List the claims of all items in process."""
    with database.read() as session:
        values = session.scalars(select(Item.claim).where(Item.state == ItemState.PROCESSING)).all()
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
    """Return items that a killed server was processing to the queue.

    After MAX_ATTEMPTS interrupted attempts an item ends with SYSTEM_ERROR.
    """
    with database.write() as session:
        interrupted = session.scalars(
            select(Item).where(Item.state == ItemState.PROCESSING).options(joinedload(Item.run))
        ).all()
        for item in interrupted:
            item.claim = None
            item.state = ItemState.PENDING
            if item.attempts >= MAX_ATTEMPTS:
                item.state = ItemState.TERMINATED
                item.termination_reason = ItemTerminationReason.SYSTEM_ERROR
                item.error_code = "SYSTEM.SERVER_STOPPED"
                item.error_message = (
                    f"The server stopped {MAX_ATTEMPTS} times while it was processing this item."
                )
                item.terminated_at = now
        for run in {item.run for item in interrupted}:
            update_run_state(session, run, now)


def cancel_overdue_runs(database: Database, now: datetime) -> list[UUID]:
    """Cancel the runs whose deadline has passed; returns their ids."""
    overdue = select(Run).where(Run.state.in_(OPEN_STATES), Run.deadline <= now)
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
