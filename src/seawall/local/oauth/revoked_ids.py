"""Ids of revoked access tokens and logins: in the database, and in memory for the check of each request."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from seawall.local.oauth.tables import RevokedId
from seawall.local.serving.database import Database

__all__ = ["RevokedIds"]


class RevokedIds:
    """The revoked ids of a database that only this process uses."""

    def __init__(self, database: Database) -> None:
        with database.read() as session:
            self._ids = {each.revoked_id for each in session.scalars(select(RevokedId))}

    def add(self, session: Session, revoked_id: UUID, *, until: datetime, now: datetime) -> None:
        """Revoke an id; after `until` its tokens have expired, and it is removed."""
        session.merge(RevokedId(revoked_id=revoked_id, until=until))
        expired = set(session.scalars(select(RevokedId.revoked_id).where(RevokedId.until <= now)))
        session.execute(delete(RevokedId).where(RevokedId.revoked_id.in_(expired)))
        # Before the commit: if that fails, the id stays revoked until the next start, which does no harm.
        self._ids = {*self._ids, revoked_id} - expired

    def has_any(self, ids: Iterable[UUID]) -> bool:
        """Return whether one of the ids is revoked."""
        return not self._ids.isdisjoint(ids)
