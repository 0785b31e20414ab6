# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class UserReadResponse:
    """The user of the access token."""

    id: str
    email: str | None | UnsetType = UNSET
    email_verified: bool | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    given_name: str | None | UnsetType = UNSET
    family_name: str | None | UnsetType = UNSET
    nickname: str | None | UnsetType = UNSET
    picture: str | None | UnsetType = UNSET
    updated_at: dt.datetime | None | UnsetType = UNSET
