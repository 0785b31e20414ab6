"""State of an OAuth server, which its routes and pages share."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from attrs import Factory, field, frozen
from sqlalchemy import update
from sqlalchemy.orm import Session

from seawall.local.oauth.access_tokens import AccessToken, AccessTokens, InvalidAccessTokenError
from seawall.local.oauth.attempts import FailedAttempts
from seawall.local.oauth.revoked_ids import RevokedIds
from seawall.local.oauth.tables import RefreshToken
from seawall.local.serving.database import Database
from seawall.local.serving.wall_clock import WallClock

__all__ = ["OAuthServer"]


@frozen(kw_only=True)
class OAuthServer:
    """Database, keys and lifetimes of an OAuth server.

    users: ids of the users who can approve a login; with more than one, the page asks for one of them
    claims_of: the API's own claims of a user, for access tokens
    profile_of: the claims about a user that the scopes `profile` and `email` give
    approved_by: the user who approves every device login at its start; None lets a person decide
    rotates_refresh_tokens: replace a refresh token at each use; otherwise it can be used until it expires
    refresh_lifetime_s: lifetime of refresh tokens
    device_lifetime_s, device_interval_s: lifetime of a device code, and its polling interval (RFC 8628)
    most_open_logins: number of device logins that may be open at the same time
    """

    database: Database
    clock: WallClock
    access_tokens: AccessTokens
    users: Sequence[str]
    claims_of: Callable[[Session, str], Mapping[str, str]]
    profile_of: Callable[[Session, str], Mapping[str, object]]
    approved_by: str | None = None
    rotates_refresh_tokens: bool = True
    refresh_lifetime_s: int
    device_lifetime_s: int
    device_interval_s: int
    most_open_logins: int = 1_000
    failed_attempts: FailedAttempts = field(factory=FailedAttempts, init=False)
    _revoked: RevokedIds = field(
        default=Factory(lambda server: RevokedIds(server.database), takes_self=True), init=False
    )

    def verified(self, token: str, *, issuers: Sequence[str] | None = None) -> AccessToken:
        """Verify an access token: signature, issuer, audience, expiry, revocation, user.

        `issuers` None accepts each issuer whose tokens this server signs. Raises InvalidAccessTokenError.
        """
        verified = self.access_tokens.verify(token, issuers=issuers, now=self.clock())
        is_revoked = self._revoked.has_any((verified.token_id, verified.family))
        if is_revoked or verified.user_id not in self.users:
            raise InvalidAccessTokenError
        return verified

    def revoke_login(self, session: Session, family: UUID) -> None:
        """Revoke all refresh tokens and access tokens of a login."""
        session.execute(update(RefreshToken).where(RefreshToken.family == family).values(revoked=True))
        now = self.clock()
        until = now + timedelta(seconds=self.access_tokens.lifetime_s)
        self._revoked.add(session, family, until=until, now=now)

    def revoke_access_token(self, session: Session, token: AccessToken) -> None:
        """Revoke one access token."""
        self._revoked.add(session, token.token_id, until=token.expires_at, now=self.clock())
