"""Builders of grants and share tokens."""

from datetime import datetime
from uuid import UUID

from seawall.core.validation.arguments import checked_uuid
from seawall.sdks.platform.sharing import (
    Grant,
    GrantRelation,
    NewShareToken,
    ResourceType,
    ShareToken,
    SubjectType,
)
from seawall.testing.builder_values import START, member_of, next_id
from seawall.testing.platform.account import USER_ID

__all__ = ["grant", "new_share_token", "share_token"]


def grant(
    *,
    grant_id: UUID | str | None = None,
    resource_type: ResourceType | str = ResourceType.RUN,
    resource_id: UUID | str | None = None,
    subject_type: SubjectType | str = SubjectType.USER,
    subject_id: str = "test|other",
    relation: GrantRelation | str = GrantRelation.VIEWER,
    created_by: str = USER_ID,
    created_at: datetime = START,
    revoked: bool = False,
) -> Grant:
    """Return a grant, by default one that lets another user read a run."""
    return Grant(
        grant_id=_id(grant_id, "grant_id"),
        resource_type=member_of(resource_type, ResourceType, "resource_type"),
        resource_id=_id(resource_id, "resource_id"),
        subject_type=member_of(subject_type, SubjectType, "subject_type"),
        subject_id=subject_id,
        relation=member_of(relation, GrantRelation, "relation"),
        created_by=created_by,
        created_at=created_at,
        revoked=revoked,
    )


def share_token(
    *,
    share_token_id: UUID | str | None = None,
    created_at: datetime = START,
    expires_at: datetime | None = None,
    revoked: bool = False,
) -> ShareToken:
    """Return a share token as reads return it, without its secret."""
    return ShareToken(
        share_token_id=_id(share_token_id, "share_token_id"),
        created_at=created_at,
        expires_at=expires_at,
        revoked=revoked,
    )


def new_share_token(
    *,
    share_token_id: UUID | str | None = None,
    share_token: str = "test-share-token",  # noqa: S107 - a placeholder
    created_at: datetime = START,
    expires_at: datetime | None = None,
    revoked: bool = False,
) -> NewShareToken:
    """Return a new share token with its secret, a placeholder."""
    return NewShareToken(
        share_token_id=_id(share_token_id, "share_token_id"),
        share_token=share_token,
        created_at=created_at,
        expires_at=expires_at,
        revoked=revoked,
    )


def _id(given: UUID | str | None, name: str) -> UUID:
    return next_id() if given is None else checked_uuid(given, name)
