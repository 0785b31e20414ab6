# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class RunCreationRequest:
    """Application version and items of a new run."""

    application_version_id: str
    items: list[models.ItemCreationRequest]
