"""The life of the sessions of a server: changes that are due, deletions, and the processes of commands."""

import logging
import threading
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from seawall.local.serving.database import Database
from seawall.local.serving.due_thread import DueThread
from seawall.local.serving.wall_clock import WallClock
from seawall.local.sessions.processing.container import log_at
from seawall.local.sessions.processing.creation import NewSession, add_session
from seawall.local.sessions.processing.due_changes import apply_due, next_due
from seawall.local.sessions.processing.execution import Execution
from seawall.local.sessions.processing.lifecycle import delete_sessions, end_session
from seawall.local.sessions.processing.plan import plan_from
from seawall.local.sessions.processing.supervisor import NOT_FOUND
from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["SessionRunner"]

_log = logging.getLogger(__name__)


class SessionRunner:
    """Applies changes when they are read; with `execute` also in a thread, which starts commands."""

    def __init__(
        self, database: Database, settings: SessionsSettings, folder: Path, clock: WallClock
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        # A command must not start after the deletion of its session: a change and its process go together.
        self._lock = threading.Lock()
        self._execution = Execution(folder / "sessions", settings.limits, self._end_of_command)
        # The number of passes over what is due that have begun, see `_apply`.
        self._passes = 0
        self._thread = DueThread("sessions", clock, self._next_due, lambda _: self._apply())

    def open(self) -> None:
        """End the sessions whose commands ended with the last server; start the thread."""
        with self._database.write() as transaction:
            sessions = transaction.scalars(select(Session)).all()
            for session in sessions:
                if session.status is SessionStatus.RUNNING and plan_from(session.plan).executes:
                    end_session(session, self._settings, SessionStatus.FAILED, self._clock())
        self._execution.remove_all_but([session.session_id for session in sessions])
        if self._settings.execute:
            self._thread.start()

    def close(self) -> None:
        """Stop the thread, then all commands."""
        if self._settings.execute:
            self._thread.stop()
        self._execution.close()

    def notify(self) -> None:
        """Look again now: there is a new session."""
        self._thread.notify()

    def apply_due(self) -> None:
        """Apply the changes that are due: a reader sees the states of now."""
        now, due = self._clock(), self._next_due()
        if due is not None and due <= now:
            self._apply()

    def delete(self, user: str, session_id: str, app_id: str | None = None) -> None:
        """Begin the deletion of a session of a user with its apps, or of one app; unknown ids are ignored."""
        query = select(Session).where(Session.session_id == session_id, Session.user == user)
        if app_id is not None:
            query = query.where(Session.app_id == app_id)
        with self._lock:
            with self._database.write() as transaction:
                sessions = transaction.scalars(query).all()
                delete_sessions(sessions, self._settings, self._clock())
            for session in sessions:
                self._execution.stop(session.session_id)

    def add(self, transaction: Transaction, new: NewSession) -> Session:
        """Add a session; call `notify` after the commit."""
        return add_session(transaction, new, self._settings, now=self._clock(), home_of=self._home_of)

    def log_of(self, session: Session) -> bytes:
        """The output of a session so far."""
        if plan_from(session.plan).executes:
            return self._execution.output(session.session_id)
        return log_at(session, self._clock()).encode()

    def _home_of(self, user: str, session_id: str) -> str:
        if self._settings.execute:
            return str(self._execution.home(session_id).resolve())
        return f"/arc/home/{user}"

    def _next_due(self) -> datetime | None:
        with self._database.read() as transaction:
            return next_due(transaction)

    def _apply(self) -> None:
        """Apply what is due; callers that waited while another pass began and ended share that one."""
        passes = self._passes
        with self._lock:
            if self._passes > passes:
                return
            self._passes += 1
            changes = apply_due(self._database, self._settings, self._clock())
            for session in changes.started:
                if plan_from(session.plan).executes:
                    self._start(session)
            for session in (*changes.ended, *changes.removed):
                self._execution.stop(session.session_id)
            for session in changes.removed:
                self._execution.remove(session.session_id)

    def _start(self, session: Session) -> None:
        command = [session.command or "", *session.arguments]
        try:
            self._execution.start(session.session_id, command, session.environment, ram_gb=session.ram_gb)
        except (OSError, ValueError):  # too long, or with a null character
            _log.warning("The command of session %s can not be started", session.session_id)
            self._store_end(session.session_id, NOT_FOUND)

    def _end_of_command(self, session_id: str, exit_code: int) -> None:
        with self._lock:
            self._store_end(session_id, exit_code)
        self._apply()  # others may wait for its resources

    def _store_end(self, session_id: str, exit_code: int) -> None:
        outcome = SessionStatus.FAILED if exit_code else SessionStatus.COMPLETED
        query = select(Session).where(
            Session.session_id == session_id, Session.status == SessionStatus.RUNNING
        )
        with self._database.write() as transaction:
            session = transaction.scalar(query)
            if session is not None:
                end_session(session, self._settings, outcome, self._clock())
