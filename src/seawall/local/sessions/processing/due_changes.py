"""Changes of sessions that have become due: start, end, removal."""

import heapq
from collections import deque
from datetime import datetime, timedelta

from attrs import define, field, frozen
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from seawall.local.serving.database import Database
from seawall.local.sessions.processing.cluster import Use, use_of, use_of_cluster
from seawall.local.sessions.processing.lifecycle import end_session, lifetime
from seawall.local.sessions.processing.plan import plan_from
from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["Changes", "apply_due", "next_due"]

_SESSIONS = 500  # of one transaction


@frozen
class Changes:
    """Sessions that have started, ended, or are removed."""

    started: list[Session] = field(factory=list)
    ended: list[Session] = field(factory=list)
    removed: list[Session] = field(factory=list)


def next_due(transaction: Transaction) -> datetime | None:
    """The time at which the next change becomes due; None if there is none."""
    return transaction.scalar(select(func.min(Session.due_at)))


def apply_due(database: Database, settings: SessionsSettings, now: datetime) -> Changes:
    """Apply the changes that have become due, in their order, and start sessions that wait for resources.

    Each transaction applies some of them: after a pause, thousands are due, and other writers wait.
    """
    changes = Changes()
    is_rest = True
    while is_rest:
        with database.write() as transaction:
            is_rest = _Pass.begin(transaction, settings, changes, now).apply()
    return changes


@define
class _Pass:
    """The changes of one transaction, which are due until `until`."""

    transaction: Transaction
    settings: SessionsSettings
    changes: Changes
    now: datetime
    until: datetime
    is_rest: bool
    use: Use
    # By due time. The number makes each entry different, because sessions have no order.
    due: list[tuple[datetime, int, Session]]
    waiting: deque[Session]

    @classmethod
    def begin(
        cls, transaction: Transaction, settings: SessionsSettings, changes: Changes, now: datetime
    ) -> "_Pass":
        query = select(Session).where(Session.due_at <= now).order_by(Session.due_at, Session.number)
        due = [
            (each.due_at, each.number, each)
            for each in transaction.scalars(query.limit(_SESSIONS))
            if each.due_at is not None
        ]
        waiting = select(Session).where(Session.is_waiting).order_by(Session.number)
        return cls(
            transaction,
            settings,
            changes,
            now,
            # The sessions that were not read are due later than the last that was.
            until=due[-1][0] if len(due) == _SESSIONS else now,
            is_rest=len(due) == _SESSIONS,
            use=use_of_cluster(transaction),
            due=due,
            waiting=deque(transaction.scalars(waiting)),
        )

    def apply(self) -> bool:
        """Apply the changes; return true if more are due."""
        self._start_waiting(self.now)
        while self.due:
            at, _, session = heapq.heappop(self.due)
            if session.status is SessionStatus.PENDING:
                self._try_to_start(session, at)
            elif session.status is SessionStatus.RUNNING:
                self._end(session, at)
            else:
                self.transaction.delete(session)
                self.changes.removed.append(session)
                self._start_waiting(at)
        return self.is_rest

    def _try_to_start(self, session: Session, at: datetime) -> None:
        session.due_at = None
        if plan_from(session.plan).trouble is None:
            session.is_waiting = not self.use.has_room(use_of(session), self.settings)
            if session.is_waiting:
                self.waiting.append(session)
            else:
                self._start(session, at)

    def _start(self, session: Session, at: datetime) -> None:
        plan = plan_from(session.plan)
        session.status, session.started_at, session.is_waiting = SessionStatus.RUNNING, at, False
        session.expires_at = due_at = at + lifetime(session.kind, self.settings)
        if plan.outcome is not None:
            due_at = min(due_at, at + timedelta(seconds=plan.duration_s))
        self.use = self.use.plus(use_of(session))
        self.changes.started.append(session)
        self._plan(session, due_at)

    def _plan(self, session: Session, due_at: datetime) -> None:
        session.due_at = due_at
        if due_at <= self.until:
            heapq.heappush(self.due, (due_at, session.number, session))

    def _end(self, session: Session, at: datetime) -> None:
        outcome = plan_from(session.plan).outcome
        if outcome is None or at >= session.expires_at:
            outcome = SessionStatus.FAILED
        self._plan(session, end_session(session, self.settings, outcome, at))
        self.use = self.use.minus(use_of(session))
        self.changes.ended.append(session)
        self._start_waiting(at)

    def _start_waiting(self, at: datetime) -> None:
        """Start sessions that wait, first come, first served, until one does not fit."""
        while self.waiting and self.use.has_room(use_of(self.waiting[0]), self.settings):
            self._start(self.waiting.popleft(), at)
