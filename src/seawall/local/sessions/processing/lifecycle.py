"""Changes of the states of sessions that are due, and those that users cause."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Transaction

from seawall.local.serving.database import Database
from seawall.local.sessions.processing.cluster import has_room
from seawall.local.sessions.processing.plan import plan_from
from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import LIVE, SessionKind, SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["apply_due", "delete_sessions", "lifetime", "next_due", "renew_sessions"]

_CHANGES = 500  # of one transaction


def next_due(transaction: Transaction) -> datetime | None:
    """The time at which the next change becomes due; None if there is none."""
    return transaction.scalar(select(func.min(Session.due_at)))


def apply_due(database: Database, settings: SessionsSettings, now: datetime) -> None:
    """Apply the changes that have become due, in their order.

    Each transaction applies some of them: after a pause, thousands are due, and other writers wait.
    """
    is_rest = True
    while is_rest:
        with database.read() as transaction:
            due = next_due(transaction)
        if due is None or due > now:
            return
        with database.write() as transaction:
            is_rest = all(_apply_next(transaction, settings, now) for _ in range(_CHANGES))


def _apply_next(transaction: Transaction, settings: SessionsSettings, now: datetime) -> bool:
    """Apply the first change that is due; return whether there was one."""
    query = select(Session).where(Session.due_at <= now).order_by(Session.due_at, Session.number).limit(1)
    session = transaction.scalar(query)
    if session is None or session.due_at is None:
        return False
    at = session.due_at
    if session.status is SessionStatus.PENDING:
        _start(transaction, session, settings, at)
    elif session.status is SessionStatus.RUNNING:
        _end(transaction, session, settings, at)
    else:
        transaction.delete(session)
        _retry_waiting(transaction, at)
    transaction.flush()
    return True


def _start(transaction: Transaction, session: Session, settings: SessionsSettings, at: datetime) -> None:
    plan = plan_from(session.plan)
    if plan.trouble is not None or not has_room(transaction, session, settings):
        session.due_at = None
        return
    session.status, session.started_at = SessionStatus.RUNNING, at
    session.expires_at = at + lifetime(session.kind, settings)
    session.due_at = session.expires_at
    if plan.outcome is not None:
        session.due_at = min(session.expires_at, at + timedelta(seconds=plan.duration_s))


def lifetime(kind: SessionKind, settings: SessionsSettings) -> timedelta:
    """Time from the start of a session to its expiry."""
    seconds = settings.interactive_lifetime_s
    return timedelta(seconds=settings.headless_lifetime_s if kind is SessionKind.HEADLESS else seconds)


def _end(transaction: Transaction, session: Session, settings: SessionsSettings, at: datetime) -> None:
    outcome = plan_from(session.plan).outcome
    session.status = SessionStatus.FAILED if outcome is None or at >= session.expires_at else outcome
    session.ended_at = at
    is_headless = session.kind is SessionKind.HEADLESS
    kept_s = settings.headless_kept_s if is_headless else settings.interactive_kept_s
    session.due_at = at + timedelta(seconds=kept_s)
    _retry_waiting(transaction, at)


def _retry_waiting(transaction: Transaction, at: datetime) -> None:
    """Let all sessions that wait for resources try again."""
    waiting = update(Session).where(Session.status == SessionStatus.PENDING, Session.due_at.is_(None))
    transaction.execute(waiting.values(due_at=at))


def delete_sessions(sessions: Sequence[Session], settings: SessionsSettings, now: datetime) -> None:
    """Begin the deletion of sessions."""
    for session in sessions:
        if session.status is not SessionStatus.TERMINATING:
            session.status, session.ended_at = SessionStatus.TERMINATING, session.ended_at or now
            session.due_at = now + timedelta(seconds=settings.terminating_s)


def renew_sessions(sessions: Sequence[Session], settings: SessionsSettings, now: datetime) -> bool:
    """Move the expiry of sessions later; return whether one of them is live.

    Headless sessions keep theirs, which is later.
    """
    live = [session for session in sessions if session.status in LIVE]
    for session in live:
        expires_at = max(session.expires_at, now + lifetime(session.kind, settings))
        if session.kind is not SessionKind.HEADLESS:
            if session.due_at == session.expires_at:
                session.due_at = expires_at
            session.expires_at = expires_at
    return bool(live)
