"""Positions in the queue: the items that come before a run's next item, and before an item."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from attrs import frozen
from sqlalchemy import ColumnElement, func, not_, select, tuple_
from sqlalchemy.orm import Session

from seawall.local.platform.processing.queue import QUEUE_ORDER
from seawall.local.platform.store.states import OPEN_STATES, ItemState
from seawall.local.platform.store.tables import Item, Run

__all__ = ["NOT_QUEUED", "QueuePosition", "item_positions", "run_positions"]


@frozen
class QueuePosition:
    """A number of items in the queue of the organization and in that of the platform; None if not queued."""

    in_organization: int | None
    in_platform: int | None


NOT_QUEUED = QueuePosition(None, None)


def run_positions(session: Session, runs: Sequence[Run]) -> dict[UUID, QueuePosition]:
    """Count the pending items of other runs before the next item of each run; without runs that have none."""
    wanted = sorted((run for run in runs if run.state in OPEN_STATES and run.pending_count), key=_queue_key)
    if not wanted:
        return {}
    is_queued = Run.state.in_(OPEN_STATES) & (Run.pending_count > 0)
    is_before = _is_before(wanted[0])
    before = Counter[str]()
    totals = select(Run.organization_id, func.sum(Run.pending_count)).where(is_queued, is_before)
    for organization_id, count in session.execute(totals.group_by(Run.organization_id)):
        before[organization_id] = count or 0
    last = wanted[-1]
    # From the first wanted run to the last: mostly the runs of one page.
    between = is_queued & not_(is_before) & (_is_before(last) | (Run.run_id == last.run_id))
    rows = select(Run.run_id, Run.organization_id, Run.pending_count).where(between).order_by(*QUEUE_ORDER)
    positions = {}
    for run_id, organization_id, count in session.execute(rows):
        positions[run_id] = QueuePosition(before[organization_id], before.total())
        before[organization_id] += count or 0
    return {run.run_id: positions[run.run_id] for run in wanted if run.run_id in positions}


def _queue_key(run: Run) -> tuple[bool, datetime | None, datetime, str]:
    """The place of a run in QUEUE_ORDER."""
    return run.due_date is None, run.due_date, run.submitted_at, run.run_id.hex


def _is_before(run: Run) -> ColumnElement[bool]:
    """The condition that a run comes before this one in QUEUE_ORDER."""
    earlier = tuple_(Run.submitted_at, Run.run_id) < (run.submitted_at, run.run_id)
    if run.due_date is None:
        return Run.due_date.is_not(None) | (Run.due_date.is_(None) & earlier)
    is_due = Run.due_date.is_not(None)
    return is_due & ((Run.due_date < run.due_date) | ((Run.due_date == run.due_date) & earlier))


def item_positions(session: Session, run: Run, items: Sequence[Item]) -> dict[UUID, QueuePosition]:
    """Return the positions of the pending items among `items` of the run, counted from 1."""
    pending = [item for item in items if item.state is ItemState.PENDING]
    of_run = run_positions(session, [run]).get(run.run_id)
    if not pending or of_run is None:
        return {}
    assert of_run.in_organization is not None
    assert of_run.in_platform is not None
    within = _positions_within(session, run, pending)
    return {
        item_id: QueuePosition(of_run.in_organization + position, of_run.in_platform + position)
        for item_id, position in within.items()
    }


def _positions_within(session: Session, run: Run, pending: Sequence[Item]) -> dict[UUID, int]:
    """Return the positions of items among the pending items of their run.

    Items are claimed in the order of their positions, so behind the first pending item few are not pending:
    these are counted, and not the pending ones, of which there may be a million.
    """
    in_run = Item.run_id == run.run_id
    first = session.scalar(select(func.min(Item.position)).where(in_run, Item.state == ItemState.PENDING))
    if first is None:
        return {}
    last = max(item.position for item in pending)
    claimed = session.scalars(
        select(Item.position).where(
            in_run,
            Item.state.in_((ItemState.PROCESSING, ItemState.TERMINATED)),
            Item.position.between(first, last),
        )
    ).all()
    return {
        item.item_id: item.position - first + 1 - sum(position < item.position for position in claimed)
        for item in pending
    }
