# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class ShareTokenCreateRequest:
    """Lifetime of a new share token."""

    expires_at: dt.datetime | None | UnsetType = UNSET
