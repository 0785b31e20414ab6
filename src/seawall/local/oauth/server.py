"""State of an OAuth server, which its routes and pages share."""

from collections.abc import Sequence

from attrs import frozen

from seawall.local.oauth.access_tokens import AccessTokens
from seawall.local.serving.database import Database
from seawall.local.serving.wall_clock import WallClock

__all__ = ["OAuthServer"]


@frozen(kw_only=True)
class OAuthServer:
    """Database, keys and lifetimes of an OAuth server.

    users: ids of the users who can approve a login; with more than one, the page asks for one of them
    approved_by: the user who approves every device login at its start; None lets a person decide
    refresh_lifetime_s: lifetime of refresh tokens
    device_lifetime_s, device_interval_s: lifetime of a device code, and its polling interval (RFC 8628)
    """

    database: Database
    clock: WallClock
    access_tokens: AccessTokens
    users: Sequence[str]
    approved_by: str | None = None
    refresh_lifetime_s: int
    device_lifetime_s: int
    device_interval_s: int
