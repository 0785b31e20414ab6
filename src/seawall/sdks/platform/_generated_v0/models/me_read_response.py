# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class MeReadResponse:
    """The caller and the caller's organization."""

    user: models.UserReadResponse
    organization: models.OrganizationReadResponse
