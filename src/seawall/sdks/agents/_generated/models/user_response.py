# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class UserResponse:
    """A user."""

    id: int
    github_user_id: str
    github_username: str
    email: str | None | UnsetType = UNSET
    avatar_url: str | None | UnsetType = UNSET
    full_name: str | None | UnsetType = UNSET
    role: str | None | UnsetType = UNSET
    is_admin: bool | None | UnsetType = UNSET
