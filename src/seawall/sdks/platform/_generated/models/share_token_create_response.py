# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt
from uuid import UUID

from attrs import frozen


@frozen(kw_only=True)
class ShareTokenCreateResponse:
    """A new share token with its secret, which no other response has."""

    share_token_id: UUID
    share_token: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked: bool
