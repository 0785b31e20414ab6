"""Database tables.

Runs own items, items own input and output artifacts. Times are UTC. Codes are stored as hashes.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, UniqueConstraint, literal_column, text
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from seawall.local.oauth.tables import GrantState
from seawall.local.platform.store.states import (
    ArtifactOutput,
    ArtifactState,
    ArtifactTerminationReason,
    GrantRelation,
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    ResourceType,
    RunOutput,
    RunState,
    RunTerminationReason,
    SubjectType,
)
from seawall.local.serving.database import UtcDateTime
from seawall.local.serving.json_object import JsonObject

__all__ = [
    "METADATA_ORDER",
    "AccessGrant",
    "AuthorizationGrant",
    "InputArtifact",
    "Item",
    "Organization",
    "OutputArtifact",
    "Run",
    "RunWebhook",
    "ShareToken",
    "Table",
    "User",
]


class Table(DeclarativeBase):
    """Base class of all tables."""

    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        Enum: EnumType(Enum, native_enum=False, length=32),  # as text
        JsonObject: JSON(none_as_null=True),  # None is SQL NULL, not JSON null
        list[str]: JSON(none_as_null=True),
    }


class Organization(Table):
    """Organization of users."""

    __tablename__ = "organizations"

    organization_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    display_name: Mapped[str]


class User(Table):
    """User of the platform."""

    __tablename__ = "users"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.organization_id"))
    email: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    updated_at: Mapped[datetime]


class AuthorizationGrant(Table):
    """Browser login (RFC 6749 section 4.1): the page holds the ticket, the client receives the code.

    `client_state` is the client's `state` parameter. Tokens issued for the code belong to `family`.
    `organization_id` is the organization that the client asked for; None allows each user.
    """

    __tablename__ = "authorization_grants"

    ticket_hash: Mapped[str] = mapped_column(primary_key=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    client_id: Mapped[str]
    redirect_uri: Mapped[str]
    client_state: Mapped[str | None]
    audience: Mapped[list[str]]
    scope: Mapped[str]
    code_challenge: Mapped[str]
    state: Mapped[GrantState] = mapped_column(default=GrantState.PENDING)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.user_id"))
    family: Mapped[UUID] = mapped_column(default=uuid4)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    nonce: Mapped[str | None]
    authenticated_at: Mapped[datetime | None]
    organization_id: Mapped[str | None]


_METADATA_START = "substr({}custom_metadata, 1, 100)"
METADATA_ORDER: ColumnElement[str] = literal_column(_METADATA_START.format("runs."))
"""The order of runs by their metadata: by the first 100 characters, as their index has no more."""


def _list_indexes() -> Iterator[Index]:
    """The indexes of the list of runs, of a user and of an organization: one for each order.

    Ties are newest first in both directions, so that an order needs an index for each.
    """
    for owner in ("submitted_by", "organization_id"):
        ties = (text("submitted_at DESC"), "run_id")
        yield Index(f"ix_runs_by_{owner}", owner, *ties)
        yield Index(f"ix_runs_by_{owner}_run_id", owner, "run_id")
        columns = ["state", "terminated_at", "application_id", "version_number", "termination_reason"]
        orders = {column: column for column in columns}
        orders["custom_metadata"] = _METADATA_START.format("")
        if owner != "submitted_by":
            orders["submitted_by"] = "submitted_by"
        for name, order in orders.items():
            yield Index(f"ix_runs_by_{owner}_{name}", owner, text(order), *ties)
            yield Index(f"ix_runs_by_{owner}_{name}_desc", owner, text(f"{order} DESC"), *ties)


class Run(Table):
    """Submission of items to an application version. `pending_count` is the number of its pending items."""

    __tablename__ = "runs"
    __table_args__ = (
        # for the queue: runs that have ended are not in it
        Index(
            "ix_runs_open",
            text("due_date IS NULL"),
            *("due_date", "submitted_at", "run_id"),
            sqlite_where=text("terminated_at IS NULL"),
        ),
        Index("ix_runs_overdue", "deadline", sqlite_where=text("terminated_at IS NULL")),
        *_list_indexes(),
        # for the positions in the queue: it has all columns that they need
        Index(
            "ix_runs_positions",
            *("state", "due_date", "submitted_at", "run_id", "organization_id", "pending_count"),
        ),
    )

    run_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[str]
    version_number: Mapped[str]
    state: Mapped[RunState] = mapped_column(default=RunState.PENDING)
    output: Mapped[RunOutput] = mapped_column(default=RunOutput.NONE)
    termination_reason: Mapped[RunTerminationReason | None]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    custom_metadata: Mapped[JsonObject | None]
    callback_context: Mapped[JsonObject | None]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str] = mapped_column(ForeignKey("users.user_id"))
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.organization_id"))
    terminated_at: Mapped[datetime | None]
    due_date: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    pending_count: Mapped[int | None]

    @property
    def owner_id(self) -> str:
        """The user that the run belongs to."""
        return self.submitted_by


class RunWebhook(Table):
    """Address that receives the state changes of a run, from the settings at its submission."""

    __tablename__ = "run_webhooks"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.run_id"), primary_key=True)
    url: Mapped[str]


class Item(Table):
    """Unit of work of a run.

    `claim` is the id of the attempt that processes the item; only that attempt may end the item.
    """

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("run_id", "external_id"),
        # for the statistics of runs and for the queue
        Index("ix_items_counted", "run_id", "state", "termination_reason"),
        Index("ix_items_queued", "run_id", "state", "position"),
        # for the lists of items, and of runs with an external id
        Index("ix_items_listed", "run_id", "position"),
        Index("ix_items_ended", "run_id", "terminated_at", "position"),
        Index("ix_items_external_id", "external_id", "run_id"),
        # for the items in process
        Index("ix_items_claimed", "claim", "attempts", sqlite_where=text("claim IS NOT NULL")),
    )

    item_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.run_id"))
    position: Mapped[int]
    external_id: Mapped[str]
    custom_metadata: Mapped[JsonObject | None]
    state: Mapped[ItemState] = mapped_column(default=ItemState.PENDING)
    output: Mapped[ItemOutput] = mapped_column(default=ItemOutput.NONE)
    termination_reason: Mapped[ItemTerminationReason | None]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    terminated_at: Mapped[datetime | None]
    claim: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)

    run: Mapped[Run] = relationship()
    input_artifacts: Mapped[list["InputArtifact"]] = relationship(order_by="InputArtifact.position")
    output_artifacts: Mapped[list["OutputArtifact"]] = relationship(order_by="OutputArtifact.position")


class InputArtifact(Table):
    """Input of an item; its file is at `download_url`."""

    __tablename__ = "input_artifacts"

    input_artifact_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.item_id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    download_url: Mapped[str]
    artifact_metadata: Mapped[JsonObject]


class OutputArtifact(Table):
    """Result of an item; its file is named by its id."""

    __tablename__ = "output_artifacts"

    output_artifact_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.item_id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    artifact_metadata: Mapped[JsonObject | None]
    media_type: Mapped[str]
    state: Mapped[ArtifactState] = mapped_column(default=ArtifactState.TERMINATED)
    termination_reason: Mapped[ArtifactTerminationReason | None] = mapped_column(
        default=ArtifactTerminationReason.SUCCEEDED
    )
    output: Mapped[ArtifactOutput] = mapped_column(default=ArtifactOutput.AVAILABLE)


class ShareToken(Table):
    """Secret that lifts the access of its holder, by the grants to it; only its hash is stored."""

    __tablename__ = "share_tokens"
    __table_args__ = (
        Index("ix_share_tokens_listed", "created_by", text("created_at DESC"), "share_token_id"),
    )

    share_token_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("users.user_id"))
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.organization_id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked: Mapped[bool] = mapped_column(default=False)

    @property
    def owner_id(self) -> str:
        """The user that the share token belongs to."""
        return self.created_by


class AccessGrant(Table):
    """Read access of a subject to a resource. `owner_id` and `organization_id` are those of the resource."""

    __tablename__ = "access_grants"
    __table_args__ = (
        Index("ix_access_grants_checked", "resource_id", "subject_type", "subject_id"),
        *(
            Index(f"ix_access_grants_of_{owner}", owner, text("created_at DESC"), "grant_id")
            for owner in ("owner_id", "organization_id")
        ),
    )

    grant_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    resource_type: Mapped[ResourceType]
    resource_id: Mapped[UUID]
    subject_type: Mapped[SubjectType]
    subject_id: Mapped[str]
    relation: Mapped[GrantRelation]
    owner_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"))
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.organization_id"))
    created_by: Mapped[str] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[datetime]
    revoked: Mapped[bool] = mapped_column(default=False)
