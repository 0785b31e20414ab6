# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

import datetime as dt

from attrs import frozen


@frozen(kw_only=True)
class UserReadResponse:
    """The user of the access token."""

    id: str
    email: str
    email_verified: bool
    name: str
    given_name: str
    family_name: str
    nickname: str | None
    picture: str
    updated_at: dt.datetime
