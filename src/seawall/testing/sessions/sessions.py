"""Builders of sessions and their events."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from seawall.core.wire.freeze import FrozenDict
from seawall.sdks.sessions.diagnosis import Diagnosis
from seawall.sdks.sessions.models import CreatedSession, OtherSession, Session, SessionEvent
from seawall.sdks.sessions.new_sessions import NewSession
from seawall.sdks.sessions.states import SessionKind, SessionStatus
from seawall.testing.builder_values import START, member_of

__all__ = [
    "created_session",
    "diagnosis",
    "new_session",
    "other_session",
    "session",
    "session_event",
]


def session(
    *,
    session_id: str = "abcd1234",
    user: str = "ada",
    name: str = "job",
    kind: str = SessionKind.HEADLESS,
    image: str = "images.example.com/skaha/terminal:1.1.2",
    status: str = SessionStatus.COMPLETED,
    started_at: datetime | None = START,
    expires_at: datetime | None = START + timedelta(days=14),
    connect_url: str | None = None,
    app_id: str | None = None,
    is_fixed: bool | None = False,
    cores: float | None = None,
    ram_gb: float | None = None,
    gpus: float | None = 0.0,
    cores_in_use: float | None = None,
    ram_gb_in_use: float | None = None,
    gpu_utilization: float | None = None,
    gpu_ram_gb_in_use: float | None = None,
    user_id: str | None = "1000",
    group_id: str | None = "1000",
    supplemental_groups: tuple[int, ...] = (),
    anomalies: tuple[str, ...] = (),
) -> Session:
    """Return a session that has ended well."""
    return Session(
        session_id=session_id,
        user=user,
        name=name,
        kind=member_of(kind, SessionKind, "kind"),
        image=image,
        status=member_of(status, SessionStatus, "status"),
        started_at=started_at,
        expires_at=expires_at,
        connect_url=connect_url,
        app_id=app_id,
        is_fixed=is_fixed,
        cores=cores,
        ram_gb=ram_gb,
        gpus=gpus,
        cores_in_use=cores_in_use,
        ram_gb_in_use=ram_gb_in_use,
        gpu_utilization=gpu_utilization,
        gpu_ram_gb_in_use=gpu_ram_gb_in_use,
        user_id=user_id,
        group_id=group_id,
        supplemental_groups=supplemental_groups,
        anomalies=anomalies,
    )


def session_event(
    *,
    type: str = "Normal",  # noqa: A002 - the name of the field
    reason: str = "Scheduled",
    message: str = "Successfully assigned",
    first_at: datetime | None = START,
    last_at: datetime | None = START,
) -> SessionEvent:
    """Return an event of a session."""
    return SessionEvent(
        type=type,
        reason=reason,
        message=message,
        first_at=first_at,
        last_at=last_at,
    )


def other_session(
    *,
    user: str = "grace",
    kind: str = SessionKind.NOTEBOOK,
    status: str = SessionStatus.RUNNING,
    started_at: datetime | None = START,
) -> OtherSession:
    """Return what everyone may see of a session."""
    return OtherSession(
        user=user,
        kind=member_of(kind, SessionKind, "kind"),
        status=member_of(status, SessionStatus, "status"),
        started_at=started_at,
    )


def created_session(
    *,
    session_id: str = "abcd1234",
    name: str = "job",
) -> CreatedSession:
    """Return the result of a create."""
    return CreatedSession(
        session_id=session_id,
        name=name,
    )


def new_session(
    *,
    name: str = "job",
    image: str = "skaha/terminal:1.1.2",
    kind: SessionKind = SessionKind.HEADLESS,
    cores: int | None = None,
    ram_gb: int | None = None,
    gpus: int | None = None,
    command: str | None = "env",
    args: Sequence[str] = (),
    env: Mapping[str, str] = FrozenDict({}),
) -> NewSession:
    """Return a session to create."""
    return NewSession(
        name=name,
        image=image,
        kind=kind,
        cores=cores,
        ram_gb=ram_gb,
        gpus=gpus,
        command=command,
        args=args,
        env=env,
    )


def _pending() -> Session:
    return session(status=SessionStatus.PENDING)


def diagnosis(
    *,
    session: Session | None = None,
    warning: SessionEvent | None = None,
    running: int = 0,
    pending: int = 1,
    limit: int | None = None,
) -> Diagnosis:
    """Return a diagnosis; by default, of a session that is Pending."""
    return Diagnosis(
        session=_pending() if session is None else session,
        warning=warning,
        running=running,
        pending=pending,
        limit=limit,
    )
