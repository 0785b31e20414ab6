"""Device logins (RFC 8628): the device polls with its code while the user approves it elsewhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import field, frozen
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from seawall.local.platform.oauth.errors import OAuthError
from seawall.local.platform.oauth.opaque import fingerprint, new_opaque, new_user_code, normal_user_code
from seawall.local.platform.store.tables import DeviceGrant, GrantState

__all__ = ["DeviceLogin", "begin_device_login", "decide", "open_grant", "redeem_device_code"]

SLOW_DOWN_S = 5


@frozen
class DeviceLogin:
    """What the device is told: the secret code that it polls with and the code that it shows."""

    device_code: str = field(repr=False)
    user_code: str


def begin_device_login(
    session: Session,
    *,
    client_id: str,
    audience: Sequence[str],
    scope: str,
    lifetime_s: int,
    interval_s: int,
    now: datetime,
    approved_by: str | None = None,
) -> DeviceLogin:
    """Store a new login; `approved_by` spares the user from being asked."""
    session.execute(delete(DeviceGrant).where(DeviceGrant.expires_at < now - timedelta(days=1)))
    login = DeviceLogin(new_opaque(), new_user_code())
    session.add(
        DeviceGrant(
            device_code_hash=fingerprint(login.device_code),
            user_code=login.user_code,
            client_id=client_id,
            audience=list(audience),
            scope=scope,
            state=GrantState.APPROVED if approved_by else GrantState.PENDING,
            user_id=approved_by,
            interval_s=interval_s,
            expires_at=now + timedelta(seconds=lifetime_s),
        )
    )
    return login


def open_grant(session: Session, user_code: str, now: datetime) -> DeviceGrant | None:
    """The login that waits for a decision under this user code, however it was typed."""
    return session.scalars(
        select(DeviceGrant).where(
            DeviceGrant.user_code == normal_user_code(user_code),
            DeviceGrant.state == GrantState.PENDING,
            DeviceGrant.expires_at > now,
        )
    ).one_or_none()


def decide(grant: DeviceGrant, *, approved: bool, user_id: str) -> None:
    """Record what the user decided."""
    grant.state = GrantState.APPROVED if approved else GrantState.DENIED
    grant.user_id = user_id


def redeem_device_code(
    session: Session, device_code: str, client_id: str, now: datetime
) -> DeviceGrant | OAuthError:
    """The approved login, which is used up by that, or why there is none (yet).

    An error is returned, not raised: that the device polled has to be stored either way.
    """
    grant = session.get(DeviceGrant, fingerprint(device_code))
    if grant is None or grant.client_id != client_id or grant.state is GrantState.REDEEMED:
        return OAuthError("invalid_grant", "The device code is unknown, used up or another client's.")
    if grant.expires_at <= now:
        return OAuthError("expired_token", "The device code has expired. Begin a new login.")
    if grant.state is GrantState.DENIED:
        return OAuthError("access_denied", "The user refused the login.")
    if grant.state is GrantState.PENDING:
        return _keep_waiting(grant, now)
    grant.state = GrantState.REDEEMED
    return grant


def _keep_waiting(grant: DeviceGrant, now: datetime) -> OAuthError:
    allowed_at = grant.polled_at and grant.polled_at + timedelta(seconds=grant.interval_s)
    grant.polled_at = now
    if allowed_at is not None and now < allowed_at:
        grant.interval_s += SLOW_DOWN_S
        return OAuthError("slow_down", f"Poll every {grant.interval_s} seconds from now on.")
    return OAuthError("authorization_pending", "The user has not decided yet.")
