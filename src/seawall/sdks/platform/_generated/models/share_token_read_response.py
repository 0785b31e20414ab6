# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt
from uuid import UUID

from attrs import frozen


@frozen(kw_only=True)
class ShareTokenReadResponse:
    """A share token, without its secret."""

    share_token_id: UUID
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked: bool
