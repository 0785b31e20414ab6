"""Statuses of the beta: one value for a state and its termination reason."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from seawall.local.platform.store.states import (
    ItemState,
    ItemTerminationReason,
    RunState,
    RunTerminationReason,
)
from seawall.local.platform.store.tables import Item, Run

__all__ = ["ApplicationRunStatus", "ItemStatus", "has_status", "item_status", "run_status"]


class ApplicationRunStatus(StrEnum):
    """Status of an application run."""

    CANCELED_SYSTEM = "CANCELED_SYSTEM"
    CANCELED_USER = "CANCELED_USER"
    COMPLETED = "COMPLETED"
    COMPLETED_WITH_ERROR = "COMPLETED_WITH_ERROR"
    RECEIVED = "RECEIVED"
    REJECTED = "REJECTED"
    RUNNING = "RUNNING"
    SCHEDULED = "SCHEDULED"


class ItemStatus(StrEnum):
    """Status of an item."""

    PENDING = "PENDING"
    CANCELED_USER = "CANCELED_USER"
    CANCELED_SYSTEM = "CANCELED_SYSTEM"
    ERROR_USER = "ERROR_USER"
    ERROR_SYSTEM = "ERROR_SYSTEM"
    SUCCEEDED = "SUCCEEDED"


_CANCELED = {
    RunTerminationReason.CANCELED_BY_USER: (ApplicationRunStatus.CANCELED_USER, ItemStatus.CANCELED_USER),
    RunTerminationReason.CANCELED_BY_SYSTEM: (
        ApplicationRunStatus.CANCELED_SYSTEM,
        ItemStatus.CANCELED_SYSTEM,
    ),
}
_ITEM_STATUSES = {
    ItemTerminationReason.SUCCEEDED: ItemStatus.SUCCEEDED,
    ItemTerminationReason.USER_ERROR: ItemStatus.ERROR_USER,
    ItemTerminationReason.SYSTEM_ERROR: ItemStatus.ERROR_SYSTEM,
}


def run_status(run: Run, *, terminated: int, succeeded: int) -> ApplicationRunStatus:
    """Return the status of a run of which so many items have ended, and so many have succeeded.

    A run is RUNNING from its first result on, and SCHEDULED while its first items are processed.
    """
    if run.state is not RunState.TERMINATED:
        if terminated:
            return ApplicationRunStatus.RUNNING
        is_scheduled = run.state is RunState.PROCESSING
        return ApplicationRunStatus.SCHEDULED if is_scheduled else ApplicationRunStatus.RECEIVED
    if run.termination_reason in _CANCELED:
        return _CANCELED[run.termination_reason][0]
    if succeeded == terminated:
        return ApplicationRunStatus.COMPLETED
    return ApplicationRunStatus.COMPLETED_WITH_ERROR


def item_status(item: Item, run: Run) -> ItemStatus:
    """Return the status of an item of `run`; an item that was skipped was canceled with its run."""
    if item.state is not ItemState.TERMINATED or item.termination_reason is None:
        return ItemStatus.PENDING
    found = _ITEM_STATUSES.get(item.termination_reason)
    return found or _canceled_item(run)


def _canceled_item(run: Run) -> ItemStatus:
    by_user = run.termination_reason is RunTerminationReason.CANCELED_BY_USER
    return ItemStatus.CANCELED_USER if by_user else ItemStatus.CANCELED_SYSTEM


def has_status(statuses: Collection[ItemStatus], run: Run) -> ColumnElement[bool]:
    """Create the SQL condition that an item of `run` has one of the statuses."""
    reasons = [reason for reason, status in _ITEM_STATUSES.items() if status in statuses]
    if _canceled_item(run) in statuses:
        reasons.append(ItemTerminationReason.SKIPPED)
    ended = and_(Item.state == ItemState.TERMINATED, Item.termination_reason.in_(reasons))
    return or_(ended, Item.state != ItemState.TERMINATED) if ItemStatus.PENDING in statuses else ended
