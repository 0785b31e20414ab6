"""Refresh tokens: each is used once and gives the next; one that is used twice ends its whole family.

Within REUSE_LEEWAY_S of its first use a token may come again, for the client whose answer got lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from seawall.local.platform.oauth.errors import OAuthError
from seawall.local.platform.oauth.opaque import fingerprint, new_opaque
from seawall.local.platform.store.tables import RefreshToken

__all__ = ["issue_refresh_token", "redeem_refresh_token"]

REUSE_LEEWAY_S = 10


def issue_refresh_token(
    session: Session,
    *,
    client_id: str,
    user_id: str,
    audience: Sequence[str],
    scope: str,
    expires_at: datetime,
    family: UUID | None = None,
) -> str:
    """A new token, the first of a new family unless one is given."""
    token = new_opaque()
    session.add(
        RefreshToken(
            token_hash=fingerprint(token),
            family=family or uuid4(),
            client_id=client_id,
            user_id=user_id,
            audience=list(audience),
            scope=scope,
            expires_at=expires_at,
        )
    )
    return token


def redeem_refresh_token(
    session: Session, token: str, client_id: str, now: datetime
) -> RefreshToken | OAuthError:
    """The token's record, marked as used, or why it is worth nothing.

    An error is returned, not raised: that a family was revoked has to be stored.
    """
    record = session.get(RefreshToken, fingerprint(token))
    refused = OAuthError(
        "invalid_grant", "The refresh token is unknown, expired, used up or another client's."
    )
    if record is None or record.client_id != client_id or record.revoked or record.expires_at <= now:
        return refused
    if record.used_at is not None and now > record.used_at + timedelta(seconds=REUSE_LEEWAY_S):
        session.execute(update(RefreshToken).where(RefreshToken.family == record.family).values(revoked=True))
        return refused
    record.used_at = record.used_at or now
    return record
