"""Database tables; times are UTC."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seawall.local.serving.database import UtcDateTime
from seawall.local.serving.json_object import JsonObject
from seawall.local.sessions.store.states import SessionKind, SessionStatus

__all__ = ["Session", "Table"]


class Table(DeclarativeBase):
    """Base of all tables."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name
        datetime: UtcDateTime,
        JsonObject: JSON,
        list[str]: JSON,
        dict[str, str]: JSON,
    }


class Session(Table):
    """A session, or an app of a desktop session: then `session_id` is that of the desktop.

    The state changes at `due_at`; None means that it does not. `is_waiting` is true for a session that waits
    for free resources. `plan` is a `Plan`.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("sessions_of_user", "user", "number"),
        Index("sessions_due", "due_at", "number"),
        Index("sessions_waiting", "is_waiting", "number"),
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(index=True)
    app_id: Mapped[str | None]
    user: Mapped[str]
    kind: Mapped[SessionKind] = mapped_column(EnumType(SessionKind, native_enum=False))
    name: Mapped[str]
    image: Mapped[str]
    status: Mapped[SessionStatus] = mapped_column(EnumType(SessionStatus, native_enum=False))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    is_waiting: Mapped[bool] = mapped_column(default=False)
    plan: Mapped[JsonObject]
    arguments: Mapped[list[str]]
    environment: Mapped[dict[str, str]]
    command: Mapped[str | None] = mapped_column(default=None)
    cores: Mapped[int | None] = mapped_column(default=None)
    ram_gb: Mapped[int | None] = mapped_column(default=None)
    gpus: Mapped[int | None] = mapped_column(default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
