# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class RunCreationRequest:
    """Application version and items of a new run."""

    application_id: str
    items: list[models.ItemCreationRequest]
    version_number: str | None | UnsetType = UNSET
    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
    scheduling: models.SchedulingRequest | None | UnsetType = UNSET
    callback_context: dict[str, Any] | None | UnsetType = UNSET
