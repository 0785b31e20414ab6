"""Database tables of logins. Codes and tokens are stored as hashes."""

from datetime import datetime
from enum import Enum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seawall.local.serving.database import UtcDateTime

__all__ = ["DeviceGrant", "GrantState", "OAuthTable", "RefreshToken", "RevokedId"]


class OAuthTable(DeclarativeBase):
    """Base class of the tables; their `user_id` refers to the users of the server."""

    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        Enum: EnumType(Enum, native_enum=False, length=32),  # as text
        list[str]: JSON(none_as_null=True),
    }


class GrantState(Enum):
    """State of a login."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    DENIED = "DENIED"
    REDEEMED = "REDEEMED"


class DeviceGrant(OAuthTable):
    """Device login: the device polls with the device code, the user enters the user code."""

    __tablename__ = "device_grants"

    device_code_hash: Mapped[str] = mapped_column(primary_key=True)
    user_code: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str]
    audience: Mapped[list[str]]
    scope: Mapped[str]
    state: Mapped[GrantState] = mapped_column(default=GrantState.PENDING)
    user_id: Mapped[str | None]
    interval_s: Mapped[int]
    expires_at: Mapped[datetime]
    polled_at: Mapped[datetime | None]
    authenticated_at: Mapped[datetime | None]

    @property
    def family(self) -> None:
        """None: its tokens start a new family."""

    @property
    def nonce(self) -> None:
        """None: a device login has no nonce."""


class RefreshToken(OAuthTable):
    """Refresh token; all tokens of one login form a family."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    family: Mapped[UUID] = mapped_column(index=True)
    client_id: Mapped[str]
    user_id: Mapped[str]
    audience: Mapped[list[str]]
    scope: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    revoked: Mapped[bool] = mapped_column(default=False)
    authenticated_at: Mapped[datetime | None]

    @property
    def nonce(self) -> None:
        """None: only the first ID token of a login has a nonce (OpenID Connect Core 1.0, section 12.2)."""


class RevokedId(OAuthTable):
    """Id of a revoked access token, or the family of a revoked login; stored until its tokens expire."""

    __tablename__ = "revoked_ids"

    revoked_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[datetime]
