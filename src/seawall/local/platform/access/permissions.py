"""Permissions of a caller: to read and to change.

A user reads and changes the own runs. The members of an organization read its runs, and its admins change
them too. Everybody else reads what a grant to them, to their organization or to the share token of the
request gives; a grant on a run covers its items and artifacts, one on an item its artifacts.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen
from sqlalchemy import exists, or_, select, tuple_
from sqlalchemy.orm import Session

from seawall.local.oauth.opaque import hash_opaque
from seawall.local.platform.store.states import SubjectType
from seawall.local.platform.store.tables import AccessGrant, Run, ShareToken

__all__ = ["Caller", "Owned", "is_granted", "may_change", "may_read_run", "valid_share_token"]


@frozen
class Caller:
    """User of the request's access token, and the id of the share token that the request has, if it is valid.

    `is_admin`: the user administers the organization.
    """

    user_id: str
    organization_id: str
    is_admin: bool = False
    share_token_id: UUID | None = None


class Owned(Protocol):
    """Something that belongs to a user and to that user's organization."""

    @property
    def owner_id(self) -> str:
        """The user that it belongs to."""

    @property
    def organization_id(self) -> str:
        """The organization of that user."""


def may_change(caller: Caller, owned: Owned) -> bool:
    """Return True if the caller owns it, or is an admin of its organization."""
    is_own = owned.owner_id == caller.user_id
    return is_own or (caller.is_admin and owned.organization_id == caller.organization_id)


def may_read_run(session: Session, caller: Caller, run: Run, *parts: UUID) -> bool:
    """Return True if the caller may read the run, or of it the item or artifact whose ids are `parts`."""
    is_own = run.owner_id == caller.user_id or run.organization_id == caller.organization_id
    return is_own or is_granted(session, caller, run.run_id, *parts)


def is_granted(session: Session, caller: Caller, *resources: UUID) -> bool:
    """Return True if a grant gives the caller access to one of the resources."""
    subjects = [
        (SubjectType.USER, caller.user_id),
        (SubjectType.ORGANIZATION_USER, caller.organization_id),
    ]
    if caller.is_admin:
        subjects.append((SubjectType.ORGANIZATION_ADMIN, caller.organization_id))
    if caller.share_token_id is not None:
        subjects.append((SubjectType.SHARE_TOKEN, str(caller.share_token_id)))
    query = exists().where(
        AccessGrant.resource_id.in_(resources),
        AccessGrant.revoked.is_(False),
        tuple_(AccessGrant.subject_type, AccessGrant.subject_id).in_(subjects),
    )
    return bool(session.scalar(select(query)))


def valid_share_token(session: Session, secret: str, now: datetime) -> UUID | None:
    """Return the id of a share token; None if it is unknown, expired or revoked."""
    query = select(ShareToken.share_token_id).where(
        ShareToken.token_hash == hash_opaque(secret),
        ShareToken.revoked.is_(False),
        or_(ShareToken.expires_at.is_(None), ShareToken.expires_at > now),
    )
    return session.scalar(query)
