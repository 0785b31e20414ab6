"""Changes of the states of sessions that users and commands cause, and lifetimes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import LIVE, SessionKind, SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["delete_sessions", "end_session", "lifetime", "renew_sessions"]


def lifetime(kind: SessionKind, settings: SessionsSettings) -> timedelta:
    """Time from the start of a session to its expiry."""
    is_headless = kind is SessionKind.HEADLESS
    return timedelta(seconds=settings.headless_lifetime_s if is_headless else settings.interactive_lifetime_s)


def end_session(
    session: Session, settings: SessionsSettings, outcome: SessionStatus, at: datetime
) -> datetime:
    """End a session that runs; return the time of its removal, which becomes due."""
    session.status, session.ended_at = outcome, at
    is_headless = session.kind is SessionKind.HEADLESS
    kept_s = settings.headless_kept_s if is_headless else settings.interactive_kept_s
    session.due_at = at + timedelta(seconds=kept_s)
    return session.due_at


def delete_sessions(sessions: Sequence[Session], settings: SessionsSettings, now: datetime) -> None:
    """Begin the deletion of sessions."""
    for session in sessions:
        if session.status is not SessionStatus.TERMINATING:
            session.status, session.ended_at = SessionStatus.TERMINATING, session.ended_at or now
            session.due_at, session.is_waiting = now + timedelta(seconds=settings.terminating_s), False


def renew_sessions(sessions: Sequence[Session], settings: SessionsSettings, now: datetime) -> bool:
    """Move the expiry of sessions later; return true if one of them is live.

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
