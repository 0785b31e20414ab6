"""The queue of items: taking one, ending one, giving one back. Each function is one transaction.

An attempt holds its item by a claim. Only the claim's holder can end the item or give it back, so an
item that was cancelled, or given back and taken anew, cannot be ended twice.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from seawall.local.platform.processing.run_lifecycle import cancel_run, update_run_state
from seawall.local.platform.store.database import Database
from seawall.local.platform.store.states import (
    OPEN_STATES,
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunTerminationReason,
)
from seawall.local.platform.store.tables import Item, OutputArtifact, Run

__all__ = [
    "active_claims",
    "cancel_overdue_runs",
    "claim_next_item",
    "finish_item",
    "recover_items",
    "release_item",
]

# A kill takes everything in work with it, the innocent too; so it takes many to call an item guilty.
MAX_ATTEMPTS = 20


def claim_next_item(database: Database, now: datetime) -> Item | None:
    """Take the next item: of the run due first, else submitted first; None when no item waits."""
    with database.read() as session:  # look before locking: an idle worker shall not hold up writers
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
    """End the item that `claim` holds; False, and nothing is kept, if it holds none any more."""
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
    """The active_claims of all items in work."""
    with database.read() as session:
        found = session.scalars(select(Item.claim).where(Item.state == ItemState.PROCESSING)).all()
        return [claim for claim in found if claim is not None]


def release_item(database: Database, claim: UUID, now: datetime) -> None:
    """Give an item back untouched, as when the server stops; the attempt does not count."""
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
    """Put back what a killed server was processing; an item that killed it MAX_ATTEMPTS times ends."""
    with database.write() as session:
        stranded = session.scalars(
            select(Item).where(Item.state == ItemState.PROCESSING).options(joinedload(Item.run))
        ).all()
        for item in stranded:
            item.claim = None
            item.state = ItemState.PENDING
            if item.attempts >= MAX_ATTEMPTS:
                item.state = ItemState.TERMINATED
                item.termination_reason = ItemTerminationReason.SYSTEM_ERROR
                item.error_code = "SYSTEM.SERVER_STOPPED"
                item.error_message = f"The server stopped {MAX_ATTEMPTS} times while it processed this item."
                item.terminated_at = now
        for run in {item.run for item in stranded}:
            update_run_state(session, run, now)


def cancel_overdue_runs(database: Database, now: datetime) -> list[UUID]:
    """Cancel the runs whose deadline has passed; gives their ids."""
    overdue = select(Run).where(Run.state.in_(OPEN_STATES), Run.deadline <= now)
    with database.read() as session:
        if session.scalars(overdue.limit(1)).first() is None:
            return []
    with database.write() as session:
        runs = session.scalars(overdue).all()
        for run in runs:
            cancel_run(
                session,
                run,
                RunTerminationReason.CANCELED_BY_SYSTEM,
                now,
                error_code="SCHEDULER.DEADLINE_REACHED",
                error_message="The run was not done by its deadline.",
            )
        return [run.run_id for run in runs]
