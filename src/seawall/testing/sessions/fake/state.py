"""The sessions of the fake service, and their changes."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from attrs import define, evolve, field

from seawall.core.errors import InputError
from seawall.core.vosi.availability import Availability
from seawall.sdks.sessions.models import Image, PlatformOptions, PlatformUse, Session, SessionEvent
from seawall.sdks.sessions.states import SessionKind, SessionStatus
from seawall.testing.builder_values import next_number

__all__ = ["SessionsState", "StoredSession"]

_DAYS: Mapping[bool, timedelta] = {True: timedelta(days=4), False: timedelta(days=14)}
"""The lifetime of an interactive session, and of another one."""


@define(eq=False)
class StoredSession:
    """A session of the fake, its output and events; `polls_left` are the reads until it has ended."""

    session: Session
    log: str = ""
    events: list[SessionEvent] = field(factory=list)
    polls_left: int | None = None

    def start(self, now: datetime) -> None:
        """Let the session run. Raises InputError if it is not Pending."""
        if self.session.status != SessionStatus.PENDING:
            raise InputError(
                f"Session {self.session.session_id} is {self.session.status}. Start one that is Pending."
            )
        expires_at = now + _DAYS[self.session.is_interactive]
        self.session = evolve(
            self.session, status=SessionStatus.RUNNING, started_at=now, expires_at=expires_at
        )
        for reason, message in (
            ("Scheduled", "Successfully assigned the session to a machine"),
            ("Pulled", f'Successfully pulled image "{self.session.image}"'),
            ("Started", "Started container"),
        ):
            self.add_event(now, "Normal", reason, message)

    def end(self, now: datetime, status: SessionStatus) -> None:
        """Let the session end, after a start if it is Pending. Raises InputError if it has ended already."""
        if self.session.is_terminated:
            raise InputError(f"Session {self.session.session_id} has already ended.")
        if self.session.status == SessionStatus.PENDING:
            self.start(now)
        self.session = evolve(self.session, status=status)

    def poll(self, now: datetime) -> Session:
        """Return the session after one more read."""
        if self.polls_left is not None and not self.session.is_terminated:
            self.polls_left -= 1
            if self.polls_left <= 0:
                self.end(now, SessionStatus.COMPLETED)
            elif self.session.status == SessionStatus.PENDING:
                self.start(now)
        return self.session

    def renew(self, now: datetime) -> None:
        """Extend the life of an interactive session."""
        if self.session.is_interactive:
            self.session = evolve(self.session, expires_at=now + _DAYS[True])

    def add_event(self, now: datetime, kind: str, reason: str, message: str) -> None:
        """Add an event."""
        self.events.append(SessionEvent(type=kind, reason=reason, message=message, first_at=now, last_at=now))


@define(eq=False)
class SessionsState:
    """The state of the fake: its caller, the facts of the platform, and all sessions in order.

    The app of a desktop has the id of the desktop and an id of its own.
    """

    user: str
    url: str
    now: Callable[[], datetime]
    images: tuple[Image, ...]
    options: PlatformOptions
    use: PlatformUse
    availability: Availability
    polls: int | None
    sessions: dict[tuple[str, str | None], StoredSession] = field(factory=dict)

    def own(self, session_id: str, app_id: str | None = None) -> StoredSession | None:
        """Return a session of the caller, or an app; None if there is none."""
        found = self.sessions.get((session_id, app_id))
        return found if found is not None and found.session.user == self.user else None

    def own_sessions(self) -> list[StoredSession]:
        """Return the sessions of the caller, with their apps."""
        return [one for one in self.sessions.values() if one.session.user == self.user]

    def create(
        self,
        name: str,
        image: str,
        kind: SessionKind,
        *,
        cores: int | None,
        ram_gb: int | None,
        gpus: int | None = None,
        desktop_id: str | None = None,
    ) -> StoredSession:
        """Add a session that is Pending, or an app of a desktop."""
        number, now = next_number(), self.now()
        session_id = desktop_id or f"s{number:07d}"
        is_interactive = kind not in {SessionKind.HEADLESS, SessionKind.DESKTOP_APP}
        session = Session(
            session_id=session_id,
            app_id=f"a{number:02d}" if desktop_id else None,
            user=self.user,
            name=name.lower(),
            kind=kind,
            image=image,
            status=SessionStatus.PENDING,
            started_at=now,
            expires_at=now + _DAYS[is_interactive],
            connect_url=f"{self.url}/session/{kind.value}/{session_id}/" if is_interactive else None,
            is_fixed=cores is not None or ram_gb is not None,
            cores=cores,
            ram_gb=ram_gb,
            gpus=gpus or 0,
            cores_in_use=None,
            ram_gb_in_use=None,
            gpu_utilization=None,
            gpu_ram_gb_in_use=None,
            user_id="1000",
            group_id="1000",
        )
        stored = StoredSession(session, polls_left=self.polls)
        self.sessions[session_id, session.app_id] = stored
        return stored

    def delete(self, session_id: str, app_id: str | None = None) -> None:
        """Delete a session of the caller with its apps, or an app; unknown ids are ignored."""
        for key in [key for key in self.sessions if key[0] == session_id and app_id in {None, key[1]}]:
            if self.own(*key) is not None:
                del self.sessions[key]
