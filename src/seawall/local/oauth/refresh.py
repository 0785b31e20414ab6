"""Refresh tokens with rotation: each is used once and replaced; reuse revokes its whole login.

RFC 9700 section 4.14.2. For REUSE_LEEWAY_S after its first use a token stays valid, because the client may
have lost the response. A server without rotation accepts a token until it expires.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.opaque import hash_opaque, new_opaque
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.tables import RefreshToken

__all__ = ["issue_refresh_token", "redeem_refresh_token"]

REUSE_LEEWAY_S = 10


def issue_refresh_token(
    server: OAuthServer,
    session: Session,
    *,
    client_id: str,
    user_id: str,
    audience: Sequence[str],
    scope: str,
    family: UUID,
    authenticated_at: datetime | None,
) -> str:
    """Create and store a token of the login `family`, and delete those that have expired."""
    now = server.clock()
    session.execute(delete(RefreshToken).where(RefreshToken.expires_at <= now))
    expires_at = now + timedelta(seconds=server.refresh_lifetime_s)
    token = _unsigned_jwt(expires_at)
    session.add(
        RefreshToken(
            token_hash=hash_opaque(token),
            family=family,
            client_id=client_id,
            user_id=user_id,
            audience=list(audience),
            scope=scope,
            expires_at=expires_at,
            authenticated_at=authenticated_at,
        )
    )
    return token


def _unsigned_jwt(expires_at: datetime) -> str:
    """Create a token whose end the client can read, as some do (RFC 7519 section 6); its id is the secret."""
    parts = {"alg": "none"}, {"exp": int(expires_at.timestamp()), "jti": new_opaque()}
    return "".join(f"{urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip('=')}." for part in parts)


def redeem_refresh_token(
    server: OAuthServer, session: Session, token: str, client_id: str
) -> RefreshToken | OAuthError:
    """Mark the token as used and return its record, or return an `invalid_grant` error.

    The error is returned, not raised: raising would roll back the revocation.
    """
    now = server.clock()
    record = session.get(RefreshToken, hash_opaque(token))
    invalid_grant = OAuthError(
        "invalid_grant",
        "The refresh token is unknown, expired, revoked or belongs to another client. Log in again.",
    )
    if record is None or record.client_id != client_id or record.revoked or record.expires_at <= now:
        return invalid_grant
    if not server.rotates_refresh_tokens:
        return record
    if record.used_at is not None and now > record.used_at + timedelta(seconds=REUSE_LEEWAY_S):
        server.revoke_login(session, record.family)
        return invalid_grant
    record.used_at = record.used_at or now
    return record
