"""Device logins (RFC 8628): the device polls while the user approves the login in a browser."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from attrs import field, frozen
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.opaque import hash_opaque, new_opaque, new_user_code, normalize_user_code
from seawall.local.oauth.tables import DeviceGrant, GrantState

__all__ = [
    "DeviceLogin",
    "pending_device_grant",
    "record_decision",
    "redeem_device_code",
    "start_device_login",
]

SLOW_DOWN_S = 5  # RFC 8628 section 3.5
MOST_OF_A_CLIENT = 100


@frozen
class DeviceLogin:
    """Codes of one login: the secret device code for polling and the user code for display."""

    device_code: str = field(repr=False)
    user_code: str


def start_device_login(
    session: Session,
    *,
    client_id: str,
    audience: Sequence[str],
    scope: str,
    lifetime_s: int,
    interval_s: int,
    most_open: int,
    now: datetime,
    approved_by: str | None = None,
) -> DeviceLogin:
    """Store a new login; with `approved_by` it is approved from the start.

    Raises OAuthError `temporarily_unavailable` if MOST_OF_A_CLIENT logins of the client are open, or
    `most_open` of all clients.
    """
    # An hour after expiry: until then, a poll gets `expired_token` and not `invalid_grant`.
    session.execute(delete(DeviceGrant).where(DeviceGrant.expires_at < now - timedelta(hours=1)))
    _check_open_logins(session, client_id, most_open, now)
    login = DeviceLogin(new_opaque(), new_user_code())
    session.add(
        DeviceGrant(
            device_code_hash=hash_opaque(login.device_code),
            user_code=login.user_code,
            client_id=client_id,
            audience=list(audience),
            scope=scope,
            state=GrantState.APPROVED if approved_by else GrantState.PENDING,
            user_id=approved_by,
            interval_s=interval_s,
            expires_at=now + timedelta(seconds=lifetime_s),
            authenticated_at=now if approved_by else None,
        )
    )
    return login


def _check_open_logins(session: Session, client_id: str, most_open: int, now: datetime) -> None:
    """Refuse a new login if too many wait: of this client, or of all, since a client can invent its id."""
    is_open = [
        DeviceGrant.expires_at > now,
        DeviceGrant.state.in_((GrantState.PENDING, GrantState.APPROVED)),
    ]
    for most, of_which in ((MOST_OF_A_CLIENT, [DeviceGrant.client_id == client_id]), (most_open, [])):
        ends = session.scalars(select(DeviceGrant.expires_at).where(*is_open, *of_which)).all()
        if len(ends) >= most:
            raise _too_many(min(ends) - now)


def _too_many(first_end: timedelta) -> OAuthError:
    wait_s = ceil(first_end.total_seconds())
    return OAuthError(
        "temporarily_unavailable",
        f"Too many device logins are open. Finish one, or wait {wait_s} s until the first expires.",
        {"Retry-After": str(wait_s)},
        status=429,
    )


def pending_device_grant(session: Session, user_code: str, now: datetime) -> DeviceGrant | None:
    """Load the undecided login of a user code; case, blanks and hyphens of the input do not matter."""
    return session.scalars(
        select(DeviceGrant).where(
            DeviceGrant.user_code == normalize_user_code(user_code),
            DeviceGrant.state == GrantState.PENDING,
            DeviceGrant.expires_at > now,
        )
    ).one_or_none()


def record_decision(grant: DeviceGrant, *, approved: bool, user_id: str, now: datetime) -> None:
    """Record the user's decision."""
    grant.state = GrantState.APPROVED if approved else GrantState.DENIED
    grant.user_id, grant.authenticated_at = user_id, now


def redeem_device_code(
    session: Session, device_code: str, client_id: str, now: datetime
) -> DeviceGrant | OAuthError:
    """Redeem the device code: returns the approved login, or the error for the device.

    The error is returned, not raised: raising would roll back the time of the poll.
    """
    grant = session.get(DeviceGrant, hash_opaque(device_code))
    if grant is None or grant.client_id != client_id or grant.state is GrantState.REDEEMED:
        return OAuthError(
            "invalid_grant", "The device code is unknown, already used or belongs to another client."
        )
    # Before the state: an expired login stays expired even if the user decided in time.
    if grant.expires_at <= now:
        return OAuthError("expired_token", "The device code has expired. Start the login again.")
    if grant.state is GrantState.DENIED:
        return OAuthError("access_denied", "The user denied the login.")
    if grant.state is GrantState.PENDING:
        return _pending_error(grant, now)
    grant.state = GrantState.REDEEMED
    return grant


def _pending_error(grant: DeviceGrant, now: datetime) -> OAuthError:
    allowed_at = grant.polled_at and grant.polled_at + timedelta(seconds=grant.interval_s)
    grant.polled_at = now
    if allowed_at is not None and now < allowed_at:
        grant.interval_s += SLOW_DOWN_S
        return OAuthError("slow_down", f"Poll every {grant.interval_s} seconds from now on.")
    return OAuthError("authorization_pending", "The user has not decided yet.")
