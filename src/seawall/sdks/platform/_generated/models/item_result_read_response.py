# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class ItemResultReadResponse:
    """Current state of an item."""

    item_id: UUID
    external_id: str
    custom_metadata: dict[str, Any] | None
    state: models.ItemState
    output: models.ItemOutput
    input_artifacts: list[models.InputArtifactResultReadResponse]
    output_artifacts: list[models.OutputArtifactResultReadResponse]
    custom_metadata_checksum: str | None | UnsetType = UNSET
    queue_position_org: int | None | UnsetType = UNSET
    queue_position_platform: int | None | UnsetType = UNSET
    termination_reason: models.ItemTerminationReason | None | UnsetType = UNSET
    error_code: str | None | UnsetType = UNSET
    error_message: str | None | UnsetType = UNSET
    terminated_at: dt.datetime | None | UnsetType = UNSET
