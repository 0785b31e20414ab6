"""Database tables. Ids are integers; times are UTC.

Runs own logs, steps and pull requests. A step is a change of a run that becomes due at a time.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seawall.local.agents.store.states import RunStatus
from seawall.local.serving.database import UtcDateTime
from seawall.local.serving.json_object import JsonObject

__all__ = [
    "Access",
    "CheckSuite",
    "Integration",
    "Log",
    "Organization",
    "PullRequest",
    "Repo",
    "Run",
    "Session",
    "SlackToken",
    "Step",
    "Table",
    "User",
    "Webhook",
]


class Table(DeclarativeBase):
    """Base of all tables."""

    type_annotation_map = {datetime: UtcDateTime, JsonObject: JSON}  # noqa: RUF012 - SQLAlchemy's own name


class Organization(Table):
    """An organization, with the settings that its members share."""

    __tablename__ = "organizations"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rules: Mapped[str | None] = mapped_column(default=None)


class User(Table):
    """A user. `token_hash` is the SHA-256 of the user's token."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    github_user_id: Mapped[str]
    github_username: Mapped[str]
    email: Mapped[str | None]
    full_name: Mapped[str | None]
    prompt: Mapped[str | None] = mapped_column(default=None)


class Access(Table):
    """Membership of a user in an organization, with a role."""

    __tablename__ = "access"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    role: Mapped[str]


class Repo(Table):
    """A repository of an organization."""

    __tablename__ = "repos"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str]
    full_name: Mapped[str]
    github_id: Mapped[str]
    description: Mapped[str | None] = mapped_column(default=None)
    language: Mapped[str | None] = mapped_column(default=None)


class CheckSuite(Table):
    """The check-suite settings of a repository that were changed."""

    __tablename__ = "check_suites"
    repo_id: Mapped[int] = mapped_column(ForeignKey("repos.id"), primary_key=True)
    settings: Mapped[JsonObject]


class Integration(Table):
    """An integration of an organization; `provider` names it in the OAuth routes."""

    __tablename__ = "integrations"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    provider: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    details: Mapped[JsonObject | None] = mapped_column(default=None)


class Run(Table):
    """A run of an agent; its steps, logs and pull requests refer to it."""

    __tablename__ = "runs"
    # Newest first is the order of every list; each set of its filters has an index.
    __table_args__ = (
        Index("runs_of_organization", "organization_id", "id"),
        Index("runs_of_user", "organization_id", "user_id", "id"),
        Index("runs_of_source", "organization_id", "source_type", "id"),
        Index("runs_of_user_and_source", "organization_id", "user_id", "source_type", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    source_type: Mapped[str]
    status: Mapped[RunStatus] = mapped_column(EnumType(RunStatus, native_enum=False))
    prompt: Mapped[str]
    created_at: Mapped[datetime]
    repo_id: Mapped[int | None] = mapped_column(default=None)
    model: Mapped[str | None] = mapped_column(default=None)
    agent_type: Mapped[str | None] = mapped_column(default=None)
    images: Mapped[int] = mapped_column(default=0)
    custom_metadata: Mapped[JsonObject | None] = mapped_column(default=None)
    webhooks: Mapped[JsonObject | None] = mapped_column(default=None)
    result: Mapped[str | None] = mapped_column(default=None)
    summary: Mapped[str | None] = mapped_column(default=None)


class Step(Table):
    """A change of a run that becomes due at `due_at`: a new state, a new log, or both."""

    __tablename__ = "steps"
    __table_args__ = (Index("steps_due", "due_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    due_at: Mapped[datetime]
    status: Mapped[str | None] = mapped_column(default=None)
    log: Mapped[JsonObject | None] = mapped_column(default=None)
    result: Mapped[str | None] = mapped_column(default=None)


class Log(Table):
    """An entry in the log of a run; `entry` holds its fields."""

    __tablename__ = "logs"
    __table_args__ = (Index("logs_of_run", "run_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    created_at: Mapped[datetime]
    entry: Mapped[JsonObject]


class PullRequest(Table):
    """A pull request that a run opened. Check-suite events of one that is banned start no runs."""

    __tablename__ = "pull_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    repo_id: Mapped[int] = mapped_column(ForeignKey("repos.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    url: Mapped[str]
    head_branch_name: Mapped[str]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    is_banned: Mapped[bool] = mapped_column(default=False)


class Webhook(Table):
    """The webhook of an organization."""

    __tablename__ = "webhooks"
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    url: Mapped[str]
    secret: Mapped[str | None] = mapped_column(default=None)
    enabled: Mapped[bool] = mapped_column(default=True)


class SlackToken(Table):
    """A token for connecting Slack, valid once and until `expires_at`; only its hash is stored."""

    __tablename__ = "slack_tokens"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]


class Session(Table):
    """A session of a terminal client, which stands for one run."""

    __tablename__ = "sessions"
    session_id: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
